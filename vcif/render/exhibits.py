"""Put the exhibits of cells, tables and pictures, into the parsed document."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

from vcif.render.ast import Node, Nodes, div, has_class, pairs_of, para, raw_block, text, walk
from vcif.render.cells import Cell
from vcif.render.compose import Composed, Exhibit
from vcif.render.gt_html import steady_ids
from vcif.render.tables import read_tables

_SVG_WIDTH = re.compile(r"<svg\b[^>]*?\bwidth=\"([\d.]+)pt\"", re.DOTALL)


def place_exhibits(document: Node, composed: Composed, figures: Path, prefix: str, needs_ast: bool) -> Node:
    """Return the document with exhibits in place of their empty divisions.

    Parameters
    ----------
    document : dict
        The pandoc document of ``composed.markdown``.
    composed : Composed
        The exhibits and cells.
    figures : Path
        An existing folder; pictures are written here.
    prefix : str
        How the document refers to that folder.
    needs_ast : bool
        Whether a format other than HTML will be written, so that tables must be understood.
    """

    def visit(node: Node) -> Nodes | None:
        if node["t"] != "Div":
            return None
        name = pairs_of(node).get("name", "")
        if has_class(node, "vcif-exhibit"):
            exhibit = composed.exhibits[int(name)]
            if exhibit.media == "text/html":
                return [_table(exhibit, name, needs_ast)]
            return [_picture(exhibit, name, figures, prefix)]
        return _float(node, composed.cells[int(name)]) if has_class(node, "vcif-cell") else None

    placed: Node = walk(document, visit)
    return placed


def _table(exhibit: Exhibit, name: str, needs_ast: bool) -> Node:
    """Return a division with the HTML as it is and, for the other formats, the table taken from it."""
    identifier = exhibit.cell.options.label or f"table-{name}"
    html = raw_block("html", steady_ids(exhibit.content, identifier))
    understood = read_tables(exhibit.content, exhibit.cell.place) if needs_ast else []
    return div([html, div(understood, classes=["vcif-understood"])], classes=["vcif-table"])


def _picture(exhibit: Exhibit, name: str, figures: Path, prefix: str) -> Node:
    """Write a picture to its file and return the paragraph that shows it."""
    options = exhibit.cell.options
    suffix = ".svg" if exhibit.media == "image/svg+xml" else ".png"
    file = f"{options.label or 'figure'}-{name}{suffix}" if not options.label else f"{options.label}{suffix}"
    if (figures / file).exists():
        file = f"{options.label}-{name}{suffix}"
    pairs: list[Any] = [["fig-alt", options.fig_alt]]
    if suffix == ".svg":
        (figures / file).write_text(exhibit.content, encoding="utf-8", newline="\n")
        found = _SVG_WIDTH.search(exhibit.content)
        pairs += [["width", f"{float(found[1]) / 72:.2f}in"]] if found else []
    else:
        (figures / file).write_bytes(base64.b64decode(exhibit.content))
    image = {"t": "Image", "c": [["", [], pairs], text(options.fig_alt), [f"{prefix}/{file}", ""]]}
    return para([image])


def _float(node: Node, cell: Cell) -> Nodes:
    """Return the blocks of a cell, as a numbered exhibit when its label or caption makes it one."""
    options = cell.options
    kind = options.label[:3] if options.label[:4] in ("fig-", "tbl-") else ""
    kind = kind or ("fig" if options.fig_cap else "tbl" if options.tbl_cap else "")
    if not kind:
        return list(node["c"][1])
    label = options.label if options.label.startswith(f"{kind}-") else ""
    return [div(node["c"][1], label, ["vcif-float"], kind=kind)]
