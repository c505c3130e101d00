"""Measure vcif beside its peers, print the table of ratios and keep the results that the page reads.

    python -m tests.benchmarks.run [--quick] [--only vcif,scipy] [--jobs comparison] [--sizes 300,30000]

Only the rows measured anew are replaced in the results file.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import polars as pl
from rich.console import Console

from tests.benchmarks.clock import Pace
from tests.benchmarks.machine import machine
from tests.benchmarks.plan import CONTENDERS, JOBS, SIZES, Measurement, measurements
from tests.benchmarks.processes import outcomes_of
from tests.benchmarks.report import print_results
from tests.benchmarks.results import read, row, updated

RESULTS = Path(__file__).resolve().parents[2] / "reports" / "benchmarks.csv"
_PACE = Pace(most=15, budget=20.0)
_QUICK_PACE = Pace(most=3, budget=3.0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for."""
    options = _options(arguments)
    console = Console(width=None if Console().is_terminal else 200)
    chosen, pace = _chosen(options, console), _QUICK_PACE if options.quick else _PACE
    here = machine()
    results = _of_this_machine(read(options.output), here, console)
    with tempfile.TemporaryDirectory(prefix="vcif-benchmarks-") as folder:
        for place, each in enumerate(chosen, 1):
            what = f"{CONTENDERS[each.contender].label}, {each.job} ({', '.join(each.parts)})"
            console.print(f"[{place}/{len(chosen)}] {what}, {each.n:,} firms", markup=False, highlight=False)
            outcomes = outcomes_of(each, Path(folder), pace, options.limit)
            for outcome in outcomes:
                if outcome.remark:
                    console.print(f"    {outcome.part}: {outcome.remark}", markup=False, highlight=False)
            results = updated(results, [row(each, outcome, options.limit, here) for outcome in outcomes])
            results.write_csv(options.output)
    print_results(console, results)
    console.print(f"written to {options.output}", highlight=False)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure vcif beside its peers.")
    parser.add_argument(
        "--quick", action="store_true", help="five minutes: no million firms, few items of peers"
    )
    parser.add_argument(
        "--only", type=_list_of(CONTENDERS), default=list(CONTENDERS), help=", ".join(CONTENDERS)
    )
    parser.add_argument("--jobs", type=_list_of(JOBS), default=list(JOBS), help=", ".join(JOBS))
    parser.add_argument("--sizes", type=_list_of([str(n) for n in SIZES]), help="numbers of firms")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds after which a run is ended")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the results file to bring up to date")
    return parser.parse_args(arguments)


def _list_of(allowed: Collection[str]) -> Callable[[str], list[str]]:
    """Return a reader of names with commas between them."""

    def names(text: str) -> list[str]:
        found = text.split(",")
        for name in found:
            if name not in allowed:
                raise argparse.ArgumentTypeError(f"got {name!r}; allowed: {', '.join(allowed)}")
        return found

    return names


def _chosen(options: argparse.Namespace, console: Console) -> list[Measurement]:
    """Return what is to be measured; what R would do is left out, and said, where R is not installed."""
    has_r = shutil.which("Rscript") is not None
    for contender in CONTENDERS.values():
        if contender.language == "r" and contender.name in options.only and not has_r:
            console.print(f"{contender.label}: left out, since Rscript is not installed")
    return [
        each
        for each in measurements(quick=options.quick)
        if each.contender in options.only
        and each.job in options.jobs
        and (options.sizes is None or str(each.n) in options.sizes)
        and (has_r or CONTENDERS[each.contender].language != "r")
    ]


def _of_this_machine(results: pl.DataFrame, here: str, console: Console) -> pl.DataFrame:
    """Return the rows of this machine; those of another one are left out, and said."""
    kept = results.filter(pl.col("machine") == here)
    if kept.height < results.height:
        others = ", ".join(results.filter(pl.col("machine") != here)["machine"].unique())
        console.print(f"{results.height - kept.height} rows of another machine are left out ({others})")
    return kept


if __name__ == "__main__":
    main()
