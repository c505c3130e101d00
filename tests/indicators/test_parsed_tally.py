"""A tally taken apart: the same from any order of its rows, and refused where it holds what no tally can."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import INDICATORS, codebook, firms
from vcif import Counts, tally
from vcif._errors import ArgumentError, DataError
from vcif._tables import IndicatorTable, parse_tally

RATIOS = st.sampled_from([None, 0.25, 1 / 3, -2.0, 1e20, 0.1 + 0.2])


def contents(table: IndicatorTable) -> tuple[Any, ...]:
    """Return all that a table holds, for comparison."""
    counts: Any = table.counts
    numbers = None if counts is None else (counts.scores.tolist(), counts.table.tolist(), counts.sums)
    weights = None if table.weights is None else table.weights.tolist()
    return (table.block, table.defining, table.groups, table.sizes, table.missing, numbers, weights)


@given(firms(), st.data())
def test_the_order_of_rows_is_nothing_but_the_order_of_indicators(
    frame: pl.DataFrame, data: st.DataObject
) -> None:
    ratio = data.draw(st.lists(RATIOS, min_size=frame.height, max_size=frame.height))
    weight = data.draw(
        st.lists(st.sampled_from([None, 0.5, 3.0]), min_size=frame.height, max_size=frame.height)
    )
    wider = frame.with_columns(ratio=pl.Series(ratio, dtype=pl.Float64))
    if data.draw(st.booleans()):
        wider = wider.with_columns(weight=pl.Series(weight, dtype=pl.Float64))
    counts = tally(wider, [*INDICATORS, "ratio"], codebook())
    wanted = {table.indicator: contents(table) for table in parse_tally("x", counts).tables}
    shuffled = counts[data.draw(st.permutations(range(counts.height)))]
    found = parse_tally("x", shuffled)
    assert {table.indicator: contents(table) for table in found.tables} == wanted
    assert [table.indicator for table in found.tables] == list(dict.fromkeys(shuffled["indicator"]))


@given(firms())
def test_counts_are_those_that_checking_everything_gives(frame: pl.DataFrame) -> None:
    counts = tally(frame.with_columns(pl.col("growth") / 7), list(INDICATORS), codebook())
    for table in parse_tally("x", counts).tables:
        rows = counts.filter(pl.col("indicator") == table.indicator, pl.col("score").is_not_null())
        assert (table.counts is None) == (rows["n"].sum() == 0)
        if table.counts is None:
            continue
        levels = rows["score"].unique().sort().to_list()
        cells = {(group, score): n for group, score, n in rows.select("group", "score", "n").iter_rows()}
        plain = Counts(
            np.array(levels), [[cells.get((g, score), 0) for score in levels] for g in table.groups]
        )
        for name in (
            "scores",
            "table",
            "numerators",
            "denominator",
            "sizes",
            "total",
            "sums",
            "squares",
            "ties",
        ):
            assert np.array_equal(getattr(table.counts, name), getattr(plain, name)), name
        assert table.counts.numerators.dtype == plain.numerators.dtype


def test_a_tally_may_come_back_from_a_file(tmp_path: Any) -> None:
    frame = pl.DataFrame({"category": ["C2", "C4", "C4", None], "q": [1.5, 2, None, 3], "r": [1, 1, 2, 2]})
    counts = tally(frame, ["q", "r"])
    counts.write_csv(tmp_path / "tally.csv")
    read = pl.read_csv(tmp_path / "tally.csv").with_columns(pl.col("group").cast(counts.schema["group"]))
    for one, other in zip(parse_tally("x", counts).tables, parse_tally("x", read).tables, strict=True):
        assert contents(one) == contents(other)


def test_an_empty_tally_has_no_tables() -> None:
    counts = tally(pl.DataFrame({"category": ["C2"], "q": [1]}), ["q"])
    assert parse_tally("x", counts.clear()).tables == ()


@pytest.mark.parametrize(
    ("column", "values", "text"),
    [
        ("n", [1, -1], "x() needs a tally with whole numbers from 0 up in n; got -1"),
        ("n", [1, None], "x() needs a tally with whole numbers from 0 up in n; got None"),
        ("n", [1.0, 0.5], "x() needs a tally with whole numbers from 0 up in n; got 0.5"),
        ("n", [1.0, float("nan")], "x() needs a tally with whole numbers from 0 up in n; got nan"),
        ("n", ["1", "2"], "x() needs a tally with numbers in n; got String"),
        ("score", [1.0, float("nan")], "x() needs a tally with finite scores; got nan"),
        ("score", [float("-inf"), None], "x() needs a tally with finite scores; got -inf"),
        ("score", ["low", "high"], "x() needs a tally with numbers in score; got String"),
        ("weight", ["a", "b"], "x() needs a tally with numbers in weight; got String"),
    ],
)
def test_what_no_tally_holds_is_refused(column: str, values: list[Any], text: str) -> None:
    counts = tally(pl.DataFrame({"category": ["C2", "C4"], "q": [1, 2]}), ["q"]).filter(pl.col("n") > 0)
    with pytest.raises(DataError) as raised:
        parse_tally("x", counts.with_columns(pl.Series(column, values, strict=False)))
    assert str(raised.value) == text


def test_scores_beyond_what_sums_can_hold_are_refused() -> None:
    counts = tally(pl.DataFrame({"category": ["C2", "C4"], "q": [1.0, 1e60]}), ["q"])
    with pytest.raises(ArgumentError, match="needs scores between -1e50 and 1e50"):
        parse_tally("x", counts)
    close = tally(pl.DataFrame({"category": ["C2", "C4"], "q": [0.0, 1e-60]}), ["q"])
    with pytest.raises(ArgumentError, match="needs scores at least 1e-50 apart"):
        parse_tally("x", close)


def test_too_many_firms_are_refused() -> None:
    counts = tally(pl.DataFrame({"category": ["C2", "C4"], "q": [1, 2]}), ["q"])
    many = counts.with_columns(n=pl.when(pl.col("n") > 0).then(2**52 + 1).otherwise(0))
    with pytest.raises(
        DataError, match=r"a tally counts up to 2\^53 firms; got 9.0072e\+15 of one indicator"
    ):
        parse_tally("x", many)
