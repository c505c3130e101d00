"""The page's figure: time against number of firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif.present.figures.style import ordered, paper_theme, plotnine
from vcif.present.numbers import count

if TYPE_CHECKING:
    from plotnine import ggplot

# vcif's full job, and of each peer the part that asks least of it; shape and line tell what colour tells.
_LOOKS = {
    "vcif, full": ("#000000", "D", "solid"),
    "SciPy script, core": ("#E69F00", "^", "dashed"),
    "Base R, core": ("#0072B2", "s", "dashdot"),
    "pingouin and scikit-posthocs": ("#999999", "o", "dotted"),
    "rstatix, core": ("#56A0D3", "v", "dashed"),
}
_FIRMS = [10**power for power in range(3, 8)]
_SECONDS = {0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100", 1_000: "1,000", 10_000: "10,000"}
_HEIGHT = 4.2


def drawn(results: pl.DataFrame) -> pl.DataFrame:
    """Return what the figure shows: one row per contender and number of firms whose time is known."""
    rows = results.filter(
        pl.col("job") == "comparison", pl.col("label").is_in(list(_LOOKS)), pl.col("seconds") > 0
    )
    measured = (pl.col("items_timed") == pl.col("items")) & ~pl.col("at_least")
    colours = {name: colour for name, (colour, _, _) in _LOOKS.items()}
    return rows.select(
        "n",
        "seconds",
        "label",
        inside=pl.when(measured).then(pl.col("label").replace_strict(colours)).otherwise(pl.lit("#FFFFFF")),
    ).with_columns(ordered(rows["label"], list(_LOOKS)))


def figure_time(results: pl.DataFrame) -> ggplot:
    """Return the time of the full comparison against the number of firms, both axes logarithmic."""
    p9 = plotnine()
    data = drawn(results)
    breaks = [name for name in _LOOKS if name in data["label"].cast(pl.String)]
    colours, shapes, lines = ({name: _LOOKS[name][place] for name in breaks} for place in range(3))
    figure: ggplot = (
        p9.ggplot(data, p9.aes("n", "seconds", color="label", shape="label", linetype="label"))
        + p9.geom_line(size=0.7)
        + p9.geom_point(p9.aes(fill="inside"), size=2.2, stroke=0.6)
        + p9.scale_color_manual(values=colours, breaks=breaks)
        + p9.scale_shape_manual(values=shapes, breaks=breaks)
        + p9.scale_linetype_manual(values=lines, breaks=breaks)
        + p9.scale_fill_identity(guide=None)
        + p9.scale_x_log10(breaks=_FIRMS, labels=[count(n) for n in _FIRMS])
        + p9.scale_y_log10(breaks=list(_SECONDS), labels=list(_SECONDS.values()))
        + p9.labs(x="Firms", y="Seconds", caption="Hollow: fewer items timed, or ended at the limit of time.")
        + p9.guides(color=p9.guide_legend(nrow=2))
        + paper_theme(_HEIGHT)
        + p9.theme(
            axis_title_y=p9.element_text(size=9),
            panel_grid_major_y=p9.element_line(color="#E2E2E2", size=0.4),
        )
    )
    return figure
