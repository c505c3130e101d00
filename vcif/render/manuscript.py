"""A document ready to be written: everything computed, numbered, resolved and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vcif.render.ast import Node, Nodes, has_class, pairs_of, raw_inline, stringify, text
from vcif.render.project import Project
from vcif.render.settings import EXTENSIONS, Settings
from vcif.render.source import Source

_ATTACHED = ("title", "subtitle", "abstract")


@dataclass(frozen=True)
class Manuscript:
    """The document and all that its writers need.

    ``blocks`` is pandoc's form with the divisions of `numbering` and `exhibits`; ``front`` holds title,
    subtitle and abstract as blocks; ``figures`` is the folder with the pictures that the cells drew, which
    the document calls ``figures_name``.
    """

    source: Source
    settings: Settings
    project: Project
    api_version: list[int]
    blocks: Nodes
    front: Mapping[str, Nodes]
    work: Path
    figures: Path
    figures_name: str
    epoch: int

    @property
    def plain_title(self) -> str:
        """The title without markup; the file's name when there is none."""
        return stringify(self.front.get("title", [])).strip() or self.source.path.stem

    def output(self, name: str) -> Path:
        """Return the file that a format is written to."""
        relative = self.source.path.relative_to(self.project.root)
        return (self.project.output_dir / relative).with_suffix(EXTENSIONS[name])

    def picture(self, target: str) -> Path:
        """Return the file of a picture that the document names."""
        if target.startswith(f"{self.figures_name}/"):
            return self.figures / target.removeprefix(f"{self.figures_name}/")
        base = self.project.root if target.startswith("/") else self.source.path.parent
        return base / target.lstrip("/")

    def document(self, blocks: Nodes, meta: Mapping[str, Node]) -> Node:
        """Return the whole pandoc document from transformed blocks and metadata."""
        return {"pandoc-api-version": self.api_version, "meta": dict(meta), "blocks": blocks}

    def shared_meta(self, transform: Mapping[str, Nodes]) -> dict[str, Node]:
        """Return the metadata that all writers use; ``transform`` holds the front as the writer sets it."""
        settings = self.settings
        meta = {name: meta_blocks(transform[name]) for name in _ATTACHED if name in transform}
        meta["lang"] = meta_string(settings.lang)
        if settings.date:
            meta["date"] = meta_string(settings.date)
        if settings.description:
            meta["description"] = meta_string(settings.description)
        if settings.keywords:
            meta["keyword-list"] = meta_string(", ".join(settings.keywords))
        return meta


def meta_string(words: str) -> Node:
    """Return a metadata text, escaped by the writer."""
    return {"t": "MetaInlines", "c": text(words)}


def meta_raw(language: str, code: str) -> Node:
    """Return metadata in the output's own language."""
    return {"t": "MetaInlines", "c": [raw_inline(language, code)]}


def meta_blocks(blocks: Nodes) -> Node:
    """Return metadata blocks; a single paragraph becomes inlines, so that it fits into a line."""
    if len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain"):
        return {"t": "MetaInlines", "c": blocks[0]["c"]}
    return {"t": "MetaBlocks", "c": blocks}


def take_front(document: Node) -> tuple[dict[str, Nodes], Nodes]:
    """Split title, subtitle and abstract, which `compose` put into the text, from the other blocks."""
    front: dict[str, Nodes] = {}
    blocks: Nodes = []
    for node in document["blocks"]:
        if has_class(node, "vcif-meta"):
            front[pairs_of(node)["name"]] = node["c"][1]
        else:
            blocks.append(node)
    return front, blocks
