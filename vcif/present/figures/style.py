"""What all figures share: size, theme, signs that read without colour, wrapped labels."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif.dataset.codebook import Codebook

if TYPE_CHECKING:
    from plotnine import ggplot, theme

# Centimetres to inches; the text of a page is 16 cm wide.
WIDTH = 16 / 2.54
TALLEST = 23 / 2.54
SYNTHETIC = "Synthetic data"
# Okabe and Ito's colours in an order that also rises in darkness; shapes tell the same apart without colour.
COLOURS = {"C1": "#999999", "C2": "#E69F00", "C3": "#0072B2", "C4": "#000000"}
SHAPES = {"C1": "o", "C2": "^", "C3": "s", "C4": "D"}
LINES = {"C1": "dotted", "C2": "dashed", "C3": "dashdot", "C4": "solid"}


def plotnine() -> Any:
    """Return plotnine, loaded at the first figure; it carries no types that a checker could use."""
    return import_module("plotnine")


def wrapped(label: str, width: int = 44) -> str:
    """Return a label broken into lines."""
    return "\n".join(textwrap.wrap(label, width, break_long_words=False))


def ordered(values: pl.Series, order: Sequence[str]) -> pl.Series:
    """Return texts as an Enum, so that an axis keeps the given order."""
    return values.cast(pl.Enum(list(dict.fromkeys(order))))


def synthetic_title(codebook: Codebook) -> str | None:
    """Return the first line of a figure where the data are synthetic."""
    return SYNTHETIC if codebook.study.synthetic else None


def paper_theme(height: float) -> theme:
    """Return the theme of the paper's figures: 16 cm wide, no text below 8 points."""
    p9 = plotnine()
    look: theme = p9.theme(
        figure_size=(WIDTH, height),
        text=p9.element_text(size=9, color="#000000"),
        axis_text=p9.element_text(size=8, color="#000000"),
        axis_text_y=p9.element_text(size=8, color="#000000", linespacing=0.95, ha="right", ma="right"),
        axis_title_y=p9.element_blank(),
        axis_ticks_major_y=p9.element_blank(),
        legend_position="top",
        legend_box_spacing=0.01,
        legend_key_spacing_y=0,
        legend_justification="right",
        legend_title=p9.element_blank(),
        legend_key=p9.element_blank(),
        legend_text=p9.element_text(size=8),
        panel_background=p9.element_blank(),
        panel_border=p9.element_rect(color="#888888", fill=None, size=0.5),
        panel_grid_major_x=p9.element_line(color="#E2E2E2", size=0.4),
        panel_grid_major_y=p9.element_line(color="#F0F0F0", size=0.4),
        panel_grid_minor=p9.element_blank(),
        plot_title_position="plot",
        plot_caption_position="plot",
        plot_title=p9.element_text(size=10, ha="left"),
        plot_caption=p9.element_text(size=8, ha="left", color="#333333"),
        strip_background=p9.element_blank(),
        strip_text=p9.element_text(size=9, weight="bold"),
    )
    return look


def height_of(items: int, blocks: int, per_item: float) -> float:
    """Return a height that leaves room for every item, at most a page."""
    return min(TALLEST, 1.1 + per_item * items + 0.32 * blocks)


def nothing_to_show(reason: str, codebook: Codebook) -> ggplot:
    """Return a figure that says why there is nothing to show."""
    p9 = plotnine()
    text = pl.DataFrame({"x": [0.0], "y": [0.0], "label": [wrapped(f"Nothing to show: {reason}.", 60)]})
    figure: ggplot = (
        p9.ggplot(text, p9.aes("x", "y", label="label"))
        + p9.geom_text(size=10)
        + p9.labs(title=synthetic_title(codebook))
        + p9.theme_void()
        + p9.theme(figure_size=(WIDTH, 1.5), plot_title=p9.element_text(size=10, ha="left"))
    )
    return figure
