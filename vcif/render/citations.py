"""Citations and the list of references, by pandoc's citeproc."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vcif._errors import RenderError
from vcif.render.ast import Node, every
from vcif.render.cells import Piece
from vcif.render.locate import places_of_key
from vcif.render.pandoc import run_pandoc
from vcif.render.places import Place, joined
from vcif.render.settings import Settings

_NOT_FOUND = re.compile(r"[Cc]itation (\S+) not found")


def cite(document: Node, settings: Settings, pieces: Sequence[Piece], start: Place, folder: Path) -> Node:
    """Return the document with citations set and the works listed at its end or in `::: {#refs}`.

    Raises
    ------
    RenderError
        A key is not in the bibliography, or there is none; every key is named with file and line.
    """
    keys = {
        citation["citationId"]: None
        for node in every(document["blocks"])
        if node["t"] == "Cite"
        for citation in node["c"][0]
    }
    if not keys and not settings.nocite:
        return document
    if not settings.bibliography:
        faults = [
            place.error(f"@{key} is cited, but there is no bibliography; name one with `bibliography:`")
            for key in keys
            for place in places_of_key(key, pieces, start)
        ]
        raise joined(faults)
    arguments = ["-f", "json", "-t", "json", "--citeproc", "-M", "link-citations=true"]
    arguments += [f"--bibliography={path.resolve()}" for path in settings.bibliography]
    arguments += [f"--csl={settings.csl.resolve()}"] if settings.csl else []
    answer = run_pandoc(arguments, json.dumps(document), folder=folder)
    _check(answer.warnings, settings, pieces, start)
    cited: Node = json.loads(answer.output)
    return cited


def _check(warnings: Sequence[str], settings: Settings, pieces: Sequence[Piece], start: Place) -> None:
    """Raise when citeproc did not find a key, or warned of anything else."""
    names = ", ".join(path.name for path in settings.bibliography)
    faults: list[RenderError] = []
    for warning in warnings:
        found: Any = _NOT_FOUND.search(warning)
        if found is None:
            faults.append(start.error(f"the bibliography {names}: {warning}"))
            continue
        faults += [
            place.error(f"@{found[1]} is not in the bibliography {names}; add it or correct the key")
            for place in places_of_key(found[1], pieces, start)
        ]
    if faults:
        raise joined(faults)
