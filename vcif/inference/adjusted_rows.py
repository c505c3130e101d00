"""The p-values of one family of result rows, adjusted together."""

from __future__ import annotations

from collections.abc import Sequence

from vcif.inference.adjust import Adjustment, adjust_p
from vcif.inference.groups import join_remarks
from vcif.inference.rows import Row, note_of, p_value_of


def adjusted_rows(rows: Sequence[Row], adjust: Adjustment, members: str) -> list[Row]:
    """Return a family's rows with adjusted p-values, the correction, and the family among the remarks.

    Nothing is said of a family without a p-value.

    Parameters
    ----------
    rows
        The rows of the family; a row without a p-value is no member of it.
    adjust
        The correction.
    members
        What the family's members are called.

    Examples
    --------
    >>> adjusted_rows([{"p_value": 0.02}, {"p_value": 0.03}, {"p_value": None}], "bonferroni", "pairs")[0]
    {'p_value': 0.02, 'p_adjusted': 0.04, 'adjust_method': 'bonferroni', 'note': 'adjusted over 2 pairs'}
    """
    p_values = [p_value_of(row) for row in rows]
    tested = sum(p is not None for p in p_values)
    family = f"adjusted over {tested} {members}" if tested and adjust != "none" else None
    return [
        row | {"p_adjusted": p, "adjust_method": adjust, "note": join_remarks([note_of(row), family])}
        for row, p in zip(rows, adjust_p(p_values, adjust), strict=True)
    ]
