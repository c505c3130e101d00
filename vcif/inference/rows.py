"""Result records as the columns of a row."""

from __future__ import annotations

from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError, require_one_of
from vcif.inference.registry import EFFECTS, TESTS, Test
from vcif.inference.results import HTest, PMethod

Row = dict[str, object]


def effect_columns(effect: str, counts: Counts, level: float) -> Row:
    """Return an effect size as columns; where it cannot be computed, only a note with its reason."""
    try:
        found = EFFECTS[effect].function(counts, level=level)
    except NotComputableError as reason:
        return {"note": f"no {EFFECTS[effect].label}: {reason}"}
    limits = {"conf_low": found.conf_low, "conf_high": found.conf_high}
    return {"estimate": found.estimate, **limits, "note": found.note}


def check_p_method(function: str, entry: Test, p_method: PMethod) -> None:
    """Raise when an exact p-value is asked of a test that has none; "auto" takes what there is."""
    require_one_of(function, "p_method", p_method, ("asymptotic", "exact", "auto"))
    if p_method == "exact" and not entry.exact:
        able = ", ".join(test.name for test in TESTS.values() if test.exact)
        raise ArgumentError(f'{function}(test="{entry.name}") has no exact p-value; these have: {able}')


def check_weighted(function: str, test: str, weighted: bool) -> None:
    """Raise when a test is asked to use sampling weights."""
    if weighted:
        raise ArgumentError(
            f'{function}(test="{test}") has no form for sampling weights: its p-value would need the '
            "sample's design; leave weighted out, or take describe(weighted=True) for weighted means"
        )


def p_remark(result: HTest) -> str | None:
    """Return how the p-value came about, where it is not the usual approximation."""
    if result.p_method == "exact":
        return "exact p-value"
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
