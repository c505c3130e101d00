"""Result records as the columns of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError, require_one_of
from vcif.inference.outcomes import attempt
from vcif.inference.registry import EFFECTS, TESTS, Test
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
        if test.name == "fisher_exact":
            drawn = {"n_resamples": self.n_resamples, "seed": self.seed}
            return {"p_method": "monte_carlo", **drawn} if self.p_method == "permutation" else {}
        return {"p_method": self.p_method, "n_resamples": self.n_resamples, "seed": self.seed}


def effects_of(
    effect: str, tables: Sequence[Counts | None], level: float, how: Resampling
) -> list[EffectSize | NotComputableError | None]:
    """Return the effect size of each table, or why there is none; None where there is no table."""
    entry, there = EFFECTS[effect], [counts for counts in tables if counts is not None]
    found: Sequence[EffectSize | NotComputableError]
    if entry.many and how.intervals == "analytic":
        found = entry.many(there, level=level)
    else:
        options = {"interval": how.intervals, "n_resamples": how.n_resamples, "seed": how.seed}
        bound = partial(entry.function, level=level, **options)
        label, long = f"{entry.label}, {how.intervals} intervals", how.intervals != "analytic"
        found = each(partial(attempt, bound), there, label=label, long=long)
    results = iter(found)
    return [None if counts is None else next(results) for counts in tables]


def effect_columns(effect: str, found: EffectSize | NotComputableError | None) -> Row:
    """Return an effect size as columns; where it cannot be computed, only a note with its reason."""
    if found is None:
        return {}
    if isinstance(found, NotComputableError):
        return {"note": f"no {EFFECTS[effect].label}: {found}"}
    limits = {"conf_low": found.conf_low, "conf_high": found.conf_high}
    return {"estimate": found.estimate, **limits, "note": found.note}


def check_resampled(function: str, entry: Test, how: Resampling) -> None:
    """Raise when p-values or limits are asked for that the test does not have, or too few resamples."""
    require_one_of(function, "p_method", how.p_method, ("asymptotic", "exact", "permutation", "auto"))
    require_one_of(function, "intervals", how.intervals, INTERVALS)
    if how.long:
        check_resampling(function, how.n_resamples, how.seed)
    if how.p_method == "exact" and not entry.exact:
        able = ", ".join(test.name for test in TESTS.values() if test.exact)
        raise ArgumentError(f'{function}(test="{entry.name}") has no exact p-value; these have: {able}')


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
    if result.p_method == "permutation":
        drawn = f"{how.n_resamples} resamples, seed {how.seed}"
        return f"permutation p-value ({drawn}) with standard error {result.p_std_error!r}"
    if result.p_std_error is not None:
        return f"Monte Carlo p-value with standard error {result.p_std_error!r}"
    return None


def note_of(row: Row) -> str | None:
    """Return a row's note."""
    note = row.get("note")
    return note if isinstance(note, str) else None


def p_value_of(row: Row) -> float | None:
    """Return a row's p-value."""
    value = row.get("p_value")
    return value if isinstance(value, float) else None
