"""What the press does not know stops it, with the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = {
    "shortcode": ("{{< video film.mp4 >}}", "the shortcode include only; got 'video'"),
    "tabset": ("::: {.panel-tabset}\n:::", "does not know the division 'panel-tabset'"),
    "layout": ("::: {layout-ncol=2}\n:::", "does not know a layout"),
    "columns": ("::: {.columns}\n:::", "does not know the division 'columns'"),
    "margin": ("::: column-margin\n:::", "does not know the division 'column-margin'"),
    "conditional": ("::: {.content-hidden}\n:::", "does not know the division 'content-hidden'"),
    "misspelt callout": ("::: {.callout-notes}\n:::", 'did you mean "callout-note"?'),
    "collapse": ('::: {.callout-note collapse="true"}\n:::', "the attribute 'collapse' of a division"),
    "span": ("[x]{.aside}", "does not know the class 'aside' here"),
    "picture": ("![a](a.png){.lightbox}", "does not know the class 'lightbox' here"),
    "heading": ("## A {.appendix}", "does not know the class 'appendix' here"),
    "attribute": ("![a](a.png){fig-align=left}", "does not know the attribute 'fig-align'"),
    "other language": ("```{r}\n1\n```", "runs only `{python}` cells; got '{r}'"),
    "diagram": ("```{mermaid}\ngraph\n```", "got '{mermaid}'"),
    "options in the fence": ("```{python, echo=FALSE}\n1\n```", "options are `#|` lines inside the cell"),
    "inline of another language": ("`{r} x`", "evaluates only `{python}` inline; got 'r'"),
    "open fence": ("```{python}\n1", "the code fence '```{python}' is not closed"),
    "listing reference": ("@lst-a", "resolves @fig-, @tbl-, @sec- and @eq-; got @lst-a"),
    "latex": ("```{=latex}\n\\newpage\n```", "no format of the press sets the latex code"),
    "latex command": ("\\newpage", "no format of the press sets the tex code '\\\\newpage'"),
}


@pytest.mark.parametrize("name", CASES)
def test_unknown_construct_stops_with_its_line(name: str, fault: Callable[..., str]) -> None:
    body, words = CASES[name]
    text = fault(f"First.\n\n{body}")
    assert text.startswith(("reports/index.qmd:6: ", "reports/index.qmd:7: "))
    assert words in text


def test_html_tag_is_refused_where_word_would_lose_it(fault: Callable[..., str]) -> None:
    text = fault("a <br> b", front="title: T\nformat: [html, docx]")
    assert text.startswith("reports/index.qmd:5: Word and PDF would lose the HTML tag <br>")


def test_html_tag_is_allowed_when_html_is_the_only_format(page: Callable[..., str]) -> None:
    assert "a <br> b" in page("a <br> b")


def test_all_faults_are_told_at_once(fault: Callable[..., str]) -> None:
    lines = fault("{{< video a >}}\n\n::: {.columns}\n:::").splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["reports/index.qmd:4", "reports/index.qmd:6"]


def test_constructs_in_code_are_left_alone(page: Callable[..., str]) -> None:
    html = page("````\n```{r}\n{{< video >}}\n```\n````\n\n`{{< video >}}` and `` `{python} x` ``")
    assert "{{&lt; video &gt;}}" in html
    assert "`{python} x`" in html
