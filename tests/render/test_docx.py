"""The Word file of the sample paper."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from vcif.render import Rendered

Sample = tuple[Path, Rendered]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def path(sample: Sample) -> Path:
    """Return the file."""
    return sample[0] / "reports" / "paper.docx"


@pytest.fixture(scope="module")
def paper(path: Path) -> Document:
    """Return the file opened by python-docx."""
    return docx.Document(str(path))


@pytest.fixture(scope="module")
def xml(path: Path) -> str:
    """Return the main part."""
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode("utf-8")


def test_tables_are_tables(paper: Document) -> None:
    small, long = paper.tables
    assert len(small.columns) == 4
    assert [cell.text for cell in small.rows[3].cells] == ["Sales growth", "3.10", "3.90", "< .001"]
    labels = [row.cells[0].text for row in long.rows]
    assert [label for label in labels if label.startswith("Profitability")] == [
        f"Profitability {number}" for number in range(28)
    ]


def test_numbers_are_right_aligned_labels_left(paper: Document) -> None:
    row = paper.tables[0].rows[3]
    alignments = [cell.paragraphs[0].alignment for cell in row.cells]
    assert alignments == [WD_ALIGN_PARAGRAPH.LEFT, *[WD_ALIGN_PARAGRAPH.RIGHT] * 3]


def test_bold_and_group_headings(paper: Document) -> None:
    rows = paper.tables[0].rows
    assert rows[2].cells[0].text == "Performance"
    assert all(run.bold for run in rows[2].cells[0].paragraphs[0].runs)
    assert rows[3].cells[3].paragraphs[0].runs[0].bold
    assert not rows[4].cells[3].paragraphs[0].runs[0].bold


def test_head_repeats_and_rows_stay_whole(paper: Document) -> None:
    for table in paper.tables:
        rows = table._tbl.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        assert heads == rows[:2]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_first_column_is_the_widest(paper: Document) -> None:
    for table in paper.tables:
        widths = [column.width for column in table.columns]
        assert widths[0] > 2 * widths[1]


def test_captions_stand_above_tables_below_figures_and_count_themselves(paper: Document) -> None:
    texts = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs if paragraph.style]
    assert ("Table Caption", "Table 1: Items by group") in texts
    assert ("Image Caption", "Figure 1: Means by item") in texts
    body = list(paper.element.body)
    table = next(element for element in body if element.tag == f"{W}tbl")
    assert "SEQ Table \\* ARABIC" in "".join(table.getprevious().itertext())


def test_every_reference_has_its_bookmark(xml: str) -> None:
    bookmarks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', xml)
    names = [name for _, name in bookmarks]
    assert len(set(names)) == len(names)
    assert len({number for number, _ in bookmarks}) == len(bookmarks)
    referred = re.findall(r"REF (\S+) \\h", xml)
    assert sorted(referred) == ["eq_eta_n", "fig_means", "sec_results_n", "tbl_items", "tbl_long"]
    assert set(referred) <= set(names)


def test_a_paragraph_follows_every_table(paper: Document) -> None:
    for table in paper.tables:
        assert table._tbl.getnext().tag == f"{W}p"


def test_notes_follow_their_tables(paper: Document) -> None:
    notes = [each.text for each in paper.paragraphs if each.style and each.style.name == "Table Note"]
    assert notes == ["Note. Welch ANOVA; Holm over the block."] * 2


def test_figure_has_its_words_and_no_path_of_this_machine(xml: str) -> None:
    assert 'descr="Column chart: the mean of each of three items in C4; profitability is highest."' in xml
    assert re.findall(r'<pic:cNvPr descr="([^"]*)"', xml) == ["picture-1.png"]


def test_picture_is_sharp(path: Path) -> None:
    from PIL import Image

    with zipfile.ZipFile(path) as package:
        (name,) = [each for each in package.namelist() if each.startswith("word/media/")]
        with package.open(name) as stream, Image.open(stream) as picture:
            assert picture.width >= 1800


def test_properties_and_language(paper: Document, path: Path) -> None:
    assert paper.core_properties.title == "A synthetic study"
    assert paper.core_properties.language == "en"
    with zipfile.ZipFile(path) as package:
        assert '<w:lang w:val="en"' in package.read("word/styles.xml").decode("utf-8")


def test_mathematics_is_mathematics(xml: str) -> None:
    assert "<m:oMath>" in xml


def test_nothing_is_unresolved(xml: str) -> None:
    assert "?@" not in xml
