"""Read an HTML table, above all one by great_tables, into rows and cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vcif.render.ast import Nodes
from vcif.render.html_inlines import inlines_of, style_value
from vcif.render.places import Place

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ALIGN = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_NOTES = ("gt_sourcenote", "gt_footnote")
_TITLES = ("gt_title", "gt_subtitle")


@dataclass(frozen=True)
class TableCell:
    """A cell; align is pandoc's name."""

    inlines: Nodes
    align: str
    colspan: int
    rowspan: int


@dataclass(frozen=True)
class TableRow:
    """A row; `group` marks the heading of a group of rows."""

    cells: tuple[TableCell, ...]
    group: bool = False


@dataclass(frozen=True)
class HtmlTable:
    """A table as the writers need it."""

    titles: tuple[Nodes, ...]
    head: tuple[TableRow, ...]
    body: tuple[TableRow, ...]
    notes: tuple[Nodes, ...]

    @property
    def columns(self) -> int:
        """The number of columns: the widest row without cells that reach down from above."""
        return max((sum(cell.colspan for cell in row.cells) for row in (*self.head, *self.body)), default=0)


def parse_tables(html: str, place: Place) -> list[HtmlTable]:
    """Return the tables of a piece of HTML.

    Raises
    ------
    RenderError
        There is no table, or one with pictures; the message names the cell's place.

    Examples
    --------
    >>> html = "<table><tr><td style='text-align: right'>1</td></tr></table>"
    >>> parse_tables(html, Place("a.qmd", 1))[0].body[0].cells[0].align
    'AlignRight'
    """
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(html, create_parent="div")
    tables = [table for table in root.iter("table") if not any(True for _ in table.iterancestors("table"))]
    if not tables:
        raise place.error(
            "this cell gave HTML without a table, which Word and PDF cannot show; end the cell with a"
            " great_tables table, or write only HTML"
        )
    return [_table(table, place) for table in tables]


def _table(table: HtmlElement, place: Place) -> HtmlTable:
    """Return one table; titles and notes of great_tables are taken out of its rows."""
    head: list[TableRow] = []
    body: list[TableRow] = []
    titles: list[Nodes] = []
    notes: list[Nodes] = []
    for row in table.iter("tr"):
        special = [cell for cell in row if _has_class(cell, *_TITLES, *_NOTES)]
        if special:
            kept = titles if _has_class(special[0], *_TITLES) else notes
            kept += [inlines for inlines in (inlines_of(cell, place) for cell in special) if inlines]
            continue
        parent = row.getparent()
        in_head = parent is not None and parent.tag == "thead"
        read = _row(row, place)
        if read.cells:
            (head if in_head else body).append(read)
    return HtmlTable(tuple(titles), tuple(head), tuple(body), tuple(notes))


def _row(row: HtmlElement, place: Place) -> TableRow:
    """Return one row."""
    cells = tuple(_cell(cell, place) for cell in _cells(row))
    group = _has_class(row, "gt_group_heading_row") or any(
        _has_class(cell, "gt_group_heading") for cell in _cells(row)
    )
    return TableRow(cells, group and len(cells) == 1)


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the cells of a row."""
    return (cell for cell in row if cell.tag in ("td", "th"))


def _cell(cell: HtmlElement, place: Place) -> TableCell:
    """Return one cell."""
    inlines = inlines_of(cell, place)
    for name in (cell.get("class") or "").split():
        if name.startswith("gt_indent_") and name[10:].isdigit():
            inlines = [{"t": "Str", "c": "\u2002" * int(name[10:])}, *inlines]
    return TableCell(inlines, _alignment(cell), _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: HtmlElement, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    written = str(cell.get(name) or "1")
    return max(1, int(written)) if written.isdigit() else 1


def _alignment(cell: HtmlElement) -> str:
    """Return the alignment: the cell's own style, else the class of great_tables."""
    own = style_value(cell, "text-align")
    if own in _ALIGN:
        return _ALIGN[own]
    classes = (cell.get("class") or "").split()
    return next((_ALIGN[name[3:]] for name in classes if name[3:] in _ALIGN), "AlignDefault")


def _has_class(element: HtmlElement, *names: str) -> bool:
    """Return whether an element has one of the classes."""
    return bool(set((element.get("class") or "").split()) & set(names))
