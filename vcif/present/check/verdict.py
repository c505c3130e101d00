"""What a check comes to, in one sentence, and its sections in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vcif.present.check.firms import categories, columns, conservation, reading, unknown, unknown_activities
from vcif.present.check.oddities import constant, duplicates, items, suspects
from vcif.present.check.problems import codes, examples, kinds, outside
from vcif.present.check.section import Section
from vcif.present.numbers import count

if TYPE_CHECKING:
    from vcif.check import Check

CLEAN = "Nothing to look at: the file says what the codebook expects."


def verdict(check: Check) -> str:
    """Say in one sentence what the check comes to."""
    if check.clean:
        return CLEAN
    serious = check.kinds.filter("serious")
    found = (
        (serious.height, "kind of problem", "kinds of problems"),
        (check.codes.height, "likely code for no answer", "likely codes for no answer"),
        (check.suspects.height, "item that runs against its block", "items that run against their block"),
        (check.constant.height, "activity with one answer for all", "activities with one answer for all"),
        (check.duplicates.height, "group of rows, perhaps one firm", "groups of rows, each perhaps one firm"),
    )
    parts = [f"{count(n)} {one if n == 1 else many}" for n, one, many in found if n]
    if not check.n_firms:
        parts.append("no firm was read")
    if not check.conserved:
        parts.append(f"rows are lost ({conservation(check)})")
    return "To look at: " + ", ".join(parts) + "."


def sections(check: Check) -> list[Section]:
    """Return what there is to show; sections with nothing to say are left out."""
    every = [
        reading(check),
        categories(check),
        unknown(check),
        unknown_activities(check),
        kinds(check, serious=True),
        examples(check),
        outside(check),
        codes(check),
        suspects(check),
        constant(check),
        duplicates(check),
        kinds(check, serious=False),
        items(check),
        columns(check),
    ]
    return [section for section in every if section.rows]
