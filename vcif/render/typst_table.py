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
        blocks += _cells(row, [])
    return [*blocks, raw_block("typst", "table.hline(stroke: rule),)")]


def _width(width: Node) -> str:
    """Return a column's width; without one the column fits its content."""
    return f"{width['c'] * 100:.2f}%" if width["t"] == "ColWidth" else "auto"


def _head(rows: Sequence[Any]) -> Nodes:
    """Return the head, with a thin rule below each heading that spans columns."""
    if not any(cell[4] for row in rows for cell in row[1]):
        return [raw_block("typst", "table.hline(stroke: rule),")]
    blocks: Nodes = [raw_block("typst", "table.header(table.hline(stroke: rule),")]
    taken: dict[int, int] = {}
    for row in rows:
        blocks += _cells(row, _positions(row, taken))
    return [*blocks, raw_block("typst", "table.hline(stroke: thin),),")]


def _positions(row: Any, taken: dict[int, int]) -> list[int]:
    """Return the column of each cell of a row; ``taken`` counts rows that cells from above still fill."""
    column, positions = 0, []
    new: dict[int, int] = {}
    for cell in row[1]:
        while taken.get(column, 0) > 0:
            column += 1
        positions.append(column)
        if cell[2] > 1:
            new |= dict.fromkeys(range(column, column + cell[3]), cell[2])
        column += cell[3]
    merged = {key: left - 1 for key, left in {**taken, **new}.items()}
    taken.clear()
    taken.update(merged)
    return positions


def _body_row(row: Any, columns: int) -> Nodes:
    """Return a row of the body."""
    if "vcif-group" not in row[0][1]:
        return _cells(row, [])
    content = row[1][0][4]
    opening = f"table.header(level: 2, repeat: false, table.cell(colspan: {columns}, align: left)["
    return around_blocks(opening, content, "]),")


def _cells(row: Any, positions: Sequence[int]) -> Nodes:
    """Return the cells of a row; where positions are given, spanning cells get a rule below them."""
    blocks: Nodes = []
    rules = []
    for number, (_, align, rowspan, colspan, content) in enumerate(row[1]):
        options = []
        if align["t"] != "AlignDefault":
            vertical = " + bottom" if positions else ""
            options.append(f"align: {_ALIGN[align['t']]}{vertical}")
        elif positions:
            options.append("align: bottom")
        options += [f"colspan: {colspan}"] if colspan > 1 else []
        options += [f"rowspan: {rowspan}"] if rowspan > 1 else []
        blocks += around_blocks(f"table.cell({', '.join(options)})[", content, "],")
        if positions and colspan > 1 and content:
            start = positions[number]
            rules.append(f"table.hline(start: {start}, end: {start + colspan}, stroke: thin),")
    return [*blocks, raw_block("typst", "".join(rules))] if rules else blocks
