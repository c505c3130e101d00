"""great_tables in HTML become tables that Word and PDF can set."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from great_tables import GT, loc, md, style

from vcif._errors import RenderError
from vcif.render.ast import stringify
from vcif.render.places import Place
from vcif.render.tables import read_tables

PLACE = Place("a.qmd", 5)


@pytest.fixture(params=["inlined", "classes"])
def blocks(request: pytest.FixtureRequest) -> list[Any]:
    """Return the blocks of one table, from HTML with and without inlined styles."""
    frame = pl.DataFrame(
        {
            "block": ["Performance", "Performance", "Structure"],
            "item": ["Sales growth", "Profitability", "Foreign offices"],
            "m2": [3.1, 3.42, 2.5],
            "m4": [3.9, 4.01, 3.25],
            "p": ["< .001", ".0123", ".254"],
        }
    )
    table = (
        GT(frame, rowname_col="item", groupname_col="block")
        .fmt_number(["m2", "m4"], decimals=2)
        .cols_label(m2="C2", m4="C4", p=md("*p*"))
        .tab_spanner("Mean", ["m2", "m4"])
        .tab_stubhead("Item")
        .cols_align("right", ["m2", "m4", "p"])
        .tab_style(style.text(weight="bold"), loc.body("p", rows=[0]))
        .tab_style(style.text(style="italic"), loc.body("m4", rows=[1]))
        .tab_source_note("Welch ANOVA.")
        .tab_footnote("Few firms.", loc.body("m2", rows=[2]))
    )
    html = table.as_raw_html(inline_css=request.param == "inlined")
    return read_tables(html, PLACE)


def cells(row: Any) -> list[tuple[str, str, int, int]]:
    """Return text, alignment and spans of a row's cells."""
    return [(stringify(cell[4]), cell[1]["t"][5:], cell[3], cell[2]) for cell in row[1]]


def test_head(blocks: list[Any]) -> None:
    _, _, _, head, _, _ = blocks[0]["c"]
    first, second = head[1]
    assert cells(first) == [("Item", "Left", 1, 2), ("Mean", "Center", 2, 1), ("p", "Right", 1, 2)]
    assert cells(second) == [("C2", "Right", 1, 1), ("C4", "Right", 1, 1)]
    assert first[1][2][4][0]["c"][0]["t"] == "Emph"


def test_body(blocks: list[Any]) -> None:
    rows = blocks[0]["c"][4][0][3]
    assert [row[0][1] for row in rows] == [["vcif-group"], [], [], ["vcif-group"], []]
    assert cells(rows[0]) == [("Performance", "Left", 4, 1)]
    assert rows[0][1][0][4][0]["c"][0]["t"] == "Strong"
    assert cells(rows[1])[1:] == [("3.10", "Right", 1, 1), ("3.90", "Right", 1, 1), ("< .001", "Right", 1, 1)]
    assert rows[1][1][3][4][0]["c"][0]["t"] == "Strong"
    assert rows[2][1][2][4][0]["c"][0]["t"] == "Emph"
    assert rows[4][1][1][4][0]["c"][0] == {"t": "Superscript", "c": [{"t": "Str", "c": "1"}]}


def test_notes_follow_the_table(blocks: list[Any]) -> None:
    notes = blocks[1:]
    assert [stringify(note["c"][1]) for note in notes] == ["Note. Welch ANOVA.", "1 Few firms."]


def test_first_column_is_wide_enough_for_its_labels(blocks: list[Any]) -> None:
    widths = [spec[1]["c"] for spec in blocks[0]["c"][2]]
    assert widths[0] == max(widths) >= 2 * widths[1]
    assert sum(widths) <= 1.001


def test_line_breaks_and_scripts() -> None:
    html = "<table><tr><td>a<br>b<sup>2</sup><sub>i</sub> <b>c</b></td></tr></table>"
    inlines = read_tables(html, PLACE)[0]["c"][4][0][3][0][1][0][4][0]["c"]
    assert [node["t"] for node in inlines] == [
        *("Str", "LineBreak", "Str", "Superscript", "Subscript", "Space", "Strong")
    ]


def test_picture_in_a_cell_is_refused() -> None:
    with pytest.raises(
        RenderError, match=r"a.qmd:5: a table cell holds a picture \(<svg>, as in a nanoplot\)"
    ):
        read_tables("<table><tr><td><svg></svg></td></tr></table>", PLACE)
