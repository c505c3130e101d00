"""What hypothesis draws: samples as surveys give them, counts with empty levels, and frames of firms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from hypothesis import strategies as st

from vcif import Counts
from vcif._columns import CATEGORIES, CATEGORY
from vcif.dataset.codebook import Codebook

# A survey's answers, and ratios with two decimals; few distinct values, so that ties are the rule.
ANSWERS = st.integers(1, 5)
RATIOS = st.integers(-300, 300).map(lambda hundredths: hundredths / 100)


@st.composite
def samples(
    draw: Callable[..., Any],
    *,
    groups: int | None = None,
    least: int = 1,
    scores: st.SearchStrategy[Any] | None = None,
) -> list[list[Any]]:
    """Draw samples of unequal size: answers with ties, sometimes constant groups, sometimes ratios."""
    k = groups if groups is not None else draw(st.integers(2, 5))
    of_group = scores if scores is not None else draw(st.sampled_from([ANSWERS, RATIOS, st.integers(1, 2)]))
    return [draw(st.lists(of_group, min_size=least, max_size=12)) for _ in range(k)]


@st.composite
def counts(
    draw: Callable[..., Any], *, groups: int | None = None, least: int = 1, huge: bool = True
) -> Counts:
    """Draw counts over five answers with levels that nobody chose and sizes that differ by orders."""
    k = groups if groups is not None else draw(st.integers(2, 5))
    cells = [st.integers(0, 3), st.integers(0, 400), st.sampled_from([0, 0, 1, 10**6])]
    cell = draw(st.sampled_from(cells if huge else cells[:2]))
    row = st.lists(cell, min_size=5, max_size=5).filter(lambda cells: sum(cells) >= least)
    return Counts(scores=[1, 2, 3, 4, 5], n=[draw(row) for _ in range(k)])


@st.composite
def tables(draw: Callable[..., Any]) -> list[list[int]]:
    """Draw a small table of counts, as tests take it that see names in the levels; some lines may be empty."""
    columns = draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 4), min_size=columns, max_size=columns)
    return [draw(row) for _ in range(draw(st.integers(2, 4)))]


INDICATORS = ("growth", "profit", "suppliers", "ambition")


@st.composite
def firms(draw: Callable[..., Any], *, absent: str | None = None, most: int = 40) -> pl.DataFrame:
    """Draw classified firms with four indicators, nulls everywhere, and one category without firms if asked."""
    there = [name for name in CATEGORIES if name != absent]
    n = draw(st.integers(0, most))
    category = st.one_of(st.none(), st.sampled_from(there))
    columns: dict[str, Any] = {
        "firm_id": [f"F{i}" for i in range(n)],
        "category": draw(st.lists(category, min_size=n, max_size=n)),
    }
    for name in INDICATORS:
        columns[name] = draw(st.lists(st.one_of(st.none(), ANSWERS), min_size=n, max_size=n))
    kinds = {"firm_id": pl.String, "category": CATEGORY, **dict.fromkeys(INDICATORS, pl.Int64)}
    return pl.DataFrame(columns, schema=kinds)


@st.composite
def activities(draw: Callable[..., Any], *, most: int = 30) -> pl.DataFrame:
    """Draw firms with two activities a side, some of them shares, and their entry years and reports."""
    n = draw(st.integers(0, most))
    yes_no = st.sampled_from([None, True, False])
    share = st.sampled_from([None, 0.0, 0.05, 0.1, 0.25, 1.0])
    year = st.one_of(st.none(), st.integers(1995, 2005))
    report = st.sampled_from([None, "market_seeking", "efficiency_seeking", "direct", "other"])
    draws = {
        "imports": (yes_no, pl.Boolean), "import_share": (share, pl.Float64),
        "exports": (yes_no, pl.Boolean), "export_share": (share, pl.Float64),
        "upstream_year": (year, pl.Int64), "downstream_year": (year, pl.Int64), "path_reported": (report, pl.String),
    }  # fmt: skip
    columns = {name: draw(st.lists(one, min_size=n, max_size=n)) for name, (one, _) in draws.items()}
    frame = pl.DataFrame(columns, schema={name: kind for name, (_, kind) in draws.items()})
    return frame.with_columns(firm_id=pl.Series([f"F{i}" for i in range(n)], dtype=pl.String))


def codebook() -> Codebook:
    """Return a codebook of the four indicators: two on performance, one of structure (defining), one attitude."""
    item = {"kind": "scale", "scale": (1, 5)}
    places = {
        "growth": "performance",
        "profit": "performance",
        "suppliers": "structure",
        "ambition": "attitudes",
    }
    return Codebook.model_validate(
        {
            "study": {"title": "Test"},
            "firm": {"id": "firm_id"},
            "activities": [
                {"id": "imports", "column": "imports", "label": "imports", "side": "upstream"},
                {"id": "exports", "column": "exports", "label": "exports", "side": "downstream"},
            ],
            "indicators": [
                {
                    "id": name,
                    "column": name,
                    "label": name,
                    "block": block,
                    "defining": name == "suppliers",
                    **item,
                }
                for name, block in places.items()
            ],
        }
    )
