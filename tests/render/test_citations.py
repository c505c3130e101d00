"""Citations and the list of references."""

from __future__ import annotations

from collections.abc import Callable


def test_works_are_listed_under_the_last_heading(page: Callable[..., str]) -> None:
    html = page("Says @curci2013.\n\n## References")
    assert html.index("References</h2>") < html.index("<em>Journal of Comparative International")


def test_works_are_listed_where_the_division_stands(page: Callable[..., str]) -> None:
    html = page("[@curci2013]\n\n::: {#refs}\n:::\n\n## Appendix")
    assert html.index('id="ref-curci2013"') < html.index("Appendix</h2>")


def test_key_that_is_not_in_the_bibliography(fault: Callable[..., str]) -> None:
    end = "is not in the bibliography references.bib; add it or correct the key"
    assert fault("See @curci2013,\n@nobody2000 and [@nobody2001].").splitlines() == [
        f"reports/index.qmd:5: @nobody2000 {end}",
        f"reports/index.qmd:5: @nobody2001 {end}",
    ]


def test_citation_without_bibliography(fault: Callable[..., str]) -> None:
    config = "project: {type: website}"
    assert fault("See @curci2013.", config=config) == (
        "reports/index.qmd:4: @curci2013 is cited, but there is no bibliography;"
        " name one with `bibliography:`"
    )
