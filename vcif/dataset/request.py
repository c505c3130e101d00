"""What a reader is asked for: which file, how it is written, and which columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vcif.dataset.codebook import FileFormat


@dataclass(frozen=True)
class Request:
    """A file to read and the columns wanted.

    `path` is where it lies, `source` how messages name it, `kind` what it holds, `ending` that of its name;
    `words` are those that the codebook knows, by which an encoding is recognised.
    """

    path: Path
    source: str
    kind: str
    ending: str
    format: FileFormat
    wanted: tuple[str, ...]
    words: frozenset[str] = frozenset()
