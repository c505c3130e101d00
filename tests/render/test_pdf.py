"""The PDF of the sample paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from vcif.render import Rendered

Sample = tuple[Path, Rendered]


@pytest.fixture(scope="module")
def reader(sample: Sample) -> PdfReader:
    """Return the file opened."""
    return PdfReader(sample[0] / "reports" / "paper.pdf")


@pytest.fixture(scope="module")
def pages(reader: PdfReader) -> list[str]:
    """Return the text of each page, with plain spaces."""
    return [page.extract_text().replace("\u00a0", " ") for page in reader.pages]


def test_no_row_of_the_long_table_is_lost(pages: list[str]) -> None:
    text = "\n".join(pages)
    for number in range(28):
        assert f"Sales growth {number}" in text
        assert f"Foreign offices {number}" in text


def test_captions_and_references(pages: list[str]) -> None:
    text = " ".join("\n".join(pages).split())
    for caption in ("Table 1: Items by group", "Table 2: A long table", "Figure 1: Means by item"):
        assert caption in text
    assert "See Table 1, Table 2, Figure 1, Section 1, Equation 1 and Curci et al. (2013)." in text
    assert "?@" not in text


def test_head_repeats_on_each_page_and_the_note_stands_once(pages: list[str]) -> None:
    spanned = [page for page in pages if "Sales growth 1" in page]
    assert len(spanned) > 1
    assert all("Mean" in page for page in spanned)
    assert "\n".join(pages).count("Note. Welch ANOVA") == 2


def test_references_can_be_clicked(reader: PdfReader) -> None:
    links = [note for page in reader.pages for note in page.get("/Annots", []) or []]
    assert len(links) >= 5


def test_page_is_a4_with_metadata_and_without_the_time(reader: PdfReader) -> None:
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    assert reader.metadata is not None
    assert reader.metadata.title == "A synthetic study"
    assert reader.metadata.get("/CreationDate") is None


def test_figure_has_alternative_text(reader: PdfReader) -> None:
    size = int(str(reader.trailer["/Size"]))
    objects = [reader.get_object(number) for number in range(1, size)]
    texts = [str(each["/Alt"]) for each in objects if isinstance(each, dict) and "/Alt" in each]
    assert any(text.startswith("Column chart") for text in texts)


def test_raw_typst_that_fails_is_told(fault: Callable[..., str]) -> None:
    text = fault("```{=typst}\n#nothing\n```", front="title: T\nformat: [html, typst]")
    assert text.startswith("reports/index.qmd: Typst cannot set the PDF: unknown variable: nothing")
    assert "/tmp" not in text
