"""Find inline expressions, `{python} expr`, in Markdown text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vcif.render.places import Line, Place

_TICKS = re.compile(r"(?<!\\)`+")
_CODE = re.compile(r"\{(?P<language>\w+)\}[ \t\n]+(?P<expression>.*)", re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")


@dataclass(frozen=True)
class Inline:
    """An expression and the place of its opening backtick."""

    expression: str
    place: Place


@dataclass(frozen=True)
class _Span:
    """Where a code span begins and ends in a text, and what is inside."""

    start: int
    end: int
    ticks: int
    content: str


def find_inline(lines: tuple[Line, ...]) -> list[Inline]:
    """Return the inline expressions of some lines of text, in order.

    >>> line = Line("There are `{python} n` firms, ``not `{python} this` ``.", Place("a.qmd", 7))
    >>> find_inline((line,))
    [Inline(expression='n', place=Place(file='a.qmd', line=7))]
    """
    return [inline for _, _, inline in _inlines(lines)]


def replace_inline(lines: tuple[Line, ...], result: Callable[[Inline], str]) -> str:
    """Return the text with every inline expression replaced by its result."""
    text = "\n".join(line.text for line in lines)
    parts, done = [], 0
    for start, end, inline in _inlines(lines):
        parts += [text[done:start], _protected(result(inline), text[:start], text[end:])]
        done = end
    return "".join([*parts, text[done:]])


def _protected(result: str, before: str, after: str) -> str:
    """Return a result that begins no list, as a number before a full stop does at the start of a line."""
    if before.rpartition("\n")[2].strip():
        return result
    if result.isdigit() and after[:1] in (".", ")"):
        return result + "\\"
    return "\\" + result if result[:1] in ("-", "+") and result[1:2] in ("", " ") else result


def _inlines(lines: tuple[Line, ...]) -> Iterator[tuple[int, int, Inline]]:
    """Yield where each inline expression begins and ends in the text, and the expression."""
    text = "\n".join(line.text for line in lines)
    for span in _code_spans(text):
        found = _CODE.fullmatch(span.content) if span.ticks == 1 else None
        if found is None:
            continue
        place = lines[text.count("\n", 0, span.start)].place
        if found["language"] != "python":
            language = found["language"]
            raise place.error(f"the embedded press evaluates only `{{python}}` inline; got {language!r}")
        yield span.start, span.end, Inline(found["expression"].strip(), place)


def without_code_spans(text: str) -> str:
    """Return the text with code spans blanked out, for searching in what is prose.

    >>> without_code_spans("see `@tbl-x` and @tbl-y")
    'see          and @tbl-y'
    """
    for span in _code_spans(text):
        blank = re.sub(r"[^\n]", " ", text[span.start : span.end])
        text = text[: span.start] + blank + text[span.end :]
    return text


def _code_spans(text: str) -> Iterator[_Span]:
    """Yield the code spans; a run of backticks ends at the next run of equal length in its paragraph."""
    position = 0
    while opening := _TICKS.search(text, position):
        paragraph_end = re.compile(r"\n[ \t]*\n").search(text, opening.end())
        limit = paragraph_end.start() if paragraph_end else len(text)
        closing = re.compile(r"(?<!`)" + opening.group() + r"(?!`)").search(text, opening.end(), limit)
        if closing is None:
            position = opening.end()
            continue
        inside = text[opening.end() : closing.start()].strip()
        yield _Span(opening.start(), closing.end(), len(opening.group()), inside)
        position = closing.end()


def escape_markdown(text: str) -> str:
    r"""Return plain text in such a way that Markdown shows it as it is.

    >>> print(escape_markdown("p < .05*"))
    p \< .05\*
    """
    return _SPECIAL.sub(r"\\\1", text)
