"""Cut the lines of a document into text and executable cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vcif.render.fences import Fence
from vcif.render.options import CellOptions, read_options, without_options
from vcif.render.places import Line, Place


@dataclass(frozen=True)
class Text:
    """Lines of Markdown; `verbatim` where they are inside a code fence."""

    lines: tuple[Line, ...]
    verbatim: bool = False


@dataclass(frozen=True)
class Cell:
    """An executable Python cell; `place` is the line of its opening fence."""

    lines: tuple[Line, ...]
    options: CellOptions
    place: Place
    indent: str

    @property
    def code(self) -> str:
        """The code with its option lines, so that line numbers in tracebacks fit."""
        return "\n".join(line.text for line in self.lines)

    @property
    def shown(self) -> str:
        """The code as it is printed with `echo: true`."""
        return "\n".join(line.text for line in without_options(list(self.lines))).strip("\n")

    @property
    def name(self) -> str:
        """How messages call the cell."""
        return f"cell `{self.options.label}`" if self.options.label else "cell"


Piece = Text | Cell


def split_cells(lines: tuple[Line, ...], defaults: Mapping[str, bool]) -> tuple[Piece, ...]:
    """Cut a document into pieces, in order.

    Parameters
    ----------
    lines : tuple of Line
        The body with includes expanded.
    defaults : mapping
        The document's `execute:` settings.

    Raises
    ------
    RenderError
        A cell is in another language, is not closed, or has a bad option.

    Examples
    --------
    >>> body = ["Text.", "```{python}", "1 + 1", "```"]
    >>> lines = tuple(Line(text, Place("a.qmd", n)) for n, text in enumerate(body, start=1))
    >>> [type(piece).__name__ for piece in split_cells(lines, {})]
    ['Text', 'Cell']
    """
    pieces: list[Piece] = []
    fence = Fence()
    held: list[Line] = []
    opening: Line | None = None
    info: str | None = None
    for line in lines:
        was_open = fence.is_open
        opened = fence.feed(line.text)
        if not was_open and fence.is_open:
            _flush(pieces, held)
            opening, info, held = line, opened, [line]
        elif was_open and not fence.is_open and opening is not None:
            pieces.append(_fenced([*held, line], opening, info, defaults))
            held = []
        else:
            held.append(line)
    if fence.is_open and opening is not None:
        raise opening.place.error(f"the code fence {opening.text.strip()!r} is not closed")
    _flush(pieces, held)
    return tuple(pieces)


def _flush(pieces: list[Piece], held: list[Line]) -> None:
    """Add the held lines as text."""
    if held:
        pieces.append(Text(tuple(held)))


def _fenced(held: list[Line], opening: Line, info: str | None, defaults: Mapping[str, bool]) -> Piece:
    """Return a cell, or verbatim text when the fence is not `{python}`."""
    if info is None or not info.startswith("{") or info.startswith(("{.", "{=", "{#", "{{")):
        return Text(tuple(held), verbatim=True)
    if info != "{python}":
        raise opening.place.error(
            f"the embedded press runs only `{{python}}` cells; got {info!r}"
            " (options are `#|` lines inside the cell)"
        )
    indent = opening.text[: len(opening.text) - len(opening.text.lstrip())]
    body = [Line(line.text.removeprefix(indent), line.place) for line in held[1:-1]]
    return Cell(tuple(body), read_options(body, defaults), opening.place, indent)
