"""What can be told only from the parsed document: pictures without alternative text, code for no format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vcif._errors import RenderError
from vcif.render.ast import Node, every, has_class, pairs_of, stringify
from vcif.render.cells import Piece
from vcif.render.locate import places_of
from vcif.render.places import Place, joined

RAW_FORMATS = ("html", "typst", "openxml")


def check_document(document: Node, pieces: Sequence[Piece], start: Place) -> None:
    """Raise when a picture has no alternative text or when raw code belongs to no format of the press.

    Raises
    ------
    RenderError
        Names every such place with its file and line.
    """
    faults = [*_without_alternative(document, pieces, start), *_stray_code(document, pieces, start)]
    if faults:
        raise joined(faults)


def _without_alternative(document: Node, pieces: Sequence[Piece], start: Place) -> Iterator[RenderError]:
    """Yield an error for each picture that says nothing to those who cannot see it."""
    figures = [node for node in every(document["blocks"]) if _is_figure(node)]
    captioned = {id(image) for figure in figures for image in every(figure) if image["t"] == "Image"}
    for node in every(document["blocks"]):
        if node["t"] != "Image" or pairs_of(node).get("fig-alt"):
            continue
        # The words in brackets are alternative text within a line, but the caption of a figure.
        if id(node) in captioned or not stringify(node["c"][1]).strip():
            target = node["c"][2][0]
            place = places_of(re.escape(target), pieces, start)[0]
            yield place.error(f'the picture {target} has no alternative text; add {{fig-alt="..."}} to it')


def _is_figure(node: Node) -> bool:
    """Return whether a block is a captioned figure."""
    return has_class(node, "vcif-float") and pairs_of(node).get("kind") == "fig"


def _stray_code(document: Node, pieces: Sequence[Piece], start: Place) -> Iterator[RenderError]:
    """Yield an error for each piece of raw code that no writer would set, such as a LaTeX command."""
    for node in every(document["blocks"]):
        if node["t"] in ("RawBlock", "RawInline") and node["c"][0] not in RAW_FORMATS:
            language, code = node["c"]
            first = code.strip().splitlines()[0] if code.strip() else language
            place = places_of(re.escape(first), pieces, start)[0]
            yield place.error(
                f"no format of the press sets the {language} code {first!r}; allowed: raw blocks of "
                f"{', '.join(RAW_FORMATS)}"
            )
