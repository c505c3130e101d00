"""A copy of the documents for a project of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from vcif._errors import RenderError
from vcif.render.documents import copy_documents


def test_a_copy_holds_the_sources_and_nothing_made_from_them(tmp_path: Path) -> None:
    root = copy_documents(tmp_path / "paper")
    copied = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {"_quarto.yml", "reports/paper.qmd", "reports/_setup.qmd", "reports/references.bib"} <= copied
    assert not [name for name in copied if "__pycache__" in name or name.endswith((".html", ".pyc"))]


def test_documents_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_text("mine", encoding="utf-8")
    with pytest.raises(RenderError, match=r"holds documents already; choose another folder"):
        copy_documents(tmp_path)
    assert (tmp_path / "_quarto.yml").read_text(encoding="utf-8") == "mine"
