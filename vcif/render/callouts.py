"""Callout boxes: `::: {.callout-note}`."""

from __future__ import annotations

import re
from pathlib import Path

from vcif.render.ast import Node, Nodes, div, pairs_of, plain, text, walk
from vcif.render.pandoc import parse_markdown

CALLOUTS = ("note", "tip", "warning", "important", "caution")
_MARKUP = re.compile(r"[*_`$^~@\[\\]")


def callout_kind(node: Node) -> str:
    """Return which callout a block is, or an empty text."""
    if node["t"] != "Div":
        return ""
    return next((name for name in CALLOUTS if f"callout-{name}" in node["c"][0][1]), "")


def mark_callouts(document: Node) -> Node:
    """Give every callout a title block: its `title` attribute, its first heading, or the kind's name."""
    marked: Node = walk(document, lambda node: [_marked(node)] if callout_kind(node) else None)
    return marked


def _marked(node: Node) -> Node:
    """Return a callout as a division of class vcif-callout that begins with its title."""
    kind, blocks = callout_kind(node), list(node["c"][1])
    title = _title(pairs_of(node).get("title", kind.capitalize()))
    if "title" not in pairs_of(node) and blocks and blocks[0]["t"] == "Header":
        title = blocks.pop(0)["c"][2]
    return div(
        [div([plain(title)], classes=["vcif-title"]), *blocks], node["c"][0][0], ["vcif-callout"], kind=kind
    )


def _title(written: str) -> Nodes:
    """Return a title given as an attribute, which may hold Markdown."""
    if not _MARKUP.search(written):
        return text(written)
    blocks = parse_markdown(written, folder=Path())["blocks"]
    return [inline for block in blocks if block["t"] in ("Para", "Plain") for inline in block["c"]]
