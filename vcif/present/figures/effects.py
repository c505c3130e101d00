"""Effect sizes of the two pairs with C4, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import BLOCKS
from vcif.inference.registry import EFFECTS
from vcif.present.cells import heading_column, label_column
from vcif.present.figures.style import (
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

_PAIRS = ("C2–C4", "C3–C4")
_COLOURS = {"C2–C4": "#E69F00", "C3–C4": "#0072B2"}
_SHAPES = {"C2–C4": "^", "C3–C4": "s"}
_LINES = {"C2–C4": "dashed", "C3–C4": "solid"}


def figure_effects(study: Study) -> ggplot:
    """Return the effect sizes of C2-C4 and C3-C4 for every item, with their confidence intervals.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    plotnine.ggplot
        One row per item in the codebook's order, one panel per block, a line at no difference; to its right
        C4 lies higher.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_effects(vcif.run_study(vcif.example_survey()))
    >>> figure.data["pair"].unique().sort().to_list()
    ['C3–C4', 'C2–C4']
    """
    data = effects_data(study)
    if data.is_empty():
        return nothing_to_show("no effect size could be computed", study.survey.codebook)
    return _draw(study, data)


def effects_data(study: Study) -> pl.DataFrame:
    """Return what `figure_effects` draws: one row per item and pair whose effect size is known."""
    codebook = study.survey.codebook
    rows = study.pairwise.filter(
        pl.col("method") == study.settings.pairs,
        pl.col("block").cast(pl.String).is_in(BLOCKS),
        pl.col("estimate").is_finite(),
    ).with_columns(
        item=label_column(indicator_labels(codebook)).map_elements(wrapped, return_dtype=pl.String),
        heading=heading_column(block_labels(codebook)),
        pair=pl.format("{}–{}", pl.col("group1").cast(pl.String), pl.col("group2").cast(pl.String)),
    )
    return rows.with_columns(
        ordered(rows["item"], rows["item"].to_list()[::-1]),
        ordered(rows["heading"], rows["heading"].to_list()),
        # Axes count from below: reversed, so that C2–C4 stands above.
        ordered(rows["pair"], _PAIRS[::-1]),
    )


def _draw(study: Study, data: pl.DataFrame) -> ggplot:
    """Return the figure of the effect sizes."""
    p9 = plotnine()
    apart = p9.position_dodge(width=0.6)
    looks = {"breaks": list(_PAIRS)}
    effect = EFFECTS[data["effect"][0]]
    figure: ggplot = (
        p9.ggplot(data, p9.aes("item", "estimate", color="pair", shape="pair", linetype="pair", fill="pair"))
        + p9.geom_hline(yintercept=effect.null, color="#000000", size=0.5)
        + p9.geom_linerange(p9.aes(ymin="conf_low", ymax="conf_high"), position=apart, size=0.6)
        + p9.geom_point(position=apart, size=1.8, stroke=0.3)
        + p9.facet_grid("heading ~ .", scales="free_y", space="free_y")
        + p9.scale_color_manual(values=_COLOURS, **looks)
        + p9.scale_fill_manual(values=_COLOURS, **looks)
        + p9.scale_shape_manual(values=_SHAPES, **looks)
        + p9.scale_linetype_manual(values=_LINES, **looks)
        + p9.coord_flip()
        + p9.labs(
            y=f"{effect.label}, {percent(study.settings.level)} CI (above 0: C4 higher)",
            x="",
            title=synthetic_title(study.survey.codebook),
            caption=_caption(data),
        )
        + paper_theme(height_of(data["item"].n_unique(), data["heading"].n_unique(), 0.24))
    )
    return figure


def _caption(data: pl.DataFrame) -> str | None:
    """Explain the dagger where an item carries it."""
    if not data["defining"].any():
        return None
    return f"{DAGGER} True by construction of the categories: shown, never counted."
