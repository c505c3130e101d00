"""The geometry of a flow diagram: bars as tall as their firms, bands as wide as theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

BAR = 0.03
STUB = 0.16
_STEPS = 60


@dataclass(frozen=True)
class Bar:
    """A bar: its place from left to right, its upper end, and its firms."""

    name: str
    x: float
    top: float
    n: int


@dataclass(frozen=True)
class Flow:
    """Firms that go from one bar to another, or stay in the first (`target` None)."""

    source: str
    target: str | None
    n: int
    kind: str


def bar_shapes(bars: Sequence[Bar]) -> pl.DataFrame:
    """Return the bars as rectangles: name, n, xmin, xmax, ymin, ymax."""
    return pl.DataFrame(
        [
            {"name": bar.name, "n": bar.n, "xmin": bar.x - BAR, "xmax": bar.x + BAR, "ymin": bar.top - bar.n,
             "ymax": bar.top}
            for bar in bars
        ]
    )  # fmt: skip


def band_shapes(bars: Sequence[Bar], flows: Sequence[Flow]) -> pl.DataFrame:
    """Return the bands as polygons: band, kind, n, x, y; flows leave and reach a bar from above to below."""
    by_name = {bar.name: bar for bar in bars}
    leaving = {bar.name: bar.top for bar in bars}
    reaching = dict(leaving)
    shapes = []
    for number, flow in enumerate(flows):
        start = (by_name[flow.source].x + BAR, leaving[flow.source])
        leaving[flow.source] -= flow.n
        if flow.target is None:
            end = (start[0] + STUB, start[1])
        else:
            end = (by_name[flow.target].x - BAR, reaching[flow.target])
            reaching[flow.target] -= flow.n
        outline = _band(start, end, flow.n)
        shapes.append(outline.with_columns(band=pl.lit(number), kind=pl.lit(flow.kind), n=pl.lit(flow.n)))
    return pl.concat(shapes)


def _band(start: tuple[float, float], end: tuple[float, float], n: int) -> pl.DataFrame:
    """Return a band's outline: along its upper edge and back along its lower one."""
    share = np.linspace(0.0, 1.0, _STEPS)
    upper = np.array([start[1] + (end[1] - start[1]) * smoothstep(part) for part in share])
    x = start[0] + (end[0] - start[0]) * share
    return pl.DataFrame({"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([upper, upper[::-1] - n])})


def smoothstep(share: float) -> float:
    """Return how far a curve has risen that leaves and arrives level.

    >>> smoothstep(0.0), smoothstep(0.5), smoothstep(1.0)
    (0.0, 0.5, 1.0)
    """
    return share * share * (3 - 2 * share)
