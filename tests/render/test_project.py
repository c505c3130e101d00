"""The project file: documents, order, navigation, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vcif._errors import RenderError
from vcif.render import render_site
from vcif.render.project import choose, read_project


def project_of(root: Path, text: str, *names: str) -> Path:
    """Write a project with empty documents."""
    (root / "_quarto.yml").write_text(text, encoding="utf-8")
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")
    return root


def test_render_list_gives_the_order_and_each_document_once(tmp_path: Path) -> None:
    names = ("r/b.qmd", "r/a.qmd", "r/_setup.qmd", "r/notes.md")
    root = project_of(tmp_path, 'project: {render: ["r/b.qmd", "r/*.qmd"]}', *names)
    assert [path.name for path in read_project(root).documents] == ["b.qmd", "a.qmd"]


def test_exclusions_and_output_folder_are_left_out(tmp_path: Path) -> None:
    names = ("a.qmd", "b.qmd", "_site/c.qmd")
    root = project_of(tmp_path, 'project: {render: ["**/*.qmd", "!b.qmd"]}', *names)
    assert [path.name for path in read_project(root).documents] == ["a.qmd"]


def test_no_project_file(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"no _quarto.yml in .*; run from the project folder or name it"):
        render_site(tmp_path, engine="embedded")


def test_no_document(tmp_path: Path) -> None:
    root = project_of(tmp_path, "project:\n  render: [nothing.qmd]")
    with pytest.raises(RenderError, match=r"_quarto.yml:2: no document to render"):
        read_project(root)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("website:\n  sidebar: x", "_quarto.yml:2: the embedded press does not know `website: sidebar`"),
        ("project:\n  type: book", "_quarto.yml:2: the embedded press builds websites; got type 'book'"),
        (
            "website:\n  navbar:\n    tools: x",
            "_quarto.yml:3: the embedded press does not know `navbar: tools`",
        ),
        ("website:\n  navbar:\n    left:\n      - {menu: x}", "_quarto.yml:4: a navbar entry is a page"),
    ],
)
def test_refused_settings(tmp_path: Path, text: str, words: str) -> None:
    root = project_of(tmp_path, text, "a.qmd")
    with pytest.raises(RenderError) as caught:
        read_project(root)
    assert str(caught.value).startswith(words)


def test_quarto_may_have_settings_that_the_press_refuses(tmp_path: Path) -> None:
    root = project_of(tmp_path, "project: {type: book}", "a.qmd")
    assert read_project(root, strict=False).documents


def test_document_that_is_not_listed(tmp_path: Path) -> None:
    project = read_project(project_of(tmp_path, "project: {type: website}", "r/paper.qmd"))
    assert choose(project, ["r/paper.qmd"]) == (tmp_path / "r" / "paper.qmd",)
    with pytest.raises(RenderError, match=r'r/papr.qmd is not among .*did you mean "r/paper.qmd"'):
        choose(project, ["r/papr.qmd"])


def test_navigation_to_nowhere(fault: Callable[..., str]) -> None:
    config = "project: {type: website}\nwebsite:\n  navbar:\n    left:\n      - reports/none.qmd"
    assert fault("Text.", config=config) == (
        "_quarto.yml:5: the navbar leads to reports/none.qmd, which is not among the documents to render"
    )


def test_only_the_documents_asked_for_are_written(site: Callable[..., Path]) -> None:
    root = site("Text.", other="Other.")
    rendered = render_site(root, engine="embedded", documents=["reports/other.qmd"])
    assert [path.name for path in rendered.outputs] == ["index.html", "other.html"]
    assert not (root / "_site" / "reports" / "index.html").exists()
