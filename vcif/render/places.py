"""Places in source files, so that every message can name file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vcif._errors import RenderError


@dataclass(frozen=True, order=True)
class Place:
    """A line of a source file; ``file`` is relative to the project folder.

    >>> str(Place("reports/paper.qmd", 12))
    'reports/paper.qmd:12'
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def error(self, text: str) -> RenderError:
        """Return (not raise) the error that tells what is wrong at this place."""
        return RenderError(f"{self}: {text}")


@dataclass(frozen=True)
class Line:
    """One line of text and the place it was read from."""

    text: str
    place: Place


def joined(errors: Iterable[RenderError]) -> RenderError:
    """Return one error that carries the texts of several, each on its own line.

    >>> print(joined([RenderError("first"), RenderError("second"), RenderError("first")]))
    first
    second
    """
    return RenderError("\n".join(dict.fromkeys(str(error) for error in errors)))


def relative_name(path: Path, root: Path) -> str:
    """Return the path as it is shown to readers: relative to the root, with forward slashes.

    >>> relative_name(Path("site/reports/a.qmd"), Path("site"))
    'reports/a.qmd'
    """
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
