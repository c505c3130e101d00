"""Front matter: merged with the project's settings, checked, with its lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = {
    "theme": (
        "format:\n  html:\n    theme: cosmo",
        5,
        "`format: html: theme` can only be simple, default or none",
    ),
    "filter": ("filters: [lightbox]", 3, "`filters` can only be filters with `at: post-render`"),
    "cache": ("execute:\n  cache: true", 4, "`execute: cache` can only be false; got True"),
    "unknown": ("parms: {a: 1}", 3, "does not know the setting `parms`"),
    "format": ("format: [html, pptx]", 3, "the embedded press writes html, docx, typst; got format 'pptx'"),
    "mathematics": ("html-math-method: katex", 3, "`html-math-method` can only be mathml; got 'katex'"),
    "bibliography": ("bibliography: none.bib", 3, "the file none.bib named by `bibliography` does not exist"),
    "numbers": (
        "format:\n  html: {number-sections: true}\n  docx: default",
        3,
        "`number-sections` must be the same for all formats",
    ),
    "author": ("author: {nam: Ann}", 3, "an author is a name, or has `name`"),
    "yaml": ("subtitle: 'open", 3, "the settings are not valid YAML: found unexpected end of stream"),
}


@pytest.mark.parametrize("name", CASES)
def test_setting_that_the_press_cannot_honour(name: str, fault: Callable[..., str]) -> None:
    front, line, words = CASES[name]
    text = fault("Text.", front=f"title: T\n{front}")
    assert text.startswith(f"reports/index.qmd:{line}: ")
    assert words in text


def test_front_matter_that_is_not_closed(fault: Callable[..., str]) -> None:
    assert "the front matter opened by `---` is not closed" in fault("x", other="---\ntitle: T\n")


def test_front_matter_wins_over_the_project(page: Callable[..., str]) -> None:
    html = page("```{python}\n1 + 1\n```", front="title: T\nlang: de\nexecute: {echo: true}")
    assert '<html lang="de">' in html
    assert 'class="sourceCode python"' in html


def test_title_block(page: Callable[..., str]) -> None:
    front = (
        'title: "A *new* title"\nsubtitle: Below\nauthor:\n  - {name: Ann Lee, affiliation: Somewhere}\n'
        "  - Bo Li\ndate: 2026-01-05\nabstract: What it *says*.\nkeywords: [one, two]"
    )
    html = page("Text.", front=front)
    assert "<h1>A <em>new</em> title</h1>" in html
    assert "<title>A new title \u2013 Test site</title>" in html
    assert 'Ann Lee <span class="affiliation">Somewhere</span>' in html
    assert '<meta name="author" content="Bo Li">' in html
    assert "What it <em>says</em>." in html
    assert '<meta name="keywords" content="one, two">' in html
