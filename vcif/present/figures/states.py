"""How the firms are spread over the categories, wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures.panel_style import FILLS, LABELS, MOST_NAMED, ink, named_places
from vcif.present.figures.style import (
    nothing_to_show,
    ordered,
    paper_theme,
    plotnine,
    synthetic_title,
    wrapped,
)
from vcif.present.numbers import count, percent

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.panel import Panel

NOTHING = "no category is known in any wave"
_HEIGHT = 3.7
_SMALLEST = 0.04  # a segment below this share has no room for its text


def figure_states(panel: Panel) -> ggplot:
    """Return the shares of the four categories in every wave.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    plotnine.ggplot
        One bar a wave, C1 at its foot and C4 at its head, each segment with its share; the number of firms
        below it.

    Examples
    --------
    >>> import vcif
    >>> figure_states(vcif.run_panel(vcif.example_panel())).data.height
    28
    """
    data = states_data(panel)
    if data.is_empty():
        return nothing_to_show(NOTHING, panel.survey.codebook)
    p9 = plotnine()
    waves = data["wave"].unique(maintain_order=True).to_list()
    named = [waves[place] for place in named_places(len(waves))]
    figure: ggplot = (
        p9.ggplot(data, p9.aes("wave", "share", fill="category"))
        + p9.geom_col(width=0.85, color="#FFFFFF", size=0.3)
        + p9.geom_text(p9.aes(y="middle", label="label", color="ink"), size=8)
        + p9.scale_fill_manual(values=FILLS, breaks=list(LABELS), labels=list(LABELS.values()))
        + p9.scale_color_identity()
        + p9.scale_x_discrete(breaks=named)
        + p9.scale_y_continuous(labels=lambda ticks: [percent(tick) for tick in ticks], expand=(0, 0.01))
        + p9.labs(
            x="Wave, and firms whose category is known",
            y="",
            title=synthetic_title(panel.survey.codebook),
            caption=_caption(panel, len(waves)),
        )
        + p9.guides(fill=p9.guide_legend(nrow=2))
        + paper_theme(_HEIGHT)
        + p9.theme(panel_grid_major_x=p9.element_blank(), panel_border=p9.element_blank())
    )
    return figure


def states_data(panel: Panel) -> pl.DataFrame:
    """Return what `figure_states` draws: one row per wave and category, with its share and place."""
    known = panel.states.drop_nulls(["category", "share"])
    sizes = known.group_by("wave").agg(firms=pl.col("n").sum())
    share = pl.col("share").map_elements(percent, return_dtype=pl.String)
    label = pl.format("{} {}", pl.col("category").cast(pl.String), share)
    firms = pl.col("firms").map_elements(count, return_dtype=pl.String)
    hidden = (pl.col("share") < _SMALLEST) | pl.lit(sizes.height > MOST_NAMED)
    rows = known.join(sizes, on="wave", how="left", maintain_order="left").with_columns(
        middle=pl.col("share").cum_sum().over("wave") - pl.col("share") / 2,
        label=pl.when(hidden).then(pl.lit("")).otherwise(label),
        ink=ink(),
        wave=pl.format("{}\n{}", pl.col("wave"), firms),
    )
    return rows.with_columns(
        ordered(rows["wave"], rows["wave"].to_list()),
        # Bars are stacked from the last level down: C4 is to be at the head.
        ordered(rows["category"].cast(pl.String), CATEGORIES[::-1]),
    )


def _caption(panel: Panel, waves: int) -> str | None:
    """Say what is not drawn, and where shares and numbers stand that have no room."""
    unknown = int(panel.states.filter(pl.col("category").is_null())["n"].sum())
    said = [
        f"Not drawn: {count(unknown)} rows whose category is not known." if unknown else "",
        "Of so many waves the table has the numbers." if waves > MOST_NAMED else "",
    ]
    return wrapped(" ".join(filter(None, said)), 96) or None
