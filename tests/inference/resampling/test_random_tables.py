"""Permuted tables keep their margins and follow their exact law, resampled ones the multinomial, both ways each."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.inference.resampling.enumeration import all_tables, joint, multinomials
from tests.strategies import counts
from vcif import Counts
from vcif._errors import NotComputableError
from vcif.inference.resampling import random_tables, resampled_tables, shuffles
from vcif.inference.resampling.bits import Bits
from vcif.inference.resampling.random_tables import permuted_tables

DRAWS = 60_000
LEAST_P = 1e-6  # of a goodness of fit; seeds are fixed
MOST_BYTES = 64 * 2**20
WAYS = {
    "cells": lambda sizes, ties, n, seed: random_tables._cell_by_cell(sizes, ties, n, Bits(seed)),
    "sorted firms": lambda sizes, ties, n, seed: random_tables._shuffled(sizes, ties, n, Bits(seed)),
    "kept shuffles": shuffles.shuffled_tables,
}
MARGINS = [
    ((3, 4), (2, 3, 2)), ((1, 1), (1, 1)), ((2, 3, 2), (3, 2, 2)), ((1, 6), (2, 2, 2, 1)), ((2, 2, 2, 2), (5, 3)),
    ((3, 3), (6,)), ((4, 2, 1), (1, 1, 1, 1, 1, 1, 1)), ((5, 1, 1), (1, 0, 3, 3)), ((1, 9), (9, 1)), ((6, 6), (4, 4, 4)),
]  # fmt: skip


def together(parts: Iterator[np.ndarray]) -> np.ndarray:
    return np.concatenate([part.astype(np.int64) for part in parts], axis=2)


def fit(drawn: np.ndarray, tables: np.ndarray, chances: np.ndarray) -> float:
    """Return the p-value of Pearson's test of drawn tables against all tables and their chances."""
    keys = {table.tobytes(): i for i, table in enumerate(np.ascontiguousarray(tables.transpose(2, 0, 1)))}
    seen = np.bincount(
        [keys[table.tobytes()] for table in np.ascontiguousarray(drawn.transpose(2, 0, 1))],
        minlength=chances.size,
    )
    order = np.argsort(chances)  # the rarest ones together, until twenty are expected
    bins = np.cumsum(chances[order] * drawn.shape[2]) // 20
    _, bins = np.unique(bins, return_inverse=True)
    observed, expected = np.bincount(bins, seen[order]), np.bincount(bins, chances[order] * drawn.shape[2])
    if observed.size == 1:
        return 1.0
    return float(stats.chi2.sf(((observed - expected) ** 2 / expected).sum(), observed.size - 1))


@pytest.mark.parametrize("way", WAYS)
@given(table=counts(huge=False), seed=st.integers(0, 2**64))
@settings(max_examples=60)
def test_margins_are_kept(way: str, table: Counts, seed: int) -> None:
    assume(way != "kept shuffles" or (table.total <= 511 and len(table.sizes) <= 7))
    drawn = WAYS[way](table.sizes, table.ties, 50, seed)
    assert drawn.shape == (*table.table.shape, 50)
    assert drawn.min() >= 0
    assert (drawn.sum(axis=1) == table.sizes[:, None]).all()
    assert (drawn.sum(axis=0) == table.ties[:, None]).all()


@given(table=counts(), seed=st.integers(0, 10))
def test_margins_are_kept_by_the_way_that_is_chosen(table: Counts, seed: int) -> None:
    drawn = together(permuted_tables(table, 99, seed))
    assert drawn.shape == (*table.table.shape, 99)
    assert drawn.min() >= 0
    assert (drawn.sum(axis=1) == table.sizes[:, None]).all()
    assert (drawn.sum(axis=0) == table.ties[:, None]).all()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("sizes", "ties"), MARGINS, ids=str)
def test_permuted_tables_follow_their_law(way: str, sizes: tuple[int, ...], ties: tuple[int, ...]) -> None:
    drawn = WAYS[way](np.array(sizes), np.array(ties), DRAWS, 21)
    assert fit(drawn, *all_tables(sizes, ties)) > LEAST_P


def test_another_law_does_not_fit() -> None:
    # the power of the check: all tables equally likely, and margins met by drawing rows that hang together wrongly
    tables, chances = all_tables((2, 3, 2), (3, 2, 2))
    even = tables[:, :, Bits(1).below(DRAWS, chances.size)]
    assert fit(even, tables, chances) < LEAST_P
    drawn = random_tables._cell_by_cell(np.array([2, 3, 2]), np.array([3, 2, 2]), DRAWS, Bits(21))
    swapped = np.where(np.arange(DRAWS) % 50 == 0, drawn[[2, 1, 0]][:, [0, 2, 1]], drawn)
    swapped[:, :, :600] = tables[:, :, [0]]  # one table in a hundred is always the same
    assert fit(swapped, tables, chances) < LEAST_P


