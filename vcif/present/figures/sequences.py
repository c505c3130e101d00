"""Every firm's history as a line of states: the sequence-index plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures.panel_style import FILLS, LABELS, firm_ticks, wave_axis
from vcif.present.figures.style import (
    nothing_to_show,
    ordered,
    paper_theme,
    plotnine,
    synthetic_title,
    wrapped,
)
from vcif.present.numbers import count

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.panel import Panel

NOTHING = "no category is known in any wave"
_HEIGHT = 5.0
_MOST = 1500  # histories that a page can show


def figure_sequences(panel: Panel) -> ggplot:
    """Return the firms' histories, one above the other, as wide as the waves.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    plotnine.ggplot
        A line for each history, as thick as the firms that share it, filled by the category in each wave;
        empty where the firm was not seen or its category is not known. Histories are sorted by the wave in
        which they begin, then by their categories, C1 at the foot.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_sequences(vcif.run_panel(vcif.example_panel()))
    >>> int((figure.data["high"] - figure.data["low"]).max())
    18
    """
    data = sequences_data(panel)
    if data.is_empty():
        return nothing_to_show(NOTHING, panel.survey.codebook)
    p9 = plotnine()
    waves = sorted(set(panel.states["wave"]))
    ticks = firm_ticks(int(data.select(pl.col("high").max()).item()))
    corners = p9.aes(xmin="left", xmax="right", ymin="low", ymax="high", fill="category", color="category")
    figure: ggplot = (
        p9.ggplot(data, corners)
        + p9.geom_rect(size=0.05)
        + p9.scale_fill_manual(values=FILLS, breaks=list(LABELS), labels=list(LABELS.values()))
        + p9.scale_color_manual(values=FILLS, guide=None)
        + p9.scale_x_continuous(**wave_axis(waves), expand=(0, 0.02))
        + p9.scale_y_continuous(breaks=ticks, labels=[count(tick) for tick in ticks], expand=(0, 0))
        + p9.labs(
            x="Wave", y="Firms", title=synthetic_title(panel.survey.codebook), caption=_caption(panel, data)
        )
        + p9.guides(fill=p9.guide_legend(nrow=2))
        + paper_theme(_HEIGHT)
        + p9.theme(axis_title_y=p9.element_text(size=9, angle=90), panel_grid_major_x=p9.element_blank())
    )
    return figure


def sequences_data(panel: Panel) -> pl.DataFrame:
    """Return what `figure_sequences` draws: a rectangle for each known wave of each history."""
    waves = sorted(set(panel.states["wave"]))
    place = {wave: at for at, wave in enumerate(waves)}
    rows = panel.firms.drop_nulls(["firm_id", "wave", "category"]).select(
        "firm_id",
        at=pl.col("wave").replace_strict(place, return_dtype=pl.Int64),
        category=pl.col("category").cast(pl.String),
    )
    begins = pl.col("at").min().cast(pl.String).str.zfill(3)
    told = (
        rows.sort("firm_id", "at")
        .group_by("firm_id")
        .agg(
            history=pl.format("{}:{}", "at", "category").str.join("|"),
            order=pl.format("{} {}", begins, pl.col("category").str.join("")),
        )
    )
    sizes = told.group_by("history", "order").agg(n=pl.len().cast(pl.Int64))
    shown = sizes.sort("n", "order", "history", descending=[True, False, False]).head(_MOST)
    placed = shown.sort("order", "history").with_columns(high=pl.col("n").cum_sum())
    cells = placed.with_columns(low=pl.col("high") - pl.col("n"), cell=pl.col("history").str.split("|"))
    at = pl.col("cell").str.extract(r"^(\d+):").cast(pl.Int64)
    boxes = cells.explode("cell").select(
        "low", "high", left=at - 0.5, right=at + 0.5, category=pl.col("cell").str.extract(r":(.*)$")
    )
    return boxes.with_columns(ordered(boxes["category"], CATEGORIES))


def _caption(panel: Panel, data: pl.DataFrame) -> str:
    """Say what a line is, and what is not drawn."""
    drawn = int(data.unique(["low", "high"]).select((pl.col("high") - pl.col("low")).sum()).item())
    never = int(panel.movers.filter(pl.col("moved") == "never_known")["n"].sum())
    rare = int(panel.movers["n"].sum()) - never - drawn
    text = (
        f"{count(drawn)} firms, one line each, sorted by their history; empty where a firm was not seen or "
        "its category is not known."
    )
    left = [
        f"{count(never)} firms whose category is never known" if never else "",
        f"{count(rare)} firms with rare histories" if rare else "",
    ]
    said = " and ".join(filter(None, left))
    return wrapped(text + (f" Not drawn: {said}." if said else ""), 96)
