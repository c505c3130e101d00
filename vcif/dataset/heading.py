"""Which rows of a sheet are headers: as stated, as a platform writes them, or by the names in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from vcif._errors import DataError
from vcif.dataset.codebook import FileFormat
from vcif.dataset.headers import Headers
from vcif.dataset.platforms import Platform, Rows, composed, recognised
from vcif.dataset.reading import letter_of

# A title and notes may stand above the headers, but not many.
WITHIN = 30


@dataclass(frozen=True)
class Heading:
    """The header rows: places counted from 0 among the rows of the sheet, `after` being the first of data."""

    first: int
    after: int
    headers: Headers
    platform: str | None = None
    remarks: tuple[str, ...] = ()

    def told(self, places: Mapping[str, int]) -> dict[str, Any]:
        """Return what a reading tells of the headers, for the columns at these places."""
        questions = self.headers.questions
        return {
            "platform": self.platform,
            "header_rows": tuple(range(self.first + 1, self.after + 1)),
            "letters": {name: letter_of(place) for name, place in places.items()},
            "questions": {
                name: questions[place]
                for name, place in places.items()
                if place < len(questions) and questions[place].strip()
            },
        }


def heading_of(rows: Rows, wanted: Sequence[str], file: FileFormat, source: str) -> Heading:
    """Return the header rows among the first rows of a sheet."""
    filled = [place for place, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise DataError(f"{source} is empty: it needs a header row and a row for every firm.")
    if file.header_row is not None or file.header_rows is not None:
        return _stated(rows, file, filled[0], source)
    first = _heading_at(rows, filled[0])
    if first.headers.has_all(wanted):
        return first
    for place in filled[1:WITHIN]:
        later = _heading_at(rows, place)
        if later.headers.has_all(wanted):
            above = f"The headers stand in row {place + 1}; what stands above them is not read."
            return Heading(later.first, later.after, later.headers, later.platform, (*later.remarks, above))
    return first


def _stated(rows: Rows, file: FileFormat, first_filled: int, source: str) -> Heading:
    """Return the header rows that the codebook states."""
    first = first_filled if file.header_row is None else file.header_row - 1
    count = file.header_rows or 1
    if first + count > len(rows):
        raise DataError(f"{source} has no row {first + count}, in which [file] states headers.")
    headers = Headers(tuple(rows[first]))
    if count > 1:
        below = zip_longest(*rows[first + 1 : first + count], fillvalue="")
        texts = [" ".join(filter(None, cells)) for cells in below]
        headers = composed(rows[first], texts)
        headers = Headers(headers.names, tuple(texts))
    return Heading(first, first + count, headers)


def _heading_at(rows: Rows, place: int) -> Heading:
    """Return the header rows that begin at a row."""
    found = recognised(rows[place : place + 3])
    if found is None:
        return Heading(place, place + 1, Headers(tuple(rows[place])))
    return Heading(place, place + found.rows, found.headers, found.name, _remark(found))


def _remark(platform: Platform) -> tuple[str, ...]:
    """Say what was recognised."""
    if platform.rows == 1:
        return (f"The headers are those of {platform.name}.",)
    return (f"The file has {platform.rows} header rows, as {platform.name} writes them.",)
