"""The simulated answers on five points: 30 items, and the pattern that is built into them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif.dataset.simulate_activities import HOST_WORDS, Activities, host_band, sourcing_band
from vcif.dataset.simulate_draws import Draws, IntArray
from vcif.dataset.simulate_firms import Plan, number, words

_FIRM_SD = 420  # what a firm's answers within a block share, thousandths of a point
_ITEM_SD = 820  # what is particular to one answer
_PROCESSING = -400  # pure processors land in C4 but perform less well


@dataclass(frozen=True)
class Pattern:
    """What a kind of firm adds to C1's mean answer, in thousandths of a scale point.

    `market` and `efficiency` shift C4 firms by the route that they took, on top of `c4`; they
    come from the years of entry and never from the category.
    """

    c2: int
    c3: int
    c4: int
    market: int = 0
    efficiency: int = 0

    def by_kind(self) -> IntArray:
        """Return the shift of each kind of firm, in the order of `KINDS`."""
        shifts = (0, self.c2, self.c3, self.c4 + self.market, self.c4 + self.efficiency, self.c4)
        return np.array(shifts, dtype=np.int64)


@dataclass(frozen=True)
class Item:
    """One item: C1's mean answer in thousandths of a point, its pattern, and how it was asked."""

    column: str
    base: int
    pattern: Pattern
    reversed: bool = False


# Performance: C3 lies further below C4 than C2 does, and market seekers are ahead on every item.
_RESULT = Pattern(680, 410, 1320, market=280, efficiency=-450)
# On costs and quality the firms that buy abroad come close to the fully integrated ones.
_COST_RESULT = Pattern(940, 410, 1320, market=280, efficiency=-450)
# Structure: both routes alike, but for the items on complexity, on which efficiency seekers are ahead.
_ORGANISED = Pattern(560, 520, 1250)
_COMPLEX = Pattern(560, 480, 1250, market=-270, efficiency=450)
# Attitudes: as structure, but market seekers are ahead on incentives, treatment and innovation.
_ATTITUDE = Pattern(560, 580, 1240)
_MOTIVE = Pattern(560, 580, 1240, market=260, efficiency=-440)
# One item in each block on which the categories hardly differ: not everything is significant.
_LEVEL = Pattern(100, 100, 240)
_LEVEL_RESULT = Pattern(100, 100, 240, market=280, efficiency=-450)
# Only firms with a downstream activity are asked, so this item is defining.
_SALES_ABROAD = Pattern(0, 400, 900, market=300, efficiency=-300)

PATTERNS = (
    _RESULT,
    _COST_RESULT,
    _LEVEL_RESULT,
    _ORGANISED,
    _COMPLEX,
    _ATTITUDE,
    _MOTIVE,
    _LEVEL,
    _SALES_ABROAD,
)

ITEMS = (
    Item("perf_01", 2500, _RESULT),
    Item("perf_02", 2450, _RESULT),
    Item("perf_03", 2400, _RESULT),
    Item("perf_04", 2300, _RESULT),
    Item("perf_05", 2550, _COST_RESULT),
    Item("perf_06", 2350, _RESULT),
    Item("perf_07", 2600, _COST_RESULT),
    Item("perf_08", 2500, _COST_RESULT, reversed=True),
    Item("perf_09", 3000, _LEVEL_RESULT),
    Item("str_01", 2200, _ORGANISED),
    Item("str_02", 2150, _COMPLEX),
    Item("str_03", 2250, _COMPLEX),
    Item("str_04", 2350, _COMPLEX),
    Item("str_05", 2300, _ORGANISED, reversed=True),
    Item("str_06", 2400, _COMPLEX),
    Item("str_07", 2250, _ORGANISED),
    Item("str_08", 3000, _LEVEL),
    Item("att_01", 2400, _MOTIVE),
    Item("att_02", 2350, _MOTIVE),
    Item("att_03", 2500, _MOTIVE),
    Item("att_04", 2450, _ATTITUDE),
    Item("att_05", 2400, _ATTITUDE, reversed=True),
    Item("att_06", 2300, _ATTITUDE, reversed=True),
    Item("att_07", 2600, _ATTITUDE),
    Item("att_08", 2450, _ATTITUDE),
    Item("att_09", 2350, _ATTITUDE),
    Item("att_10", 3400, _LEVEL),
)


def _scores(item: Item, plan: Plan, draws: Draws, lowest: int = 1) -> IntArray:
    """Return the answers in the direction of the block (before an item is turned round), up to 5."""
    block = item.column.split("_")[0]
    shared = draws.bell(f"firm {block}", _FIRM_SD)
    particular = draws.bell(item.column, _ITEM_SD)
    latent = item.base + item.pattern.by_kind()[plan.kind] + shared + particular
    if block == "perf":
        latent = latent + np.where(plan.processing, _PROCESSING, 0)
    scores: IntArray = np.clip((latent + 500) // 1000, lowest, 5)
    return scores


def _sales_abroad(plan: Plan, draws: Draws) -> IntArray:
    """Return the answers on sales abroad: 1 without a downstream activity, which makes it defining."""
    item = Item("perf_10", 2600, _SALES_ABROAD)
    return np.where(plan.downstream, _scores(item, plan, draws, lowest=2), 1)


def item_columns(plan: Plan, acts: Activities, draws: Draws) -> list[pl.Series]:
    """Return the items as the firms answered them: reversed ones are still the other way round."""
    columns = []
    for item in ITEMS:
        scores = _scores(item, plan, draws)
        columns.append(number(item.column, 6 - scores if item.reversed else scores))
    columns.append(number("perf_10", _sales_abroad(plan, draws)))
    columns.append(words("str_09", host_band(acts), HOST_WORDS))
    columns.append(number("str_10", sourcing_band(acts)))
    return columns
