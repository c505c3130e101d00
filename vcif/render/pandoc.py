"""Call pandoc as a separate program."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from vcif._errors import RenderError

MARKDOWN = "markdown+table_attributes"


@dataclass(frozen=True)
class Answer:
    """What pandoc wrote, and what it warned of."""

    output: str
    warnings: tuple[str, ...]


def run_pandoc(arguments: Sequence[str], text: str, *, folder: Path, epoch: int = 0) -> Answer:
    """Run pandoc on a text.

    Parameters
    ----------
    arguments : sequence of str
        The command line without the program.
    text : str
        Goes to standard input.
    folder : Path
        The working folder: relative image paths start here.
    epoch : int
        The time written into files, seconds since 1970.

    Raises
    ------
    RenderError
        pandoc failed.
    """
    pypandoc = import_module("pypandoc")
    done = subprocess.run(
        [str(pypandoc.get_pandoc_path()), *arguments],
        input=text.encode("utf-8"),
        capture_output=True,
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
        check=False,
    )
    messages = done.stderr.decode("utf-8", errors="replace")
    if done.returncode != 0:
        raise RenderError(f"pandoc failed ({' '.join(arguments)}): {messages.strip()}")
    return Answer(done.stdout.decode("utf-8"), tuple(line for line in messages.splitlines() if line.strip()))


def parse_markdown(text: str, *, folder: Path) -> dict[str, Any]:
    """Return the pandoc document of a Markdown text.

    >>> parse_markdown("*a*", folder=Path("."))["blocks"]
    [{'t': 'Para', 'c': [{'t': 'Emph', 'c': [{'t': 'Str', 'c': 'a'}]}]}]
    """
    answer = run_pandoc(["-f", MARKDOWN, "-t", "json"], text, folder=folder)
    document: dict[str, Any] = json.loads(answer.output)
    return document
