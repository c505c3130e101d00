"""The firms' moves as a flow over the waves: a bar for each wave, bands between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures.flow import smoothstep
from vcif.present.figures.panel_style import FILLS, LABELS, MOST_NAMED, ink, wave_axis
from vcif.present.figures.style import (
    WIDTH,
    nothing_to_show,
    paper_theme,
    plotnine,
    synthetic_title,
    wrapped,
)
from vcif.present.numbers import count

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.panel import Panel

_HEIGHT = 4.6
_HALF = 0.17  # half a bar's width, the waves being 1 apart
_STEPS = 40
_SMALLEST = 0.035  # of the tallest bar: below it a segment has no room for its count
_QUESTION = "?"


def figure_flows(panel: Panel) -> ggplot:
    """Return the flow of the firms between the categories from wave to wave.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    plotnine.ggplot
        One bar a wave, C1 at its foot and C4 at its head, firms whose category is not known on top; bands
        between consecutive waves as wide as the firms that make the step, shaded by the category that they
        come from. What a bar has beyond its bands are firms that enter, leave or pause. Its data are the
        bands' outlines.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_flows(vcif.run_panel(vcif.example_panel()))
    >>> figure.data["category"].unique().sort().to_list()
    ['C1', 'C2', 'C3', 'C4']
    """
    bars = bars_data(panel)
    if not bars["n"].sum():
        return nothing_to_show("no firm was seen", panel.survey.codebook)
    return _draw(panel, bars, bands_data(panel, bars))


def bars_data(panel: Panel) -> pl.DataFrame:
    """Return the bars: wave, place (0, 1, ...), category ("?" for not known), n, and low and high."""
    order = [*CATEGORIES, _QUESTION]
    places = {wave: place for place, wave in enumerate(sorted(set(panel.states["wave"])))}
    return (
        panel.states.with_columns(
            category=pl.col("category").cast(pl.String).fill_null(_QUESTION).cast(pl.Enum(order)),
            place=pl.col("wave").replace_strict(places, return_dtype=pl.Int64),
        )
        .sort("wave", "category")
        .with_columns(high=pl.col("n").cum_sum().over("wave"))
        .with_columns(low=pl.col("high") - pl.col("n"))
        .select("wave", "place", pl.col("category").cast(pl.String), "n", "low", "high")
    )


def bands_data(panel: Panel, bars: pl.DataFrame) -> pl.DataFrame:
    """Return the bands' outlines: band, category (where it comes from), n, x, y."""
    place = {(wave, name): (at, low) for wave, at, name, _, low, _ in bars.rows()}
    waves = sorted(set(bars["wave"]))
    outlines: list[pl.DataFrame] = []
    for one, two in pairwise(waves):
        if two - one != panel.step:
            continue
        leaving: dict[str, float] = {}
        reaching: dict[str, float] = {}
        for start, end, n in _moves(panel, one):
            at, low = place[one, start]
            to, floor = place[two, end]
            left = leaving[start] = leaving.get(start, low) + n
            reached = reaching[end] = reaching.get(end, floor) + n
            outline = _outline((at + _HALF, left - n), (to - _HALF, reached - n), n)
            outlines.append(
                outline.with_columns(band=pl.lit(len(outlines)), category=pl.lit(start), n=pl.lit(n))
            )
    kinds = pl.Schema(
        {"x": pl.Float64, "y": pl.Float64, "band": pl.Int32, "category": pl.String, "n": pl.Int32}
    )
    return pl.concat([pl.DataFrame(schema=kinds), *(outline.cast(kinds) for outline in outlines)])


def _moves(panel: Panel, wave: int) -> list[tuple[str, str, int]]:
    """Return the known steps from one wave: from, to, n, from below to above."""
    here = panel.firms.filter(pl.col("wave") == wave).select(
        "firm_id", start=pl.col("category").cast(pl.String)
    )
    after = panel.firms.filter(pl.col("wave") == wave + panel.step)
    steps = here.join(after.select("firm_id", end=pl.col("category").cast(pl.String)), on="firm_id")
    counted = steps.drop_nulls(["start", "end"]).group_by("start", "end").agg(n=pl.len().cast(pl.Int64))
    return [(str(start), str(end), int(n)) for start, end, n in counted.sort("start", "end").rows()]


def _outline(start: tuple[float, float], end: tuple[float, float], n: int) -> pl.DataFrame:
    """Return a band's outline: along its lower edge and back along its upper one."""
    share = np.linspace(0.0, 1.0, _STEPS)
    lower = np.array([start[1] + (end[1] - start[1]) * smoothstep(part) for part in share])
    x = start[0] + (end[0] - start[0]) * share
    return pl.DataFrame({"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([lower, lower[::-1] + n])})


def _draw(panel: Panel, bars: pl.DataFrame, bands: pl.DataFrame) -> ggplot:
    """Return the figure of the flow."""
    p9 = plotnine()
    tallest = bars["high"].max()
    waves = sorted(set(bars["wave"]))
    counted = pl.col("n").map_elements(count, return_dtype=pl.String)
    unknown = pl.col("category") == _QUESTION
    room = len(waves) <= MOST_NAMED
    texts = bars.filter(pl.lit(room), pl.col("n") >= _SMALLEST * pl.lit(tallest)).with_columns(
        label=pl.when(unknown).then(pl.lit("? ") + counted).otherwise(counted),
        ink=ink(),
        middle=(pl.col("low") + pl.col("high")) / 2,
    )
    rectangles = bars.filter(pl.col("n") > 0).with_columns(
        xmin=pl.col("place") - _HALF, xmax=pl.col("place") + _HALF
    )
    fills = FILLS | {_QUESTION: "#FFFFFF"}
    names = LABELS | {_QUESTION: "? category not known"}
    corners = p9.aes(xmin="xmin", xmax="xmax", ymin="low", ymax="high", fill="category")
    figure: ggplot = (
        p9.ggplot(bands, p9.aes("x", "y", fill="category"))
        + p9.geom_polygon(p9.aes(group="band"), alpha=0.55, color="#777777", size=0.1)
        + p9.geom_rect(corners, data=rectangles, inherit_aes=False, color="#444444", size=0.2)
        + p9.geom_text(
            p9.aes("place", "middle", label="label", color="ink"), data=texts, inherit_aes=False, size=8
        )
        + p9.scale_fill_manual(values=fills, breaks=list(names), labels=list(names.values()))
        + p9.scale_color_identity()
        + p9.scale_x_continuous(**wave_axis(waves), expand=(0, 0.05))
        + p9.scale_y_continuous(expand=(0, 1))
        + p9.labs(x="Wave", y="", title=synthetic_title(panel.survey.codebook), caption=_caption(room))
        + p9.guides(fill=p9.guide_legend(nrow=2))
        + paper_theme(_HEIGHT)
        + p9.theme(
            figure_size=(WIDTH, _HEIGHT),
            panel_border=p9.element_blank(),
            panel_grid_major_x=p9.element_blank(),
            panel_grid_major_y=p9.element_blank(),
            axis_text_y=p9.element_blank(),
        )
    )
    return figure


def _caption(room: bool) -> str:
    """Say what numbers and bands are."""
    numbers = (
        "Numbers are firms." if room else "Heights are firms; of so many waves the table has the numbers."
    )
    return wrapped(
        f"{numbers} Bands are steps between waves, shaded by where they come from; what a bar has beyond its "
        "bands are firms that enter, leave, pause, or step from or to an unknown category.",
        96,
    )
