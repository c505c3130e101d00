"""How fast firms reach C4 on either path: Kaplan-Meier curves with the numbers at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from vcif.present.figures.panel_style import named_places
from vcif.present.figures.style import nothing_to_show, paper_theme, plotnine, synthetic_title
from vcif.present.labels import PATH_NAMES
from vcif.present.numbers import count, percent

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.panel import Panel

NOTHING = "no firm was seen to make its first step abroad"
_HEIGHT = 4.3
_COLOURS = {"market_seeking": "#0072B2", "efficiency_seeking": "#B35900"}
_LINES = {"market_seeking": "solid", "efficiency_seeking": "dashed"}
_MARKS = {"market_seeking": "s", "efficiency_seeking": "^"}
_TICKS = [0, 0.25, 0.5, 0.75, 1]
_ROW = 0.085  # height of a line of the table below, the curves being 1 high


def figure_survival(panel: Panel) -> ggplot:
    """Return the share of firms that are not yet in C4, by the time since their first step abroad.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    plotnine.ggplot
        A stepped curve for market seekers and one for efficiency seekers, told apart by line, mark and
        colour, with their confidence intervals; below, how many firms are still observed at each time.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_survival(vcif.run_panel(vcif.example_panel()))
    >>> figure.data["group"].n_unique()
    2
    """
    data = survival_data(panel)
    if data.is_empty():
        return nothing_to_show(NOTHING, panel.survey.codebook)
    return _draw(panel, data)


def survival_data(panel: Panel) -> pl.DataFrame:
    """Return what `figure_survival` draws: one row per path and time."""
    return panel.curves.with_columns(
        pl.col("group").cast(pl.String),
        until=pl.min_horizontal(pl.col("time") + 1, pl.col("time").max().over("group")),
        n_text=_counts(panel.curves["n_risk"]),
    )


def at_risk_data(data: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `survival_data` whose numbers stand below the curves: those with a named time."""
    return data.filter(pl.col("time").is_in(named_places(_longest(data) + 1)))


def _counts(values: pl.Series) -> pl.Series:
    """Return counts as text."""
    return values.map_elements(count, return_dtype=pl.String)


def _draw(panel: Panel, data: pl.DataFrame) -> ggplot:
    """Return the figure of the curves."""
    p9 = plotnine()
    names = {name: PATH_NAMES[name] for name in _LINES if name in set(data["group"])}
    looks = {"breaks": list(names), "labels": list(names.values())}
    longest = _longest(data)
    band = p9.aes(xmin="time", xmax="until", ymin="conf_low", ymax="conf_high", fill="group")
    figure: ggplot = (
        p9.ggplot(data, p9.aes("time", "survival", color="group", linetype="group", shape="group"))
        + p9.geom_rect(band, data=data.drop_nulls("conf_low"), inherit_aes=False, alpha=0.14)
        + p9.geom_step(size=0.8)
        + p9.geom_point(p9.aes(fill="group"), size=2, stroke=0.3)
        + _numbers_at_risk(data, names)
        + p9.geom_hline(yintercept=0, color="#888888", size=0.4)
        + p9.scale_color_manual(values=_COLOURS, **looks)
        + p9.scale_fill_manual(values=_COLOURS, **looks)
        + p9.scale_linetype_manual(values=_LINES, **looks)
        + p9.scale_shape_manual(values=_MARKS, **looks)
        + p9.scale_x_continuous(
            breaks=named_places(longest + 1), limits=(-0.4 * longest, longest + 0.3), expand=(0, 0)
        )
        + p9.scale_y_continuous(
            breaks=_TICKS,
            labels=[percent(tick) for tick in _TICKS],
            limits=(_foot(names), 1.02),
            expand=(0, 0),
        )
        + _words(panel)
        + paper_theme(_HEIGHT)
        + p9.theme(axis_title_y=p9.element_text(size=9, angle=90), panel_grid_major_x=p9.element_blank())
    )
    return figure


def _words(panel: Panel) -> Any:
    """Return the texts around the curves."""
    level = percent(panel.settings.level)
    return plotnine().labs(
        x="Waves since the first step abroad",
        y="Not yet in C4",
        title=synthetic_title(panel.survey.codebook),
        caption=f"Shaded: {level} intervals (log-log), at each time on its own.",
    )


def _numbers_at_risk(data: pl.DataFrame, names: dict[str, str]) -> list[Any]:
    """Return the table below the curves: how many firms are still observed at each time."""
    p9 = plotnine()
    rows = {name: -(place + 2) * _ROW for place, name in enumerate(names)}
    left = -0.05 * _longest(data)
    table = at_risk_data(data).with_columns(y=pl.col("group").replace_strict(rows, return_dtype=pl.Float64))
    heads = pl.DataFrame({
        "x": [left] * (len(names) + 1), "y": [-_ROW, *rows.values()],
        "label": ["Still observed", *names.values()],
    })  # fmt: skip
    return [
        p9.geom_text(p9.aes("time", "y", label="n_text"), data=table, inherit_aes=False, size=8),
        p9.geom_text(p9.aes("x", "y", label="label"), data=heads, inherit_aes=False, size=8, ha="right"),
    ]


def _longest(data: pl.DataFrame) -> int:
    """Return how far the axis of times goes: a wave at least, so that it has a length."""
    return max(1, int(data.select(pl.col("time").max()).item()))


def _foot(names: dict[str, str]) -> float:
    """Return where the table ends."""
    return -(len(names) + 1.5) * _ROW
