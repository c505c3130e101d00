"""The trend test over the framework's partial order C1 < {C2, C3} < C4."""

from __future__ import annotations

from vcif._counts import Counts, Samples
from vcif._errors import ArgumentError
from vcif.inference.checks import EXACT_TOO, check_options, groups_of
from vcif.inference.htests.ordered import Order, ordered_test
from vcif.inference.results import Alternative, HTest, PMethod

FRAMEWORK_ORDER = ((0, 1), (0, 2), (0, 3), (1, 3), (2, 3))  # C1-C2, C1-C3, C1-C4, C2-C4, C3-C4


def framework_order(
    samples: Samples | Counts,
    *,
    order: Order | None = None,
    alternative: Alternative = "two-sided",
    p_method: PMethod = "asymptotic",
    n_resamples: int = 9999,
    seed: int = 1,
) -> HTest:
    """Return the trend test over the pairs of groups that the framework orders.

    Null: all groups have the same distribution. Alternative: later groups tend to larger scores ("greater"),
    to smaller ("less"), or either way ("two-sided"). No order is imposed between C2 and C3.

    Parameters
    ----------
    samples
        Four groups of scores, C1 to C4, or counts; with `order` any number of groups.
    order
        The comparable pairs (earlier, later) as positions from 0, where not the framework's own.
    alternative
        "two-sided", "greater" or "less".
    p_method
        "asymptotic": normal approximation with the exact permutation variance; "exact": the permutation
        distribution, ties included; "auto": exact where that takes at most a billion multiplications (two
        groups of some 100 firms, three of 20, four of 8), which depends on this comparison's sizes and ties
        only; "permutation": random tables with the same margins instead of all of them.
    n_resamples, seed
        Random tables of a permutation p-value, at least 99, and their seed.

    Returns
    -------
    HTest
        J over the comparable pairs; z.

    Raises
    ------
    ArgumentError
        When there are not four groups and no order is given, or a pair of the order does not exist.
    NotComputableError
        When a group is empty, or every firm gave the same answer.

    Notes
    -----
    This is a test of trend, not of the order itself: it can reject although C2 lies below C1, and with equal
    means but unequal spreads it rejects somewhat too often. Hypothesis S3 therefore looks at each pair. The
    variance is that of Daniels' general correlation coefficient; with a full order the test is Jonckheere's.

    Source
    ------
    Daniels, H. E. (1944), Biometrika 33, 129-135; Kendall, M. G., Rank Correlation Methods, chapter 5.

    Examples
    --------
    >>> result = framework_order([[1, 2, 2], [2, 3], [3, 3, 2], [4, 3, 5]])
    >>> result.statistic, round(result.z, 5)
    (35.5, 2.83346)
    """
    check_options("framework_order", alternative, p_method, EXACT_TOO)
    counts = groups_of("framework_order", samples, exactly=4 if order is None else None)
    pairs = FRAMEWORK_ORDER if order is None else tuple(order)
    _check_order(pairs, len(counts.sizes))
    return ordered_test("framework_order", counts, pairs, alternative, p_method, n_resamples, seed)


def _check_order(pairs: Order, groups: int) -> None:
    """Raise unless the order names existing pairs, each once and in one direction."""
    unordered = {frozenset(pair) for pair in pairs}
    known = all(0 <= i < groups and 0 <= j < groups and i != j for i, j in pairs)
    if not pairs or not known or len(unordered) != len(pairs):
        raise ArgumentError(
            f"framework_order() needs pairs of different groups, each pair once; got {list(pairs)} "
            f"for {groups} groups"
        )
