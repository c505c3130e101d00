"""Word tables in the academic manner: three rules, no vertical lines, rows kept whole, head repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHORT = 14
_THICK, _THIN = "8", "4"
# The schema fixes the order of what describes a cell and a row.
_CELL_ORDER = ("tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")
_PARAGRAPH_ORDER = ("pStyle", "keepNext", "keepLines", "pBdr")


def tag(name: str) -> str:
    """Return a name in Word's namespace."""
    return f"{{{W}}}{name}"


def set_tables(body: _Element) -> None:
    """Put all tables of a document right."""
    for table in body.iter(tag("tbl")):
        rows = table.findall(tag("tr"))
        heads = [row for row in rows if row.find(f"{tag('trPr')}/{tag('tblHeader')}") is not None]
        columns = len(table.findall(f"{tag('tblGrid')}/{tag('gridCol')}"))
        _rules(rows, heads)
        _spanner_rules(heads)
        for number, row in enumerate(rows):
            _keep_whole(row)
            _style_text(row)
            last = number == len(rows) - 1
            if row in heads or len(rows) <= _SHORT or _is_group(row, columns) or last:
                _keep_with_next(row)
    _space_after_tables(body)


def _rules(rows: list[_Element], heads: list[_Element]) -> None:
    """Draw the rules above and below the table and under its head."""
    if not rows:
        return
    for cell in rows[0].findall(tag("tc")):
        _border(cell, "top", _THICK)
    if heads:
        for cell in heads[-1].findall(tag("tc")):
            _border(cell, "bottom", _THIN)
    for cell in rows[-1].findall(tag("tc")):
        _border(cell, "bottom", _THICK)


def _spanner_rules(heads: list[_Element]) -> None:
    """Draw a thin rule below headings that span columns; text stands at the bottom of the head."""
    for row in heads:
        for cell in row.findall(tag("tc")):
            span = cell.find(f"{tag('tcPr')}/{tag('gridSpan')}")
            words = "".join(map(str, cell.itertext())).strip()
            if words and span is not None and int(span.get(tag("val"), "1")) > 1:
                _underline(cell)
            _insert(_properties(cell, "tcPr"), "vAlign", "bottom", _CELL_ORDER)


def _underline(cell: _Element) -> None:
    """Draw a rule below the text of a cell, which leaves a gap to the rule of the next cell."""
    for paragraph in cell.findall(tag("p")):
        borders = _insert(_properties(paragraph, "pPr"), "pBdr", None, _PARAGRAPH_ORDER)
        values = {"val": "single", "sz": _THIN, "space": "1", "color": "000000"}
        borders.append(borders.makeelement(tag("bottom"), {tag(key): value for key, value in values.items()}))


def _border(cell: _Element, side: str, size: str) -> None:
    """Give a cell a border on one side."""
    borders = _insert(_properties(cell, "tcPr"), "tcBorders", None, _CELL_ORDER)
    for old in borders.findall(tag(side)):
        borders.remove(old)
    border = borders.makeelement(
        tag(side), {tag("val"): "single", tag("sz"): size, tag("space"): "0", tag("color"): "000000"}
    )
    # top comes before bottom in the schema.
    borders.insert(0 if side == "top" else len(borders), border)


def _properties(element: _Element, name: str) -> _Element:
    """Return the properties of a cell, row or paragraph, made if there are none."""
    found = element.find(tag(name))
    if found is None:
        found = element.makeelement(tag(name), {})
        element.insert(0, found)
    return found


def _insert(parent: _Element, name: str, value: str | None, order: tuple[str, ...]) -> _Element:
    """Return a property, put in at the place that the schema asks for."""
    found = parent.find(tag(name))
    if found is None:
        found = parent.makeelement(tag(name), {})
        before = {tag(each) for each in order[: order.index(name)]}
        position = sum(1 for child in parent if child.tag in before)
        parent.insert(position, found)
    if value is not None:
        found.set(tag("val"), value)
    return found


def _keep_whole(row: _Element) -> None:
    """Forbid a page break within a row."""
    properties = _properties(row, "trPr")
    if properties.find(tag("cantSplit")) is None:
        properties.insert(0, properties.makeelement(tag("cantSplit"), {}))


def _style_text(row: _Element) -> None:
    """Give the text of the cells its own, smaller style."""
    for paragraph in row.iter(tag("p")):
        style = _insert(_properties(paragraph, "pPr"), "pStyle", None, _PARAGRAPH_ORDER)
        style.set(tag("val"), "TableText")


def _keep_with_next(row: _Element) -> None:
    """Keep a row on the page of the row, or the note, below it."""
    for paragraph in row.iter(tag("p")):
        _insert(_properties(paragraph, "pPr"), "keepNext", None, _PARAGRAPH_ORDER)


def _is_group(row: _Element, columns: int) -> bool:
    """Return whether a row is one cell over all columns: the heading of a group."""
    span = row.find(f"{tag('tc')}/{tag('tcPr')}/{tag('gridSpan')}")
    return span is not None and span.get(tag("val")) == str(columns)


def _space_after_tables(body: _Element) -> None:
    """Put a small paragraph after each table that has no note, and between boxes: else they run together."""
    for table in list(body.iter(tag("tbl"))):
        following = table.getnext()
        if following is None or _style(following) != "TableNote":
            table.addnext(_empty(body))
    for paragraph in list(body.iter(tag("p"))):
        above = paragraph.getprevious()
        if _style(paragraph) == "CalloutTitle" and above is not None and _style(above) == "Callout":
            paragraph.addprevious(_empty(body))


def _style(paragraph: _Element) -> str:
    """Return the style of a paragraph."""
    found = paragraph.find(f"{tag('pPr')}/{tag('pStyle')}")
    return "" if found is None else found.get(tag("val"), "")


def _empty(body: _Element) -> _Element:
    """Return an empty paragraph in the style of notes."""
    paragraph = body.makeelement(tag("p"), {})
    style = _insert(_properties(paragraph, "pPr"), "pStyle", "TableNote", _PARAGRAPH_ORDER)
    style.set(tag("val"), "TableNote")
    return paragraph
