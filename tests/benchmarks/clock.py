"""Time a job and the memory that it takes, inside its own process.

The peak of resident memory is Linux's VmHWM, set back to what is resident before the job (by writing 5 to
/proc/self/clear_refs). Other systems cannot set their peak back, so memory is not measured there.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")
# A job that takes longer than this (seconds) is not run once more to warm up: its first run counts.
SLOW = 2.0
_MUCH = 20.0  # MiB
_GIVING_BACK = 3.0  # seconds


@dataclass(frozen=True)
class Pace:
    """How often a job runs: up to `most` times, no more once `budget` seconds are spent."""

    most: int
    budget: float


def resident() -> float | None:
    """Return the resident memory in MiB, None where the system does not tell."""
    return _field("VmRSS")


def reset_peak() -> bool:
    """Set the peak back to what is resident now; return whether that was possible."""
    try:
        _RESET.write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def peak() -> float | None:
    """Return the peak of resident memory in MiB since it was set back."""
    return _field("VmHWM")


def settle(before: float | None) -> None:
    """Wait after loading much until freed memory has gone back to the system.

    polars keeps what reading a file took for a second or two. A job that used it again would seem to take none.
    """
    now = resident()
    if before is not None and now is not None and now - before > _MUCH:
        gc.collect()
        sleep(_GIVING_BACK)


def _field(name: str) -> float | None:
    """Return a field of the process's status in MiB."""
    if not _STATUS.exists():
        return None
    found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) / 1024 if found else None


def measure(
    job: Callable[[], object], pace: Pace, forget: Callable[[], None], tell: Callable[[float], None]
) -> float | None:
    """Run a job again and again, telling the seconds of each run that counts; return MiB above the start.

    `forget` is called before each run, outside the clock. The first run of a quick job warms up and does not
    count. The memory is the highest of all runs.
    """
    gc.collect()
    before, can_reset = resident(), reset_peak()
    first = _seconds(job, forget)
    runs = [first] if first > SLOW else []
    for seconds in runs:
        tell(seconds)
    while len(runs) < pace.most and (not runs or sum(runs) + runs[-1] <= pace.budget):
        runs.append(_seconds(job, forget))
        tell(runs[-1])
    highest = peak()
    # The kernel's two counters lag behind each other by some pages: nothing used can come out below 0.
    return max(0.0, highest - before) if can_reset and highest is not None and before is not None else None


def _seconds(job: Callable[[], object], forget: Callable[[], None]) -> float:
    """Return the wall time of one run; its result is kept until the clock has stopped."""
    forget()
    gc.collect()
    start = perf_counter()
    result = job()
    seconds = perf_counter() - start
    del result
    return seconds