@pytest.mark.parametrize("way", ["_by_level", "_firm_by_firm"])
@pytest.mark.parametrize("row", [(3, 1, 2), (1, 1, 1, 1), (5, 1), (2, 2), (1, 4, 1, 1)], ids=str)
def test_resampled_rows_are_multinomial(way: str, row: tuple[int, ...]) -> None:
    drawn = getattr(resampled_tables, way)(np.array(row), DRAWS, Bits(22))
    assert fit(drawn[None], *joint([multinomials(sum(row), row)])) > LEAST_P


def test_resampled_groups_do_not_hang_together() -> None:
    table = Counts(scores=[1, 2, 3], n=[[2, 1, 0], [0, 1, 2]])
    drawn = together(resampled_tables.resampled_tables(table, DRAWS, 23))
    law = [(np.insert(multinomials(3, (2, 1))[0], 2, 0, axis=0), multinomials(3, (2, 1))[1])]
    law.append((np.insert(multinomials(3, (1, 2))[0], 0, 0, axis=0), multinomials(3, (1, 2))[1]))
    assert fit(drawn, *joint(law)) > LEAST_P


@given(table=counts(), seed=st.integers(0, 10))
def test_resampled_tables_keep_sizes_and_empty_cells(table: Counts, seed: int) -> None:
    drawn = together(resampled_tables.resampled_tables(table, 99, seed))
    assert drawn.min() >= 0
    assert (drawn.sum(axis=1) == table.sizes[:, None]).all()
    assert not drawn[table.table == 0].any()


def test_large_groups_have_the_multinomials_moments() -> None:
    row = [10**6, 3 * 10**6, 10, 6 * 10**6]
    drawn = together(resampled_tables.resampled_tables(Counts(scores=range(4), n=[row, row]), 20_000, 5))[1]
    shares = np.array(row) / sum(row)
    deviation = (drawn.mean(axis=1) - row) / np.sqrt(sum(row) * shares * (1 - shares) / 20_000)
    assert np.abs(deviation).max() < 4.5
    ratio = drawn.var(axis=1) / (sum(row) * shares * (1 - shares))
    assert np.abs(ratio - 1).max() < 4.5 * np.sqrt(2.1 / 20_000)
    expected = -np.sqrt(shares[0] * shares[1] / ((1 - shares[0]) * (1 - shares[1])))
    assert abs(np.corrcoef(drawn[0], drawn[1])[0, 1] - expected) < 4.5 / np.sqrt(20_000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([[5, 0, 5], [1, 9, 1]], [[1, 8, 1], [5, 1, 5]]),  # few firms: cells
        (np.eye(40, dtype=int)[:2] + np.eye(40, dtype=int)[2:4] + 1, None),  # many levels: shuffles
    ],
)
def test_the_way_depends_on_the_margins_only(one: object, other: object) -> None:
    first = Counts(scores=range(len(one[0])), n=one)
    if other is None:
        second = Counts(scores=[x * x for x in range(len(one[0]))], n=one)
    else:
        second = Counts(scores=[10, 20, 35], n=other)
    assert first.sizes.tolist() == second.sizes.tolist()
    assert first.ties.tolist() == second.ties.tolist()
    for n in (500, 40_000):
        assert (together(permuted_tables(first, n, 7)) == together(permuted_tables(second, n, 7))).all()


def test_orders_with_equal_keys_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    def few_bits(bits: Bits, n: int) -> np.ndarray:
        rounds.append(n)
        return bits.words(n).astype(np.uint32) & np.uint32(0xF000)  # of sixteen keys two are often equal

    monkeypatch.setattr(shuffles, "_halves", few_bits)
    order = shuffles._shuffled((2, 1), 30_000, Bits(3))
    assert len(rounds) > 2
    places = np.bincount((order == 1).argmax(axis=1))
    assert stats.chisquare(places).pvalue > 1e-6  # the lone firm stands in each place equally often


def test_both_ways_are_taken() -> None:
    margins = random_tables._Margins
    assert margins((80, 80, 80), (48, 48, 48, 48, 48)).few  # shuffles are kept
    assert not margins((200, 200, 200), (120, 120, 120, 120, 120)).few
    assert not margins((30,) * 8, (48, 48, 48, 48, 48)).few
    assert not margins((100, 100, 100), (60, 60, 60, 60, 60)).shuffled
    assert margins((10, 10, 10), (1,) * 30).shuffled
    assert not margins((10**6, 10**6), (2000,) * 1000).shuffled


