"""Includes."""

from __future__ import annotations

from collections.abc import Callable


def test_nested_includes(page: Callable[..., str]) -> None:
    html = page(
        "Start.\n\n{{< include _a.qmd >}}", _a="Outer.\n\n{{< include /reports/_b.qmd >}}\n", _b="Inner."
    )
    assert html.index("Start.") < html.index("Outer.") < html.index("Inner.")


def test_missing_include(fault: Callable[..., str]) -> None:
    assert fault("{{< include _none.qmd >}}") == (
        "reports/index.qmd:4: the included file reports/_none.qmd does not exist"
    )


def test_include_of_itself(fault: Callable[..., str]) -> None:
    text = fault("{{< include _a.qmd >}}", _a="x\n\n{{< include _a.qmd >}}")
    assert text == "reports/_a.qmd:3: reports/_a.qmd includes itself"


def test_included_front_matter(fault: Callable[..., str]) -> None:
    text = fault("{{< include _a.qmd >}}", _a="---\ntitle: T\n---\n")
    assert text.startswith("reports/_a.qmd:1: an included file may not have front matter")
