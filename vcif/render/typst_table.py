"""Tables for the PDF: three rules, no vertical lines, the head repeated on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vcif.render.ast import Node, Nodes, raw_block
from vcif.render.typst_code import around_blocks

_ALIGN = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center", "AlignDefault": "auto"}


def typst_table(node: Node) -> Nodes:
    """Return a pandoc table as Typst code with pandoc content in its cells.

    A row of class vcif-group becomes a second-level head, which Typst keeps together with the row below it.
    """
    _, _, specs, head, bodies, foot = node["c"]
    columns = ", ".join(_width(width) for _, width in specs)
    aligns = ", ".join(_ALIGN[align["t"]] for align, _ in specs)
    blocks: Nodes = [raw_block("typst", f"#table(columns: ({columns},), align: ({aligns},),")]
    blocks += _head(head[1])
    for body in bodies:
        for row in [*body[2], *body[3]]:
            blocks += _body_row(row, len(specs))
    for row in foot[1]:
        blocks += _cells(row)
    return [*blocks, raw_block("typst", "table.hline(stroke: rule),)")]


def _width(width: Node) -> str:
    """Return a column's width; without one the column fits its content."""
    return f"{width['c'] * 100:.2f}%" if width["t"] == "ColWidth" else "auto"


def _head(rows: Sequence[Any]) -> Nodes:
    """Return the head, with a thin rule below each heading that spans columns."""
    if not any(cell[4] for row in rows for cell in row[1]):
        return [raw_block("typst", "table.hline(stroke: rule),")]
    blocks: Nodes = [raw_block("typst", "table.header(table.hline(stroke: rule),")]
    for row in rows:
        blocks += _cells(row, in_head=True)
    return [*blocks, raw_block("typst", "table.hline(stroke: thin),),")]


def _body_row(row: Any, columns: int) -> Nodes:
    """Return a row of the body."""
    if "vcif-group" not in row[0][1]:
        return _cells(row)
    content = row[1][0][4]
    opening = f"table.header(level: 2, repeat: false, table.cell(colspan: {columns}, align: left)["
    return around_blocks(opening, content, "]),")


def _cells(row: Any, *, in_head: bool = False) -> Nodes:
    """Return the cells of a row; in the head text stands at the bottom, and spanning cells have a rule."""
    blocks: Nodes = []
    for _, align, rowspan, colspan, content in row[1]:
        vertical = " + bottom" if in_head else ""
        options = [f"align: {_ALIGN[align['t']]}{vertical}"] if align["t"] != "AlignDefault" else []
        options += ["align: bottom"] if in_head and not options else []
        options += [f"colspan: {colspan}"] if colspan > 1 else []
        options += [f"rowspan: {rowspan}"] if rowspan > 1 else []
        spanner = in_head and colspan > 1 and bool(content)
        opening, closing = ("[#spanner[", "]],") if spanner else ("[", "],")
        blocks += around_blocks(f"table.cell({', '.join(options)}){opening}", content, closing)
    return blocks
