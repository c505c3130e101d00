"""The first rows of a text file: they show the mark between its cells, and where its headers are."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from vcif._errors import DataError
from vcif.dataset.csv_rows import unreadable_row
from vcif.dataset.heading import WITHIN, Heading, heading_of
from vcif.dataset.request import Request

SEPARATORS = {",": '","', ";": '";"', "\t": '"\\t"', "|": '"|"'}
MOST_ROWS, MOST_TEXT = 1000, 1 << 22


@dataclass(frozen=True)
class Top:
    """The head of a text file: the mark between its cells, its header rows, the lines that they take."""

    separator: str
    heading: Heading
    lines: int

    @property
    def width(self) -> int:
        """The number of cells of a whole row."""
        return len(self.heading.headers.names)


def top_of(start: bytes, request: Request) -> Top:
    """Read the first rows with the stated separator, or with the one under which all columns are found."""
    text = start[:MOST_TEXT].decode("utf-8", errors="ignore")
    stated = request.format.separator
    if stated is not None:
        return _top(text, stated, request)
    usual = "\t" if request.ending in (".tsv", ".tab") else ","
    tops: list[Top] = []
    fault: DataError | None = None
    for separator in sorted(SEPARATORS, key=lambda mark: mark != usual):
        try:
            top = _top(text, separator, request)
        except DataError as error:
            # With a wrong separator quotation marks seem out of place; with the usual one they are.
            fault = error if separator == usual else fault
            continue
        if top.heading.headers.has_all(request.wanted):
            return top
        tops.append(top)
    if fault is not None and not tops:
        raise fault
    return max(tops, key=lambda top: (_found(top, request), top.width))


def _found(top: Top, request: Request) -> int:
    """Count the wanted columns that are there."""
    return sum(place >= 0 for place in top.heading.headers.places(request.wanted).values())


def _top(text: str, separator: str, request: Request) -> Top:
    """Read the first rows with one separator."""
    rows: list[list[str]] = []
    ends, filled = [0], 0
    records = csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, strict=True)
    try:
        for record in records:
            rows.append(record)
            ends.append(records.line_num)
            filled += any(cell.strip() for cell in record)
            if filled > WITHIN + 3 or len(rows) >= MOST_ROWS:
                break
    except csv.Error as error:
        if not filled:
            raise DataError(unreadable_row(request.source, ends[-1] + 1, error)) from None
    heading = heading_of(rows, request.wanted, request.format, request.source)
    return Top(separator, heading, ends[heading.after])


def single_column_hint(top: Top) -> str:
    """Say which separator to set where a header is a single column that holds another one."""
    names = top.heading.headers.names
    if len(names) != 1:
        return ""
    for mark, written in SEPARATORS.items():
        if mark in names[0]:
            return f" Its header is a single column: set separator = {written} in [file]."
    return ""
