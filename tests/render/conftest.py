"""Small sites to render, and the sample site rendered once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vcif._errors import RenderError
from vcif.render import Rendered, render_site

HERE = Path(__file__).parent
CONFIG = """project:
  type: website
  output-dir: _site
  execute-dir: project
  render: ["reports/index.qmd", "reports/*.qmd"]
website:
  title: "Test site"
  navbar:
    left:
      - reports/index.qmd
execute: {echo: false, warning: false}
bibliography: reports/references.bib
"""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rendered]:
    """Return the output folder of the sample site and what rendering returned."""
    root = tmp_path_factory.mktemp("sample") / "site"
    shutil.copytree(HERE / "sample-site", root)
    return root / "_site", render_site(root, engine="embedded")


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a site with one document, and other files by name."""

    def write(body: str, *, front: str = "title: A study", config: str = CONFIG, **files: str) -> Path:
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "_quarto.yml").write_text(config, encoding="utf-8")
        bibliography = HERE / "sample-site" / "reports" / "references.bib"
        shutil.copyfile(bibliography, tmp_path / "reports" / "references.bib")
        text = f"---\n{front}\n---\n{body}\n"
        (tmp_path / "reports" / "index.qmd").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (tmp_path / "reports" / f"{name}.qmd").write_text(content, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def fault(site: Callable[..., Path]) -> Callable[..., str]:
    """Return a function that renders such a site and gives the error's text; the body begins in line 4."""

    def text_of(body: str, **parts: str) -> str:
        root = site(body, **parts)
        with pytest.raises(RenderError) as caught:
            render_site(root, engine="embedded")
        return str(caught.value)

    return text_of


@pytest.fixture
def page(site: Callable[..., Path]) -> Callable[..., str]:
    """Return a function that renders such a site and gives the page's HTML."""

    def html_of(body: str, **parts: str) -> str:
        root = site(body, **parts)
        render_site(root, engine="embedded")
        return (root / "_site" / "reports" / "index.html").read_text(encoding="utf-8")

    return html_of
