"""Paths: the rules of each source, its warning, and what a category can not say."""

from __future__ import annotations

import warnings

import polars as pl
import pytest
from hypothesis import given

from tests.strategies import activities
from vcif import assign_path, classify
from vcif._columns import PATH
from vcif._errors import ArgumentError, DataError, PathFromCategoryWarning

SIDES = {"upstream": ("imports", "import_share"), "downstream": ("exports", "export_share")}
MARKET, EFFICIENCY = "market_seeking", "efficiency_seeking"


def path(category: str | None, up: int | None, down: int | None, *, completed: bool = True) -> str | None:
    kinds = {"category": pl.String, "upstream_year": pl.Int64, "downstream_year": pl.Int64}
    firms = pl.DataFrame(
        {"category": [category], "upstream_year": [up], "downstream_year": [down]}, schema=kinds
    )
    return assign_path(firms, completed=completed)["path"][0]


@pytest.mark.parametrize(
    ("up", "down", "wanted"),
    [
        (2010, 2004, MARKET), (2004, 2010, EFFICIENCY), (2008, 2008, "direct"),
        (None, 2001, "undetermined"), (2001, None, "undetermined"), (None, None, "undetermined"),
    ],
)  # fmt: skip
def test_which_side_came_first(up: int | None, down: int | None, wanted: str) -> None:
    assert path("C4", up, down) == path("C4", up, down, completed=False) == wanted


@pytest.mark.parametrize("category", ["C1", "C2", "C3", None])
def test_no_path_before_c4(category: str | None) -> None:
    assert path(category, 2000, 2001) is None


@pytest.mark.parametrize(
    ("category", "up", "down", "wanted"),
    [
        ("C2", 2000, None, EFFICIENCY), ("C2", None, None, EFFICIENCY), ("C2", None, 2000, "other"),
        ("C2", 2000, 2001, "other"), ("C3", None, 2000, MARKET), ("C3", None, None, MARKET),
        ("C3", 2000, None, "other"), ("C3", 2000, 1999, "other"), ("C1", None, None, None), (None, 2000, None, None),
    ],
)  # fmt: skip
def test_under_way(category: str | None, up: int | None, down: int | None, wanted: str | None) -> None:
    assert path(category, up, down, completed=False) == wanted


def test_reported_paths_are_taken_as_they_are() -> None:
    firms = pl.DataFrame({"category": ["C4", "C4", "C3"], "path_reported": ["other", None, MARKET]})
    assert assign_path(firms, by="reported")["path"].to_list() == ["other", "undetermined", None]
    assert assign_path(firms, by="reported", completed=False)["path"].to_list()[-1] == MARKET


def test_a_category_is_no_path_and_says_so() -> None:
    firms = pl.DataFrame({"category": ["C1", "C2", "C3", "C4", None]})
    with pytest.warns(PathFromCategoryWarning) as caught:
        found = assign_path(firms, by="category")
    assert found["path"].to_list() == [None, EFFICIENCY, MARKET, "undetermined", None]
    assert str(caught[0].message) == (
        'assign_path(by="category") reads a path off one moment: C3 firms are taken as market seekers, C2 firms as '
        "efficiency seekers, and C4 firms, which have taken a path, stay undetermined. Use entry years, panel waves "
        "or the firms' own reports where you have them."
    )
    assert caught[0].filename == __file__


@given(activities())
def test_eager_lazy_and_streaming_agree(firms: pl.DataFrame) -> None:
    classified = classify(firms, **SIDES)
    for by in ("entry_years", "reported", "category"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PathFromCategoryWarning)
            eager = assign_path(classified, by=by)
            lazy = assign_path(classified.lazy(), by=by)
        assert lazy.collect().equals(eager)
        assert lazy.collect(engine="streaming").sort("firm_id").equals(eager.sort("firm_id"))
        assert eager.schema["path"] == PATH
        assert eager.drop("path").equals(classified)


@given(activities())
def test_a_completed_path_is_one_of_c4(firms: pl.DataFrame) -> None:
    found = assign_path(classify(firms, **SIDES))
    assert (found["path"].is_not_null() == found["category"].eq("C4").fill_null(False)).all()


@pytest.mark.parametrize(
    ("columns", "options", "error", "text"),
    [
        (["upstream_year"], {}, DataError, "assign_path(by=\"entry_years\") needs the column 'category'; run classify() first"),
        (["category", "upstream_yr", "downstream_year"], {}, DataError, "assign_path(by=\"entry_years\") needs the column 'upstream_year'; did you mean \"upstream_yr\"?"),
        (["category"], {"by": "report"}, ArgumentError, "assign_path() needs a known by; got 'report'; allowed: entry_years, waves, reported, category; did you mean \"reported\"?"),
    ],
)  # fmt: skip
def test_errors(columns: list[str], options: dict[str, str], error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        assign_path(pl.DataFrame({name: [None] for name in columns}), **options)
    assert str(raised.value) == text
