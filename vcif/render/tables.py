"""HTML tables as pandoc tables, with their notes as paragraphs after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from vcif.render.ast import Node, Nodes, attr, div, para, plain, stringify
from vcif.render.html_table import HtmlTable, TableCell, TableRow, parse_tables
from vcif.render.places import Place
from vcif.render.table_widths import Extent, relative_widths, text_width


def read_tables(html: str, place: Place) -> Nodes:
    """Return the tables of a piece of HTML as blocks that Word and PDF can set.

    Parameters
    ----------
    html : str
        What a cell ended in: a great_tables table.
    place : Place
        Where the cell stands.

    Raises
    ------
    RenderError
        There is no table, or one with pictures in its cells.
    """
    blocks: Nodes = []
    for table in parse_tables(html, place):
        titles = [para([{"t": "Strong", "c": title}]) for title in table.titles]
        blocks += [div([title], classes=["vcif-table-title"]) for title in titles]
        blocks.append(table_node(table))
        blocks += _notes(table)
    return blocks


def table_node(table: HtmlTable) -> Node:
    """Return a table as a pandoc block."""
    columns = table.columns
    extents = [*_extents(table.head, head=True), *_extents(table.body)]
    widths = relative_widths(extents, columns)
    aligns = _column_alignments(table, columns)
    specs = [
        [{"t": align}, {"t": "ColWidth", "c": round(width, 4)}]
        for align, width in zip(aligns, widths, strict=True)
    ]
    body = [attr(), 0, [], [_row(row) for row in table.body]]
    head = [attr(), [_row(row) for row in table.head]]
    return {"t": "Table", "c": [attr(), [None, []], specs, head, [body], [attr(), []]]}


def _row(row: TableRow) -> list[Any]:
    """Return a row; the heading of a group is bold."""
    cells = []
    for cell in row.cells:
        inlines = [{"t": "Strong", "c": cell.inlines}] if row.group and cell.inlines else cell.inlines
        align = "AlignLeft" if row.group else cell.align
        cells.append([attr(), {"t": align}, cell.rowspan, cell.colspan, [plain(inlines)] if inlines else []])
    return [attr(classes=["vcif-group"] if row.group else []), cells]


def _placed(rows: Sequence[TableRow]) -> Iterator[tuple[TableCell, int]]:
    """Yield each cell with its column, minding cells that reach down from rows above."""
    taken: dict[int, int] = {}
    for row in rows:
        column = 0
        below: dict[int, int] = {key: left - 1 for key, left in taken.items() if left > 1}
        for cell in row.cells:
            while taken.get(column, 0) > 0:
                column += 1
            yield cell, column
            if cell.rowspan > 1:
                below |= dict.fromkeys(range(column, column + cell.colspan), cell.rowspan - 1)
            column += cell.colspan
        taken = below


def _extents(rows: Sequence[TableRow], *, head: bool = False) -> Iterator[Extent]:
    """Yield how much room each cell needs."""
    for cell, column in _placed(rows):
        lines = _lines(cell.inlines)
        longest = max(map(text_width, lines))
        words = [text_width(word) for line in lines for word in line.split(" ")]
        # Numbers with their intervals, which stand at the right, are not to be broken.
        whole = not head and cell.align == "AlignRight"
        yield Extent(column, cell.colspan, longest, longest if whole else max(words, default=0))


def _lines(inlines: Nodes) -> list[str]:
    """Return the text of a cell, cut at its line breaks."""
    lines: list[Nodes] = [[]]
    for node in inlines:
        if node["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(node)
    return [stringify(line) for line in lines]


def _column_alignments(table: HtmlTable, columns: int) -> list[str]:
    """Return the most frequent alignment of each column's body cells."""
    counts = [Counter[str]() for _ in range(columns)]
    for cell, column in _placed(table.body):
        if cell.colspan == 1 and column < columns:
            counts[column][cell.align] += 1
    return [count.most_common(1)[0][0] if count else "AlignDefault" for count in counts]


def _notes(table: HtmlTable) -> Nodes:
    """Return source notes and footnotes as paragraphs; the first one begins with "Note."."""
    notes: Nodes = []
    for position, inlines in enumerate(table.notes):
        shown = inlines
        if position == 0 and not stringify(inlines).lower().startswith("note"):
            shown = [{"t": "Emph", "c": [{"t": "Str", "c": "Note."}]}, {"t": "Space"}, *inlines]
        notes.append(div([para(shown)], classes=["vcif-note"]))
    return notes
