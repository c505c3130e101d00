"""The command's parts, and what it does with a fault: one message, an exit code, no traceback."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from vcif._errors import VcifError
from vcif.cli.check import check_command
from vcif.cli.classify import classify_command
from vcif.cli.codebook import codebook_command
from vcif.cli.compare import compare_command
from vcif.cli.render import render_command
from vcif.cli.tally import tally_command
from vcif.cli.terminal import terminal_text

app = typer.Typer(
    name="vcif",
    help="The Value Chain Internationalization Framework: from a survey file to the paper.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("codebook")(codebook_command)
app.command("check")(check_command)
app.command("classify")(classify_command)
app.command("tally")(tally_command)
app.command("compare")(compare_command)
app.command("render")(render_command)


def main() -> None:
    """Run the command; a fault in the input ends with exit code 2 and its message on standard error."""
    _speak_utf8()
    try:
        app()
    except VcifError as fault:
        Console(stderr=True, soft_wrap=True).print(f"[bold red]vcif:[/] {terminal_text(str(fault))}")
        sys.exit(2)


def _speak_utf8() -> None:
    """Let a Windows console that is not in UTF-8 print firms' names instead of failing on them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
