"""The results at scale, and what the page says of them: customs records to firm-years, steps of a panel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reports._benchmarks.results import ratio_text, seconds_text
from vcif.present.numbers import MISSING, count, number

RESULTS = Path(__file__).resolve().parents[1] / "scale.csv"
LABELS = {"vcif": "vcif", "polars": "polars by hand", "duckdb": "DuckDB SQL", "pandas": "pandas by hand"}


def read_scale(path: Path = RESULTS) -> pl.DataFrame:
    """Return the results with the contenders' labels.

    >>> {"label", "seconds", "memory_mib"} <= set(read_scale().columns)
    True
    """
    kinds = {"seconds": pl.Float64, "fastest": pl.Float64, "memory_mib": pl.Float64, "remark": pl.String}
    found = pl.read_csv(path, infer_schema_length=None, schema_overrides=kinds)
    return found.with_columns(label=pl.col("contender").replace_strict(LABELS, return_dtype=pl.String))


@dataclass(frozen=True)
class ScaleFacts:
    """Texts for the page's sentences.

    Attributes
    ----------
    most, firms
        The largest number of records, and of firms in them.
    seconds, rate, memory, ratio
        Of vcif there: time, records a second, peak of memory in GiB, and time over that of polars by hand.
    memory_by_hand
        The peak of polars by hand there, in GiB.
    by_product, by_product_memory
        The time and memory of vcif there when corrections are netted product by product.
    faster
        Who is faster than vcif at how many records, with the ratio.
    slope, sizes
        The slope of vcif's time against the records, both logarithmic, and from how many to how many.
    steepest
        The steepest slope between two neighbouring numbers of records, and which these are.
    runs
        How often the contenders ran on the largest file.
    steps, window
        The panel's firm-years, and vcif's time over that of the window.
    machine, software, dates
        Where, with what and when the results were measured.
    """

    most: str
    firms: str
    seconds: str
    rate: str
    memory: str
    ratio: str
    memory_by_hand: str
    by_product: str
    by_product_memory: str
    faster: str
    slope: str
    sizes: str
    steepest: str
    runs: str
    steps: str
    window: str
    machine: str
    software: str
    dates: str


def scale_facts(results: pl.DataFrame) -> ScaleFacts:
    """Return the texts, computed from the results."""
    years = results.filter(pl.col("part") == "firm-years")
    ours, hand = (years.filter(pl.col("contender") == name).sort("n") for name in ("vcif", "polars"))
    most, seconds = int(ours["n"][-1]), float(ours["seconds"][-1])
    panel = results.filter(pl.col("job") == "panel")
    largest = panel.filter(pl.col("n") == pl.col("n").max())
    of_part = dict(largest.select("part", "seconds").rows())
    product = results.filter(pl.col("part") == "firm-years by product", pl.col("n") == most)
    software = sorted(
        {name for text in results["software"].drop_nulls() for name in text.split(", ") if name}
    )
    days = results["measured_on"].unique().sort().to_list()
    return ScaleFacts(
        most=count(most),
        firms=count(most // 50),
        seconds=seconds_text(seconds),
        rate=count(round(most / seconds, -5)),
        memory=gibibytes(ours["memory_mib"][-1]),
        ratio=ratio_text(seconds / hand["seconds"][-1]),
        memory_by_hand=gibibytes(hand["memory_mib"][-1]),
        by_product=seconds_text(product["seconds"].first()),
        by_product_memory=gibibytes(product["memory_mib"].first()),
        faster=_faster(years),
        slope=number(slope(ours), 2),
        sizes=f"{count(ours['n'][0])} to {count(most)}",
        steepest=_steepest(ours),
        runs=_runs(years.filter(pl.col("n") == most)),
        steps=count(int(largest["n"][0])),
        window=ratio_text(of_part["transitions"] / of_part["window by firm"]),
        machine="; ".join(results["machine"].unique().sort()),
        software=", ".join(software),
        dates=days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}",
    )


def _steepest(rows: pl.DataFrame) -> str:
    """Return the steepest slope between neighbours, and where it is."""
    pairs = [rows[place : place + 2] for place in range(rows.height - 1)]
    worst = max(pairs, key=slope)
    return f"{number(slope(worst), 2)} from {count(worst['n'][0])} to {count(worst['n'][1])} records"


def _runs(rows: pl.DataFrame) -> str:
    """Return how often each contender ran."""
    return ", ".join(f"{label} {count(runs)}" for label, runs in rows.select("label", "runs").rows())


def _faster(years: pl.DataFrame) -> str:
    """Return who makes the firm-years sooner than vcif, or that nobody does."""
    ours = years.filter(pl.col("contender") == "vcif").select("n", ours="seconds")
    both = years.join(ours, on="n").with_columns(ratio=pl.col("seconds") / pl.col("ours")).sort("n", "label")
    rows = both.filter(pl.col("ratio") < 1).select("label", "n", "ratio").rows()
    told = [f"{label} at {count(n)} records ({ratio_text(ratio)})" for label, n, ratio in rows]
    return "; ".join(told) if told else "none"


def gibibytes(mebibytes: float | None) -> str:
    """Return MiB as GiB.

    >>> gibibytes(1536.0)
    '1.5'
    """
    return MISSING if mebibytes is None else number(mebibytes / 1024, 1)


def slope(rows: pl.DataFrame) -> float:
    """Return the least-squares slope of the logarithm of the time against that of the number of rows.

    >>> round(slope(pl.DataFrame({"n": [10, 100, 1000], "seconds": [0.2, 2.0, 20.0]})), 9)
    1.0
    """
    x, y = ([math.log(value) for value in rows[name]] for name in ("n", "seconds"))
    middle, level = sum(x) / len(x), sum(y) / len(y)
    above = sum((one - middle) * (two - level) for one, two in zip(x, y, strict=True))
    return above / sum((one - middle) ** 2 for one in x)
