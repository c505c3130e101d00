"""Cliff's delta: how much more often the second group's score is the larger one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import check_level, groups_of
from vcif.inference.distributions.tails import normal_quantile
from vcif.inference.dominance import Dominance, dominances
from vcif.inference.effects.limits import bounded
from vcif.inference.outcomes import attempt, finished, sole
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize


def cliffs_delta(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return Cliff's delta of two groups with its confidence interval.

    Parameters
    ----------
    samples
        Two groups of scores, each of two firms or more, or counts.
    level
        Confidence level of the interval.
    interval
        "analytic" (see Returns), or from the bootstrap "percentile" or "bca" (see `resampled` in
        `vcif.inference.resampling.bootstrap`).
    n_resamples, seed
        Bootstrap resamples, at least 99, and their seed.

    Returns
    -------
    EffectSize
        P(second larger) - P(second smaller), from -1 to 1; positive = the second group is larger. The
        limits are Feng and Cliff's asymmetric ones with the consistent variance.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or every firm gave the same answer.

    Notes
    -----
    At +1 and -1, where the variance is 0, the inner limit is (m - z^2)/(m + z^2) in size, m being the
    smaller group's size: Wilson's limit of a proportion of 1, brought to the scale of delta.

    Source
    ------
    Cliff, N. (1993), Psychological Bulletin 114(3), 494-509; Feng, D. and Cliff, N. (2004), Journal of Modern
    Applied Statistical Methods 3(2), 322-332.

    Examples
    --------
    >>> cliffs_delta([[1, 2, 3], [4, 5, 6]]).estimate
    1.0
    """
    check_level("cliffs_delta", level)
    counts = as_counts(samples)
    found = sole(cliffs_delta_of_many([counts], level))
    return resampled(found, counts, of_effects.cliffs_delta, interval, n_resamples, seed)


def cliffs_delta_of_many(tables: Sequence[Counts], level: float) -> list[EffectSize | NotComputableError]:
    """Return the effect of each table of two groups, with Feng and Cliff's limits."""
    begun = [attempt(_checked, counts) for counts in tables]
    return finished(begun, lambda those: [_finished(one, level) for one in dominances(those)])


def _checked(counts: Counts) -> Counts:
    """Return the counts of two groups, after checking them."""
    return groups_of("cliffs_delta", counts, exactly=2, firms=2)


def _finished(found: Dominance, level: float) -> EffectSize:
    """Return the effect with its limits."""
    delta, z = found.gain / (found.n1 * found.n2), normal_quantile(level)
    if abs(delta) == 1:
        smallest = min(found.n1, found.n2)
        inner = delta * (smallest - z * z) / (smallest + z * z)  # below 0 for very small groups
        return bounded("cliffs_delta", delta, (min(delta, inner), max(delta, inner)), level)
    return bounded("cliffs_delta", delta, _limits(delta, _variance(found), z), level)


def _variance(found: Dominance) -> float:
    """Return the consistent variance of delta, from whole numbers up to the last divisions."""
    n1, n2, gain = found.n1, found.n2, found.gain
    of_first = (n1 * found.squares1 - gain * gain) / (n1 * (n1 - 1) * n2 * n2)
    of_second = (n2 * found.squares2 - gain * gain) / (n2 * (n2 - 1) * n1 * n1)
    of_pairs = (n1 * n2 * (n1 * n2 - found.tied) - gain * gain) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    return ((n2 - 1) * of_first + (n1 - 1) * of_second + of_pairs) / (n1 * n2)


def _limits(delta: float, variance: float, z: float) -> tuple[float, float]:
    """Return Feng and Cliff's asymmetric limits."""
    flat = 1 - delta * delta
    margin = z * math.sqrt(variance) * math.sqrt(flat * flat + z * z * variance)
    below = flat + z * z * variance
    return max(-1.0, (delta * flat - margin) / below), min(1.0, (delta * flat + margin) / below)
