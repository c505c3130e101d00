"""Column widths of tables written in Markdown: as asked for by `tbl-colwidths`, else by what they hold."""

from __future__ import annotations

import json
from typing import Any

from vcif.render.ast import Node, stringify
from vcif.render.table_widths import Extent, relative_widths, text_width


def with_widths(node: Node) -> Node:
    """Return a table whose columns all have a width.

    Word stretches a table without widths over the whole line, however little it holds.
    """
    attributes, caption, specs, head, bodies, foot = node["c"]
    if all(width["t"] == "ColWidth" for _, width in specs):
        return node
    rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
    widths = _asked(attributes[2], len(specs)) or _fitting(rows, len(specs))
    new = [
        [align, {"t": "ColWidth", "c": round(width, 4)}]
        for (align, _), width in zip(specs, widths, strict=True)
    ]
    bare = [*attributes[:2], [pair for pair in attributes[2] if pair[0] != "tbl-colwidths"]]
    return {"t": "Table", "c": [bare, caption, new, head, bodies, foot]}


def asks_for_widths(node: Node) -> bool:
    """Return whether a table says how wide its columns are to be."""
    return any(key == "tbl-colwidths" for key, _ in node["c"][0][2])


def _asked(pairs: list[list[str]], columns: int) -> list[float]:
    """Return the widths of `tbl-colwidths="[20,80]"` as shares of the line; none if it is not that."""
    written = dict(pairs).get("tbl-colwidths", "")
    try:
        shares = [float(each) for each in json.loads(written)]
    except (ValueError, TypeError):
        return []
    return [each / 100 for each in shares] if len(shares) == columns and sum(shares) <= 100 else []


def _fitting(rows: list[Any], columns: int) -> list[float]:
    """Return widths by the text of the cells; spans, which Markdown has in grid tables only, count as one."""
    extents = []
    for row in rows:
        for column, cell in enumerate(row[1][:columns]):
            words = stringify(cell[4])
            longest = max(map(text_width, words.split(" ")), default=0)
            extents.append(Extent(column, 1, text_width(words), longest))
    # Unlike an exhibit, a small table in the text need not fill half the line.
    return relative_widths(extents, columns, least=0.0)
