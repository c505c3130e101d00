"""Standardized contrasts of two gaps, item by item and resample by resample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vcif.inference.firm_answers import Array, SummedAnswers, Sums, joined
from vcif.inference.firm_draws import CELLS, resamples


@dataclass(frozen=True)
class Limits:
    """A percentile interval; `moved` says whether a limit was moved to the estimate, which lay beyond it."""

    low: float
    high: float
    moved: bool


@dataclass(frozen=True)
class DrawnContrasts:
    """The contrasts of some items, whole and resampled.

    Attributes
    ----------
    estimates
        Each item's contrast, shape (items,).
    resampled
        The same in every resample, shape (resamples, items); NaN where a group had no answer or the answers
        no spread.
    answered
        Firms that answered each item, shape (items,).
    """

    estimates: Array
    resampled: Array
    answered: Array

    @classmethod
    def of(
        cls,
        answers: list[Array],
        items: list[int],
        n_resamples: int,
        bits: np.random.PCG64,
        cells: int = CELLS,
    ) -> DrawnContrasts:
        """Return the contrasts of three groups and of their resamples."""
        summed = SummedAnswers(answers, items)
        sizes = [table.shape[0] for table in answers]
        whole = [summed.sums(group, np.ones((1, size))) for group, size in enumerate(sizes)]
        drawn = [
            joined([summed.sums(group, weights) for weights in resamples(bits, n_resamples, size, cells)])
            for group, size in enumerate(sizes)
        ]
        answered = np.asarray(sum(group.n[0] for group in whole), dtype=np.float64)
        return cls(_contrast(whole)[0], _contrast(drawn), answered)

    @property
    def mean(self) -> float:
        """The mean over the items."""
        return float(_mean(self.estimates[None, :])[0])

    def limits_of_mean(self, level: float) -> Limits | None:
        """Return the limits of the mean; None where most resamples have none."""
        return _limits(_mean(self.resampled), self.mean, level)

    def limits(self, item: int, level: float) -> Limits | None:
        """Return the limits of one item; None where most resamples lack it."""
        return _limits(self.resampled[:, item], float(self.estimates[item]), level)

    @property
    def skipped(self) -> list[int]:
        """Resamples without each item."""
        counts: list[int] = np.isnan(self.resampled).sum(axis=0).tolist()
        return counts

    @property
    def incomplete(self) -> int:
        """Resamples without one item or more."""
        return int(np.isnan(self.resampled).any(axis=1).sum())


def _contrast(sums: list[Sums]) -> Array:
    """Return the standardized contrast of each item; NaN where a group has no answer, or nothing varies."""
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (group.total / group.n for group in sums[:2])
        within = sum(group.within for group in sums)
        pooled = np.sqrt(within / (sum(group.n for group in sums) - len(sums)))
        found = (first - second) / pooled
    return np.asarray(np.where(np.isfinite(found), found, np.nan), dtype=np.float64)


def _mean(contrasts: Array) -> Array:
    """Return the mean over the items that have a contrast; NaN where none has."""
    usable = np.isfinite(contrasts)
    total = np.zeros(contrasts.shape[0])
    for item in range(contrasts.shape[1]):  # in this order everywhere, whatever the processor adds at once
        total += np.where(usable[:, item], contrasts[:, item], 0.0)
    count = usable.sum(axis=1)
    mean = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return np.asarray(mean, dtype=np.float64)


def _limits(values: Array, estimate: float, level: float) -> Limits | None:
    """Return the percentile limits, each moved to the estimate if that lies beyond it."""
    usable = values[np.isfinite(values)]
    if 2 * usable.size < values.size:
        return None
    low, high = np.quantile(usable, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Limits(min(low, estimate), max(high, estimate), not low <= estimate <= high)
