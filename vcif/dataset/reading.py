"""How a file was read: what it turned out to be, and what was found in it rather than stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """How a file was read; what does not apply to its kind is None or empty.

    Attributes
    ----------
    kind : str
        What the file is, in words.
    entry : str or None
        The file inside an archive.
    encoding, separator, decimal : str or None
        How its text is written.
    sheet : str or None
        The sheet of a workbook.
    platform : str or None
        The survey platform that wrote it, where it can be told.
    header_rows : tuple of int
        The rows that hold headers, as a spreadsheet shows them.
    letters : mapping
        The letter under which a spreadsheet shows a column, by its name in the codebook.
    questions : mapping
        The text of the question, where the file has one, by the column's name in the codebook.
    remarks : tuple of str
        What was found rather than stated, in sentences.
    """

    kind: str = ""
    entry: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    platform: str | None = None
    header_rows: tuple[int, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def place(self, row: int | None, column: str | None) -> str:
        """Return the words that lead to a cell in a spreadsheet.

        >>> Reading(letters={"exports": "F"}).place(14, "exports")
        'row 14, column F (exports)'
        >>> Reading().place(None, "exports")
        'column exports'
        """
        letter = self.letters.get(column or "")
        named = f"column {letter} ({column})" if letter else f"column {column}"
        parts = [] if row is None else [f"row {row}"]
        return ", ".join([*parts, named] if column else parts)


def letter_of(place: int) -> str:
    """Return the letter of a column by its place, counted from 0.

    >>> letter_of(0), letter_of(25), letter_of(26), letter_of(701), letter_of(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
