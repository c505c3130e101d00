"""Render with Quarto itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vcif._errors import RenderError
from vcif.render.project import Project


def find_quarto(*, required: bool) -> str | None:
    """Return the path of the Quarto program."""
    from quarto import path

    found: str | None = path()
    if found is None and required:
        raise RenderError("no quarto")
    return found


def render_with_quarto(
    program: str, project: Project, documents: Sequence[Path], *, whole: bool
) -> tuple[Path, ...]:
    """Render."""
    return ()
