"""Headers: find the codebook's columns among those of a file, and refuse what cannot be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from vcif._errors import DataError, nearest
from vcif.dataset.cell_text import listing

REPLACEMENT = "\ufffd"
SEPARATORS = {";": '";"', "\t": '"\\t"', ",": '","', "|": '"|"'}


def find_columns(headers: Sequence[str], wanted: Sequence[str], source: str) -> dict[str, int]:
    """Return the position of every wanted column; a difference in spaces or line breaks is forgiven."""
    refuse_unusable(headers, source)
    exact = {header: place for place, header in enumerate(headers)}
    loose = _loosely(exact)
    found = {name: exact.get(name, loose.get(_squeeze(name), -1)) for name in dict.fromkeys(wanted)}
    lost = [name for name, place in found.items() if place < 0]
    if lost:
        raise DataError(_lost_text(lost, headers, source))
    return found


def refuse_unusable(headers: Sequence[str], source: str) -> None:
    """Raise if two columns have one name, or a name was damaged by a wrong encoding."""
    damaged = [header for header in headers if REPLACEMENT in header]
    if damaged:
        raise DataError(
            f"{source} has headers with characters lost in an earlier conversion: {listing(damaged)}. "
            "Export the file again from where it came from, in UTF-8, or use the original and set encoding "
            'in [file] (Chinese files are often encoding = "gb18030").'
        )
    twice = [header for header, n in Counter(headers).items() if n > 1 and header.strip()]
    if twice:
        raise DataError(
            f"{source} has more than one column named {listing(twice)}. Which one is meant cannot be known: "
            "rename or remove the others in the file."
        )


def _squeeze(header: str) -> str:
    """Write a header on one line."""
    return " ".join(header.split())


def _loosely(exact: Mapping[str, int]) -> dict[str, int]:
    """Return positions by the squeezed header, where only one column has it."""
    counts = Counter(_squeeze(header) for header in exact)
    return {_squeeze(name): place for name, place in exact.items() if counts[_squeeze(name)] == 1}


def _lost_text(lost: Sequence[str], headers: Sequence[str], source: str) -> str:
    """Write which columns are not in the file, and what was perhaps meant."""
    named = "; ".join(f'"{name}"{_hint(name, headers)}' for name in lost)
    columns = "a column" if len(lost) == 1 else f"{len(lost)} columns"
    text = f"{source} lacks {columns} that the codebook names: {named}. "
    if len(headers) == 1:
        for mark, written in SEPARATORS.items():
            if mark in headers[0]:
                return text + f"Its header is a single column: set separator = {written} in [file]."
    return text + f"The file has: {listing(headers)}."


def _hint(name: str, headers: Sequence[str]) -> str:
    """Name the nearest header, one that differs only in case first."""
    for header in headers:
        if header.strip().casefold() == name.strip().casefold():
            return f' (the file has "{header}")'
    close = nearest(name, headers)
    return f" ({close.removeprefix('; ')})" if close else ""
