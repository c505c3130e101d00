"""Means with their intervals, item by item and category by category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import BLOCKS, CATEGORIES, CATEGORY_LABELS
from vcif._errors import require_one_of
from vcif.present.cells import heading_column, label_column
from vcif.present.figures.style import (
    COLOURS,
    LINES,
    SHAPES,
    height_of,
    nothing_to_show,
    ordered,
    paper_theme,
    plotnine,
    synthetic_title,
    wrapped,
)
from vcif.present.labels import DAGGER, block_labels, indicator_labels
from vcif.present.numbers import percent

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.study import Study


def figure_means(study: Study, block: str | None = None) -> ggplot:
    """Return the means of the items by category, with their confidence intervals.

    Parameters
    ----------
    study
        As `run_study` returns it.
    block
        "performance", "structure" or "attitudes"; all three if left out. Indicators without a block are not
        on one scale and stand in the tables.

    Returns
    -------
    plotnine.ggplot
        One row per item in the codebook's order, one panel per block. The categories differ in shape, line
        and colour.

    Raises
    ------
    ArgumentError
        When the block is unknown.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_means(vcif.run_study(vcif.example_survey()), block="performance")
    >>> figure.data["indicator"].n_unique()
    10
    """
    if block is not None:
        require_one_of("figure_means", "block", block, BLOCKS)
    data = means_data(study, block)
    if data.is_empty():
        return nothing_to_show("no item of a block was answered", study.survey.codebook)
    return _draw(study, data)


def means_data(study: Study, block: str | None = None) -> pl.DataFrame:
    """Return what `figure_means` draws: one row per item and category with firms that answered."""
    codebook = study.survey.codebook
    flags = study.tally.select("indicator", "defining").unique(maintain_order=True)
    blocks = BLOCKS if block is None else (block,)
    rows = study.descriptives.join(flags, on="indicator", how="left", maintain_order="left").filter(
        pl.col("block").cast(pl.String).is_in(blocks),
        pl.col("group").is_not_null(),
        pl.col("mean").is_not_null(),
    )
    texts = rows.with_columns(
        item=label_column(indicator_labels(codebook)).map_elements(wrapped, return_dtype=pl.String),
        heading=heading_column(block_labels(codebook)),
        # One firm has a mean but no interval: its point stands alone.
        low=pl.col("conf_low").fill_null(pl.col("mean")),
        high=pl.col("conf_high").fill_null(pl.col("mean")),
    )
    return texts.with_columns(
        ordered(texts["item"], texts["item"].to_list()[::-1]),
        ordered(texts["heading"], texts["heading"].to_list()),
        # Axes count from below: reversed, so that C1 stands above C4.
        ordered(texts["group"], CATEGORIES[::-1]),
    )


def _draw(study: Study, data: pl.DataFrame) -> ggplot:
    """Return the figure of the means."""
    p9 = plotnine()
    n_blocks = data["heading"].n_unique()
    apart = p9.position_dodge(width=0.72)
    names = {name: f"{name} {CATEGORY_LABELS[name].lower()}" for name in CATEGORIES}
    looks = {"breaks": list(names), "labels": list(names.values())}
    figure: ggplot = (
        p9.ggplot(data, p9.aes("item", "mean", color="group", shape="group", linetype="group", fill="group"))
        + p9.geom_linerange(p9.aes(ymin="low", ymax="high"), position=apart, size=0.6)
        + p9.geom_point(position=apart, size=1.7, stroke=0.3)
        + p9.facet_grid("heading ~ .", scales="free_y", space="free_y")
        + p9.scale_color_manual(values=COLOURS, **looks)
        + p9.scale_fill_manual(values=COLOURS, **looks)
        + p9.scale_shape_manual(values=SHAPES, **looks)
        + p9.scale_linetype_manual(values=LINES, **looks)
        + p9.coord_flip()
        + p9.labs(
            y=f"Mean with {percent(study.settings.level)} confidence interval",
            x="",
            title=synthetic_title(study.survey.codebook),
            caption=_caption(data),
        )
        + p9.guides(color=p9.guide_legend(nrow=2))
        + paper_theme(height_of(data["item"].n_unique(), n_blocks, 0.26))
    )
    return figure


def _caption(data: pl.DataFrame) -> str | None:
    """Explain the marks that occur."""
    lines = []
    if data["defining"].any():
        lines.append(f"{DAGGER} True by construction of the categories.")
    if data["item"].cast(pl.String).str.contains(r"\(R\)").any():
        lines.append("(R) Asked the other way round; turned, so that larger means more.")
    return "\n".join(lines) or None
