"""Show a frame in the terminal, or write it to a file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from vcif.dataset import save_frame

Shown = list[str]


def deliver(frame: pl.DataFrame, out: Path | None, columns: Shown, title: str) -> None:
    """Write the whole frame to `out`, or print the columns that fit a terminal."""
    if out is not None:
        written = save_frame(frame, out)
        Console(stderr=True, soft_wrap=True).print(f"{frame.height} rows written to {escape(str(written))}")
        return
    Console().print(_table(frame.select(columns), title))


def _table(frame: pl.DataFrame, title: str) -> Table:
    """Return a frame as a terminal table, numbers to the right."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name, kind in frame.schema.items():
        table.add_column(name, justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in frame.rows():
        table.add_row(*(_cell(value, name) for name, value in zip(frame.columns, row, strict=True)))
    return table


def _cell(value: object, column: str) -> str:
    """Return a value as the terminal shows it: p-values as in the paper, other numbers to three decimals."""
    from vcif.present.numbers import number, p_text

    if value is None:
        return "–"
    if column in ("p_value", "p_adjusted"):
        return p_text(float(str(value)))
    return number(value, 3) if isinstance(value, float) else escape(str(value))
