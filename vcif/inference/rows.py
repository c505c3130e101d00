"""Result records as the columns of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError, require_one_of
from vcif.inference.outcomes import attempt
from vcif.inference.registry import EFFECTS, TESTS, Effect, Test
from vcif.inference.resampling.bootstrap import INTERVALS, Interval
from vcif.inference.resampling.parallel import each
from vcif.inference.resampling.permutation import check_resampling
from vcif.inference.results import EffectSize, HTest, PairTest, PMethod

Row = dict[str, object]


@dataclass(frozen=True)
class Resampling:
    """How p-values and limits are to come about, and by which random tables."""

    p_method: PMethod
    intervals: Interval
    n_resamples: int
    seed: int

    @property
    def long(self) -> bool:
        """Whether anything is resampled."""
        return self.p_method == "permutation" or self.intervals != "analytic"

    def options(self, test: Test) -> Row:
        """Return the keywords of a test's p-value."""
        drawn = {"n_resamples": self.n_resamples, "seed": self.seed}
        if test.name == "fisher_exact":
            methods = {"permutation": "monte_carlo", "exact": "exact"}
            return {"p_method": methods.get(self.p_method, "auto"), **drawn}
        return {"p_method": self.p_method, **drawn}


def effects_beside(effect: str, tables: Sequence[Counts | None], level: float, how: Resampling) -> list[Row]:
    """Return the effect size of each table as columns, or a note with the reason; nothing without a table."""
    entry, there = EFFECTS[effect], [counts for counts in tables if counts is not None]
    plain: Sequence[EffectSize | NotComputableError]
    if entry.many:
        plain = entry.many(there, level=level)
    else:
        plain = [attempt(partial(entry.function, level=level), counts) for counts in there]
    if how.intervals == "analytic":
        rows = [_columns(entry, found) for found in plain]
    else:
        places, label = list(zip(there, plain, strict=True)), f"{entry.label}, {how.intervals} intervals"
        rows = each(lambda place: _drawn(entry, *place, level, how), places, label=label, long=True)
    results = iter(rows)
    return [{} if counts is None else next(results) for counts in tables]


def _drawn(
    entry: Effect, counts: Counts, plain: EffectSize | NotComputableError, level: float, how: Resampling
) -> Row:
    """Return an effect size with its bootstrap interval; without one it stands alone, with the reason."""
    if isinstance(plain, NotComputableError):
        return _columns(entry, plain)
    options = {"interval": how.intervals, "n_resamples": how.n_resamples, "seed": how.seed}
    found = attempt(partial(entry.function, level=level, **options), counts)
    if isinstance(found, NotComputableError):
        return {"estimate": plain.estimate, "note": f"no interval of {entry.label}: {found}"}
    return _columns(entry, found)


def _columns(entry: Effect, found: EffectSize | NotComputableError) -> Row:
    """Return an effect size as columns, or the reason that there is none."""
    if isinstance(found, NotComputableError):
        return {"note": f"no {entry.label}: {found}"}
    limits = {"conf_low": found.conf_low, "conf_high": found.conf_high}
    return {"estimate": found.estimate, **limits, "note": found.note}


def check_resampled(function: str, entry: Test, how: Resampling) -> None:
    """Raise when p-values or limits are asked for that the test does not have, or too few resamples."""
    require_one_of(function, "p_method", how.p_method, ("asymptotic", "exact", "permutation", "auto"))
    require_one_of(function, "intervals", how.intervals, INTERVALS)
    check_resampling(function, how.n_resamples, how.seed)
    able = [*(test.name for test in TESTS.values() if test.exact), "fisher_exact"]
    if how.p_method == "exact" and entry.name not in able:
        raise ArgumentError(
            f'{function}(test="{entry.name}") has no exact p-value; these have: {", ".join(able)}'
        )


def check_weighted(function: str, test: str, weighted: bool) -> None:
    """Raise when a test is asked to use sampling weights."""
    if weighted:
        raise ArgumentError(
            f'{function}(test="{test}") has no form for sampling weights: its p-value would need the '
            "sample's design; leave weighted out, or take describe(weighted=True) for weighted means"
        )


def p_remark(result: HTest | PairTest, how: Resampling) -> str | None:
    """Return how the p-value came about, where it is not the usual approximation."""
    if result.p_method == "exact":
        return "exact p-value"
    if result.p_std_error is None:
        return None
    drawn, error = f"({how.n_resamples} resamples, seed {how.seed})", f"standard error {result.p_std_error!r}"
    if result.p_method == "permutation":
        return f"permutation p-value {drawn} with {error}"
    return f"Monte Carlo p-value with {error} {drawn}"


def note_of(row: Row) -> str | None:
    """Return a row's note."""
    note = row.get("note")
    return note if isinstance(note, str) else None


def p_value_of(row: Row) -> float | None:
    """Return a row's p-value."""
    value = row.get("p_value")
    return value if isinstance(value, float) else None
