"""One statistic for many indicators at once, from the sums of the groups' answers in many permutations.

Arrays have the shape (groups, draws, indicators) unless said otherwise. A statistic is NaN where it is not
defined, and infinite where groups without any spread of their own lie apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ROUNDING = 1e-12  # a spread below this share of the squares is rounding


@dataclass(frozen=True)
class GroupSums:
    """Each group's number of answers, their sum and their sum of squares; of ranks, `square` is None.

    `constant` is, of ranks, what turns the sum of squared rank sums over sizes into H; shape (indicators,).
    """

    n: Array
    total: Array
    square: Array | None = None
    constant: Array | None = None


def anova_f(sums: GroupSums) -> Array:
    """Return F, shape (draws, indicators); defined where every group has an answer and one has two."""
    n, whole = sums.n, sums.n.sum(axis=0)
    groups = n.shape[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (whole * sums.total - n * sums.total.sum(axis=0)) / whole
        between = (apart**2 / n).sum(axis=0) / (groups - 1)
        within = (_scaled_spread(sums) / n).sum(axis=0) / (whole - groups)
        found = np.where(within > 0, between / within, np.where(between > 0, np.inf, 0.0))
    return _where_enough(found, n, 1, whole > groups)


def welch_f(sums: GroupSums) -> Array:
    """Return Welch's F, shape (draws, indicators); defined where every group has two answers.

    A group without spread of its own has all the weight, which is the limit of the formula as its spread goes
    to zero; with two groups this is Welch's t squared.
    """
    n, k = sums.n, sums.n.shape[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = sums.total / n
        variances = _scaled_spread(sums) / (n * (n - 1))
        flat = variances == 0
        weights = np.where(flat, 0.0, n / variances)
        heavy = np.where(flat.any(axis=0), np.where(flat, n, 0.0), weights)
        share = heavy / heavy.sum(axis=0)
        centre = (share * means).sum(axis=0)
        between = (weights * (means - centre) ** 2).sum(axis=0) / (k - 1)
        lost = ((1 - share) ** 2 / (n - 1)).sum(axis=0)
        found = between / (1 + 2 * (k - 2) / (k * k - 1) * lost)
        apart = flat & (np.abs(means - centre) > _ROUNDING * np.abs(centre))
    return _where_enough(np.where(apart.any(axis=0), np.inf, found), n, 2)


def kruskal_h(sums: GroupSums) -> Array:
    """Return H, shape (draws, indicators); defined where every group has an answer."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (sums.total**2 / sums.n).sum(axis=0) * sums.constant
    return _where_enough(found, sums.n, 1)


def _scaled_spread(sums: GroupSums) -> Array:
    """Return n times each group's sum of squared deviations from its mean; 0 where the rest is rounding."""
    scaled = sums.n * (0.0 if sums.square is None else sums.square)
    spread = scaled - sums.total * sums.total
    return np.where(spread > _ROUNDING * scaled, spread, 0.0)


def _where_enough(found: Array, n: Array, least: int, also: NDArray[np.bool_] | bool = True) -> Array:
    """Return the statistic where every group has so many answers, else NaN."""
    return np.where((n >= least).all(axis=0) & also, found, np.nan)


# |t| and |z| of two groups are the roots of F and H, and so lead to the same p-values.
STATISTICS: dict[str, Callable[[GroupSums], Array]] = {
    "welch_anova": welch_f,
    "anova": anova_f,
    "kruskal_wallis": kruskal_h,
    "welch_t": welch_f,
    "student_t": anova_f,
    "mann_whitney": kruskal_h,
}
RANKS = ("kruskal_wallis", "mann_whitney")
