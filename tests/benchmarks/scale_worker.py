"""One contender's job at scale in a process of its own, telling line by line in JSON how long each run took.

    python -m tests.benchmarks.scale_worker JOB CONTENDER PARTS FILE SMALL MOST BUDGET

Libraries are imported and the job has run once on a small file before any clock starts. Reading the file is part of
the job for customs records; the panel is in memory.
"""

from __future__ import annotations

import gc
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

import vcif
from tests.benchmarks.contenders import firm_years
from tests.benchmarks.worker import software

_PACKAGES = {"vcif": ("vcif", "polars", "numpy"), "polars": ("polars",), "duckdb": ("duckdb",),
             "pandas": ("pandas", "pyarrow")}  # fmt: skip
_FIRM_YEARS = {"vcif": firm_years.by_vcif, "polars": firm_years.by_polars, "duckdb": firm_years.by_duckdb,
               "pandas": firm_years.by_pandas}  # fmt: skip


def parts(job: str, contender: str, path: Path) -> dict[str, Callable[[], Any]]:
    """Return the parts of a job; the last firm-years are kept for the transitions."""
    if job == "panel":
        panel = pl.read_parquet(path).rechunk()
        before = pl.col("wave", "category").shift(1)
        same = pl.col("firm_id") == pl.col("firm_id").shift(1)
        return {
            "transitions": lambda: vcif.transitions(panel),
            "window by firm": lambda: panel.select(before.over("firm_id")),
            "shift of sorted rows": lambda: panel.select(pl.when(same).then(before)),
        }
    kept: list[Any] = []

    def firm_years_of() -> None:
        kept.clear()
        kept.append(_FIRM_YEARS[contender](path))

    return {
        "firm-years by product": lambda: firm_years.by_vcif(path, product="product"),
        "firm-years": firm_years_of,
        "transitions": lambda: vcif.transitions(kept[0]),
    }


def main(arguments: list[str]) -> None:
    """Run one job and tell its events: ready, begun, run, done; or failed, with the reason."""
    job, contender, names, path, small, most, budget = arguments
    warnings.simplefilter("ignore")
    try:
        prepared = parts(job, contender, Path(small))
        for name in names.split(","):
            prepared[name]()
        jobs = parts(job, contender, Path(path))
        _tell(event="ready", software=software(_PACKAGES[contender]))
        for name in names.split(","):
            _measure(name, jobs[name], int(most), float(budget))
    except MemoryError as fault:
        _tell(event="failed", reason=f"out of memory: {fault}")
    except Exception as fault:  # whatever a contender raises is its result, and is told
        _tell(event="failed", reason=f"{type(fault).__name__}: {fault}")


def _measure(name: str, job: Callable[[], Any], most: int, budget: float) -> None:
    """Run a part again and again, while time is left."""
    runs: list[float] = []
    _tell(event="begun", part=name)
    while len(runs) < most and (not runs or sum(runs) + runs[-1] <= budget):
        gc.collect()
        start = perf_counter()
        job()
        runs.append(perf_counter() - start)
        _tell(event="run", part=name, seconds=runs[-1])
    _tell(event="done", part=name)


def _tell(**fields: object) -> None:
    """Print an event."""
    print(json.dumps(fields), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
