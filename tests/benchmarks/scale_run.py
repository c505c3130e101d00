"""Measure the jobs at scale, and keep the results that the page reads.

    python -m tests.benchmarks.scale_run [--jobs transactions] [--only vcif,polars] [--sizes 100000] [--folder DIR]

A hundred million records take some 700 MB of disk, and without --folder they are made anew. Only the rows measured
are replaced in the results file.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from tests.benchmarks.machine import machine
from tests.benchmarks.scale_data import write_data
from tests.benchmarks.scale_plan import CONTENDERS, JOBS, PARTS, SMALL, Measurement, measurements

_ROOT = Path(__file__).resolve().parents[2]
RESULTS = _ROOT / "reports" / "scale.csv"
SCHEMA = {
    "job": pl.String, "contender": pl.String, "part": pl.String, "n": pl.Int64, "runs": pl.Int64,
    "seconds": pl.Float64, "fastest": pl.Float64, "memory_mib": pl.Float64, "remark": pl.String,
    "machine": pl.String, "software": pl.String, "measured_on": pl.String,
}  # fmt: skip
_KEY = ["job", "contender", "part", "n"]
_EVERY = 0.02  # seconds between two looks at the memory


class Watch:
    """The peak of a process's anonymous resident memory: file-backed pages, which the system can drop, apart."""

    def __init__(self, process: int) -> None:
        self._status = Path(f"/proc/{process}/status")
        self._stop = threading.Event()
        self.peak: float | None = None
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        """Look again and again."""
        while not self._stop.wait(_EVERY):
            try:
                found = re.search(
                    r"^RssAnon:\s+(\d+) kB", self._status.read_text(encoding="ascii"), re.MULTILINE
                )
            except OSError:
                return
            if found:
                self.peak = max(self.peak or 0.0, int(found[1]) / 1024)

    def end(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()


def measure(each: Measurement, folder: Path, most: int, budget: float) -> list[dict[str, Any]]:
    """Return a row for each part of a measurement, run in a process of its own."""
    path, small = (write_data(folder, each.job, n) for n in (each.n, SMALL))
    command = [sys.executable, "-m", "tests.benchmarks.scale_worker", each.job, each.contender,
               ",".join(each.parts), str(path), str(small), str(most), str(budget)]  # fmt: skip
    seconds: dict[str, list[float]] = {part: [] for part in each.parts}
    peaks: dict[str, float | None] = {}
    software, remark = "", None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT, encoding="utf-8") as process:
        watch = Watch(process.pid)
        for line in process.stdout or ():
            event = json.loads(line)
            match event["event"]:
                case "ready":
                    software = event["software"]
                case "begun":
                    watch.peak = None
                case "run":
                    seconds[event["part"]].append(event["seconds"])
                case "done":
                    peaks[event["part"]] = watch.peak
                case "failed":
                    remark = event["reason"]
        watch.end()
    if process.returncode and remark is None:
        remark = f"the process ended ({process.returncode})"
    return [_row(each, part, seconds[part], peaks.get(part), remark, software) for part in each.parts]


def _row(
    each: Measurement, part: str, seconds: list[float], peak: float | None, remark: str | None, software: str
) -> dict[str, Any]:
    """Return a part as a row of the results: the median over its runs."""
    return {
        "job": each.job, "contender": each.contender, "part": part, "n": each.n, "runs": len(seconds),
        "seconds": median(seconds) if seconds else None, "fastest": min(seconds) if seconds else None,
        "memory_mib": peak, "remark": remark, "machine": machine(), "software": software,
        "measured_on": date.today().isoformat(),
    }  # fmt: skip


def updated(old: pl.DataFrame, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return the old rows with the new ones in place of those of the same key, in order."""
    new = pl.DataFrame(rows, schema=SCHEMA)
    order = {"job": JOBS, "part": PARTS, "contender": tuple(CONTENDERS)}
    places = [pl.col(name).cast(pl.Enum(values)) for name, values in order.items()]
    return pl.concat([old.join(new, on=_KEY, how="anti"), new]).sort(places[0], "n", *places[1:])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for."""
    options = _options(arguments)
    results = (
        pl.read_csv(options.output, schema=SCHEMA) if options.output.exists() else pl.DataFrame(schema=SCHEMA)
    )
    results = results.filter(pl.col("machine") == machine())
    chosen = [
        each for each in measurements()
        if each.job in options.jobs.split(",") and each.contender in options.only.split(",")
        and (options.sizes is None or str(each.n) in options.sizes.split(","))
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="vcif-scale-") as made:
        for each in chosen:
            rows = measure(each, options.folder or Path(made), options.runs, options.budget)
            for row in rows:
                told = {
                    name: row[name]
                    for name in ("job", "contender", "part", "n", "seconds", "memory_mib", "remark")
                }
                print(told, flush=True)
            results = updated(results, rows)
            results.write_csv(options.output)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure vcif at scale.")
    parser.add_argument("--jobs", default=",".join(JOBS), help=", ".join(JOBS))
    parser.add_argument("--only", default=",".join(CONTENDERS), help=", ".join(CONTENDERS))
    parser.add_argument("--sizes", help="numbers of rows, with commas between them; all if left out")
    parser.add_argument("--runs", type=int, default=5, help="runs of a job that is quick enough")
    parser.add_argument(
        "--budget", type=float, default=60.0, help="seconds after which a job is not run again"
    )
    parser.add_argument("--folder", type=Path, help="where the data files are kept for the next time")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the results file to bring up to date")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
