"""Turn `@fig-x`, `@tbl-x`, `@sec-x` and `@eq-x` into links with the number of what they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from vcif._errors import RenderError, nearest
from vcif.render.ast import Node, Nodes, walk
from vcif.render.cells import Piece
from vcif.render.locate import definitions, places_of_key
from vcif.render.numbering import NAMES, Numbered, Target
from vcif.render.places import Place, joined

_OURS = re.compile(r"^(fig|tbl|sec|eq)-", re.IGNORECASE)
_THEIRS = re.compile(
    r"^(lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|vid)-", re.IGNORECASE
)
_NO_BREAK_SPACE = "\u00a0"


def resolve_references(numbered: Numbered, pieces: Sequence[Piece], start: Place) -> Node:
    """Return the document with every cross reference resolved.

    Raises
    ------
    RenderError
        Labels are used twice or a reference has no target; each is named with file and line.
    """
    faults = _duplicates(pieces)

    def visit(node: Node) -> Nodes | None:
        if node["t"] != "Cite":
            return None
        try:
            return _resolved(node["c"][0], numbered.targets, pieces, start)
        except RenderError as fault:
            faults.append(fault)
            return None

    document: Node = walk(numbered.document, visit)
    if faults:
        raise joined(faults)
    return document


def _duplicates(pieces: Sequence[Piece]) -> list[RenderError]:
    """Return an error for every label that is defined a second time."""
    first: dict[str, Place] = {}
    faults = []
    for label, place in definitions(pieces):
        if label in first:
            faults.append(
                place.error(f"the label `{label}` is used twice, first at {first[label]}; rename one")
            )
        first.setdefault(label, place)
    return faults


def _resolved(
    citations: list[Any], targets: Mapping[str, Target], pieces: Sequence[Piece], start: Place
) -> Nodes | None:
    """Return what stands for a citation, or None when it cites literature."""
    keys = [each["citationId"] for each in citations]
    for key in keys:
        if _THEIRS.match(key):
            place = places_of_key(key, pieces, start)[0]
            raise place.error(f"the embedded press resolves @fig-, @tbl-, @sec- and @eq-; got @{key}")
    ours = [bool(_OURS.match(key)) for key in keys]
    if not any(ours):
        return None
    place = places_of_key(keys[0], pieces, start)[0]
    if not all(ours):
        raise place.error(f"cross references and citations share a bracket ({', '.join(keys)}); use one each")
    nodes: Nodes = []
    for position, citation in enumerate(citations):
        nodes += [{"t": "Str", "c": ","}, {"t": "Space"}] if position else []
        nodes += _reference(citation, targets, pieces, start)
    return nodes


def _reference(citation: Any, targets: Mapping[str, Target], pieces: Sequence[Piece], start: Place) -> Nodes:
    """Return the link of one reference: name and number, a prefix of one's own and number, or number only."""
    key = citation["citationId"]
    label = key[0].lower() + key[1:]
    if label not in targets:
        places = ", ".join(map(str, places_of_key(key, pieces, start)))
        raise RenderError(
            f"{places}: nothing has the label `{label}` that @{key} refers to{nearest(label, targets)}"
        )
    target = targets[label]
    number_only = citation["citationMode"]["t"] == "SuppressAuthor"
    prefix, form = citation["citationPrefix"], "number"
    inlines: Nodes = [{"t": "Str", "c": target.number}]
    if not target.number:
        form, inlines = "title", target.title
    elif prefix:
        inlines = [*prefix, {"t": "Str", "c": _NO_BREAK_SPACE}, *inlines]
        form = "prefix"
    elif not number_only:
        form, inlines = "full", [{"t": "Str", "c": NAMES[target.kind] + _NO_BREAK_SPACE + target.number}]
    pairs = [["form", form], ["kind", target.kind], ["number", target.number]]
    return [
        {"t": "Link", "c": [["", ["vcif-ref"], pairs], inlines, [f"#{label}", ""]]},
        *citation["citationSuffix"],
    ]
