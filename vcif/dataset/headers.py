"""Headers: find the codebook's columns among those of a file, and refuse what cannot be told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vcif._errors import DataError, nearest
from vcif.dataset.cell_text import listing

REPLACEMENT = "\ufffd"
INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u00ad]")
QUESTION_MARKS = re.compile(r"[\W\d_]*\?[\W\d_]*")
NUMBERED = re.compile(r"(.*)#([1-9]\d*)", re.DOTALL)
LOST, SEVERAL = -1, -2
Places = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Headers:
    """The names of a file's columns, and the texts of their questions where the file has both."""

    names: tuple[str, ...]
    questions: tuple[str, ...] = ()

    def places(self, wanted: Sequence[str]) -> dict[str, int]:
        """Return the position of every wanted column, LOST, or SEVERAL where more than one would do.

        The name comes first, then the name but for spaces and line breaks, then the question. Of columns with
        one name, "name#2" is the second.
        """
        ways = [_by_text(self.names), _by_text([squeeze(name) for name in self.names])]
        ways += [_by_text(self.questions), _by_text([squeeze(text) for text in self.questions])]
        return {name: _place(name, ways) for name in dict.fromkeys(wanted)}

    def has_all(self, wanted: Sequence[str]) -> bool:
        """Tell whether every wanted column is there once."""
        return min(self.places(wanted).values(), default=0) >= 0


def find_columns(
    names: Sequence[str], wanted: Sequence[str], source: str, questions: Sequence[str] = (), hint: str = ""
) -> dict[str, int]:
    """Return the position of every wanted column, or raise; `hint` says where a lost one might be."""
    found = Headers(tuple(names), tuple(questions)).places(wanted)
    unclear = [name for name, place in found.items() if place == SEVERAL]
    lost = [name for name, place in found.items() if place == LOST]
    if lost or unclear:
        _refuse_damaged(names, source)
    if unclear:
        raise DataError(
            f"{source} has more than one column named {listing(unclear)}. Which one is meant cannot be "
            f'known: rename the others in the file, or write "{unclear[0]}#1" in the codebook for the first '
            "of them."
        )
    if lost:
        raise DataError(_lost_text(lost, names, source) + hint)
    return found


def squeeze(header: str) -> str:
    """Write a header on one line, without what the eye does not see."""
    plain = unicodedata.normalize("NFKC", header) if not header.isascii() else header
    return " ".join(INVISIBLE.sub("", plain).split())


def _by_text(texts: Sequence[str]) -> Places:
    """Return the places of every text; an empty one names no column."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if text.strip():
            places.setdefault(text, []).append(place)
    return places


def _place(name: str, ways: Sequence[Places]) -> int:
    """Return the position of one column."""
    squeezed = squeeze(name)
    for way in ways:
        places = way.get(name) or way.get(squeezed)
        if places:
            return places[0] if len(places) == 1 else SEVERAL
    numbered = NUMBERED.fullmatch(name)
    if numbered is None:
        return LOST
    same = ways[0].get(numbered[1]) or ways[1].get(squeeze(numbered[1])) or ()
    return same[int(numbered[2]) - 1] if int(numbered[2]) <= len(same) else LOST


def _refuse_damaged(names: Sequence[str], source: str) -> None:
    """Raise if a name was damaged by a wrong encoding; nothing but question marks is left of some."""
    damaged = [name for name in names if REPLACEMENT in name or QUESTION_MARKS.fullmatch(name)]
    if damaged:
        raise DataError(
            f"{source} has headers with characters lost in an earlier conversion: {listing(damaged)}. "
            "Export the file again from where it came from, in UTF-8, or use the original and set encoding "
            'in [file] (Chinese files are often encoding = "gb18030").'
        )


def _lost_text(lost: Sequence[str], names: Sequence[str], source: str) -> str:
    """Write which columns are not in the file, and what was perhaps meant."""
    named = "; ".join(f'"{name}"{_hint(name, names)}' for name in lost)
    columns = "a column" if len(lost) == 1 else f"{len(lost)} columns"
    return f"{source} lacks {columns} that the codebook names: {named}. The file has: {listing(names)}."


def _hint(name: str, names: Sequence[str]) -> str:
    """Name the nearest header, one that differs only in case first."""
    for header in names:
        if squeeze(header).casefold() == squeeze(name).casefold():
            return f' (the file has "{header}")'
    close = nearest(name, names)
    return f" ({close.removeprefix('; ')})" if close else ""
