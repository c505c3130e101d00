"""The pages of the sample site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from vcif.render import Rendered

Sample = tuple[Path, Rendered]


@pytest.fixture
def paper(sample: Sample) -> str:
    """Return the paper's page."""
    return (sample[0] / "reports" / "paper.html").read_text(encoding="utf-8")


def test_everything_is_resolved(paper: str) -> None:
    assert "?@" not in paper
    words = re.sub(r"<[^>]+>", "", paper).replace("\u00a0", " ")
    assert "See Table 1, Table 2, Figure 1, Section 1, Equation 1 and Curci et al. (2013)." in words
    assert "There are 3 items." in words


def test_exhibits_are_figures_with_caption_and_identifier(paper: str) -> None:
    table = re.search(r'<figure id="tbl-items" class="exhibit-tbl">(.*?)</figure>', paper, re.DOTALL)
    assert table is not None
    assert "Table\u00a01: Items by group" in table[1]
    assert 'class="gt_table"' in table[1]
    figure = re.search(r'<figure id="fig-means".*?</figure>', paper, re.DOTALL)
    assert figure is not None
    assert 'alt="Column chart: the mean of each of three items in C4; profitability is highest."' in figure[0]


def test_page_can_be_used_without_sight_and_without_the_network(paper: str) -> None:
    assert '<a class="skip-link" href="#main">' in paper
    assert '<main id="main"' in paper
    assert 'aria-label="Site"' in paper
    assert 'aria-current="page"' in paper
    assert '<html lang="en">' in paper
    assert not re.search(r'(src|href)="(https?:)?//', paper)
    assert "<math " in paper


def test_contents_and_other_formats(paper: str) -> None:
    assert 'class="toc"' in paper
    assert 'href="#sec-results"' in paper
    assert '<a href="paper.docx">MS Word</a>, <a href="paper.pdf">PDF</a>' in paper


def test_site_can_be_moved(sample: Sample) -> None:
    folder, _ = sample
    for page in folder.rglob("*.html"):
        targets = re.findall(r'(?:src|href)="([^"#]+)', page.read_text(encoding="utf-8"))
        missing = [target for target in targets if not (page.parent / target).exists()]
        assert missing == []


def test_root_leads_to_the_first_document(sample: Sample) -> None:
    assert "url=reports/index.html" in (sample[0] / "index.html").read_text(encoding="utf-8")


def test_table_identifiers_do_not_change_between_runs(page: Callable[..., str]) -> None:
    code = (
        "```{python}\n#| label: tbl-a\n#| tbl-cap: A\nimport polars as pl\nfrom great_tables import GT\n"
        "GT(pl.DataFrame({'a': [1]}))\n```"
    )
    assert page(code) == page(code)


def test_callouts(page: Callable[..., str]) -> None:
    html = page(
        '::: {.callout-tip title="Do *this*"}\nText.\n:::\n\n::: {.callout-note}\n## Head\nBody.\n:::'
    )
    assert 'class="callout callout-tip" role="note"' in html
    assert "Do <em>this</em>" in html
    assert re.search(r'callout-title">\s*Head', html)
