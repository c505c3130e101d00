"""Real Quarto, played by a small program that says and writes what Quarto does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vcif._errors import RenderError
from vcif.render import render_site

PROGRAM = """
import os, sys
from pathlib import Path

print("[1/1] reports/index.qmd", file=sys.stderr)
print(os.environ["FAKE_SAYS"], file=sys.stderr)
target = Path(sys.argv[2])
Path("called.txt").write_text(f"{sys.argv[1]} {target.name} {os.environ['QUARTO_PYTHON']}", encoding="utf-8")
page = Path("_site/reports/index.html")
page.parent.mkdir(parents=True, exist_ok=True)
page.write_text(os.environ["FAKE_WRITES"], encoding="utf-8")
sys.exit(int(os.environ["FAKE_ENDS"]))
"""


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that installs a Quarto which says, writes and ends as told."""

    def install(says: str = "", writes: str = "<p>Text</p>", ends: int = 0) -> None:
        script = tmp_path / "fake_quarto.py"
        script.write_text(PROGRAM, encoding="utf-8")
        if os.name == "nt":
            program = tmp_path / "quarto.cmd"
            program.write_text(f'@"{sys.executable}" "{script}" %*\n', encoding="utf-8")
        else:
            program = tmp_path / "quarto"
            program.write_text(f"#!{sys.executable}\n{PROGRAM}", encoding="utf-8")
            program.chmod(0o755)
        monkeypatch.setenv("QUARTO_PATH", str(program))
        for name, value in (("SAYS", says), ("WRITES", writes), ("ENDS", str(ends))):
            monkeypatch.setenv(f"FAKE_{name}", value)

    return install


@pytest.fixture
def without_quarto(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide any Quarto of this machine."""
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", "")


def test_quarto_is_called_with_this_python(site: Callable[..., Path], quarto: Callable[..., None]) -> None:
    quarto()
    root = site("Text.")
    rendered = render_site(root, engine="auto")
    assert rendered.engine == "quarto"
    assert rendered.outputs == (root / "_site" / "reports" / "index.html",)
    called = (root / "called.txt").read_text(encoding="utf-8")
    assert called == f"render {root.name} {sys.executable}"


def test_one_document(site: Callable[..., Path], quarto: Callable[..., None]) -> None:
    quarto()
    root = site("Text.")
    render_site(root, engine="quarto", documents=["reports/index.qmd"])
    assert (root / "called.txt").read_text(encoding="utf-8").startswith("render index.qmd ")


@pytest.mark.parametrize(
    ("says", "text"),
    [
        (
            "WARNING (/opt/quarto/share/filters/main.lua:14000) Unable to resolve crossref @fig-x",
            "reports/index.qmd:6: nothing has the label `fig-x` that @fig-x refers to",
        ),
        (
            "[WARNING] Unable to resolve crossref @fig-x",
            "reports/index.qmd:6: nothing has the label `fig-x` that @fig-x refers to",
        ),
        (
            "[WARNING] Citeproc: citation nobody2000 not found",
            "reports/index.qmd:6: @nobody2000 is not in the bibliography",
        ),
        (
            "WARN: Unable to resolve link target: none.qmd",
            "reports/index.qmd:7: the link leads to none.qmd, which is not rendered",
        ),
    ],
)
def test_what_quarto_only_warns_of_is_an_error(
    site: Callable[..., Path], quarto: Callable[..., None], says: str, text: str
) -> None:
    quarto(says=says)
    root = site("One.\n\nSee @fig-x and @nobody2000.\nA [link](none.qmd).")
    with pytest.raises(RenderError) as caught:
        render_site(root, engine="quarto")
    assert str(caught.value) == text


def test_reference_left_in_the_text_is_an_error(
    site: Callable[..., Path], quarto: Callable[..., None]
) -> None:
    quarto(writes="<p>See <strong>?@tbl-x</strong>.</p>")
    with pytest.raises(RenderError, match=r"reports/index.qmd:4: nothing has the label `tbl-x`"):
        render_site(site("See @tbl-x."), engine="quarto")


def test_failure_passes_on_what_quarto_said(site: Callable[..., Path], quarto: Callable[..., None]) -> None:
    quarto(says="NameError: name 'x' is not defined", ends=1)
    with pytest.raises(RenderError, match=r"(?s)Quarto failed \(exit code 1\).*NameError: name 'x'"):
        render_site(site("Text."), engine="quarto")


def test_quarto_that_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vcif.render.quarto import find_quarto

    monkeypatch.setenv("QUARTO_PATH", str(tmp_path / "none"))
    with pytest.raises(RenderError, match=r"QUARTO_PATH names .*none, which is not a program"):
        find_quarto(required=False)


@pytest.mark.usefixtures("without_quarto")
def test_missing_quarto(site: Callable[..., Path]) -> None:
    with pytest.raises(RenderError, match=r"Quarto is not installed: get it from https://quarto.org"):
        render_site(site("Text."), engine="quarto")


@pytest.mark.usefixtures("without_quarto")
def test_auto_falls_back_to_the_press(site: Callable[..., Path]) -> None:
    assert render_site(site("Text."), engine="auto").engine == "embedded"
