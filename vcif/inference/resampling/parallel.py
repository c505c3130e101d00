"""The same work on many indicators: side by side on all cores, with a bar where somebody waits for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


def each(function: Callable[[Item], Found], items: Sequence[Item], *, label: str, long: bool) -> list[Found]:
    """Return the function of each item, in order.

    Parameters
    ----------
    function
        What to do; its result must not depend on the other items, so that the number of cores is nothing.
    items
        What to do it to.
    label
        What the bar says.
    long
        Whether the work is long enough for several threads, and for a bar where errors go to a terminal.

    Examples
    --------
    >>> each(lambda x: x * x, [1, 2, 3], label="squares", long=True)
    [1, 4, 9]
    """
    if not long or len(items) < 2:
        return [function(item) for item in items]
    with ThreadPoolExecutor(max_workers=min(len(items), os.cpu_count() or 1)) as pool:
        return list(_watched(pool.map(function, items), len(items), label))


def _watched(found: Iterable[Found], total: int, label: str) -> Iterable[Found]:
    """Return the results as they come, with a bar where errors go to a terminal."""
    if not sys.stderr.isatty():
        return found
    from rich.console import Console
    from rich.progress import track

    return track(found, description=label, total=total, console=Console(stderr=True), transient=True)
