"""The two rules by brute force: an answer is known when it is the same in every completion of what is missing."""

from __future__ import annotations

from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcif._errors import ArgumentError, DataError
from vcif.framework import any_activity, at_least, classify, compare_rules

YES_NO = (True, False, None)
SHARES = (0.0, 0.1, 0.25, None)


def ask(rule: pl.Expr, values: tuple[object, ...], kind: type[pl.DataType]) -> bool | None:
    columns = {f"c{i}": pl.Series([value], dtype=kind) for i, value in enumerate(values)}
    return pl.DataFrame(columns).select(answer=rule)["answer"][0]


def known(outcomes: set[bool]) -> bool | None:
    """Return the answer that all completions share, or None."""
    return outcomes.pop() if len(outcomes) == 1 else None


def completions(values: tuple[object, ...], possible: tuple[object, ...]) -> list[tuple[object, ...]]:
    return list(product(*(possible if value is None else (value,) for value in values)))


@pytest.mark.parametrize("values", [v for width in (1, 2, 3) for v in product(YES_NO, repeat=width)])
def test_any_activity_is_kleenes_or(values: tuple[bool | None, ...]) -> None:
    names = [f"c{i}" for i in range(len(values))]
    wanted = known({any(filled) for filled in completions(values, (True, False))})
    assert ask(any_activity(names), values, pl.Boolean) is wanted


@pytest.mark.parametrize("values", list(product(SHARES, repeat=2)))
def test_any_activity_on_shares(values: tuple[float | None, ...]) -> None:
    wanted = known({any(x > 0 for x in filled) for filled in completions(values, (0.0, 0.5))})
    assert ask(any_activity(["c0", "c1"]), values, pl.Float64) is wanted


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("threshold", [1, 2, 3])
@pytest.mark.parametrize("values", list(product(YES_NO, repeat=3)))
def test_at_least_on_yes_and_no(values: tuple[bool | None, ...], threshold: int, inclusive: bool) -> None:
    sums = [sum(filled) for filled in completions(values, (True, False))]
    wanted = known({total >= threshold if inclusive else total > threshold for total in sums})
    rule = at_least(["c0", "c1", "c2"], threshold, inclusive=inclusive)
    assert ask(rule, values, pl.Boolean) is wanted


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("threshold", [0.1, 0.35])
@pytest.mark.parametrize("values", list(product(SHARES, repeat=2)))
def test_at_least_on_shares(values: tuple[float | None, ...], threshold: float, inclusive: bool) -> None:
    # a missing amount may be anything from 0 upwards; hundredths keep the sums exact
    hundredths = [tuple(round(100 * x) for x in filled) for filled in completions(values, (0.0, 99.0))]
    limit = round(100 * threshold)
    wanted = known({sum(filled) >= limit if inclusive else sum(filled) > limit for filled in hundredths})
    assert ask(at_least(["c0", "c1"], threshold, inclusive=inclusive), values, pl.Float64) is wanted


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.booleans())
def test_rounding_decides_nothing(hundredths: list[int], inclusive: bool) -> None:
    # 0.7 + 0.1 is 0.7999999999999999
    total = sum(hundredths)
    if total:
        names = [f"c{i}" for i in range(len(hundredths))]
        shares = tuple(h / 100 for h in hundredths)
        assert ask(at_least(names, total / 100, inclusive=inclusive), shares, pl.Float64) is inclusive


def test_not_a_number_is_not_a_yes() -> None:
    frame = pl.LazyFrame({"upstream": [float("nan"), float("nan")], "downstream": [0.0, 0.0]})
    assert classify(frame).collect()["category"].to_list() == [None, None]
    assert ask(at_least(["c0"], 0.1), (float("nan"),), pl.Float64) is None


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_amount_is_neither_yes_nor_no(value: float) -> None:
    """A lazy frame is not looked into: a code for a missing answer, -1 say, is never a "no"."""
    frame = pl.LazyFrame({"upstream": [value], "b": [True], "downstream": [0.0]})
    rule: dict[str, Any] = {"rule": "threshold", "threshold": 0.1}
    for options in ({}, rule):
        found = classify(frame, **options).collect()
        assert found.select("upstream", "downstream", "category").row(0) == (None, False, None)
        both = classify(frame, upstream=["upstream", "b"], **options).collect()
        assert both["category"].to_list() == ["C2"]


def test_a_column_that_was_never_asked() -> None:
    assert ask(at_least(["c0"], 1), (None,), pl.Null) is None
    assert ask(any_activity(["c0"]), (None,), pl.Null) is None


@pytest.mark.parametrize(
    ("rule", "name"), [(lambda: any_activity([]), "any_activity"), (lambda: at_least([], 1), "at_least")]
)
def test_no_column_is_no_rule(rule: object, name: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        rule()
    assert str(raised.value) == f"{name}() needs at least one column; got none"


def test_compare_rules_counts_every_firm_once() -> None:
    first = pl.DataFrame({"firm_id": ["a", "b", "c"], "category": ["C1", "C3", None]})
    second = pl.DataFrame({"firm_id": ["c", "a", "b"], "category": ["C2", "C1", "C1"]})
    assert compare_rules(first, second).rows() == [("C1", "C1", 1), ("C3", "C1", 1), (None, "C2", 1)]


def test_compare_rules_needs_the_same_firms() -> None:
    first = pl.DataFrame({"firm_id": ["a", "b"], "category": ["C1", "C3"]})
    with pytest.raises(DataError) as raised:
        compare_rules(first, first.head(1))
    assert (
        str(raised.value) == "compare_rules() needs the same firms twice; got 2 and 1 rows, of which 1 match"
    )
