"""Links between pages, to files, within a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_pages_and_files(tmp_path: Path, page: Callable[..., str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "firms.csv").write_text("a\n1\n", encoding="utf-8")
    body = "[o](other.qmd#here) [d](../data/firms.csv) [w](https://example.org) [s](#sec-a)\n\n## A {#sec-a}"
    html = page(body, other="Other.")
    assert 'href="other.html#here"' in html
    assert 'href="../data/firms.csv"' in html
    assert (tmp_path / "_site" / "data" / "firms.csv").is_file()


def test_links_to_nowhere(fault: Callable[..., str]) -> None:
    assert fault(
        "[a](none.qmd)\n[b](#none)\n[c](none.csv)\n![d](https://example.org/d.png)"
    ).splitlines() == [
        "reports/index.qmd:4: the link leads to none.qmd, which is not among the documents to render",
        "reports/index.qmd:5: the link leads to #none, which this document does not have",
        "reports/index.qmd:6: the file none.csv does not exist (looked for reports/none.csv)",
        "reports/index.qmd:7: the picture https://example.org/d.png is on the network;"
        " save it in the project",
    ]
