"""The firms' ways from C1 to C4 as a flow: how many took which path, and how many are under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.figures.flow import BAR, STUB, Bar, Flow, band_shapes, bar_shapes, smoothstep
from vcif.present.figures.style import WIDTH, nothing_to_show, plotnine, synthetic_title, wrapped
from vcif.present.labels import PATH_NAMES
from vcif.present.numbers import count
from vcif.present.tables.paths import SOURCES

if TYPE_CHECKING:
    from plotnine import ggplot

    from vcif.study import Study

_FILLS = {
    "market_seeking": "#56A0D3",
    "efficiency_seeking": "#E69F00",
    "straight": "#7A7A7A",
    "under_way": "#D5D5D5",
    "stay": "#D5D5D5",
}
_HEIGHT = 4.0
_STRAIGHT = ("direct", "mixed", "other", "undetermined")
# Free room between the bars of one column, as a share of all firms.
_GAP = 0.2
# Height of a line of text, likewise.
_LINE = 0.063
# How a text is aligned to its point, and how far it stands off it.
_SIDES = {
    "left": ("left", "center", 0.0),
    "right": ("right", "center", 0.0),
    "above": ("center", "bottom", 0.02),
    "below": ("center", "top", -0.02),
    "inside": ("center", "center", 0.0),
}
# Where along a band its text stands.
_LEVEL = 0.66


def figure_paths(study: Study) -> ggplot:
    """Return the flow of the firms from C1 by way of C2 and C3 to C4.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    plotnine.ggplot
        Bars for the categories and bands between them, as wide as the number of firms, with the counts
        beside them: market seekers over C3, efficiency seekers over C2, the others straight from C1 to C4.
        Its data are the bands' outlines.

    Notes
    -----
    Every firm is drawn as starting in C1, as the framework has it. Firms that could not be classified are not
    drawn; the caption counts them.

    Examples
    --------
    >>> import vcif
    >>> figure = figure_paths(vcif.run_study(vcif.example_survey()))
    >>> figure.data["kind"].unique().sort().to_list()
    ['efficiency_seeking', 'market_seeking', 'stay', 'straight', 'under_way']
    """
    counts = path_counts(study)
    if not any(counts.values()):
        return nothing_to_show("no firm could be classified", study.survey.codebook)
    bars = _bars(counts)
    return _draw(study, bars, band_shapes(bars, _flows(counts)), _labels(counts, bars))


def path_counts(study: Study) -> dict[str, int]:
    """Return how many firms are in C1, C2 and C3, and how many of those in C4 took each path."""
    firms = study.classified.select(pl.col("category", "path").cast(pl.String))
    sizes = dict(firms.group_by("category").agg(pl.len()).rows())
    full = firms.filter(pl.col("category") == "C4").with_columns(pl.col("path").fill_null("undetermined"))
    ways = dict(full.group_by("path").agg(pl.len()).rows())
    under_way = {name: sizes.get(name, 0) for name in CATEGORIES[:3]}
    return under_way | {name: ways.get(name, 0) for name in PATH_NAMES}


def _bars(counts: dict[str, int]) -> list[Bar]:
    """Return the four bars; C3 stands above and C2 below the band that goes straight to C4."""
    total, straight = sum(counts.values()), _straight(counts)
    market, efficiency = counts["market_seeking"], counts["efficiency_seeking"]
    first, second = counts["C3"] + market, counts["C2"] + efficiency
    full = market + straight + efficiency
    c1, c4 = Bar("C1", 0.0, total / 2, total), Bar("C4", 2.0, full / 2, full)
    between = (c1.top - first + c4.top - market - straight) / 2
    room = (_GAP * total + straight) / 2
    return [c1, Bar("C3", 1.0, between + room + first, first), Bar("C2", 1.0, between - room, second), c4]


def _straight(counts: dict[str, int]) -> int:
    """Return how many firms of C4 took neither path, or none that is known."""
    return sum(counts[name] for name in _STRAIGHT)


def _flows(counts: dict[str, int]) -> list[Flow]:
    """Return the bands."""
    straight, market, efficiency = _straight(counts), counts["market_seeking"], counts["efficiency_seeking"]
    # A bar's bands leave and arrive in this order: at C4 the straight one lies between the two paths.
    flows = [
        Flow("C3", "C4", market, "market_seeking"),
        Flow("C3", None, counts["C3"], "stay"),
        Flow("C1", "C3", market, "market_seeking"),
        Flow("C1", "C3", counts["C3"], "under_way"),
        Flow("C1", "C4", straight, "straight"),
        Flow("C1", None, counts["C1"], "stay"),
        Flow("C1", "C2", counts["C2"], "under_way"),
        Flow("C1", "C2", efficiency, "efficiency_seeking"),
        Flow("C2", None, counts["C2"], "stay"),
        Flow("C2", "C4", efficiency, "efficiency_seeking"),
    ]
    return [flow for flow in flows if flow.n]


def _labels(counts: dict[str, int], bars: list[Bar]) -> pl.DataFrame:
    """Return the texts beside and in the shapes: label, x, y, and which side of the point they stand."""
    c1, c3, c2, c4 = bars
    market, straight = counts["market_seeking"], _straight(counts)
    stay = c1.top - market - counts["C3"] - straight - counts["C1"] / 2
    # Inside a band where it is nearly level, so that the text does not run over its edge.
    along = smoothstep(_LEVEL)
    in_c3 = c1.top + (c3.top - c1.top) * along - market - counts["C3"] / 2
    low, high = c1.top - c1.n + counts["efficiency_seeking"], c2.top - counts["C2"]
    in_c2 = low + (high - low) * along + counts["C2"] / 2
    rows = [
        (f"All start\nin C1\n{count(c1.n)}", c1.x - 2 * BAR, c1.top - c1.n / 2, "right", c1.n),
        (f"C3 first\n{count(c3.n)}", c3.x, c3.top, "above", c3.n),
        (f"C2 first\n{count(c2.n)}", c2.x, c2.top - c2.n, "below", c2.n),
        (f"C4\n{count(c4.n)}", c4.x, c4.top, "above", c4.n),
        (f"{count(counts['C1'])}\nstill in C1", c1.x + STUB + 2 * BAR, stay, "left", counts["C1"]),
        (f"{count(counts['C3'])} so far in C3", _LEVEL, in_c3, "inside", counts["C3"]),
        (f"{count(counts['C2'])} so far in C2", _LEVEL, in_c2, "inside", counts["C2"]),
        *_arrivals(counts, c4),
    ]
    schema = ["label", "x", "y", "side", "n"]
    return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("n") > 0)


def _arrivals(counts: dict[str, int], c4: Bar) -> list[tuple[str, float, float, str, int]]:
    """Return the texts to the right of C4, one per band, pushed down where they would touch."""
    ways = [f"{count(counts[name])} {PATH_NAMES[name].lower()}" for name in _STRAIGHT if counts[name]]
    texts = [
        (f"{count(counts['market_seeking'])} market seeking", counts["market_seeking"]),
        ("\n".join(ways), _straight(counts)),
        (f"{count(counts['efficiency_seeking'])} efficiency seeking", counts["efficiency_seeking"]),
    ]
    line = _LINE * sum(counts.values())
    rows, top, lowest = [], float(c4.top), float("inf")
    for label, n in texts:
        half = line * (label.count("\n") + 1) / 2
        y = min(top - n / 2, lowest - half)
        rows.append((label, c4.x + 2 * BAR, y, "left", n))
        top, lowest = top - n, y - half if n else lowest
    return rows


def _draw(study: Study, bars: list[Bar], bands: pl.DataFrame, labels: pl.DataFrame) -> ggplot:
    """Return the figure of the flow."""
    p9 = plotnine()
    total = bars[0].n
    highest, lowest = max(bar.top for bar in bars), min(bar.top - bar.n for bar in bars)
    corners = p9.aes(xmin="xmin", xmax="xmax", ymin="ymin", ymax="ymax")
    figure: ggplot = (
        p9.ggplot(bands, p9.aes("x", "y"))
        + p9.geom_polygon(p9.aes(group="band", fill="kind"), color="#FFFFFF", size=0.3)
        + p9.geom_rect(corners, data=bar_shapes(bars), inherit_aes=False, fill="#000000")
        + p9.scale_fill_manual(values=_FILLS, guide=None)
        + p9.scale_x_continuous(limits=(-0.36, 2.84), expand=(0, 0))
        + p9.scale_y_continuous(limits=(lowest - 0.15 * total, highest + 0.15 * total), expand=(0, 0))
        + p9.labs(title=synthetic_title(study.survey.codebook), caption=_caption(study))
        + p9.theme_void()
        + p9.theme(
            figure_size=(WIDTH, _HEIGHT),
            plot_margin=0.01,
            plot_title=p9.element_text(size=10, ha="left"),
            plot_caption=p9.element_text(size=8, ha="left", color="#333333"),
        )
    )
    for side, (ha, va, nudge) in _SIDES.items():
        part = labels.filter(pl.col("side") == side)
        figure += p9.geom_text(p9.aes(label="label"), data=part, ha=ha, va=va, size=9, nudge_y=nudge * total)
    return figure


def _caption(study: Study) -> str:
    """Say where the paths come from and who is not drawn."""
    source, unknown = study.path_source, study.classified["category"].null_count()
    text = f"Paths by {SOURCES[source]}." if source else f"No paths: {study.no_paths}."
    return wrapped(f"{text} Not drawn: {unknown} that could not be classified." if unknown else text, 96)
