"""Every firm's history as a line of states: the sequence-index plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures.panel_style import FILLS, LABELS
from vcif.present.figures.style import nothing_to_show, ordered, paper_theme, plotnine, synthetic_title
from vcif.present.numbers import count

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.panel import Panel

_HEIGHT = 5.0
_MOST = 1500  # histories that a page can show
_QUESTION = "?"


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
        white with a frame where the category is not known, empty where the firm was not seen. Histories are
        sorted by their first category, then by the next ones, C1 at the foot.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_sequences(vcif.run_panel(vcif.example_panel()))
    >>> int((figure.data["high"] - figure.data["low"]).max())
    26
    """
    data = sequences_data(panel)
    if data.is_empty():
        return nothing_to_show("no firm was seen", panel.survey.codebook)
    p9 = plotnine()
    waves = sorted(set(panel.states["wave"]))
    names = LABELS | ({_QUESTION: "? category not known"} if (data["category"] == _QUESTION).any() else {})
    corners = p9.aes(xmin="left", xmax="right", ymin="low", ymax="high", fill="category", color="category")
    figure: ggplot = (
        p9.ggplot(data, corners)
        + p9.geom_rect(size=0.05)
        + p9.scale_fill_manual(
            values=FILLS | {_QUESTION: "#FFFFFF"}, breaks=list(names), labels=list(names.values())
        )
        + p9.scale_color_manual(values=FILLS | {_QUESTION: "#888888"}, guide=None)
        + p9.scale_x_continuous(
            breaks=list(range(len(waves))), labels=[str(wave) for wave in waves], expand=(0, 0.02)
        )
        + p9.scale_y_continuous(expand=(0, 0.5))
        + p9.labs(
            x="Wave", y="Firms", title=synthetic_title(panel.survey.codebook), caption=_caption(panel, data)
        )
        + p9.guides(fill=p9.guide_legend(nrow=2))
        + paper_theme(_HEIGHT)
        + p9.theme(axis_title_y=p9.element_text(size=9), panel_grid_major_x=p9.element_blank())
    )
    return figure


def sequences_data(panel: Panel) -> pl.DataFrame:
    """Return what `figure_sequences` draws: a rectangle for each wave of each history that a firm was seen in."""
    waves = sorted(set(panel.states["wave"]))
    place = {wave: at for at, wave in enumerate(waves)}
    rows = panel.firms.drop_nulls(["firm_id", "wave"]).select(
        "firm_id",
        at=pl.col("wave").replace_strict(place, return_dtype=pl.Int64),
        category=pl.col("category").cast(pl.String).fill_null(_QUESTION),
    )
    told = rows.sort("firm_id", "at").group_by("firm_id").agg(
        history=pl.format("{}:{}", pl.col("at"), pl.col("category")).str.join("|"),
        # Sorted by where it begins, then by the categories.
        order=pl.format("{} {}", pl.col("at").min().cast(pl.String).str.zfill(3), pl.col("category").str.join("")),
    )  # fmt: skip
    sizes = told.group_by("history", "order").agg(n=pl.len().cast(pl.Int64))
    shown = sizes.sort("n", "order", descending=[True, False]).head(_MOST).sort("order", "history")
    placed = shown.with_columns(high=pl.col("n").cum_sum()).with_columns(low=pl.col("high") - pl.col("n"))
    cells = placed.with_columns(cell=pl.col("history").str.split("|")).explode("cell").with_columns(
        at=pl.col("cell").str.extract(r"^(\d+):").cast(pl.Int64), category=pl.col("cell").str.extract(r":(.*)$")
    )  # fmt: skip
    boxes = cells.select("low", "high", "category", left=pl.col("at") - 0.5, right=pl.col("at") + 0.5)
    return boxes.with_columns(ordered(boxes["category"], [*CATEGORIES, _QUESTION]))


def _caption(panel: Panel, data: pl.DataFrame) -> str:
    """Say what a line is, and what is not drawn."""
    firms = panel.firms["firm_id"].n_unique()
    drawn = int(data.unique(["low", "high"]).select((pl.col("high") - pl.col("low")).sum()).item())
    text = f"{count(drawn)} firms, one line each, sorted by their history; empty where a firm was not seen."
    return text if drawn == firms else f"{text} Not drawn: {count(firms - drawn)} firms with rare histories."
