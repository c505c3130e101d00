"""`vcif render`: the paper, of the documents here or of one's own data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape

from vcif._errors import ArgumentError, DataError
from vcif.dataset.preset import preset_named
from vcif.dataset.project_survey import CODEBOOK_VARIABLE, DATA_VARIABLE

Engine = Annotated[
    Literal["auto", "quarto", "embedded"],
    typer.Option(help="auto (Quarto where it is installed), quarto or embedded."),
]
Data = Annotated[Path | None, typer.Argument(help="Your data file; without it the documents as they are.")]
CodebookFile = Annotated[Path | None, typer.Argument(help="Its codebook.")]
Project = Annotated[
    Path | None,
    typer.Option(
        help="Folder with _quarto.yml. Default: here; with your own data, vcif-paper (made if absent)."
    ),
]


def render_command(
    data: Data = None, codebook: CodebookFile = None, project: Project = None, engine: Engine = "auto"
) -> None:
    """Write the study up as a site with the paper in HTML, Word and PDF."""
    from vcif.render import render_site
    from vcif.render.documents import copy_documents

    console = Console(soft_wrap=True)
    if (data is None) != (codebook is None):
        raise ArgumentError("vcif render needs a data file and its codebook, or neither")
    folder = project or Path("." if data is None else "vcif-paper")
    if data is not None and codebook is not None:
        _name_survey(data, codebook)
        if not (folder / "_quarto.yml").exists():
            copy_documents(folder)
            console.print(f"documents copied to {escape(str(folder))}: edit them and render again")
    rendered = render_site(folder, engine=engine, console=console)
    console.print(f"rendered by {rendered.engine} in {rendered.seconds:.1f} s:")
    for output in rendered.outputs:
        console.print(f"  {escape(str(output))}")


def _name_survey(data: Path, codebook: Path) -> None:
    """Tell the documents' own processes which survey they are about."""
    preset = preset_named(codebook) is not None
    for path in (data,) if preset else (data, codebook):
        if not path.is_file():
            raise DataError(f"there is no file {path}")
    os.environ[DATA_VARIABLE] = str(data.resolve())
    os.environ[CODEBOOK_VARIABLE] = str(codebook if preset else codebook.resolve())
