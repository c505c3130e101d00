"""Counts: exact sums and ranks whatever the numbers, and refusals in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from tests.strategies import counts, samples
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import ArgumentError


@given(samples())
def test_sums_and_ranks_against_plain_arithmetic(drawn: list[list[Any]]) -> None:
    found = as_counts(drawn)
    exact = [[Fraction(str(x)) for x in sample] for sample in drawn]
    assert found.sums == tuple(sum(sample) for sample in exact)
    for sample, square in zip(exact, found.squares, strict=True):
        mean = sum(sample) / Fraction(len(sample))
        assert square == sum((x - mean) ** 2 for x in sample)
    ranks = rankdata([float(x) for sample in exact for x in sample])
    edges = np.cumsum([len(sample) for sample in drawn])[:-1]
    assert found.mean_ranks == pytest.approx([part.mean() for part in np.split(ranks, edges)], rel=1e-13)
    ties = np.unique([float(x) for sample in exact for x in sample], return_counts=True)[1]
    assert found.tie_term == found.total**3 - found.total - sum(int(t) ** 3 - int(t) for t in ties)


@given(counts())
def test_size_overflows_nothing(table: Counts) -> None:
    large = Counts(scores=[1, 2, 3, 4, 5], n=table.table * 10**6)
    cubes = table.total**3 - sum(int(t) ** 3 for t in table.ties)  # N and sum(t) cancel in the tie term
    assert (table.tie_term, large.tie_term) == (cubes, 10**18 * cubes)
    assert large.sums == tuple(total * 10**6 for total in table.sums)
    assert [int(r) for r in large.centred_ranks] == [10**6 * int(r) for r in table.centred_ranks]


@pytest.mark.parametrize("ten", [0.1, "0.1", Decimal("0.1"), Fraction(1, 10), np.float64(0.1)])
def test_a_float_stands_for_its_shortest_decimal(ten: Any) -> None:
    assert as_counts([[ten, 0.1], [1]]).n.tolist() == [[2, 0], [0, 1]]
    assert as_counts([[ten] * 3, [1]]).sums[0] == Fraction(3, 10)


def test_a_large_float_stands_for_its_shortest_decimal_too() -> None:
    # int(1e23) is 99999999999999991611392
    assert as_counts([[1e23, "1e23"], [1]]).n.tolist() == [[0, 2], [1, 0]]


def test_arrays_and_series_are_samples() -> None:
    plain = as_counts([[1, 2], [2, 3]])
    for kind in (np.array, pl.Series, tuple):
        found = as_counts([kind([1, 2]), kind([2, 3])])
        assert found.n.tolist() == plain.n.tolist()


def test_selected_groups_drop_the_levels_that_they_lack() -> None:
    table = Counts(scores=[1, 2, 3], n=[[1, 1, 0], [0, 0, 2], [0, 4, 1]])
    found = table.select([2, 0])
    assert (found.scores.tolist(), found.n.tolist()) == ([1.0, 2.0, 3.0], [[0, 4, 1], [1, 1, 0]])
    assert table.select([0]).scores.tolist() == [1.0, 2.0]
    assert table.select([2]).sums == (Fraction(11),)


@pytest.mark.parametrize(
    ("scores", "n", "text"),
    [
        ([1, 2], [[1, 2, 3]], "Counts() needs one row per group and one column per score; got n of shape (1, 3) for 2 scores"),
        ([], [[]], "Counts() needs one row per group and one column per score; got n of shape (1, 0) for 0 scores"),
        ([1, 2], [[1], [1, 2]], "Counts() needs whole numbers from 0 up in n, and rows of one length"),
        ([1, 2], [["a", "b"]], "Counts() needs whole numbers from 0 up in n, and rows of one length"),
        ([1, 2], [[1, -1]], "Counts() needs whole numbers from 0 up in n"),
        ([1, 2], [[1, 0.5]], "Counts() needs whole numbers from 0 up in n"),
        ([1, 2], [[1, None]], "Counts() needs whole numbers from 0 up in n"),
        ([1, 2], [[1, 10**17]], "Counts() counts up to 2^53 firms; got 1e+17"),
        ([1, "1.0"], [[1, 1]], "Counts() needs each score once; got 1.0 more than once"),
        ([0, "1e-60"], [[1, 1]], "Counts() needs scores at least 1e-50 apart; got two at 0.0"),
        ([0, 1e60], [[1, 1]], "Counts() needs scores between -1e50 and 1e50; got a larger one"),
        ([0, "1e400"], [[1, 1]], "Counts() needs scores between -1e50 and 1e50; got a larger one"),
        ([0, "many"], [[1, 1]], "a score must be a finite number; got 'many'; leave missing answers out"),
        ([0, None], [[1, 1]], "a score must be a finite number; got None; leave missing answers out"),
        ([0, float("nan")], [[1, 1]], "a score must be a finite number; got nan; leave missing answers out"),
        ([0, Decimal("Infinity")], [[1, 1]], "a score must be a finite number; got Decimal('Infinity'); leave missing answers out"),
    ],
)  # fmt: skip
def test_refusals(scores: list[Any], n: list[list[Any]], text: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        Counts(scores=scores, n=n)
    assert str(raised.value) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ([[], []], "the samples hold no score at all; each group needs at least one"),
        ([1, 2, 3], "samples are a sequence of sequences, one for each group; got [1, 2, 3]"),
        (["12", "34"], "a sample is a sequence of scores; got the text '12'"),
        ([[1, None], [2]], "a score must be a finite number; got None; leave missing answers out"),
        ([[1, float("nan")], [2]], "a score must be a finite number; got nan; leave missing answers out"),
    ],
)
def test_samples_that_are_none(data: list[Any], text: str) -> None:
    # scipy issue 20056: a NaN made the result NaN without a word
    with pytest.raises(ArgumentError) as raised:
        as_counts(data)
    assert str(raised.value) == text


@given(samples(), st.data())
def test_whole_moments_are_those_of_the_groups_wherever_they_stand(
    drawn: list[list[Any]], data: st.DataObject
) -> None:
    table = as_counts(drawn)
    if data.draw(st.booleans()):
        _ = table.whole_squares  # known of the parent before its children ask
    groups = data.draw(st.permutations(range(len(drawn))))[: data.draw(st.integers(1, len(drawn)))]
    found, direct = table.select(groups), as_counts([drawn[i] for i in groups])
    again = found.select(range(len(groups))[::-1])
    for part, wanted in ((found, direct), (again, as_counts([drawn[i] for i in groups[::-1]]))):
        scale = part.denominator
        assert [type(total) for total in (*part.whole_sums, *part.whole_squares)] == [int] * 2 * len(groups)
        assert tuple(Fraction(total, scale) for total in part.whole_sums) == wanted.sums == part.sums
        pairs = zip(part.whole_squares, part.sizes.tolist(), strict=True)
        assert tuple(Fraction(square, n * scale**2) for square, n in pairs) == wanted.squares == part.squares
        for name in ("exact_means", "means", "rank_sums", "mean_ranks", "tie_term", "total"):
            assert getattr(part, name) == getattr(wanted, name)
        for name in ("sizes", "ties", "centred_ranks", "table", "scores"):
            assert np.asarray(getattr(part, name)).tolist() == np.asarray(getattr(wanted, name)).tolist()


def test_an_empty_group_has_sums_and_no_mean() -> None:
    table = Counts(scores=[1, 2], n=[[1, 1], [0, 0]])
    assert (table.whole_sums, table.whole_squares, table.squares) == ((3, 0), (1, 0), (Fraction(1, 2), 0))
    for name in ("means", "exact_means", "mean_ranks"):
        with pytest.raises(ZeroDivisionError):
            getattr(table, name)
