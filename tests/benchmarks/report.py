"""The results as tables in the terminal."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from reports._benchmarks.results import ratio_text, seconds_text
from tests.benchmarks.plan import CONTENDERS, JOBS

_TITLES = {
    "comparison": "The full comparison of 30 items",
    "permutation": "9,999 permutations of each of 30 items",
    "bootstrap": "Bootstrap intervals of 30 effects, 9,999 draws",
}


def print_results(console: Console, results: pl.DataFrame) -> None:
    """Print a table per job: seconds, and in brackets how many times vcif's."""
    for job in JOBS:
        rows = results.filter(pl.col("job") == job)
        if rows.height:
            console.print(_table(rows, _TITLES[job], "seconds"))
    memory = results.filter(pl.col("job") == "comparison", pl.col("memory_mib").is_not_null())
    if memory.height:
        console.print(_table(memory, "Peak memory above the data, MiB", "memory_mib"))
    _print_growth(console, results)
    console.print(
        "[bold]~[/bold] fewer items timed, brought to 30; [bold]>[/bold] ended at the limit of time"
    )
    for machine in results["machine"].unique(maintain_order=True):
        console.print(f"on {machine}")
    for (software,) in results.select("software").unique(maintain_order=True).rows():
        if software:
            console.print(f"  {software}")


def _print_growth(console: Console, results: pl.DataFrame) -> None:
    """Print how vcif's two stages grow, by their quickest runs: the pass has a bound, the rest should not grow."""
    vcif = results.filter(pl.col("job") == "comparison", pl.col("contender") == "vcif", pl.col("seconds") > 0)
    rest, count, bound = (vcif.filter(pl.col("part") == part) for part in ("rest", "count", "bound"))
    if rest.height > 1:
        shortest, longest = rest["fastest"].min(), rest["fastest"].max()
        sizes = f"{rest['n'].min():,} to {rest['n'].max():,} firms"
        console.print(
            f"after the counting pass: {seconds_text(shortest)} to {seconds_text(longest)} s over {sizes}"
        )
    both = count.join(bound, on="n", suffix="_bound")
    for n, ratio in both.select("n", pl.col("fastest") / pl.col("fastest_bound")).rows():
        console.print(
            f"counting takes {ratio_text(ratio)} times the sums of all columns by group at {n:,} firms"
        )


def _table(rows: pl.DataFrame, title: str, value: str) -> Table:
    """Return one table: contenders by rows, numbers of firms by columns."""
    sizes = sorted(rows["n"].unique())
    table = Table(title=title, title_justify="left")
    table.add_column("firms")
    for n in sizes:
        table.add_column(f"{n:,}", justify="right", no_wrap=True)
    cells = {(row["contender"], row["part"], row["n"]): row for row in rows.rows(named=True)}
    for contender, part in rows.select("contender", "part").unique(maintain_order=True).rows():
        texts = [_cell(cells.get((contender, part, n)), value) for n in sizes]
        table.add_row(f"{CONTENDERS[contender].label}: {part}", *texts)
    return table


def _cell(row: dict[str, Any] | None, value: str) -> str:
    """Return a cell: the figure with its ratio, or why there is none."""
    if row is None:
        return ""
    if row[value] is None:
        return str(row["status"])
    if value == "memory_mib":
        return f"{row[value]:,.0f}"
    sign = ">" if row["at_least"] else "~" if row["items_timed"] != row["items"] else ""
    ratio = "" if row["ratio"] is None else f" ({ratio_text(row['ratio'])}x)"
    return f"{sign}{seconds_text(row['seconds'])} s{ratio}"
