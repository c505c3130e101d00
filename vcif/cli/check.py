"""`vcif check`: what was read, what is wrong, what looks odd, and why firms have no category."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

import vcif
from vcif._errors import DataError, VcifError
from vcif.check import Check
from vcif.check.as_json import PROBLEMS, UNREADABLE, as_json, unreadable_as_json
from vcif.cli.options import CodebookFile, Data
from vcif.cli.terminal import terminal_text
from vcif.dataset import read_codebook, read_to_check
from vcif.present.check import Section, check_page, conservation, sections, unreadable_page, verdict

Html = Annotated[
    Path | None,
    typer.Option(help="Write the whole report to this HTML file as well."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the findings as JSON and nothing else.")]
Examples = Annotated[int, typer.Option(min=1, help="How many cells of each kind of problem to show.")]


def check_command(
    data: Data, codebook: CodebookFile, html: Html = None, as_data: Json = False, examples: Examples = 5
) -> None:
    """Look a data file over by its codebook before it is studied.

    Exit code 0: nothing to look at. 1: there are problems, or something looks odd. 2: the file or the
    codebook cannot be read.
    """
    try:
        check = _check(data, codebook, examples)
    except VcifError as fault:
        _tell_unreadable(data.name, fault, html, as_data=as_data)
        raise
    if html is not None:
        _write(html, check_page(check))
    if as_data:
        _print_json(as_json(check))
    else:
        _show(check, html)
    if not check.clean:
        raise typer.Exit(PROBLEMS)


def _check(data: Path, codebook: Path, examples: int) -> Check:
    """Read the survey and look it over."""
    return vcif.check_survey(read_to_check(data, read_codebook(codebook)), examples=examples)


def _tell_unreadable(source: str, fault: VcifError, html: Path | None, *, as_data: bool) -> None:
    """Write what was asked for about a file that cannot be read; its message follows on standard error."""
    if html is not None:
        _write(html, unreadable_page(source, str(fault)))
    if as_data:
        _print_json(unreadable_as_json(source, fault))
        raise typer.Exit(UNREADABLE)


def _write(target: Path, page: str) -> None:
    """Write a page."""
    try:
        target.write_text(page, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise DataError(f"cannot write {target}: {fault.strerror or fault}") from None


def _print_json(told: dict[str, Any]) -> None:
    """Print values as JSON, one object."""
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))


def _show(check: Check, html: Path | None) -> None:
    """Print the report."""
    console = Console()
    if check.synthetic:
        console.print("[bold]Synthetic data[/]")
    console.print(f"[bold]{terminal_text(check.source)}[/]: {conservation(check)}")
    for section in sections(check):
        if not section.detail:
            _show_section(console, section)
    colour = "green" if check.clean else "yellow"
    console.print(f"[bold {colour}]{terminal_text(verdict(check))}[/]")
    if html is not None:
        console.print(f"The whole report: {terminal_text(str(html))}", soft_wrap=True)


def _show_section(console: Console, section: Section) -> None:
    """Print one section."""
    console.print()
    console.print(f"[bold]{terminal_text(section.title)}[/]")
    console.print(f"[dim]{terminal_text(section.text)}[/]")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_header=any(section.headers))
    for place, header in enumerate(section.headers):
        table.add_column(header, justify="right" if place in section.numbers else "left", overflow="fold")
    for row in section.rows:
        table.add_row(*(terminal_text(cell) for cell in row))
    console.print(table)
