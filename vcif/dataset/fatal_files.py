"""Damaged files that would end the whole program, and how they end in a message instead.

The libraries that read Parquet files and workbooks panic on some damaged files, which Python takes for no
ordinary exception. The library that reads SPSS, Stata and SAS files is written in C: on some damaged files it
does not report an error but breaks down, and Python with it. It does so over the description of the
variables, before any data, so only that is tried, in a process of its own, which takes a tenth of a second
whatever the size of the file.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


def refuse_fatal(path: Path, reader: str, encoding: str | None = None, *, source: str | None = None) -> None:
    """Raise if reading the file's description breaks the reader down; its ordinary errors pass.

    `source` is how the message names the file, if not by its own name.
    """
    if not sys.executable:  # embedded in another program, which offers no process to try it in
        return
    command = [sys.executable, "-P", "-c", TRIAL, reader, str(path), *([encoding] if encoding else [])]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise DataError(_text(source or path.name)) from None
    # Python itself ends with 1 if the trial cannot even begin, which says nothing about the file.
    if ended.returncode not in (0, 1):
        raise DataError(_text(source or path.name))


def _text(source: str) -> str:
    """Say what is wrong with the file."""
    return (
        f"{source} is damaged: the description of its variables cannot be read. Export it again, or save "
        "it as CSV."
    )


@contextmanager
def without_panic(source: str) -> Iterator[None]:
    """Turn a panic of the library that reads a file into a message; every other error passes."""
    try:
        yield
    except BaseException as error:
        # Each library has a class of its own for it, below BaseException and with this name.
        if type(error).__name__ != "PanicException":
            raise
        raise DataError(
            f"{source} is damaged and cannot be read. Export it again, or save it as CSV."
        ) from None
