"""One contender's job in a process of its own, telling line by line in JSON how long each run took.

    python -m tests.benchmarks.worker CONTENDER JOB PARTS MOST BUDGET FIRMS SMALL ITEMS

Libraries are imported, the job has run once on the small file (which loads what loads at first use) and the firms
are in memory before any clock starts.
"""

from __future__ import annotations

import json
import platform
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from tests.benchmarks.clock import Pace, measure, resident, settle
from tests.benchmarks.plan import CONTENDERS, SMALL_ITEMS


def main(arguments: list[str]) -> None:
    """Run one job and tell its events: ready, run, done; or failed, with the reason."""
    contender, job, parts, most, budget, firms, small, items = arguments
    pace = Pace(int(most), float(budget))
    warnings.simplefilter("ignore")
    try:
        module = import_module(f"tests.benchmarks.contenders.{CONTENDERS[contender].source}")
        prepared = module.parts(job, Path(small), SMALL_ITEMS)
        for part in parts.split(","):
            prepared[part]()
        before = resident()
        jobs = module.parts(job, Path(firms), int(items))
        settle(before)
        _tell(event="ready", software=software(module.PACKAGES))
        for part in parts.split(","):
            _measure(module, part, jobs[part], pace)
    except MemoryError as fault:
        _tell(event="failed", out_of_memory=True, reason=_one_line(fault))
    except Exception as fault:  # whatever a contender raises is its result, and is told
        _tell(event="failed", reason=_one_line(fault))


def _measure(module: ModuleType, part: str, job: Callable[[], object], pace: Pace) -> None:
    """Measure one part, and tell how many limits its last result lacks."""
    kept: list[object] = []

    def forget() -> None:
        kept.clear()
        module.forget()

    def run() -> None:
        kept.append(job())

    memory = measure(run, pace, forget, _tell_run)
    missing = module.missing(kept[0]) if hasattr(module, "missing") else None
    _tell(event="done", part=part, memory_mib=memory, missing=missing)


def _tell(**fields: object) -> None:
    """Print an event."""
    print(json.dumps(fields), flush=True)


def _tell_run(seconds: float) -> None:
    """Tell how long a run took."""
    _tell(event="run", seconds=seconds)


def _one_line(fault: BaseException) -> str:
    """Return an error as one line."""
    return " ".join(f"{type(fault).__name__}: {fault}".split())


def software(names: Sequence[str]) -> str:
    """Return the versions of Python and of the packages that do the work."""
    packages = [f"{name} {_version(name)}" for name in names]
    return ", ".join([f"Python {platform.python_version()}", *packages])


def _version(name: str) -> str:
    """Return a package's version; one that runs from a checkout says it itself."""
    try:
        return version(name)
    except PackageNotFoundError:
        return str(import_module(name).__version__)


if __name__ == "__main__":
    main(sys.argv[1:])
