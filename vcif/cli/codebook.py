"""`vcif codebook`: draft a codebook of a data file, or write a preset out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import vcif
from vcif._errors import ArgumentError, DataError
from vcif.cli.terminal import terminal_text
from vcif.dataset import preset_names, preset_text

Data = Annotated[Path | None, typer.Argument(help="Data file: CSV, Parquet, Excel, SPSS, Stata or SAS.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "--out", "-o", help="TOML file to write. Default: the terminal."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
Preset = Annotated[
    str | None, typer.Option(help=f"Write this preset out instead: {', '.join(preset_names())}.")
]


def codebook_command(
    data: Data = None, output: Output = None, force: Force = False, preset: Preset = None
) -> None:
    """Draft a codebook of a data file; every guess is marked, and no activity is given a side."""
    # An answer about the target comes before the work.
    if output is not None and output.exists() and not force:
        raise DataError(f"{output} exists: choose another name, or replace it with --force")
    draft = _draft(data, preset)
    if output is None:
        typer.echo(draft, nl=False)
        return
    _write(output, draft)
    told = Console(stderr=True, soft_wrap=True)
    told.print(f"written to {terminal_text(str(output))}")
    if preset is None:
        told.print('Look at every line that says "please confirm", and give the activities their sides.')


def _draft(data: Path | None, preset: str | None) -> str:
    """Return the codebook of the one that is given."""
    if preset is not None and data is None:
        return preset_text(preset)
    if data is not None and preset is None:
        return vcif.draft_codebook(data)
    raise ArgumentError("vcif codebook needs a data file or --preset, and not both")


def _write(target: Path, text: str) -> None:
    """Write a codebook in UTF-8."""
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise DataError(f"cannot write {target}: {fault.strerror or fault}") from None
