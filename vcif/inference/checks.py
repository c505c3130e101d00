"""What every test asks of its data before it computes; a fault is raised with the reason for the note."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vcif._counts import Counts, Samples, as_counts
from vcif._errors import ArgumentError, NotComputableError, require_one_of

NO_EXACT = ("asymptotic", "permutation", "auto")
EXACT_TOO = ("asymptotic", "exact", "permutation", "auto")
NO_VARIATION = "no variation: every firm gave the same answer"
NO_VARIATION_WITHIN = "no variation within any group"


def groups_of(
    function: str, data: Samples | Counts, *, exactly: int | None = None, firms: int = 1, vary: bool = True
) -> Counts:
    """Return the counts of a test's groups, after checking them.

    Parameters
    ----------
    function
        The name to blame in messages.
    data
        Samples or counts.
    exactly
        The number of groups that the test takes; None = two or more.
    firms
        The smallest number of firms that a group may have.
    vary
        Whether at least two different answers are needed.

    Raises
    ------
    ArgumentError
        When the number of groups is wrong.
    NotComputableError
        When a group is too small, or nothing varies.
    """
    counts = as_counts(data)
    groups = len(counts.sizes)
    if exactly is not None and groups != exactly:
        raise ArgumentError(f"{function}() needs exactly {exactly} groups; got {groups}")
    if groups < 2:
        raise ArgumentError(f"{function}() needs at least two groups; got {groups}")
    smallest = min(counts.sizes.tolist())
    if smallest < firms:
        least = "one firm" if firms == 1 else f"{firms} firms"
        raise NotComputableError(
            f"{function} needs at least {least} in every group (the smallest has {smallest})"
        )
    if vary and np.count_nonzero(counts.ties) < 2:
        raise NotComputableError(NO_VARIATION)
    return counts


def check_options(
    function: str,
    alternative: str,
    p_method: str,
    p_methods: Sequence[str] = NO_EXACT,
) -> None:
    """Raise unless the alternative and the p-value's method exist; "auto" takes what there is."""
    require_one_of(function, "alternative", alternative, ("two-sided", "greater", "less"))
    require_one_of(function, "p_method", p_method, p_methods)


def check_level(function: str, level: float) -> None:
    """Raise unless the confidence level lies between 0 and 1."""
    if not 0 < level < 1:
        raise ArgumentError(f"{function}() needs a level between 0 and 1; got {level!r}")
