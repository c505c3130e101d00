"""Links: between pages, to files that go along with the site, and within a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from vcif._errors import RenderError
from vcif.render.ast import Node, every
from vcif.render.cells import Piece
from vcif.render.locate import places_of
from vcif.render.places import Place, joined, relative_name
from vcif.render.project import Project

_ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """The document whose links are looked at."""

    source: Path
    project: Project
    pieces: Sequence[Piece]
    start: Place
    outputs: frozenset[Path]


def check_links(document: Node, page: Page) -> tuple[Path, ...]:
    """Check every link and picture; return the local files that must go along with the page.

    Raises
    ------
    RenderError
        A link leads nowhere, or a picture comes from the network; each is named with file and line.
    """
    faults: list[RenderError] = []
    files: dict[Path, None] = {}
    anchors = _anchors(document)
    for node in every(document["blocks"]):
        if node["t"] not in ("Link", "Image"):
            continue
        target = unquote(node["c"][2][0])
        fault = _fault(node["t"], target, page, anchors)
        if fault:
            place = places_of(re.escape(node["c"][2][0]), page.pieces, page.start)[0]
            faults.append(place.error(fault))
        elif path := local_file(target, page):
            files[path] = None
    if faults:
        raise joined(faults)
    return tuple(files)


def local_file(target: str, page: Page) -> Path | None:
    """Return the file that a relative target names, unless it is a page, an output or an anchor."""
    name = target.partition("#")[0]
    if not name or _ELSEWHERE.match(name) or name.endswith(".qmd"):
        return None
    path = _resolve(name, page)
    generated = name.startswith(f"{page.source.stem}_files/")
    return None if generated or path in page.outputs else path


def _resolve(name: str, page: Page) -> Path:
    """Return the path a target stands for; a leading slash is the project folder."""
    base = page.project.root if name.startswith("/") else page.source.parent
    return (base / name.lstrip("/")).resolve()


def _anchors(document: Node) -> set[str]:
    """Return every identifier of the document."""
    kinds = ("Div", "Span", "Header", "Code", "CodeBlock", "Link", "Figure", "Table", "Image")
    found = set()
    for node in every(document["blocks"]):
        if node["t"] in kinds:
            attributes = node["c"][1] if node["t"] == "Header" else node["c"][0]
            found.add(attributes[0])
    return found


def _fault(kind: str, target: str, page: Page, anchors: set[str]) -> str:
    """Return what is wrong with a target, or an empty text."""
    name, _, anchor = target.partition("#")
    if _ELSEWHERE.match(target):
        return f"the picture {target} is on the network; save it in the project" if kind == "Image" else ""
    if not name:
        return "" if anchor in anchors else f"the link leads to #{anchor}, which this document does not have"
    path = _resolve(name, page)
    if path.suffix == ".qmd":
        if path not in {each.resolve() for each in page.project.documents}:
            return f"the link leads to {name}, which is not among the documents to render"
        return ""
    if local_file(target, page) and not path.is_file():
        return f"the file {name} does not exist (looked for {relative_name(path, page.project.root)})"
    if not path.is_relative_to(page.project.root.resolve()):
        return f"the file {name} is outside the project folder; copy it into the project"
    return ""
