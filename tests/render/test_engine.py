"""The public entry."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from vcif._errors import ArgumentError
from vcif.render import Rendered, render_site

Sample = tuple[Path, Rendered]


def test_what_is_returned(sample: Sample) -> None:
    folder, rendered = sample
    assert rendered.engine == "embedded"
    assert rendered.seconds > 0
    assert [path.relative_to(folder).as_posix() for path in rendered.outputs] == [
        "index.html",
        "reports/index.html",
        "reports/paper.html",
        "reports/paper.docx",
        "reports/paper.pdf",
    ]
    assert all(path.is_file() for path in rendered.outputs)


def test_unknown_engine(tmp_path: Path) -> None:
    engine: Any = "embeded"
    with pytest.raises(ArgumentError, match=r'allowed: auto, quarto, embedded; did you mean "embedded"'):
        render_site(tmp_path, engine=engine)


@pytest.mark.parametrize("terminal", [True, False])
def test_progress(site: Callable[..., Path], terminal: bool) -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=100)
    render_site(site("Text."), engine="embedded", console=console)
    assert "rendering with the embedded press" in stream.getvalue()
    assert "reports/index.qmd: index.html" in stream.getvalue()


def test_files_are_the_same_each_time(site: Callable[..., Path]) -> None:
    body = (
        "```{python}\n#| label: fig-a\n#| fig-cap: A\n#| fig-alt: Empty\n"
        "from plotnine import ggplot\nggplot()\n```\n\nSee @fig-a."
    )
    root = site(body, front="title: T\nformat: [html, docx, typst]")
    first = [path.read_bytes() for path in render_site(root, engine="embedded").outputs]
    second = [path.read_bytes() for path in render_site(root, engine="embedded").outputs]
    assert first == second
