"""A text file as bytes: in blocks, with the mark at its beginning, and lines that tell encodings apart."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from vcif.dataset.encoding_guess import SAMPLE

BLOCK = 1 << 24
HEAD = 4096
# The longer marks first: that of UTF-32 begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def blocks_of(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes in blocks."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def marked_encoding(head: bytes) -> str | None:
    """Return the Unicode encoding that the first bytes show: by a mark, or by the zeros of UTF-16."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    # A letter of ASCII has a zero as its second byte, or as its first; other data has zeros in both places.
    zeros = [head[start::2].count(0) for start in (0, 1)]
    if min(zeros) or not max(zeros) or len(head) % 2:
        return None
    name = "utf-16-le" if zeros[1] else "utf-16-be"
    return name if _decodes(head, name) else None


def _decodes(data: bytes, encoding: str) -> bool:
    """Tell whether bytes are text of an encoding; their end may cut a letter in two."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeError:
        return False
    return True


def foreign_lines(path: Path) -> bytes:
    """Return lines that hold bytes beyond ASCII: only these tell encodings apart."""
    found, size, rest = [], 0, b""
    for block in blocks_of(path):
        *lines, rest = (rest + block).replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            if not line.isascii():
                found.append(line)
                size += len(line)
            if size > SAMPLE:
                return b"\n".join(found)
    return b"\n".join([*found, rest])
