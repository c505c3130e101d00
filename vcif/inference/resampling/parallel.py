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
    pool = ThreadPoolExecutor(max_workers=min(len(items), os.cpu_count() or 1))
    try:
        return list(_watched(pool.map(function, items), len(items), label))
    finally:
        pool.shutdown(cancel_futures=True)  # after a fault or Ctrl-C, what has not begun does not begin


def _watched(found: Iterable[Found], total: int, label: str) -> Iterable[Found]:
    """Yield the results as they come, with a bar where errors go to a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():  # a program without a console has no standard error
        yield from found
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,  # the caller's own output stays where the caller sends it
        redirect_stderr=False,
    )
    with bar:
        yield from bar.track(found, total=total, description=label)
