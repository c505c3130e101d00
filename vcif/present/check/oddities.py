"""Sections on what looks odd: items against their block, constant activities, rows that may be one firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vcif.present.check.section import Section, cell_text, plain_text
from vcif.present.numbers import count, number

if TYPE_CHECKING:
    from vcif.check import Check

TURN = "add reversed = true"
TURN_BACK = "take out reversed = true"


def suspects(check: Check) -> Section:
    """Return the items whose correlation with their block is negative."""
    rows = [
        (block, indicator, column, count(n), number(rest, bounded=True), TURN_BACK if turned else TURN)
        for block, indicator, column, n, rest, turned in check.suspects.select(
            "block", "indicator", "column", "n", "item_rest", "reversed"
        ).iter_rows()
    ]
    return Section(
        "suspects",
        "Items that run against their block",
        "The correlation with the mean of the block's other items is negative. Look the question up: an item "
        "that was asked the other way round has to be turned.",
        ("Block", "Item", "Column", "Firms", "Item-rest r", "If it was asked the other way round"),
        tuple(rows),
        (3, 4),
        odd=True,
    )


def items(check: Check) -> Section:
    """Return all item-rest correlations."""
    frame = check.items.select("block", "indicator", "column", "n", "item_rest", "reversed", "note")
    rows = [
        (*names, count(n), number(rest, bounded=True), "yes" if turned else "no", cell_text(note))
        for *names, n, rest, turned, note in frame.iter_rows()
    ]
    headers = ("Block", "Item", "Column", "Firms", "Item-rest r", "Reversed", "Note")
    text = "Pearson's correlation of each item with the mean of the other items of its block."
    return Section("items", "Item-rest correlations", text, headers, tuple(rows), (3, 4), detail=True)


def constant(check: Check) -> Section:
    """Return the activities that tell no firms apart."""
    rows = [
        (activity, column, side, plain_text(wave), count(n), answer)
        for activity, column, side, wave, n, answer in check.constant.iter_rows()
    ]
    return Section(
        "constant",
        "Activities with one answer for all firms",
        "Such a question was probably not asked in that wave, or not of these firms. If so, name the wave in "
        "`not_asked_in`, or leave the activity out of the codebook: a column of no counts as no.",
        ("Activity", "Column", "Side", "Wave", "Firms", "Answer"),
        tuple(rows),
        (4,),
        odd=True,
    )


def duplicates(check: Check) -> Section:
    """Return the rows that may be one firm."""
    rows = [
        (finding, plain_text(wave), firms, cell_text(rows))
        for finding, wave, firms, rows in check.duplicates.iter_rows()
    ]
    return Section(
        "duplicates",
        "Rows that may be one firm",
        "Look them up; a firm may have one row in each wave.",
        ("Finding", "Wave", "Firms", "Rows"),
        tuple(rows),
        odd=True,
    )
