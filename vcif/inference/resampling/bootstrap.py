"""Bootstrap confidence limits of effect sizes: firms drawn with replacement within their groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from vcif._counts import Counts
from vcif._errors import NotComputableError, require_one_of
from vcif.inference.resampling.acceleration import acceleration
from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.permutation import check_resampling
from vcif.inference.resampling.resampled_tables import resampled_tables
from vcif.inference.resampling.tables import Tables, given_levels, observed_table
from vcif.inference.results import EffectSize

Interval = Literal["analytic", "percentile", "bca"]
INTERVALS = ("analytic", "percentile", "bca")
BIASED = (
    "resamples biased by more than a quarter of their standard error, so that the analytic interval is better"
)
_KINDS = {"percentile": "percentile", "bca": "BCa"}
_BIASED = 0.25  # standard errors: Efron and Tibshirani's rule for a bias that may be left alone
_TIED = 1e-12  # effects this close, relative to their size or to 1, are the same but for rounding


def resampled(
    effect: EffectSize,
    counts: Counts,
    statistic: Callable[[Tables], Array],
    interval: Interval,
    n_resamples: int,
    seed: int,
) -> EffectSize:
    """Return an effect with bootstrap limits, where `interval` asks for them; else as it is.

    Parameters
    ----------
    effect
        The effect with its analytic limits.
    counts
        What it was computed from.
    statistic
        The effect over many tables, shape (tables,), NaN where there is none.
    interval
        "percentile"; "bca" (bias-corrected and accelerated); or "analytic", with which nothing is done.
    n_resamples
        Resamples, at least 99; some thousands for limits that last.
    seed
        Their seed.

    Raises
    ------
    ArgumentError
        When the interval is unknown, there are fewer than 99 resamples, or the seed is no whole number from 0
        up; also where the interval is analytic and does not use them.
    NotComputableError
        When a group has fewer than two firms or more than 2^31, half of the resamples or more have no value,
        all of them have the same, or ("bca") all of them lie on one side of the estimate or the acceleration
        is too large.

    Notes
    -----
    Resamples without a value (no variation, say) are left out and counted in the note. A limit on the wrong
    side of the estimate is moved to it ("boundary"), as effects that cannot be negative often need. Where a
    limit is the most extreme resample, which more resamples would move, the note says that too. Limits are
    quantiles of type 7.

    Effects that cannot be negative are biased upwards, and resamples once more: drawn from firms whose groups
    already differ by chance, they differ more. Where the resamples' mean lies more than a quarter of their
    standard error from the estimate, the note says so, and the analytic interval is better. In simulations of
    three groups of 60 to 100 firms with five answers, 95 % BCa limits of Hedges' g, Cliff's delta and the
    common-language effect cover in 95 % of the studies (percentile ones in 93 to 95 %), those of eta, omega
    and rank epsilon squared in 94 to 95 % where the effect is .08 or .25, but in 77 to 89 % where it is .014.
    Of Cramer's V they cover in 72 to 91 %, and percentile limits in 4 to 82 %: for V take the analytic ones.

    Source
    ------
    Efron, B. (1987), Journal of the American Statistical Association 82, 171-185; for several samples
    Davison, A. C. and Hinkley, D. V. (1997), Bootstrap Methods and their Application, section 5.3; of bias
    Efron, B. and Tibshirani, R. J. (1993), An Introduction to the Bootstrap, section 10.3.
    """
    require_one_of(effect.name, "interval", interval, INTERVALS)
    check_resampling(effect.name, n_resamples, seed)
    if interval == "analytic":
        return effect
    if counts.sizes.min() < 2:
        raise NotComputableError("a bootstrap interval needs two firms in every group")
    given = given_levels(counts)
    known = _values(given, statistic, n_resamples, seed)
    ends = (1 - effect.conf_level) / 2, (1 + effect.conf_level) / 2
    if interval == "bca":
        ends = _corrected(ends, _bias(effect.estimate, known), acceleration(given, statistic))
    low, high = np.quantile(known, ends).tolist()
    told = [f"{_KINDS[interval]} bootstrap interval ({n_resamples} resamples, seed {seed})"]
    told += _doubts(effect.estimate, known, ends, n_resamples - known.size)
    return _with_limits(effect, low, high, told)


def _values(counts: Counts, statistic: Callable[[Tables], Array], n_resamples: int, seed: int) -> Array:
    """Return the statistic of the resamples that have a value."""
    table = observed_table(counts)
    parts = resampled_tables(counts, n_resamples, seed)
    drawn = np.concatenate([statistic(table.redrawn(part)) for part in parts])
    known: Array = drawn[np.isfinite(drawn)]
    if 2 * known.size <= drawn.size:
        raise NotComputableError("half of the bootstrap resamples or more have no value")
    if np.ptp(known) <= _TIED * max(1.0, float(np.abs(known).max())):
        raise NotComputableError("all bootstrap resamples have the same value")
    return known


def _doubts(estimate: float, known: Array, ends: tuple[float, float], lost: int) -> list[str]:
    """Return what may be wrong with an interval."""
    doubts = [f"{lost} resamples without a value left out"] if lost else []
    if min(ends[0], 1 - ends[1]) * (known.size + 1) < 1:
        doubts.append("a confidence limit is the most extreme resample, which more of them may move")
    if abs(known.mean() - estimate) > _BIASED * known.std():
        doubts.append(BIASED)
    return doubts


def _with_limits(effect: EffectSize, low: float, high: float, remarks: list[str]) -> EffectSize:
    """Return an effect with other limits, moved to the estimate where they miss it."""
    close = _TIED * max(1.0, abs(effect.estimate))
    if not low - close <= effect.estimate <= high + close:
        remarks = ["boundary: a confidence limit was moved to the estimate", *remarks]
    low, high = min(low, effect.estimate), max(high, effect.estimate)
    return replace(effect, conf_low=low, conf_high=high, note="; ".join(remarks))


def _bias(estimate: float, drawn: Array) -> float:
    """Return the normal quantile of the share of resamples below the estimate, ties counting one half."""
    from scipy.special import ndtri

    close = _TIED * max(1.0, abs(estimate))
    below = ((drawn < estimate - close).mean() + (drawn <= estimate + close).mean()) / 2
    if not 0 < below < 1:
        raise NotComputableError("all bootstrap resamples lie on one side of the estimate")
    return float(ndtri(below))


def _corrected(ends: tuple[float, float], bias: float, accelerated: float) -> tuple[float, float]:
    """Return the shares at which to cut, corrected for bias and acceleration."""
    from scipy.special import ndtr, ndtri

    moved = bias + ndtri(np.array(ends))
    stretch = 1 - accelerated * moved
    if stretch.min() <= 0:
        raise NotComputableError("the acceleration is too large for the BCa interval")
    low, high = ndtr(bias + moved / stretch).tolist()
    return low, high
