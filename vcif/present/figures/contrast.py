"""The contrast of C4's two gaps on performance, item by item and on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif.present.figures.style import (
    height_of,
    nothing_to_show,
    ordered,
    paper_theme,
    plotnine,
    synthetic_title,
    wrapped,
)
from vcif.present.labels import in_words, indicator_labels
from vcif.present.numbers import percent

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.inference.gap_contrast import GapContrast, ItemContrast
    from vcif.study import Study

_ITEMS, _MEAN = "Performance", "Mean"
_SHAPES = {_ITEMS: "o", _MEAN: "D"}
_SIZES = {_ITEMS: 1.8, _MEAN: 3.0}
_WIDTHS = {_ITEMS: 0.6, _MEAN: 1.1}


def figure_contrast(study: Study) -> ggplot:
    """Return the contrast of the gaps C3-C4 and C2-C4 for every performance item, and their mean.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    plotnine.ggplot
        One row per item in the codebook's order with its bootstrap interval, the mean in a panel below as a
        larger mark, a line where the gaps are equal. To its right C4 leads C3 by more, to its left it leads
        C2 by more. Items that could not be compared are not drawn; the table names them.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_contrast(vcif.run_study(vcif.example_survey()))
    >>> figure.data["panel"].unique().sort().to_list()
    ['Performance', 'Mean']
    """
    found = study.contrast
    codebook = study.survey.codebook
    if isinstance(found, str):
        return nothing_to_show(in_words(found, indicator_labels(codebook)), codebook)
    return _draw(study, found)


def contrast_data(study: Study, found: GapContrast) -> pl.DataFrame:
    """Return what `figure_contrast` draws: one row per item, and one for their mean (indicator null)."""
    labels = indicator_labels(study.survey.codebook)
    drawn = [(each.indicator, labels[each.indicator], _ITEMS, *_numbers(each)) for each in found.items]
    mean = (None, "Mean of the items", _MEAN, *_numbers(found))
    columns = ["indicator", "item", "panel", "estimate", "conf_low", "conf_high"]
    rows = pl.DataFrame([*drawn, mean], schema=columns, orient="row")
    rows = rows.with_columns(pl.col("item").map_elements(wrapped, return_dtype=pl.String))
    return rows.with_columns(
        ordered(rows["item"], rows["item"].to_list()[::-1]),
        ordered(rows["panel"], (_ITEMS, _MEAN)),
        # An item without an interval is a point alone.
        low=pl.col("conf_low").fill_null(pl.col("estimate")),
        high=pl.col("conf_high").fill_null(pl.col("estimate")),
    )


def _numbers(found: GapContrast | ItemContrast) -> tuple[float, float | None, float | None]:
    """Return an estimate with its limits."""
    return found.estimate, found.conf_low, found.conf_high


def _draw(study: Study, found: GapContrast) -> ggplot:
    """Return the figure of the contrast."""
    p9 = plotnine()
    data = contrast_data(study, found)
    level = percent(found.conf_level)
    figure: ggplot = (
        p9.ggplot(data, p9.aes("item", "estimate", shape="panel", size="panel"))
        + p9.geom_hline(yintercept=0, color="#000000", size=0.5)
        + p9.geom_linerange(p9.aes(ymin="low", ymax="high"), data=_of(data, _ITEMS), size=_WIDTHS[_ITEMS])
        + p9.geom_linerange(p9.aes(ymin="low", ymax="high"), data=_of(data, _MEAN), size=_WIDTHS[_MEAN])
        + p9.geom_point(fill="#000000", color="#000000", stroke=0.3)
        + p9.facet_grid("panel ~ .", scales="free_y", space="free_y")
        + p9.scale_shape_manual(values=_SHAPES)
        + p9.scale_size_manual(values=_SIZES)
        + p9.coord_flip()
        + p9.labs(
            y=f"Contrast in standard deviations, {level} bootstrap CI\n"
            "(right of 0: C4 leads C3 by more; left of 0: C4 leads C2 by more)",
            x="",
            title=synthetic_title(study.survey.codebook),
            caption=_caption(data),
        )
        + paper_theme(height_of(data.height, 1, 0.24))
        + p9.theme(legend_position="none", strip_text=p9.element_blank())
    )
    return figure


def _caption(data: pl.DataFrame) -> str:
    """Say what the contrast comes to, and explain the mark of items asked the other way round."""
    lines = ["C4 cancels: the contrast equals (m2 − m3)/s, with s pooled over C2, C3 and C4."]
    if data["item"].cast(pl.String).str.contains(r"\(R\)").any():
        lines.append("(R) Asked the other way round; turned, so that larger means more.")
    return "\n".join(lines)


def _of(data: pl.DataFrame, panel: str) -> pl.DataFrame:
    """Return the rows of one panel."""
    return data.filter(pl.col("panel") == panel)
