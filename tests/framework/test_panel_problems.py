"""Problems of a panel: one row per fault, with the place, the value and what was done."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from vcif._columns import schema
from vcif._errors import DataError
from vcif.framework import panel_problems

KEPT = "kept as it stands: paths by years and by waves may differ"


def listed(firms: pl.DataFrame) -> list[tuple[object, ...]]:
    found = panel_problems(firms)
    assert dict(found.schema) == schema("problems")
    assert_frame_equal(panel_problems(firms.lazy()), found)
    return found.drop("file").rows()


@pytest.mark.parametrize(
    ("waves", "wanted"),
    [
        ([1.0, 2.5, None], [(3, "wave", "2.5", "not a whole number"), (4, "wave", "", "no wave")]),
        ([1.0, float("nan"), float("inf")], [(3, "wave", "NaN", "no wave"), (4, "wave", "inf", "not a whole number")]),
        (["1", "one", " "], [(3, "wave", "one", "not a whole number"), (4, "wave", " ", "no wave")]),
        ([1, 2, 3], []),
    ],
)  # fmt: skip
def test_waves(waves: list[object], wanted: list[tuple[object, ...]]) -> None:
    rows = listed(pl.DataFrame({"firm_id": ["a", "b", "c"], "wave": waves}))
    assert rows == [(*row, "left out of all that follows firms over waves") for row in wanted]


def test_a_row_without_a_firm() -> None:
    rows = listed(pl.DataFrame({"firm_id": ["a", None], "wave": [1, 1]}))
    assert [row[:4] for row in rows] == [(3, "firm_id", "", "no firm identifier")]


def test_activities_that_were_probably_not_asked() -> None:
    firms = pl.DataFrame({
        "firm_id": ["a", "b"] * 3, "wave": [2015, 2015, 2016, 2016, 2017, 2017],
        "upstream": [True, False, False, False, None, None], "downstream": [True, False] * 3,
        "exports": [0, 20, 30, 30, 5, 10],
    })  # fmt: skip
    assert [row[:4] for row in listed(firms)] == [
        (None, "upstream", "", "wave 2016: every firm that answers says no: probably not asked"),
        (None, "upstream", "", "wave 2017: nobody answers: probably not asked"),
    ]
    found = panel_problems(firms, activities=["exports", "no_such_column"])
    assert found["problem"].to_list() == ["wave 2016: every firm that answers says 30: probably not asked"]


def entry(**columns: list[object]) -> pl.DataFrame:
    n = len(columns["wave"])
    kinds = {"firm_id": pl.String, "wave": pl.Int64, "upstream": pl.Boolean, "upstream_year": pl.Int64}
    return pl.DataFrame({"firm_id": ["a"] * n} | columns, schema=kinds)


def test_entry_years_and_waves_must_agree() -> None:
    before = entry(wave=[2008, 2009], upstream=[True, True], upstream_year=[None, 2009])
    assert listed(before) == [
        (2, "upstream_year", "2009", 'firm "a" was active in wave 2008, before its year of first entry', KEPT)
    ]
    never = entry(wave=[2008, 2009], upstream=[False, False], upstream_year=[2009, 2009])
    assert listed(never) == [
        (3, "upstream_year", "2009", 'firm "a" was not active in wave 2009, its year of first entry', KEPT)
    ]
    differ = entry(wave=[2008, 2009, 2010], upstream=[True] * 3, upstream_year=[2005, 2006, 2006])
    assert listed(differ) == [(2, "upstream_year", "2005", 'firm "a" gives 2006 in its other waves', KEPT)]
    tied = entry(wave=[2008, 2009], upstream=[True, True], upstream_year=[2006, 2005])
    assert [row[:3] for row in listed(tied)] == [(2, "upstream_year", "2006")]


def test_stopping_and_years_before_the_panel_agree() -> None:
    assert listed(entry(wave=[2008, 2009], upstream=[True, False], upstream_year=[2005, 2005])) == []
    assert listed(entry(wave=[2008, 2009], upstream=[False, True], upstream_year=[None, 2009])) == []
    assert listed(entry(wave=[2008, 2009], upstream=[None, True], upstream_year=[2008, 2008])) == []


def test_firms_are_judged_by_their_own_years_only() -> None:
    both = pl.concat([
        entry(wave=[2008], upstream=[True], upstream_year=[2008]),
        entry(wave=[2007], upstream=[True], upstream_year=[2007]).with_columns(firm_id=pl.lit("b")),
    ])  # fmt: skip
    assert listed(both) == []


def test_rounds_cannot_be_compared_with_years_and_say_so() -> None:
    rounds = entry(wave=[1, 2], upstream=[True, True], upstream_year=[2009, 2009])
    text = "waves are numbered rounds, not years: years of entry cannot be compared with them"
    assert listed(rounds) == [(None, "wave", "", text, "not checked")]


def test_what_is_needed() -> None:
    with pytest.raises(DataError, match=r"panel_problems\(\) needs the column 'wave'"):
        panel_problems(pl.DataFrame({"firm_id": ["a"]}))
