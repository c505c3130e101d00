"""Cross references: numbers, forms, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable

TABLE = "| a | b |\n|---|--:|\n| 1 | 2 |\n\n: Numbers {#tbl-a}\n"
NUMBERED = "title: T\nnumber-sections: true"


def words(html: str) -> str:
    """Return the text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ")


def test_forms(page: Callable[..., str]) -> None:
    body = f"See @tbl-a, [@tbl-a], [-@tbl-a], [Tab. @tbl-a], @Tbl-a, [@tbl-a; @tbl-b].\n\n{TABLE}"
    body += TABLE.replace("tbl-a", "tbl-b")
    assert "See Table 1, Table 1, 1, Tab. 1, Table 1, Table 1, Table 2." in words(page(body))


def test_sections_are_numbered_from_the_highest_level_in_use(page: Callable[..., str]) -> None:
    body = "## One {#sec-one}\n\n### Under {#sec-under}\n\n## Two {#sec-two}\n\n@sec-under, @sec-two"
    assert "Section 1.1, Section 2" in words(page(body, front=NUMBERED))


def test_section_without_number_is_named_by_its_title(page: Callable[..., str]) -> None:
    assert "See The data." in words(page("## The data {#sec-data}\n\nSee @sec-data."))


def test_equation_in_a_paragraph(page: Callable[..., str]) -> None:
    html = page("Before $$ a = b $$ {#eq-a} after @eq-a.")
    assert 'id="eq-a" class="equation"' in html
    assert "after Equation 1." in words(html)


def test_unresolved_reference(fault: Callable[..., str]) -> None:
    text = fault("## A {#sec-data}\n\nSee @sec-date and\n@fig-none.")
    assert text.splitlines() == [
        "reports/index.qmd:6: nothing has the label `sec-date` that @sec-date refers to;"
        ' did you mean "sec-data"?',
        "reports/index.qmd:7: nothing has the label `fig-none` that @fig-none refers to",
    ]


def test_place_in_an_included_file(fault: Callable[..., str]) -> None:
    text = fault("{{< include _part.qmd >}}", _part="One.\n\nSee @fig-none.")
    assert text.startswith("reports/_part.qmd:3: ")


def test_duplicate_label(fault: Callable[..., str]) -> None:
    assert fault(f"{TABLE}\n## A {{#tbl-a}}") == (
        "reports/index.qmd:10: the label `tbl-a` is used twice, first at reports/index.qmd:8; rename one"
    )


def test_reference_and_citation_in_one_bracket(fault: Callable[..., str]) -> None:
    assert "share a bracket" in fault(f"[@tbl-a; @curci2013]\n\n{TABLE}")
