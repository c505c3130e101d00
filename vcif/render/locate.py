"""Find in a document's source where something was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vcif.render.cells import Cell, Piece, Text
from vcif.render.inline import without_code_spans
from vcif.render.options import place_of_option
from vcif.render.places import Line, Place

_DEFINED = re.compile(r"\{#(?P<label>[^\s}]+)")


def prose(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Yield the lines of text outside code, with code spans blanked out."""
    for piece in pieces:
        if isinstance(piece, Text) and not piece.verbatim:
            cleaned = without_code_spans("\n".join(line.text for line in piece.lines))
            for text, line in zip(cleaned.split("\n"), piece.lines, strict=True):
                yield Line(text, line.place)


def places_of(pattern: str, pieces: Sequence[Piece], otherwise: Place) -> list[Place]:
    """Return where a pattern stands in the prose or in a cell's options; the document's start if nowhere."""
    search = re.compile(pattern).search
    found = [line.place for line in prose(pieces) if search(line.text)]
    found += [line.place for line in _verbatim(pieces) if search(line.text)]
    for piece in pieces:
        if isinstance(piece, Cell):
            options = [line for line in piece.lines if line.text.startswith("#|")]
            found += [line.place for line in options if search(line.text)]
    return found or [otherwise]


def _verbatim(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Yield the lines of raw blocks, `{=typst}` and the like."""
    for piece in pieces:
        if isinstance(piece, Text) and piece.verbatim and "{=" in piece.lines[0].text:
            yield from piece.lines


def places_of_key(key: str, pieces: Sequence[Piece], otherwise: Place) -> list[Place]:
    """Return where `@key` is written."""
    return places_of(rf"@\{{?{re.escape(key)}(?![\w-])", pieces, otherwise)


def definitions(pieces: Sequence[Piece]) -> list[tuple[str, Place]]:
    """Return every label that the document defines, with its place."""
    found = [(match["label"], line.place) for line in prose(pieces) for match in _DEFINED.finditer(line.text)]
    for piece in pieces:
        if isinstance(piece, Cell) and piece.options.label:
            found.append((piece.options.label, place_of_option(list(piece.lines), "label", piece.place)))
    return found
