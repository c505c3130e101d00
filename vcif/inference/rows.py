"""Result records as the columns of a row."""

from __future__ import annotations

from vcif._counts import Counts
from vcif._errors import NotComputableError
from vcif.inference.registry import EFFECTS

Row = dict[str, object]


def effect_columns(effect: str, counts: Counts, level: float) -> Row:
    """Return an effect size as columns; where it cannot be computed, only a note with its reason."""
    try:
        found = EFFECTS[effect].function(counts, level=level)
    except NotComputableError as reason:
        return {"note": f"no {EFFECTS[effect].label}: {reason}"}
    limits = {"conf_low": found.conf_low, "conf_high": found.conf_high}
    return {"estimate": found.estimate, **limits, "note": found.note}


def note_of(row: Row) -> str | None:
    """Return a row's note."""
    note = row.get("note")
    return note if isinstance(note, str) else None


def p_value_of(row: Row) -> float | None:
    """Return a row's p-value."""
    value = row.get("p_value")
    return value if isinstance(value, float) else None
