"""The tables and the figure of the results at scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports._benchmarks.results import ratio_text, seconds_text
from reports._benchmarks.scale import LABELS
from vcif.present.figures.style import ordered, paper_theme, plotnine
from vcif.present.gt import exhibit
from vcif.present.numbers import MISSING, count

if TYPE_CHECKING:
    from great_tables import GT
    from plotnine import ggplot

_LOOKS = {
    "vcif": ("#000000", "D", "solid"),
    "polars by hand": ("#E69F00", "^", "dashed"),
    "DuckDB SQL": ("#0072B2", "s", "dashdot"),
    "pandas by hand": ("#999999", "o", "dotted"),
}
_SECONDS = {0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}


def table_firm_years(results: pl.DataFrame) -> GT:
    """Return time, ratio and memory from records to firm-years, contenders by rows and records by columns."""
    rows = results.filter(pl.col("part") == "firm-years")
    sizes = sorted(rows["n"].unique())
    ours = dict(rows.filter(pl.col("contender") == "vcif").select("n", "seconds").rows())
    texts = [
        {"label": label} | {key: text for n in sizes for key, text in _cells(rows, label, n, ours[n]).items()}
        for label in LABELS.values()
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
