"""The transition matrix with its intervals, and what is no step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import category_label
from vcif.present.notes import note_lines
from vcif.present.numbers import MISSING, count, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_NAME = "vcif-transitions"
_WAYS = {
    "stay": "stay",
    "forward": "forward, towards C4",
    "switch": "between C2 and C3",
    "reversal": "back, towards C1",
}


def table_transitions(panel: Panel) -> GT:
    """Return the transition matrix: shares of each row with their intervals.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        One row for each category in a wave, one column for each in the next one; the steps of a row at its
        end. The notes say which way steps lead, and count gaps, unknown steps and firms that were never
        seen to move.

    Examples
    --------
    >>> import vcif
    >>> "gaps are no steps" in table_transitions(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    codebook = panel.survey.codebook
    known = panel.transitions.drop_nulls(["from", "to"])
    if not known["n"].sum():
        return unavailable(_NAME, "Steps", "no firm was seen in two waves in a row", note_lines(codebook))
    rows = [_row(name, known.filter(pl.col("from").cast(pl.String) == name)) for name in CATEGORIES]
    headers = {"label": "Category in a wave"} | {name: name for name in CATEGORIES} | {"n": "Steps"}
    spanners = {"Category in the next wave: % [CI]": list(CATEGORIES)}
    return exhibit(
        pl.DataFrame(rows), _NAME, headers, stub="label", spanners=spanners, notes=_notes(panel),
    )  # fmt: skip


def _row(name: str, steps: pl.DataFrame) -> dict[str, str]:
    """Return one row of the matrix as text."""
    cells = {
        str(row["to"]): _cell(row["share"], row["conf_low"], row["conf_high"]) for row in steps.to_dicts()
    }
    return {"label": category_label(name)} | cells | {"n": count(int(steps["n"].sum()))}


def _cell(share: float | None, low: float | None, high: float | None) -> str:
    """Return a share with its interval, without the sign, which the header carries."""
    if share is None:
        return MISSING
    parts = [percent(value, 1).removesuffix("%") for value in (share, low, high)]
    return f"{parts[0]} [{parts[1]}, {parts[2]}]"


def _notes(panel: Panel) -> list[str]:
    """Return the table's note."""
    follows = dict(panel.follow_ups.group_by(pl.col("follows").cast(pl.String)).agg(pl.col("n").sum()).rows())
    ways = "; ".join(
        f"{_WAYS[str(kind)]} {count(n)} ({percent(share, 1)})"
        for kind, n, share in panel.directions.select("direction", "n", "share").rows()
    )
    empty = panel.transitions.drop_nulls(["from", "to"])["share"].null_count()
    kept = int(panel.movers.filter(pl.col("moved") == "never_moved")["n"].sum())
    level = percent(panel.settings.level)
    return note_lines(
        panel.survey.codebook,
        f"Steps lead from a wave to the very next one. {level} intervals by Wilson's method, each share on "
        "its own.",
        f"All steps: {ways}.",
        f"Rows of the panel: {count(follows.get('step', 0))} followed by a step, "
        f"{count(follows.get('unknown', 0))} by a step from or to an unknown category, "
        f"{count(follows.get('gap', 0))} by a gap, {count(follows.get('last', 0))} the firm's last; "
        "gaps are no steps.",
        f"{count(kept)} firms known in two waves or more were never seen to move.",
        "– No firm of this category was seen in the next wave." if empty else "",
    )
