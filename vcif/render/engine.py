"""Render a project by Quarto or by the embedded press."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vcif._errors import require_one_of
from vcif.render.embedded import render_embedded
from vcif.render.needs import require_packages
from vcif.render.progress import board
from vcif.render.project import choose, read_project
from vcif.render.quarto import find_quarto, render_with_quarto

if TYPE_CHECKING:
    from rich.console import Console

Engine = Literal["auto", "quarto", "embedded"]


@dataclass(frozen=True)
class Rendered:
    """What was rendered: by which engine, which files, in how many seconds."""

    engine: Literal["quarto", "embedded"]
    outputs: tuple[Path, ...]
    seconds: float


def render_site(
    root: Path | str = ".",
    *,
    engine: Engine = "auto",
    documents: Sequence[str] | None = None,
    console: Console | None = None,
) -> Rendered:
    r"""Render the documents of a Quarto website project to all their formats.

    Parameters
    ----------
    root : Path or str, default "."
        The project folder, with ``_quarto.yml``.
    engine : {"auto", "quarto", "embedded"}, default "auto"
        Quarto, the embedded press, or Quarto if it is installed and the press if not.
    documents : sequence of str, optional
        Documents of the project's render list, relative to the root; all by default.
    console : rich.console.Console, optional
        Progress is told here; by default nothing is said.

    Returns
    -------
    Rendered
        The engine that worked, the files written and the time it took.

    Raises
    ------
    RenderError
        A cell fails, a reference has no target, a citation is not in the bibliography, a document uses what
        the press does not know, or Quarto is asked for and not there. The message names file and line.
    ArgumentError
        The engine is not one of the three.

    Notes
    -----
    The press knows a stated part of Quarto and refuses the rest; Quarto itself ends successfully although
    references are unresolved, which is turned into an error here.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     project, paper = Path(folder, "_quarto.yml"), Path(folder, "paper.qmd")
    ...     _ = project.write_text("project: {type: website}", encoding="utf-8")
    ...     _ = paper.write_text("See @sec-data.\n\n## Data {#sec-data}", encoding="utf-8")
    ...     rendered = render_site(folder, engine="embedded")
    >>> [path.name for path in rendered.outputs]
    ['index.html', 'paper.html']
    """
    require_one_of("render_site", "engine", engine, ("auto", "quarto", "embedded"))
    begin = time.perf_counter()
    program = find_quarto(required=engine == "quarto") if engine != "embedded" else None
    require_packages(press=program is None)
    project = read_project(Path(root).resolve(), strict=program is None)
    chosen = choose(project, documents)
    with board(console) as told:
        if program is not None:
            told.say(f"rendering with Quarto ({program})")
            outputs = render_with_quarto(program, project, chosen, whole=documents is None)
        else:
            reason = "" if engine == "embedded" else ", since Quarto is not installed"
            told.say(f"rendering with the embedded press{reason}")
            outputs = render_embedded(project, chosen, told)
    used: Literal["quarto", "embedded"] = "embedded" if program is None else "quarto"
    return Rendered(used, outputs, time.perf_counter() - begin)
