"""The simulated firms: what each one is, what it does abroad, since when, and its covariates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif.dataset.simulate_draws import BoolArray, Draws, IntArray

SURVEY_YEAR = 2023


@dataclass(frozen=True)
class Kind:
    """One kind of firm: its category, the route that it took to C4, and how many of 1,000 firms are it."""

    category: str
    route: str
    per_mille: int


# The route is a property of its own. Were market seekers simply C3 and efficiency seekers C2, the
# built-in pattern could not hold: market seekers perform better than efficiency seekers, but C3 lies
# further below C4 than C2 does.
KINDS = (
    Kind("C1", "", 285),
    Kind("C2", "", 135),
    Kind("C3", "", 255),
    Kind("C4", "market_seeking", 190),
    Kind("C4", "efficiency_seeking", 117),
    Kind("C4", "direct", 18),
)
_UPSTREAM = (False, True, False, True, True, True)
_DOWNSTREAM = (False, False, True, True, True, True)

_REGIONS = ("Zhejiang", "Jiangsu", "Guangdong", "Shandong", "Sichuan", "Hubei")
_REGION_WEIGHTS = (26, 20, 22, 14, 10, 8)
_SIZE_LOW = np.array((20, 50, 100, 300, 1000), dtype=np.int64)
_SIZE_HIGH = np.array((49, 99, 299, 999, 1400), dtype=np.int64)
_SIZE_WEIGHTS = ((30, 30, 30, 9, 1), (24, 30, 33, 12, 1), (24, 30, 33, 12, 1), (16, 26, 38, 18, 2))


@dataclass(frozen=True)
class Plan:
    """What each firm is before anybody asks it: one entry per firm in every array."""

    kind: IntArray
    upstream: BoolArray
    downstream: BoolArray
    processing: BoolArray

    @property
    def category(self) -> IntArray:
        """The category as 0 (C1) to 3 (C4)."""
        return np.minimum(self.kind, 3)


def plan_firms(draws: Draws) -> Plan:
    """Return the firms' kinds in fixed proportions and random order."""
    weights = np.cumsum(np.array([kind.per_mille for kind in KINDS], dtype=np.int64))
    ends = (weights * draws.n + 500) // 1000
    kind = np.searchsorted(ends, draws.order("kind"), side="right").astype(np.int64)
    upstream, downstream = np.array(_UPSTREAM)[kind], np.array(_DOWNSTREAM)[kind]
    return Plan(kind, upstream, downstream, upstream & downstream & draws.chance("processing", 100))


def number(name: str, values: IntArray, *, asked: BoolArray | None = None) -> pl.Series:
    """Return whole numbers as text, blank for firms that were not asked."""
    column = pl.Series(name, values).cast(pl.String)
    return column if asked is None else column.zip_with(pl.Series(asked), pl.Series([None], dtype=pl.String))


def _tenths(name: str, values: IntArray) -> pl.Series:
    """Return tenths as text with one decimal, put together from whole numbers."""
    column = pl.Series(values)
    return ((column // 10).cast(pl.String) + "." + (column % 10).cast(pl.String)).rename(name)


def words(name: str, positions: IntArray, answers: tuple[str, ...]) -> pl.Series:
    """Return the answers at these positions."""
    return pl.Series(name, answers).gather(pl.Series(positions)).rename(name)


def background(plan: Plan, draws: Draws) -> list[pl.Series]:
    """Return identifiers and covariates; size rises a little with the category."""
    n = draws.n
    band = np.choose(
        plan.category, [draws.choice(f"size {c}", weights) for c, weights in enumerate(_SIZE_WEIGHTS)]
    )
    spread = draws.whole("employees", 0, 999)
    employees = _SIZE_LOW[band] + spread * (_SIZE_HIGH[band] - _SIZE_LOW[band] + 1) // 1000
    # In tenths of a million; a firm of 1,000 employees is an SME only below 400 million yuan.
    revenue = employees * draws.whole("revenue", 250, 900) // 100
    revenue = np.where(employees >= 1000, np.minimum(revenue, 3999), revenue)
    years = draws.whole("manager_years", 0, 6) + plan.category * draws.whole("manager_extra", 0, 4)
    return [
        pl.Series("firm_id", [f"F{i:04d}" for i in range(1, n + 1)]),
        number("industry", draws.choice("industry", (18, 24, 22, 14, 14, 8)) + 1),
        words("region", draws.choice("region", _REGION_WEIGHTS), _REGIONS),
        number("ownership", draws.choice("ownership", (46, 34, 13, 7)) + 1),
        number("founded", draws.whole("founded", 1985, 2015)),
        number("employees", employees),
        _tenths("revenue", revenue),
        number("manager_years", years),
        number("processing", np.where(plan.processing, 1, 2)),
        number("answered", draws.choice("answered", (68, 32)) + 1),
    ]


def history(plan: Plan, draws: Draws) -> list[pl.Series]:
    """Return the years of first activity and the route that the firm reports.

    About one C4 firm in sixteen reports another route than its years show: memory is not perfect.
    """
    founded = draws.whole("founded", 1985, 2015)
    first = np.minimum(founded + draws.whole("first_year", 0, 12), SURVEY_YEAR - 4)
    second = np.minimum(first + 1 + draws.whole("second_year", 0, 7), SURVEY_YEAR)
    market, efficiency, direct = (plan.kind == k for k in (3, 4, 5))
    report = np.where(
        draws.chance("misreport", 60), draws.whole("report", 0, 3), np.clip(plan.kind - 3, 0, 2)
    )
    routes = ("sold abroad first", "bought abroad first", "both in the same year", "another way")
    blank = pl.Series([None], dtype=pl.String)
    return [
        number("first_upstream_year", np.where(market, second, first), asked=plan.upstream),
        number("first_downstream_year", np.where(efficiency, second, first), asked=plan.downstream),
        words("route", report, routes).zip_with(pl.Series(market | efficiency | direct), blank),
    ]
