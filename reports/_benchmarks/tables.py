"""The page's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from reports._benchmarks.results import ratio_text, seconds_text
from vcif.present.gt import exhibit, unavailable
from vcif.present.numbers import MISSING, count

if TYPE_CHECKING:
    from great_tables import GT

_STAGES = ("count", "rest", "bound")
_SIGNS = (
    "~: fewer items were timed, and the time brought to all. >: a run was ended at the limit of time, so the "
    "figure is a lower bound."
)


def table_comparison(results: pl.DataFrame) -> GT:
    """Return the full comparison's time and ratio, contenders by rows and numbers of firms by columns."""
    rows = results.filter(pl.col("job") == "comparison", ~pl.col("part").is_in(_STAGES))
    peers = rows.filter(pl.col("contender") != "vcif")["n"].unique()
    return _times(rows.filter(pl.col("n").is_in(peers.to_list())), "vcif-bench-comparison", "Contender")


def table_resampling(results: pl.DataFrame, job: str) -> GT:
    """Return the time and ratio of "permutation" or "bootstrap"."""
    rows = results.filter(pl.col("job") == job)
    return _times(rows, f"vcif-bench-{job}", "Contender and statistic")


def table_memory(results: pl.DataFrame) -> GT:
    """Return the peak of memory above the data during the comparison."""
    rows = results.filter(pl.col("job") == "comparison", ~pl.col("part").is_in(_STAGES))
    peers = sorted(rows.filter(pl.col("contender") != "vcif")["n"].unique())
    cells = {(row["label"], row["n"]): _mebibytes(row) for row in rows.rows(named=True)}
    headers = {f"n_{n}": count(n) for n in peers}
    frame = _frame(rows, {f"n_{n}": [n] for n in peers}, cells)
    note = "Note. MiB, from as many items as were timed: a peer's peak with all items is no lower."
    return exhibit(
        frame, "vcif-bench-memory", {"label": "Contender"} | headers, stub="label", notes=[note],
        spanners={"Firms": list(headers)},
    )  # fmt: skip


def table_growth(results: pl.DataFrame) -> GT:
    """Return vcif's two stages by number of firms, quickest runs, and the counting pass against its bound."""
    rows = results.filter(pl.col("job") == "comparison", pl.col("contender") == "vcif")
    wide = rows.pivot(on="part", index="n", values="fastest").sort("n")
    texts = [
        {
            "n": count(row["n"]),
            **{part: seconds_text(row.get(part)) for part in ("count", "rest", "full", "bound")},
            "ratio": _over(row.get("count"), row.get("bound")),
        }
        for row in wide.rows(named=True)
    ]
    headers = {
        "n": "Firms", "count": "Counting pass", "rest": "All that follows", "full": "Together",
        "bound": "Sums by group", "ratio": "Pass / sums",
    }  # fmt: skip
    note = (
        "Note. Seconds of the quickest run, which other work on the machine disturbed least. Sums by group: "
        "polars adds up every column by group over the same firms in the same process, as a bound of what "
        "one pass takes."
    )
    return exhibit(pl.DataFrame(texts), "vcif-bench-growth", headers, stub="n", notes=[note])


def _over(first: float | None, second: float | None) -> str:
    """Return a ratio of two times."""
    return ratio_text(first / second) if first and second else MISSING


def _times(rows: pl.DataFrame, name: str, header: str) -> GT:
    """Return seconds and ratios, a spanner per number of firms."""
    if rows.is_empty():
        return unavailable(name, "Time", "not measured yet", [])
    sizes = sorted(rows["n"].unique())
    found = rows.rows(named=True)
    cells = {(row["label"], row["n"], "s"): _time(row) for row in found}
    cells |= {(row["label"], row["n"], "r"): _ratio(row) for row in found}
    columns = {f"{kind}_{n}": [n, kind] for n in sizes for kind in ("s", "r")}
    headers = {key: "Seconds" if kind == "s" else "Ratio" for key, (_, kind) in columns.items()}
    spanners = {f"{count(n)} firms": [f"s_{n}", f"r_{n}"] for n in sizes}
    notes = ["Note. Ratio: time over vcif's for the same job.", _SIGNS, *_reasons(rows)]
    return exhibit(
        _frame(rows, columns, cells),
        name,
        {"label": header} | headers,
        stub="label",
        notes=notes,
        spanners=spanners,
    )


def _frame(rows: pl.DataFrame, columns: dict[str, list[Any]], cells: dict[Any, str]) -> pl.DataFrame:
    """Return one row of texts per label, in the order of the results; what was not measured is a dash."""
    labels = rows["label"].unique(maintain_order=True)
    return pl.DataFrame(
        [
            {"label": label, **{key: cells.get((label, *place), MISSING) for key, place in columns.items()}}
            for label in labels
        ]
    )


def _reasons(rows: pl.DataFrame) -> list[str]:
    """Return why cells are empty, and which jobs left limits out."""
    failed = rows.filter(pl.col("seconds").is_null())
    gone = rows.filter(pl.col("missing") > 0)
    return [
        *(f"{row['label']}, {count(row['n'])} firms: {row['status']}." for row in failed.rows(named=True)),
        *(
            f"{row['label']}, {count(row['n'])} firms: {row['missing']} limits not found."
            for row in gone.rows(named=True)
        ),
    ]


def _time(row: dict[str, Any]) -> str:
    """Return a row's time with its sign."""
    return _sign(row) + seconds_text(row["seconds"])


def _ratio(row: dict[str, Any]) -> str:
    """Return a row's ratio with its sign."""
    return _sign(row) + ratio_text(row["ratio"]) if row["ratio"] else MISSING


def _sign(row: dict[str, Any]) -> str:
    """Return the sign of a bound or of an extrapolation."""
    if row["seconds"] is None:
        return ""
    return "> " if row["at_least"] else "~ " if row["items_timed"] != row["items"] else ""


def _mebibytes(row: dict[str, Any]) -> str:
    """Return a row's memory, or why there is none."""
    return count(round(row["memory_mib"])) if row["memory_mib"] is not None else str(row["status"])
