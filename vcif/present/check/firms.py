"""Sections on what was read: the file, the firms, and why some have no category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORY_LABELS
from vcif.present.check.section import Section, cell_text, place_text, texts_of
from vcif.present.numbers import MISSING, count, percent

if TYPE_CHECKING:
    from vcif.check import Check


def conservation(check: Check) -> str:
    """Say that every row of the file is accounted for."""
    sign = "=" if check.conserved else "is not"
    return (
        f"{count(check.n_rows)} rows {sign} {count(check.n_firms)} firms + {count(check.rejected)} rejected"
    )


def reading(check: Check) -> Section:
    """Return how the file was read."""
    rows = texts_of(check.reading, "fact", "value")
    return Section("reading", "What was read", conservation(check) + ".", ("", ""), rows)


def categories(check: Check) -> Section:
    """Return how many firms are in each category, by wave where there are several."""
    waves = check.categories["wave"].n_unique() > 1
    sizes = dict(check.categories.group_by("wave").agg(pl.col("n").sum()).iter_rows())
    rows = []
    for wave, category, n in check.categories.select("wave", "category", "n").iter_rows():
        meaning = "Not known" if category is None else CATEGORY_LABELS[category]
        share = percent(n / sizes[wave]) if sizes[wave] else MISSING
        row = (cell_text(category), meaning, count(n), share)
        rows.append((str(wave), *row) if waves else row)
    headers = ("Category", "Meaning", "Firms", "Share")
    text = "By any activity on a side; a firm of which one side is not known has no category."
    return Section(
        "categories",
        "Firms by category",
        text,
        ("Wave", *headers) if waves else headers,
        tuple(rows),
        (3, 4) if waves else (2, 3),
    )


def unknown(check: Check) -> Section:
    """Return why firms have no category."""
    return Section(
        "unknown",
        "Why firms have no category",
        "The activities without an answer: a yes to any of them, or a no to all, would settle the side.",
        ("Side", "Activities without an answer", "Firms"),
        texts_of(check.unknown, "side", "missing", "n"),
        (2,),
    )


def unknown_activities(check: Check) -> Section:
    """Return the activities that leave firms without a category."""
    return Section(
        "unknown_activities",
        "Activities that leave firms without a category",
        "Alone: firms of which only this activity is missing on the side. Instead of answers: in the whole "
        "column.",
        ("Side", "Activity", "Column", "Firms", "Alone", "Instead of answers"),
        texts_of(check.unknown_activities, "side", "activity", "column", "n", "n_alone", "reasons"),
        (3, 4),
    )


def columns(check: Check) -> Section:
    """Return the columns used."""
    rows = [
        (place_text(column, letter), *(cell_text(cell) for cell in rest))
        for column, letter, *rest in check.columns.iter_rows()
    ]
    headers = ("Column", "Name in results", "Used as", "Answers", "Without", "Problems")
    text = "Columns of the file that the codebook does not name are not read."
    return Section("columns", "Columns used", text, headers, tuple(rows), (3, 4, 5), detail=True)
