"""The transition matrix as a heat map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures.style import (
    nothing_to_show,
    ordered,
    paper_theme,
    plotnine,
    synthetic_title,
    wrapped,
)
from vcif.present.labels import category_label
from vcif.present.numbers import MISSING, count, percent

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.panel import Panel

NOTHING = "no firm was seen in two waves in a row"
_HEIGHT = 3.6
_DARK = 0.5  # above this share the text on a cell is white


def figure_transitions(panel: Panel) -> ggplot:
    """Return the share of steps from each category to each other one as a heat map.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    plotnine.ggplot
        Rows are the category in a wave, columns that in the next; each cell has its share of the row and
        the number of steps, the darker the larger the share.

    Examples
    --------
    >>> import vcif
    >>> figure_transitions(vcif.run_panel(vcif.example_panel())).data["n"].sum()
    1410
    """
    data = steps_data(panel)
    if not data["n"].sum():
        return nothing_to_show(NOTHING, panel.survey.codebook)
    p9 = plotnine()
    figure: ggplot = (
        p9.ggplot(data, p9.aes("to", "from", fill="share"))
        + p9.geom_tile(color="#FFFFFF", size=1)
        + p9.geom_text(p9.aes(label="label", color="ink"), size=8)
        + p9.scale_fill_gradient(low="#F4F4F4", high="#10304F", limits=(0, 1), na_value="#FFFFFF", guide=None)
        + p9.scale_color_identity()
        + p9.scale_x_discrete(expand=(0, 0))
        + p9.scale_y_discrete(expand=(0, 0))
        + p9.labs(
            x="Category in the next wave",
            y="Category in a wave",
            title=synthetic_title(panel.survey.codebook),
            caption=_caption(panel),
        )
        + paper_theme(_HEIGHT)
        + p9.theme(
            axis_title_y=p9.element_text(size=9, angle=90, margin={"r": 8}),
            panel_border=p9.element_blank(),
            panel_grid_major_x=p9.element_blank(),
            panel_grid_major_y=p9.element_blank(),
        )
    )
    return figure


def steps_data(panel: Panel) -> pl.DataFrame:
    """Return what `figure_transitions` draws: one row per pair of categories."""
    known = panel.transitions.drop_nulls(["from", "to"])
    rows = known.with_columns(
        label=pl.struct("share", "n").map_elements(
            lambda row: (
                f"{percent(row['share'])}\n({count(row['n'])})" if row["share"] is not None else MISSING
            ),
            return_dtype=pl.String,
        ),
        ink=pl.when(pl.col("share") > _DARK).then(pl.lit("#FFFFFF")).otherwise(pl.lit("#000000")),
    )
    start = [category_label(name) for name in CATEGORIES]
    named = rows["from"].cast(pl.String).replace_strict(dict(zip(CATEGORIES, start, strict=True)))
    return rows.with_columns(
        ordered(named.rename("from"), start[::-1]), ordered(rows["to"].cast(pl.String), CATEGORIES)
    )


def _caption(panel: Panel) -> str:
    """Say what the shares are of and what is no step."""
    steps = panel.transitions
    unknown = int(steps.filter(pl.col("from").is_null() | pl.col("to").is_null())["n"].sum())
    gaps = int(panel.follow_ups.filter(pl.col("follows") == "gap")["n"].sum())
    left = [
        f"{count(unknown)} steps from or to an unknown category" if unknown else "",
        f"{count(gaps)} gaps, which are no steps" if gaps else "",
    ]
    said = " and ".join(part for part in left if part)
    text = "Shares of the row, steps in brackets." + (f" Not drawn: {said}." if said else "")
    return wrapped(text, 96)
