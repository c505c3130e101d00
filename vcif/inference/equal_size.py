"""Counts of significant items when all groups are thinned to the same size: what larger groups alone do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif._errors import ArgumentError
from vcif.inference.distributions import studentized_range_quantile
from vcif.inference.firm_answers import Array, answers_of, check_answers, weighted_sums


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
    """

    size: int
    first: float
    second: float
    n_items: int
    draws: int
    seed: int


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
        Classified firms, with the items as numbers; missing answers null.
    items
        Items, none of them true by construction of the categories.
    groups
        The two groups that are compared with the third.
    alpha
        Significance level.
    draws
        Random thinnings, at least 20.
    seed
        Seed of the random numbers; the same seed gives the same counts on every machine.

    Returns
    -------
    EqualSize

    Raises
    ------
    ArgumentError
        When there is no item, or fewer than 20 draws.
    NotComputableError
        When a group has fewer than two firms that answered an item, or an item does not vary.

    Notes
    -----
    A draw in which a pair has fewer than two answers, or no variation, counts as not significant.

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
    answers = [answers_of(firms, group, items) for group in groups]
    check_answers(answers, groups, items)
    size = min(group.shape[0] for group in answers)
    centre = np.nanmean(np.concatenate(answers), axis=0)
    bits = np.random.PCG64(seed)
    chosen = [_thinned(bits, draws, group.shape[0], size) for group in answers]
    sums = [weighted_sums(kept, group - centre) for kept, group in zip(chosen, answers, strict=True)]
    first, second = (_significant(sums[i], sums[2], alpha).sum(axis=1).mean() for i in (0, 1))
    return EqualSize(size, float(first), float(second), len(items), draws, seed)


def _thinned(bits: np.random.PCG64, draws: int, firms: int, size: int) -> Array:
    """Return which firms each draw keeps (1) and leaves out (0), shape (draws, firms)."""
    order = np.argsort(bits.random_raw(draws * firms).reshape(draws, firms), axis=1, kind="stable")
    kept = np.zeros((draws, firms))
    np.put_along_axis(kept, order[:, :size], 1.0, axis=1)
    return kept


def _significant(
    earlier: tuple[Array, Array, Array], later: tuple[Array, Array, Array], alpha: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where the later group lies significantly higher, by Games-Howell over three groups."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [(square - total * total / n) / (n - 1) / n for n, total, square in (earlier, later)]
        variance = parts[0] + parts[1]
        lost = parts[0] ** 2 / (earlier[0] - 1) + parts[1] ** 2 / (later[0] - 1)
        t = (later[1] / later[0] - earlier[1] / earlier[0]) / np.sqrt(variance)
        df = variance**2 / lost
    usable = np.isfinite(t) & np.isfinite(df) & (df >= 1)
    limits = [studentized_range_quantile(alpha, 3, value) / math.sqrt(2) for value in df[usable].tolist()]
    above = np.zeros(t.shape, dtype=np.bool_)
    above[usable] = t[usable] > np.array(limits)
    return above
