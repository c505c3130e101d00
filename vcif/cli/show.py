"""Show a frame in the terminal, or write it to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from rich.console import Console

from vcif.cli.terminal import terminal_text
from vcif.dataset import SavedFirms, save_frame


def save(frame: pl.DataFrame, out: Path) -> None:
    """Write the whole frame in full precision and say so."""
    tell_saved(SavedFirms(save_frame(frame, out), {}, ()), frame.height)


def tell_saved(saved: SavedFirms, rows: int) -> None:
    """Say what was written, and what is not in the file as it is in the frame."""
    console = Console(stderr=True, soft_wrap=True)
    console.print(f"{rows} rows written to {terminal_text(str(saved.path))}")
    for name, given in saved.renamed.items():
        console.print(f"  column {terminal_text(name)} is named {terminal_text(given)} there")
    for note in saved.notes:
        console.print(f"  {terminal_text(note)}")


def show(frame: pl.DataFrame, title: str, remarks: Sequence[str] = ()) -> None:
    """Print a frame, and remarks below it; all columns but those of names stand to the right."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name, kind in frame.schema.items():
        named = isinstance(kind, pl.Enum) or name in ("indicator", "meaning")
        table.add_column(name, justify="left" if named else "right", overflow="fold")
    for row in frame.rows():
        table.add_row(*("–" if value is None else terminal_text(str(value)) for value in row))
    console = Console()
    console.print(table)
    for remark in remarks:
        console.print(terminal_text(remark))
