"""What the simulated firms do abroad: upstream and downstream activities, and the ratios that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vcif.dataset.simulate_draws import BoolArray, Draws, IntArray
from vcif.dataset.simulate_firms import Plan, number, words

# Per cent, by kind of firm (C1, C2, C3, then C4 by route): efficiency seekers buy more abroad, market
# seekers sell more abroad. What a firm's side rules out is set to 0 afterwards.
_IMPORT_CENTRE = np.array((0, 28, 0, 22, 42, 30), dtype=np.int64)
_EXPORT_CENTRE = np.array((0, 0, 32, 44, 32, 38), dtype=np.int64)
_HOSTS_LOW = np.array((0, 1, 1, 2, 4, 2), dtype=np.int64)
_HOSTS_RANGE = np.array((1, 5, 6, 8, 10, 8), dtype=np.int64)
_MANAGERS_CENTRE = np.array((6, 18, 16, 32, 32, 32), dtype=np.int64)
HOST_WORDS = ("none", "one or two", "three to five", "six to ten", "more than ten")


@dataclass(frozen=True)
class Activities:
    """What each firm does abroad; shares in per cent, hosts in countries."""

    imports: IntArray
    suppliers: BoolArray
    research: BoolArray
    sourcing_office: BoolArray
    exports: IntArray
    sales_office: BoolArray
    distribution: BoolArray
    after_sales: BoolArray
    hosts: IntArray

    @property
    def office(self) -> BoolArray:
        """Whether the firm has people and assets of its own abroad."""
        return self.research | self.sourcing_office | self.sales_office


def _fives(percent: IntArray) -> IntArray:
    """Round shares of ten per cent and more to fives, as people do when they are asked."""
    return np.where(percent >= 10, (percent + 2) // 5 * 5, percent)


def _share(name: str, centre: IntArray, active: BoolArray, draws: Draws) -> IntArray:
    """Return a share in per cent: one active firm in seven below 10, one in thirty still at 0."""
    usual = np.clip(centre + draws.bell(name, 15), 10, 95)
    small = draws.chance(f"{name} small", 150)
    share = np.where(small, draws.whole(f"{name} low", 1, 9), _fives(usual))
    return np.where(active & ~draws.chance(f"{name} none", 30), share, 0)


def plan_activities(plan: Plan, draws: Draws) -> Activities:
    """Return the activities; each firm has at least one on every side that its kind asks for."""
    up, down, both = plan.upstream, plan.downstream, plan.upstream & plan.downstream
    imports = _share("import_share", _IMPORT_CENTRE[plan.kind], up, draws)
    exports = _share("export_share", _EXPORT_CENTRE[plan.kind], down, draws)
    # A firm whose share is still 0 counts by its contract, so that the side holds for it as well.
    suppliers = up & (draws.chance("overseas_suppliers", 500) | (imports == 0))
    distribution = down & (draws.chance("distribution", 480) | (exports == 0))
    return Activities(
        imports=imports,
        suppliers=suppliers,
        research=up & draws.chance("overseas_rd", 140) | both & draws.chance("rd both", 140),
        sourcing_office=up & draws.chance("sourcing_office", 180),
        exports=exports,
        sales_office=down & draws.chance("sales_office", 220),
        distribution=distribution,
        after_sales=(exports > 0) & draws.chance("after_sales", 300),
        hosts=_HOSTS_LOW[plan.kind] + draws.whole("hosts", 0, 999) * _HOSTS_RANGE[plan.kind] // 1000,
    )


def activity_columns(acts: Activities) -> list[pl.Series]:
    """Return the activities as they were answered: every column in words or codes of its own."""
    exporter = pl.Series(acts.exports > 0)
    service = words("after_sales", acts.after_sales.astype(np.int64), ("no", "yes"))
    return [
        number("import_share", acts.imports),
        words("overseas_suppliers", acts.suppliers.astype(np.int64), ("否", "是")),
        number("overseas_rd", np.where(acts.research, 1, 2)),
        words("sourcing_office", acts.sourcing_office.astype(np.int64), ("No", "Yes")),
        number("export_share", acts.exports),
        words("sales_office", acts.sales_office.astype(np.int64), ("无", "有")),
        number("distribution", np.where(acts.distribution, 1, 2)),
        service.zip_with(exporter, pl.Series([None], dtype=pl.String)),
    ]


def ratio_columns(plan: Plan, acts: Activities, draws: Draws) -> list[pl.Series]:
    """Return the parts of the usual indices; assets, subsidiaries and staff abroad need an office there."""
    office = acts.office
    assets = np.where(office, draws.whole("assets", 1, 12) + 3 * plan.category, 0)
    subsidiaries = np.where(office, 5 * draws.whole("subsidiaries", 2, 12) + 5 * plan.category, 0)
    staff = np.where(office, draws.whole("staff", 1, 10) + 2 * plan.category, 0)
    fewest = (acts.hosts + 1) // 2
    zones = fewest + draws.whole("zones", 0, 999) * (acts.hosts - fewest + 1) // 1000
    managers = np.clip(_MANAGERS_CENTRE[plan.kind] + draws.bell("managers", 14), 0, 100)
    return [
        number("foreign_assets", assets),
        number("foreign_subsidiaries", subsidiaries),
        number("foreign_employees", staff),
        number("cultural_zones", np.minimum(zones, 10)),
        number("managers_abroad", _fives(managers)),
    ]


def sourcing_band(acts: Activities) -> IntArray:
    """Return the import share as the questionnaire's five answers (none, under 15, 30, 50 per cent, more)."""
    return np.searchsorted(np.array((1, 15, 30, 50)), acts.imports, side="right").astype(np.int64) + 1


def host_band(acts: Activities) -> IntArray:
    """Return the number of host countries as the position of the questionnaire's five answers."""
    return np.searchsorted(np.array((1, 3, 6, 11)), acts.hosts, side="right").astype(np.int64)
