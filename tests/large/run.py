"""Read large survey files to a tally, each in a process of its own, and print time and peak of memory.

    python -m tests.large.run [--megabytes 500] [--rows 2000000]

It fails if a process takes more than three GiB, or loses a row.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.machine import machine
from tests.large.files import large_file

MOST = 3 * 2**30
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    """What reading one file came to; `peak` in bytes is None where the system does not tell."""

    file: str
    size: int
    rows: int
    firms: int
    rejected: int
    counted: int
    indicators: int
    importing: float
    reading: float
    counting: float
    peak: int | None

    @property
    def faults(self) -> list[str]:
        """What must not happen, in words."""
        found = []
        if self.peak is not None and self.peak > MOST:
            found.append(f"{self.file} took {self.peak / 2**30:.2f} GiB of memory, {MOST >> 30} are allowed")
        if self.firms + self.rejected != self.rows:
            found.append(
                f"{self.file} has {self.rows} rows, {self.firms} + {self.rejected} are accounted for"
            )
        if self.counted != self.firms * self.indicators:
            found.append(f"{self.file}: {self.counted} answers counted of {self.firms} x {self.indicators}")
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files, read them and print the table; return 1 if something must not have happened."""
    parser = argparse.ArgumentParser(description="Read large survey files.")
    parser.add_argument("--megabytes", type=float, default=500, help="size of the CSV")
    parser.add_argument("--rows", type=int, default=2_000_000, help="firms in the SPSS file")
    options = parser.parse_args(arguments)
    console = Console(width=None if Console().is_terminal else 120)
    with tempfile.TemporaryDirectory(prefix="vcif-large-") as folder:
        results = []
        for kind in (".csv", ".sav"):
            asked = {"megabytes": options.megabytes} if kind == ".csv" else {"rows": options.rows}
            path = large_file(Path(folder), kind, **asked)
            results.append(read_in_a_process(path))
            path.unlink()
    console.print(_table(results))
    faults = [fault for result in results for fault in result.faults]
    for fault in faults:
        console.print(fault, markup=False, highlight=False)
    return 1 if faults else 0


def read_in_a_process(path: Path) -> Result:
    """Read a file in a process of its own."""
    command = [sys.executable, "-m", "tests.large.worker", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=_ROOT, check=False)
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:] or [f"the process ended ({ended.returncode})"]
        raise RuntimeError(f"{path.name} could not be read: {last[0]}")
    return Result(path.name, path.stat().st_size, **json.loads(ended.stdout))


def _table(results: Sequence[Result]) -> Table:
    """Return the results as a table."""
    table = Table(title="From a large file to a tally", caption=machine())
    for header in ("file", "MB", "firms", "import, s", "read, s", "count, s", "peak, GiB"):
        table.add_column(header, justify="left" if header == "file" else "right")
    for result in results:
        peak = "not known" if result.peak is None else f"{result.peak / 2**30:.2f}"
        seconds = (f"{each:.1f}" for each in (result.importing, result.reading, result.counting))
        table.add_row(result.file, f"{result.size / 1e6:.0f}", f"{result.firms:,}", *seconds, peak)
    return table


if __name__ == "__main__":
    sys.exit(main())
