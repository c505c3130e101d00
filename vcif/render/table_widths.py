"""Column widths from what stands in the cells, so that labels do not wrap needlessly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

# A line of table text (9 pt, 16 cm) holds about this many digits; the space beside a cell's text takes two.
LINE = 101.0
_PADDING = 2.4
_NARROW, _BRACKET, _WIDE = 0.56, 0.7, 1.75
_LEAST = 0.55
_AIR = 1.12


@dataclass(frozen=True)
class Extent:
    """What a cell needs: the widths of its longest line and longest word, and where it stands."""

    column: int
    colspan: int
    line: float
    word: float


def text_width(words: str) -> float:
    """Return about how wide a text is, in digits of a serif font.

    >>> text_width("0.12"), text_width("Mm")
    (3.56, 3.5)
    """
    return round(sum(map(_character, words)), 2)


def _character(sign: str) -> float:
    """Return about how wide a character is."""
    if sign in " .,:;'!|/ijlftI\u00a0":
        return _NARROW
    if sign in "()[]{}-":
        return _BRACKET
    if sign in "mwMW@%\u2014" or east_asian_width(sign) in "WF":
        return _WIDE
    return 1.33 if sign.isupper() or sign == "\u2212" else 1.0


def relative_widths(extents: Sequence[Extent], columns: int, *, least: float = _LEAST) -> list[float]:
    """Return each column's share of the text width; the sum is at most 1.

    Columns get the width of their longest line while that fits; else the widest are cut down together,
    none below its longest word. A table takes at least the share ``least`` of the line.

    Examples
    --------
    >>> cells = [Extent(0, 1, 30, 10), Extent(1, 1, 5, 5), Extent(2, 1, 5, 5)]
    >>> [round(width, 2) for width in relative_widths(cells, 3)]
    [0.38, 0.09, 0.09]
    """
    lines = _needs([(each, each.line) for each in extents], columns)
    words = _needs([(each, each.word) for each in extents], columns)
    total = sum(lines)
    if total <= LINE:
        share = min(1.0, max(least, total * _AIR / LINE))
        return [share * each / total for each in lines]
    fitted = _cut_down(lines, words)
    return [each / sum(fitted) for each in fitted]


def _needs(lengths: Sequence[tuple[Extent, float]], columns: int) -> list[float]:
    """Return the width each column needs; what a spanning cell lacks is spread over its columns."""
    needs = [_PADDING + 1.0] * columns
    for extent, length in lengths:
        if extent.colspan == 1:
            needs[extent.column] = max(needs[extent.column], length + _PADDING)
    for extent, length in lengths:
        covered = range(extent.column, min(extent.column + extent.colspan, columns))
        lacking = length + _PADDING - sum(needs[column] for column in covered)
        if 1 < extent.colspan < columns and lacking > 0:
            for column in covered:
                needs[column] += lacking / extent.colspan
    return needs


def _cut_down(lines: list[float], words: list[float]) -> list[float]:
    """Return widths that fit a line: the highest common limit on the columns that allows it."""
    low, high = 0.0, max(lines)
    for _ in range(40):
        limit = (low + high) / 2
        fits = sum(max(word, min(line, limit)) for line, word in zip(lines, words, strict=True)) <= LINE
        low, high = (limit, high) if fits else (low, limit)
    return [max(word, min(line, low)) for line, word in zip(lines, words, strict=True)]
