"""Bootstrap confidence limits of effect sizes: firms drawn with replacement within their groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from vcif._counts import Counts
from vcif._errors import NotComputableError, require_one_of
from vcif.inference.resampling.bits import Array, Bits, Whole
from vcif.inference.resampling.permutation import check_resampling
from vcif.inference.resampling.resampled_tables import resampled_tables
from vcif.inference.resampling.tables import Tables, observed_table
from vcif.inference.results import EffectSize

Interval = Literal["analytic", "percentile", "bca"]
INTERVALS = ("analytic", "percentile", "bca")
_CELLS = 2**21  # cells of the jackknife's tables held at once


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
        When the interval is unknown, there are fewer than 99 resamples, or the seed is no whole number.
    NotComputableError
        When a group has fewer than two firms, half of the resamples or more have no value, or ("bca") all of
        them lie on one side of the estimate.

    Notes
    -----
    Resamples without a value (no variation, say) are left out and counted in the note. A limit on the wrong
    side of the estimate is moved to it ("boundary"), as effects that cannot be negative often need. Limits
    are quantiles of type 7.

    Source
    ------
    Efron, B. (1987), Journal of the American Statistical Association 82, 171-185; for several samples
    Davison, A. C. and Hinkley, D. V. (1997), Bootstrap Methods and their Application, section 5.3.
    """
    require_one_of(effect.name, "interval", interval, INTERVALS)
    if interval == "analytic":
        return effect
    check_resampling(effect.name, n_resamples, seed)
    if counts.sizes.min() < 2:
        raise NotComputableError("a bootstrap interval needs two firms in every group")
    table = observed_table(counts)
    parts = resampled_tables(counts, n_resamples, Bits(seed))
    drawn = np.concatenate([statistic(table.redrawn(part)) for part in parts])
    known = drawn[np.isfinite(drawn)]
    if 2 * known.size <= drawn.size:
        raise NotComputableError("half of the bootstrap resamples or more have no value")
    ends = (1 - effect.conf_level) / 2, (1 + effect.conf_level) / 2
    if interval == "bca":
        ends = _corrected(ends, effect.estimate, known, counts, statistic)
    low, high = np.quantile(known, ends).tolist()
    return _with_limits(effect, low, high, _remarks(interval, n_resamples, seed, drawn.size - known.size))


def _remarks(interval: Interval, n_resamples: int, seed: int, lost: int) -> list[str]:
    """Return what the note says of the resamples."""
    kind = "BCa" if interval == "bca" else interval
    told = [f"{kind} bootstrap interval ({n_resamples} resamples, seed {seed})"]
    return [*told, f"{lost} resamples without a value left out"] if lost else told


def _with_limits(effect: EffectSize, low: float, high: float, remarks: list[str]) -> EffectSize:
    """Return an effect with other limits, moved to the estimate where they miss it."""
    if not low <= effect.estimate <= high:
        remarks = ["boundary: a confidence limit was moved to the estimate", *remarks]
    low, high = min(low, effect.estimate), max(high, effect.estimate)
    return replace(effect, conf_low=low, conf_high=high, note="; ".join(remarks))


def _corrected(
    ends: tuple[float, float],
    estimate: float,
    drawn: Array,
    counts: Counts,
    statistic: Callable[[Tables], Array],
) -> tuple[float, float]:
    """Return the shares at which to cut, corrected for bias and acceleration."""
    from scipy.special import ndtr, ndtri

    close = 1e-12 * max(1.0, abs(estimate))
    below = ((drawn < estimate - close).mean() + (drawn <= estimate + close).mean()) / 2
    if not 0 < below < 1:
        raise NotComputableError("no BCa interval: all resamples lie on one side of the estimate")
    bias, acceleration = ndtri(below), _acceleration(counts, statistic)
    moved = bias + ndtri(np.array(ends))
    low, high = ndtr(bias + moved / (1 - acceleration * moved)).tolist()
    return min(low, high), max(low, high)


def _acceleration(counts: Counts, statistic: Callable[[Tables], Array]) -> float:
    """Return the acceleration, from the statistic with each firm left out in turn."""
    group, level = np.nonzero(counts.table)
    firms, sizes = counts.table[group, level].astype(np.float64), counts.sizes[group].astype(np.float64)
    table = observed_table(counts)
    parts = _leave_one_out(counts, group, level)
    left_out = np.concatenate([statistic(table.redrawn(part)) for part in parts])
    there = np.isfinite(left_out)
    kept = np.where(there, left_out, 0.0)
    total = np.bincount(group, weights=firms * kept) / np.maximum(
        np.bincount(group, weights=firms * there), 1
    )
    influence = np.where(there, (sizes - 1) * (total[group] - kept), 0.0)
    third = float((firms * influence**3 / sizes**3).sum())
    second = float((firms * influence**2 / sizes**2).sum())
    return third / (6 * second**1.5) if second > 0 else 0.0


def _leave_one_out(counts: Counts, group: Whole, level: Whole) -> Iterator[Whole]:
    """Yield the tables without one firm of each cell that holds any, in parts."""
    part = max(1, _CELLS // counts.table.size)
    for start in range(0, group.size, part):
        rows = slice(start, start + part)
        tables = np.repeat(counts.table[:, :, None], group[rows].size, axis=2)
        tables[group[rows], level[rows], np.arange(group[rows].size)] -= 1
        yield tables
