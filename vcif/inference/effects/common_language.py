"""The common-language effect size: how often a firm of the second group is the larger one."""

from __future__ import annotations

from collections.abc import Sequence

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import NotComputableError
from vcif.inference.checks import check_level, groups_of
from vcif.inference.effects.cliffs_delta import cliffs_delta_of_many
from vcif.inference.outcomes import attempt, finished, sole
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import Interval, resampled
from vcif.inference.results import EffectSize


def common_language(
    samples: Samples | Counts,
    *,
    level: float = 0.95,
    interval: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> EffectSize:
    """Return the probability that a firm of the second group has the larger score, ties counting one half.

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
        From 0 to 1; 0.5 = no difference, above 0.5 = the second group is larger. It is (delta + 1)/2 of
        Cliff's delta, and so are its limits.

    Raises
    ------
    NotComputableError
        When a group has fewer than two firms, or every firm gave the same answer.

    Notes
    -----
    This is the form that counts pairs of firms (Vargha and Delaney's A), not the one that assumes normal
    distributions.

    Source
    ------
    McGraw, K. O. and Wong, S. P. (1992), Psychological Bulletin 111(2), 361-365; Vargha, A. and Delaney,
    H. D. (2000), Journal of Educational and Behavioral Statistics 25(2), 101-132.

    Examples
    --------
    >>> common_language([[1, 2, 3], [2, 3, 4]]).estimate
    0.7777777777777778
    """
    check_level("common_language", level)
    counts = as_counts(samples)
    found = sole(common_language_of_many([counts], level))
    return resampled(found, counts, of_effects.common_language, interval, n_resamples, seed)


def common_language_of_many(tables: Sequence[Counts], level: float) -> list[EffectSize | NotComputableError]:
    """Return the effect of each table of two groups, from Cliff's delta."""
    begun = [attempt(_checked, counts) for counts in tables]
    return finished(begun, lambda those: [_halved(sole([one])) for one in cliffs_delta_of_many(those, level)])


def _checked(counts: Counts) -> Counts:
    """Return the counts of two groups, after checking them."""
    return groups_of("common_language", counts, exactly=2, firms=2)


def _halved(delta: EffectSize) -> EffectSize:
    """Return the share that belongs to a difference of shares."""
    return EffectSize(
        name="common_language",
        estimate=(delta.estimate + 1) / 2,
        conf_low=(delta.conf_low + 1) / 2,
        conf_high=(delta.conf_high + 1) / 2,
        conf_level=delta.conf_level,
        note=delta.note,
    )
