"""A statistic of many tables of counts at once, each with its result or the reason that there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from vcif._errors import NotComputableError

Found = TypeVar("Found")
Item = TypeVar("Item")


def attempt(function: Callable[[Item], Found], item: Item) -> Found | NotComputableError:
    """Return what the function finds, or why it finds nothing.

    >>> attempt(lambda x: 1 / x, 2)
    0.5
    """
    try:
        return function(item)
    except NotComputableError as reason:
        return reason


def sole(outcomes: Sequence[Found | NotComputableError]) -> Found:
    """Return the only result, or raise its reason.

    >>> sole([3])
    3
    """
    (outcome,) = outcomes
    if isinstance(outcome, NotComputableError):
        raise outcome
    return outcome


def finished(
    begun: Sequence[Item | NotComputableError], finish: Callable[[list[Item]], Sequence[Found]]
) -> list[Found | NotComputableError]:
    """Return the results of those that could be begun, all finished in one go, among the others' reasons.

    The exact sums of a table are taken one by one; what costs time, quantiles and limits of distributions,
    is had for all of them by one call.

    >>> finished([1, NotComputableError("no firm"), 3], lambda those: [10 * x for x in those])
    [10, NotComputableError('no firm'), 30]
    """
    results = iter(finish([item for item in begun if not isinstance(item, NotComputableError)]))
    return [item if isinstance(item, NotComputableError) else next(results) for item in begun]
