"""Damaged files that would end the whole program: they are tried in a process of their own first.

The library that reads SPSS, Stata and SAS files is written in C. On some damaged files it does not report an
error but breaks down, and Python with it. It does so over the description of the variables, before any data,
so only that is tried, which takes a tenth of a second whatever the size of the file.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vcif._errors import DataError

PATIENCE = 300  # seconds; a description is read in a fraction of one
TRIAL = """
import sys
import pyreadstat
try:
    options = {"encoding": sys.argv[3]} if len(sys.argv) > 3 else {}
    getattr(pyreadstat, sys.argv[1])(sys.argv[2], metadataonly=True, output_format="dict", **options)
except Exception:
    pass
"""


def refuse_fatal(path: Path, reader: str, encoding: str | None = None) -> None:
    """Raise if reading the file's description breaks the reader down; its ordinary errors pass."""
    if not sys.executable:  # embedded in another program, which offers no process to try it in
        return
    command = [sys.executable, "-P", "-c", TRIAL, reader, str(path), *([encoding] if encoding else [])]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise DataError(_text(path)) from None
    # Python itself ends with 1 if the trial cannot even begin, which says nothing about the file.
    if ended.returncode not in (0, 1):
        raise DataError(_text(path))


def _text(path: Path) -> str:
    """Say what is wrong with the file."""
    return (
        f"{path.name} is damaged: the description of its variables cannot be read. Export it again, or save "
        "it as CSV."
    )
