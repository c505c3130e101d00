"""The simulated firms over time: which category each is in every year, since when, and whether it answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vcif.dataset.simulate_draws import BoolArray, Draws, IntArray
from vcif.dataset.simulate_firms import Plan, number, words

# Of 1,000 firms: C1 to C4 in the first wave, and the steps from each category to C1, C2, C3 and C4 in a year.
START = (620, 80, 160, 140)
STEPS = ((740, 90, 150, 20), (60, 680, 30, 230), (70, 20, 680, 230), (10, 30, 50, 910))
_OLD_ROUTES = (58, 36, 6)  # per cent of the firms that are in C4 at the start, by the route that they took
_LATE, _LOST, _SKIPPED = 150, 30, 25  # of 1,000: enter after the first wave; leave, or miss, in a year
_MISREMEMBERED, _MISREPORTED = 25, 60  # of 1,000: years of entry, and routes
_MARKET, _EFFICIENCY, _DIRECT = 3, 4, 5  # kinds of C4 firms, see `KINDS`
_UPSTREAM = np.array((False, True, False, True))
_DOWNSTREAM = np.array((False, False, True, True))


@dataclass(frozen=True)
class WaveDraws(Draws):
    """The streams of one wave; what a firm's answers share ("firm ...") is the same in all of them."""

    wave: int = 0

    def _raw(self, name: str, size: int) -> npt.NDArray[np.uint64]:
        """Return raw numbers of the wave's own stream."""
        return super()._raw(name if name.startswith("firm ") else f"{self.wave} {name}", size)


@dataclass(frozen=True)
class Histories:
    """Every firm's history.

    Attributes
    ----------
    state
        0 to 3 for C1 to C4; shape (firms, waves).
    route
        The kind of C4 firm that it is or would be, by the side of its first entry; shape (firms, waves).
    upstream_year, downstream_year
        Year of the first activity so far; 0 where there was none; shape (firms, waves).
    present
        Whether it answers; shape (firms, waves).
    processing
        Whether it is in processing trade when it is in C4; shape (firms,).
    """

    state: IntArray
    route: IntArray
    upstream_year: IntArray
    downstream_year: IntArray
    present: BoolArray
    processing: BoolArray

    def plan(self, t: int) -> Plan:
        """Return what each firm is in one wave."""
        state = self.state[:, t]
        kind = np.where(state == 3, self.route[:, t], state)
        return Plan(kind, _UPSTREAM[state], _DOWNSTREAM[state], self.processing & (state == 3))


def plan_histories(draws: Draws, waves: int, first_year: int) -> Histories:
    """Return the histories over some waves."""
    state = _states(draws, waves)
    before = _years_before(draws, state[:, 0], first_year)
    years = first_year + np.arange(waves)
    upstream, downstream = (
        _first_years(side[state], years, old)
        for side, old in ((_UPSTREAM, before[0]), (_DOWNSTREAM, before[1]))
    )
    return Histories(
        state=state,
        route=_routes(upstream, downstream),
        upstream_year=upstream,
        downstream_year=downstream,
        present=_present(draws, waves),
        processing=draws.chance("processing", 100),
    )


def _states(draws: Draws, waves: int) -> IntArray:
    """Return the categories: a Markov chain."""
    states = [draws.choice("start", START)]
    for t in range(1, waves):
        moves = [draws.choice(f"step {t} from {i}", weights) for i, weights in enumerate(STEPS)]
        states.append(np.choose(states[-1], moves))
    return np.stack(states, axis=1).astype(np.int64)


def _years_before(draws: Draws, start: IntArray, first_year: int) -> tuple[IntArray, IntArray]:
    """Return the years of entry of firms that are abroad in the first wave; 0 for the others."""
    founded = draws.whole("founded", 1985, 2015)
    first = np.maximum(founded, first_year - draws.whole("first before", 3, 12))
    later = np.minimum(first + 1 + draws.whole("second before", 0, 4), first_year)
    route = draws.choice("old route", _OLD_ROUTES) + _MARKET
    second = np.where(route == _DIRECT, first, np.maximum(later, founded))
    full = start == 3
    upstream = np.where(full & (route == _MARKET), second, np.where(_UPSTREAM[start], first, 0))
    downstream = np.where(full & (route == _EFFICIENCY), second, np.where(_DOWNSTREAM[start], first, 0))
    return upstream, downstream


def _first_years(active: BoolArray, years: IntArray, before: IntArray) -> IntArray:
    """Return in every wave the year of the first activity so far, 0 where there was none."""
    began = np.where(active, years[None, :], 9999)
    began[:, 0] = np.where(before > 0, before, began[:, 0])
    so_far = np.minimum.accumulate(began, axis=1)
    return np.where(so_far == 9999, 0, so_far).astype(np.int64)


def _routes(upstream: IntArray, downstream: IntArray) -> IntArray:
    """Return the kind of C4 firm by the side that came first; market seeking where neither did."""
    up, down = (np.where(year == 0, 9999, year) for year in (upstream, downstream))
    both = (up == down) & (up < 9999)
    return np.where(both, _DIRECT, np.where(up < down, _EFFICIENCY, _MARKET)).astype(np.int64)


def _present(draws: Draws, waves: int) -> BoolArray:
    """Return who answers when: late entry, exit for good, and single waves missed."""
    late = draws.chance("late", _LATE)
    entry = np.where(late, 1 + draws.whole("entry", 0, max(waves - 2, 0)) % max(waves - 1, 1), 0)
    there = np.arange(waves)[None, :] >= entry[:, None]
    lost = np.stack([draws.chance(f"lost {t}", _LOST if t else 0) for t in range(waves)], axis=1)
    skipped = np.stack([draws.chance(f"skipped {t}", _SKIPPED if t else 0) for t in range(waves)], axis=1)
    gone = np.logical_or.accumulate(lost & there, axis=1)
    gone[np.arange(draws.n), entry] = False
    return np.asarray(there & ~gone & ~(skipped & (np.arange(waves)[None, :] > entry[:, None])))


def wave_history(histories: Histories, t: int, year: int, draws: Draws) -> list[pl.Series]:
    """Return the years of first activity and the route as the firms report them in one wave."""
    plan = histories.plan(t)
    years = [
        _remembered(side, histories_year[:, t], year, draws)
        for side, histories_year in (
            ("upstream", histories.upstream_year),
            ("downstream", histories.downstream_year),
        )
    ]
    told = np.where(
        draws.chance("misreport", _MISREPORTED),
        draws.whole("report", 0, 3),
        np.clip(histories.route[:, t] - 3, 0, 2),
    )
    routes = ("sold abroad first", "bought abroad first", "both in the same year", "another way")
    blank = pl.Series([None], dtype=pl.String)
    return [
        number("first_upstream_year", years[0], asked=plan.upstream),
        number("first_downstream_year", years[1], asked=plan.downstream),
        words("route", told, routes).zip_with(pl.Series(histories.state[:, t] == 3), blank),
    ]


def _remembered(side: str, true: IntArray, year: int, draws: Draws) -> IntArray:
    """Return the years as they are remembered: a few are one or two years off, none later than the wave."""
    off = draws.whole(f"{side} off", 1, 2) * np.where(draws.chance(f"{side} way", 500), 1, -1)
    return np.minimum(true + np.where(draws.chance(f"{side} memory", _MISREMEMBERED), off, 0), year)
