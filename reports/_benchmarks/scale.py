"""The results at scale: customs records to firm-years, growth with the records, steps of a large panel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from reports._benchmarks.results import ratio_text, seconds_text
from vcif.present.figures.style import ordered, paper_theme, plotnine
from vcif.present.gt import exhibit
from vcif.present.numbers import MISSING, count, number

if TYPE_CHECKING:
    from great_tables import GT
    from plotnine import ggplot

RESULTS = Path(__file__).resolve().parents[1] / "scale.csv"
_LABELS = {"vcif": "vcif", "polars": "polars by hand", "duckdb": "DuckDB SQL", "pandas": "pandas by hand"}
_LOOKS = {
    "vcif": ("#000000", "D", "solid"),
    "polars by hand": ("#E69F00", "^", "dashed"),
    "DuckDB SQL": ("#0072B2", "s", "dashdot"),
    "pandas by hand": ("#999999", "o", "dotted"),
}
_SECONDS = {0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}


def read_scale(path: Path = RESULTS) -> pl.DataFrame:
    """Return the results with the contenders' labels.

    >>> {"label", "seconds", "memory_mib"} <= set(read_scale().columns)
    True
    """
    kinds = {"seconds": pl.Float64, "fastest": pl.Float64, "memory_mib": pl.Float64, "remark": pl.String}
    found = pl.read_csv(path, infer_schema_length=None, schema_overrides=kinds)
    return found.with_columns(label=pl.col("contender").replace_strict(_LABELS, return_dtype=pl.String))


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
        steps=count(int(largest["n"][0])),
        window=ratio_text(of_part["transitions"] / of_part["window by firm"]),
        machine="; ".join(results["machine"].unique().sort()),
        software=", ".join(software),
        dates=days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}",
    )


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


def table_firm_years(results: pl.DataFrame) -> GT:
    """Return time, ratio and memory from records to firm-years, contenders by rows and records by columns."""
    rows = results.filter(pl.col("part") == "firm-years")
    sizes = sorted(rows["n"].unique())
    ours = dict(rows.filter(pl.col("contender") == "vcif").select("n", "seconds").rows())
    texts = [
        {"label": label} | {key: text for n in sizes for key, text in _cells(rows, label, n, ours[n]).items()}
        for label in _LABELS.values()
        if label in rows["label"]
    ]
    headers = {
        f"{kind}_{n}": head for n in sizes for kind, head in (("s", "s"), ("r", "ratio"), ("m", "MiB"))
    }
    spanners = {f"{count(n)}": [f"{kind}_{n}" for kind in "srm"] for n in sizes}
    notes = [
        "Note. s: seconds. Ratio: time over vcif's. MiB: peak of anonymous resident memory of the process, "
        "looked at every 20 ms. A dash: not measured, since it does not fit."
    ]
    return exhibit(
        pl.DataFrame(texts), "vcif-bench-firm-years", {"label": "Records"} | headers, stub="label",
        notes=notes, spanners=spanners,
    )  # fmt: skip


def _cells(rows: pl.DataFrame, label: str, n: int, ours: float) -> dict[str, str]:
    """Return one contender's cells at one size."""
    there = rows.filter(pl.col("label") == label, pl.col("n") == n, pl.col("seconds").is_not_null())
    if there.is_empty():
        return {f"{kind}_{n}": MISSING for kind in "srm"}
    seconds, memory = there["seconds"][0], there["memory_mib"][0]
    memory_text = MISSING if memory is None else count(round(memory))
    return {f"s_{n}": seconds_text(seconds), f"r_{n}": ratio_text(seconds / ours), f"m_{n}": memory_text}


def table_steps(results: pl.DataFrame) -> GT:
    """Return the time of all steps of a panel beside two passes of polars over the same columns."""
    rows = results.filter(pl.col("job") == "panel").pivot(on="part", index="n", values="seconds").sort("n")
    names = ("transitions", "window by firm", "shift of sorted rows")
    texts = [
        {"n": count(row["n"]), **{name: seconds_text(row[name]) for name in names},
         "ratio": ratio_text(row["transitions"] / row["window by firm"])}
        for row in rows.rows(named=True)
    ]  # fmt: skip
    headers = {"n": "Firm-years", "transitions": "All steps (vcif)", "window by firm": "Window by firm",
               "shift of sorted rows": "Shift of sorted rows", "ratio": "Steps / window"}  # fmt: skip
    note = (
        "Note. Seconds. Window by firm: wave and category of the firm's row before, shift(1).over(firm), "
        "which needs no sorted rows but those of a firm in order. Shift of sorted rows: the row before where "
        "it is the same firm's, which needs all rows sorted. Neither counts anything, nor looks for firms "
        "that stand in a wave twice."
    )
    return exhibit(pl.DataFrame(texts), "vcif-bench-steps", headers, stub="n", notes=[note])


def figure_growth(results: pl.DataFrame) -> ggplot:
    """Return the time from records to firm-years against the number of records, both axes logarithmic."""
    p9 = plotnine()
    rows = results.filter(pl.col("part") == "firm-years", pl.col("seconds").is_not_null())
    data = rows.select("n", "seconds", "label").with_columns(ordered(rows["label"], list(_LOOKS)))
    breaks = [name for name in _LOOKS if name in rows["label"]]
    colours, shapes, lines = ({name: _LOOKS[name][place] for name in breaks} for place in range(3))
    sizes = [10**power for power in range(5, 9)]
    figure: ggplot = (
        p9.ggplot(data, p9.aes("n", "seconds", color="label", shape="label", linetype="label"))
        + p9.geom_line(size=0.7)
        + p9.geom_point(size=2.2)
        + p9.scale_color_manual(values=colours, breaks=breaks)
        + p9.scale_shape_manual(values=shapes, breaks=breaks)
        + p9.scale_linetype_manual(values=lines, breaks=breaks)
        + p9.scale_x_log10(breaks=sizes, labels=[count(n) for n in sizes])
        + p9.scale_y_log10(breaks=list(_SECONDS), labels=list(_SECONDS.values()))
        + p9.labs(x="Records", y="Seconds")
        + paper_theme(3.6)
        + p9.theme(
            axis_title_y=p9.element_text(size=9),
            panel_grid_major_y=p9.element_line(color="#E2E2E2", size=0.4),
        )
    )
    return figure
