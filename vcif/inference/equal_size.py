"""Counts of significant items when all groups are thinned to the same size: what larger groups alone do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._errors import ArgumentError
from vcif.inference.distributions import studentized_range_quantile
from vcif.inference.firm_answers import SummedAnswers, Sums, answers_by_group, computable, joined
from vcif.inference.firm_draws import CELLS, bits_of, divisions


@dataclass(frozen=True)
class EqualSize:
    """How many items are significant, on average over random thinnings to one size.

    Attributes
    ----------
    size
        Firms of each group.
    first, second
        Mean number of items on which the third group lies significantly above the first and the second.
    n_items, draws, seed
        What it rests on.
    left_out
        Why other items are not among them.
    """

    size: int
    first: float
    second: float
    n_items: int
    draws: int
    seed: int
    left_out: tuple[str, ...] = ()


def equal_size_counts(
    firms: pl.DataFrame,
    items: Sequence[str],
    *,
    groups: tuple[str, str, str] = ("C2", "C3", "C4"),
    alpha: float = 0.05,
    draws: int = 200,
    seed: int = 1,
) -> EqualSize:
    """Return the mean counts of significant items over thinnings of all groups to the smallest one's size.

    A count of significant items grows with the groups' sizes. Here firms are left out at random until all
    groups are as small as the smallest, and Games-Howell over the three groups is taken on each draw.

    Parameters
    ----------
    firms
        Classified firms, one a row, with `category` and the items as numbers; missing answers null. A tally
        does not do: whole firms are left out, with all their answers.
    items
        Items, none of them true by construction of the categories.
    groups
        The two groups that are compared with the third.
    alpha
        Significance level, between 0 and 1.
    draws
        Random thinnings, at least 20.
    seed
        Seed of the random numbers, from 0 up; the same seed and order of rows give the same counts on every
        machine.

    Returns
    -------
    EqualSize

    Raises
    ------
    ArgumentError
        When there is no item or one stands twice, the groups are not three, alpha or the seed is none, or
        there are fewer than 20 draws.
    DataError
        When a column is absent, is no number, or holds NaN or infinity.
    NotComputableError
        When no item can be compared: a group has fewer than two firms that answered it, or it does not vary
        within any group. Where only some cannot, they are left out and `left_out` names them.

    Notes
    -----
    A draw in which a pair has fewer than two answers, or no variation, counts as not significant. Sums are
    exact, so neither the number of threads nor the parts in which the draws are taken change a digit.
    Sampling weights are not used.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "category": ["C2"] * 4 + ["C3"] * 8 + ["C4"] * 8,
    ...     "growth": [3, 4, 3, 4, *[1, 2] * 4, *[5, 4] * 4],
    ... })
    >>> found = equal_size_counts(firms, ["growth"])
    >>> found.size, found.second
    (4, 1.0)
    """
    if not items or draws < 20:
        raise ArgumentError(f"equal_size_counts() needs an item and 20 draws; got {len(items)} and {draws}")
    if not 0 < alpha < 1:
        raise ArgumentError(f"equal_size_counts() needs an alpha between 0 and 1; got {alpha!r}")
    answers = answers_by_group("equal_size_counts", firms, items, groups)
    kept, left_out = computable(answers, groups, items)
    sizes = [table.shape[0] for table in answers]
    summed = SummedAnswers(answers, kept)
    sums = _thinned(summed, sizes, draws, bits_of("equal_size_counts", seed))
    first, second = (float(_significant(sums[i], sums[2], alpha).sum(axis=1).mean()) for i in (0, 1))
    return EqualSize(min(sizes), first, second, len(kept), draws, seed, left_out)


def _thinned(
    summed: SummedAnswers, sizes: Sequence[int], draws: int, bits: np.random.PCG64, cells: int = CELLS
) -> list[Sums]:
    """Return each group's sums in every draw, over as many of its firms as the smallest group has."""
    size = min(sizes)
    return [
        joined(
            [
                summed.sums(group, kept.astype(np.float64))
                for (kept,) in divisions(bits, draws, [size, firms - size], cells)
            ]
        )
        for group, firms in enumerate(sizes)
    ]


def _significant(earlier: Sums, later: Sums, alpha: float) -> NDArray[np.bool_]:
    """Return where the later group lies significantly higher, by Games-Howell over three groups."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [group.within / (group.n - 1) / group.n for group in (earlier, later)]
        variance = parts[0] + parts[1]
        lost = parts[0] ** 2 / (earlier.n - 1) + parts[1] ** 2 / (later.n - 1)
        t = (later.total / later.n - earlier.total / earlier.n) / np.sqrt(variance)
        df = variance**2 / lost
    usable = np.isfinite(t) & np.isfinite(df) & (df >= 1)
    limits = [studentized_range_quantile(alpha, 3, value) / math.sqrt(2) for value in df[usable].tolist()]
    above = np.zeros(t.shape, dtype=np.bool_)
    above[usable] = t[usable] > np.array(limits)
    return above
