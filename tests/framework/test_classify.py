"""Classification: the four categories, the threshold rule, and the texts of its errors."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given

from tests.strategies import activities
from vcif import classify
from vcif._columns import CATEGORY
from vcif._errors import ArgumentError, DataError

TWO_SIDES = {"upstream": ("imports", "import_share"), "downstream": ("exports", "export_share")}


@pytest.mark.parametrize(
    ("upstream", "downstream", "category"),
    [
        (False, False, "C1"), (True, False, "C2"), (False, True, "C3"), (True, True, "C4"),
        (None, True, None), (None, False, None), (True, None, None), (False, None, None), (None, None, None),
    ],
)  # fmt: skip
def test_two_facts_make_a_category(
    upstream: bool | None, downstream: bool | None, category: str | None
) -> None:
    kinds = {"upstream": pl.Boolean, "downstream": pl.Boolean}
    firms = pl.DataFrame({"upstream": [upstream], "downstream": [downstream]}, schema=kinds)
    found = classify(firms)
    assert found["category"].to_list() == [category]
    assert found.schema["category"] == CATEGORY


@given(activities())
def test_rows_stay_where_they_are(firms: pl.DataFrame) -> None:
    found = classify(firms, **TWO_SIDES)
    assert found.drop("upstream", "downstream", "category").equals(firms)
    both = found["upstream"].is_not_null() & found["downstream"].is_not_null()
    assert (found["category"].is_not_null() == both).all()


@given(activities())
def test_eager_lazy_and_streaming_agree(firms: pl.DataFrame) -> None:
    for options in ({}, {"rule": "threshold", "threshold": (1, 0.3)}):
        eager = classify(firms, **TWO_SIDES, **options)
        lazy = classify(firms.lazy(), **TWO_SIDES, **options)
        assert isinstance(lazy, pl.LazyFrame)
        assert lazy.collect().equals(eager)
        assert lazy.collect(engine="streaming").sort("firm_id").equals(eager.sort("firm_id"))


def test_a_threshold_for_each_side() -> None:
    firms = pl.DataFrame({"m": [0.3, 0.3], "x": [0.3, 0.09]})
    found = classify(firms, rule="threshold", upstream="m", downstream="x", threshold=(0.5, 0.1))
    assert found.select("upstream", "downstream", "category").rows() == [
        (False, True, "C3"),
        (False, False, "C1"),
    ]


def test_inclusive_or_strict() -> None:
    firms = pl.DataFrame({"m": [0.1], "x": [0.1]})
    options = {"rule": "threshold", "upstream": "m", "downstream": "x", "threshold": 0.1}
    assert classify(firms, **options)["category"].to_list() == ["C4"]
    assert classify(firms, **options, inclusive=False)["category"].to_list() == ["C1"]


FIRMS = pl.DataFrame({"upstream": [True], "downstream": [0.5], "words": ["yes"], "code": [-9.0]})


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"rule": "treshold"}, ArgumentError, "classify() needs a known rule; got 'treshold'; allowed: any, threshold; did you mean \"threshold\"?"),
        ({"upstream": "upstrem"}, DataError, "classify() needs the column 'upstrem'; did you mean \"upstream\"?"),
        ({"upstream": "words"}, DataError, "classify() needs yes/no or numbers in 'words'; got String; read the file with a codebook, whose lists say what counts as yes"),
        ({"upstream": "code"}, DataError, "classify() needs numbers of at least 0 in 'code'; got -9.0 in 1 rows; declare missing codes in the codebook, or make them null"),
        ({"threshold": 0.1}, ArgumentError, 'classify() uses a threshold only with rule="threshold"; got rule="any"'),
        ({"rule": "threshold"}, ArgumentError, 'classify(rule="threshold") needs a threshold, for example threshold=0.1'),
        ({"rule": "threshold", "threshold": 0}, ArgumentError, "classify() needs a positive threshold (or a pair of them); got 0"),
        ({"rule": "threshold", "threshold": (1, 2, 3)}, ArgumentError, "classify() needs a positive threshold (or a pair of them); got (1, 2, 3)"),
        ({"upstream": ()}, ArgumentError, "any_activity() needs at least one column; got none"),
    ],
)  # fmt: skip
def test_errors_say_what_came_and_what_is_allowed(
    options: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error) as raised:
        classify(FIRMS, **options)
    assert str(raised.value) == text