@pytest.mark.parametrize("draw", [permuted_tables, resampled_tables.resampled_tables])
def test_parts_are_small_and_kept_tables_are_the_same(
    draw: Callable[..., Iterator[np.ndarray]], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = np.array([[3, 9, 1, 4, 4, 20, 7], [5, 5, 5, 5, 5, 5, 5], [0, 0, 0, 8, 0, 0, 1]])
    # too many firms for shuffles to be kept
    table = Counts(scores=range(7), n=few * (6 if draw is permuted_tables else 1))
    kept = list(draw(table, 9999, 4))
    assert [part.shape[2] for part in kept] == [9999]
    assert kept[0].dtype == np.uint8
    assert not kept[0].flags.writeable
    assert next(iter(draw(table, 9999, 4))) is kept[0]
    many = [part.shape for part in draw(table, 100_000, 4)]
    assert sum(shape[2] for shape in many) == 100_000
    assert max(np.prod(shape) for shape in many) <= 2**19
    for module in (random_tables, resampled_tables):
        monkeypatch.setattr(module, "_KEPT", 0)
    (afresh,) = draw(table, 9999, 4)
    assert afresh is not kept[0]
    assert (afresh == kept[0]).all()


def test_seeds_matter() -> None:
    table = Counts(scores=range(3), n=[[30, 30, 30], [30, 30, 30]])
    for draw in (permuted_tables, resampled_tables.resampled_tables):
        one, same, other = (together(draw(table, 99, seed)) for seed in (1, 1, 2))
        assert (one == same).all()
        assert (one != other).any()


def test_more_firms_than_64_bits_hold() -> None:
    table = Counts(scores=[1, 2], n=[[2**30, 2**30], [2**30, 2]])
    with pytest.raises(
        NotComputableError, match=r"^permutations take up to 2\^31 firms; the asymptotic p-value"
    ):
        next(iter(permuted_tables(table, 99, 1)))
    assert together(resampled_tables.resampled_tables(table, 99, 1)).min() >= 0
    more = Counts(scores=[1, 2], n=[[2**31, 2], [3, 4]])
    with pytest.raises(NotComputableError, match=r"^bootstrap intervals take up to 2\^31 firms a group"):
        next(iter(resampled_tables.resampled_tables(more, 99, 1)))


@pytest.mark.parametrize("firms", [10**7, 10**9, 2**31 - 20])
def test_as_many_firms_as_are_taken(firms: int) -> None:
    shares = np.array([0.1, 0.2, 0.4, 0.25, 0.05])
    rows = np.array([(shares * size).astype(np.int64) for size in (firms // 2, firms // 3, firms // 7)])
    table = Counts(scores=range(5), n=rows)
    drawn = together(permuted_tables(table, 2000, 3))
    assert (drawn.sum(axis=1) == table.sizes[:, None]).all()
    assert (drawn.sum(axis=0) == table.ties[:, None]).all()
    # each cell has the hypergeometric mean and variance
    total = table.total
    mean = np.outer(table.sizes, table.ties) / total
    spread = mean * (1 - table.ties / total) * (1 - table.sizes / total)[:, None] * (total / (total - 1))
    assert (np.abs(drawn.mean(axis=2) - mean) < 4.5 * np.sqrt(spread / 2000)).all()
    assert (np.abs(drawn.var(axis=2) / spread - 1) < 4.5 * np.sqrt(2 / 2000)).all()
    resampled = together(resampled_tables.resampled_tables(table, 999, 3))
    assert (resampled.sum(axis=1) == table.sizes[:, None]).all()


@pytest.mark.parametrize("draw", [permuted_tables, resampled_tables.resampled_tables])
@pytest.mark.parametrize(
    ("groups", "levels", "firms", "n"),
    [(4, 5, 100, 300_000), (4, 1000, 1, 300), (3, 1000, 700, 150), (60, 7, 5, 5000), (2, 200_000, 1, 5)],
)
def test_no_step_holds_more_than_64_mebibytes(
    draw: Callable[..., Iterator[np.ndarray]], groups: int, levels: int, firms: int, n: int
) -> None:
    table = Counts(scores=range(levels), n=np.full((groups, levels), firms))
    tracemalloc.start()
    try:
        for part in draw(table, n, 1):
            del part
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES
