"""Result records as the columns of a row."""

from __future__ import annotations

from dataclasses import dataclass

from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError, require_one_of
from vcif.inference.registry import EFFECTS, TESTS, Test
from vcif.inference.resampling.bootstrap import INTERVALS, Interval
from vcif.inference.resampling.permutation import check_resampling
from vcif.inference.results import HTest, PairTest, PMethod

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


def effect_columns(effect: str, counts: Counts, level: float, how: Resampling) -> Row:
    """Return an effect size as columns; where it cannot be computed, only a note with its reason.

    An estimate without its bootstrap interval stands alone, with the reason in the note.
    """
    entry = EFFECTS[effect]
    try:
        found = entry.function(counts, level=level)
    except NotComputableError as reason:
        return {"note": f"no {entry.label}: {reason}"}
    options = {"interval": how.intervals, "n_resamples": how.n_resamples, "seed": how.seed}
    try:
        found = entry.function(counts, level=level, **options) if how.intervals != "analytic" else found
    except NotComputableError as reason:
        return {"estimate": found.estimate, "note": f"no interval of {entry.label}: {reason}"}
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
