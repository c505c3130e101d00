"""The encoding of a text file: stated, shown by its first bytes, plain UTF-8, or found; never lossy."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from vcif._errors import DataError
from vcif.dataset import byte_blocks
from vcif.dataset.byte_blocks import HEAD, blocks_of, foreign_lines, marked_encoding
from vcif.dataset.encoding_guess import Guess, likely_encodings

# How many blocks may be held back until a quotation mark closes.
LONGEST = 4
SHOWN = 60


@dataclass(frozen=True)
class Encoding:
    """An encoding; `how` it is known: "stated", "mark" (first bytes), "plain" (all UTF-8) or "found".

    `evidence` says what speaks for an encoding that was found.
    """

    name: str
    how: str
    evidence: str = ""


def encoding_of(path: Path, stated: str | None, words: Collection[str], source: str) -> Encoding:
    """Return the encoding of a file, or raise where it cannot be known; `words` are those of the codebook."""
    with path.open("rb") as file:
        marked = marked_encoding(file.read(HEAD))
    if stated is not None:
        name = _known(stated)
        if marked is not None and not name.startswith(marked[:6]):
            raise DataError(_contradiction(source, marked, stated))
        return Encoding(name, "stated")
    if marked is not None:
        return Encoding(marked, "mark")
    line = _line_beyond_utf8(path)
    return Encoding("utf-8", "plain") if line is None else _found(path, line, words, source)


def _known(encoding: str) -> str:
    """Return Python's name of an encoding for text."""
    try:
        info = codecs.lookup(encoding)
        "a".encode(encoding)
    except LookupError:
        raise DataError(
            f'encoding = "{encoding}" in [file] is not an encoding; allowed are utf-8, utf-16, gb18030, '
            "big5, shift_jis, windows-1252 and the other names that Python knows. Leave the key out to have "
            "it found."
        ) from None
    return info.name


def _contradiction(source: str, marked: str, stated: str) -> str:
    """Say that the file and the codebook name two encodings."""
    name = marked.upper()[:6]
    return (
        f'{source} is written in {name}, but [file] sets encoding = "{stated}": set encoding = '
        f'"{marked[:6]}", or leave the key out.'
    )


def _line_beyond_utf8(path: Path) -> int | None:
    """Return the first line that is not UTF-8; None if all are."""
    decoder, lines = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for block in blocks_of(path):
            decoder.decode(block)
            lines += block.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return lines + error.object.count(b"\n", 0, error.start) + 1
    return None


def _found(path: Path, line: int, words: Collection[str], source: str) -> Encoding:
    """Return the only encoding that explains the text, or raise with those that may."""
    guesses = likely_encodings(foreign_lines(path), words)
    if len(guesses) == 1:
        guess = guesses[0]
        evidence = "its letters"
        if guess.known_words:
            evidence = f"{guess.known_words} word{'s' * (guess.known_words > 1)} of the codebook"
        return Encoding(guess.encoding, "found", evidence)
    text = f"{source} is not written in UTF-8 (line {line}). "
    if not guesses:
        raise DataError(text + "Set encoding in [file] to the encoding in which it was saved.")
    ways = ", or ".join(_way(guess) for guess in guesses[:3])
    raise DataError(f"{text}Set the encoding in [file] in which it reads rightly: {ways}.")


def _way(guess: Guess) -> str:
    """Write an encoding with an example of how the file then reads."""
    lines = guess.text.strip().splitlines()
    shown = lines[0][:SHOWN] + "..." * (len(lines[0]) > SHOWN) if lines else ""
    return f'encoding = "{guess.encoding}" (reads: {shown})'


def utf8_blocks(path: Path, encoding: str, source: str, words: Collection[str] = ()) -> Iterator[bytes]:
    """Yield a text file as UTF-8, in blocks that end with a line and not inside quotation marks.

    A byte-order mark is not part of the text; line ends of old Macs become those of today.
    """
    decoder, rest, lines = codecs.getincrementaldecoder(encoding)(), b"", 0
    start, old_ends = True, None
    for raw in chain(blocks_of(path), (b"",)):
        try:
            text = decoder.decode(raw, final=not raw)
        except UnicodeError as error:
            raise DataError(_failure(path, encoding, source, _line_of(error, lines), words)) from None
        if start:
            text, start = text.removeprefix("\ufeff"), not text
        if old_ends is None and ("\n" in text or "\r" in text):
            old_ends = "\n" not in text
        text = text.replace("\r", "\n") if old_ends else text
        lines += text.count("\n")
        data = rest + text.encode("utf-8")
        cut = _end_of_lines(data) if raw else len(data)
        rest = data[cut:]
        if cut:
            yield data[:cut]


def _end_of_lines(data: bytes) -> int:
    """Return where the last line ends that does not end inside quotation marks.

    Where no such line comes for long, a mark is out of place, and any line will do to go on.
    """
    cut = data.rfind(b"\n") + 1
    if len(data) > LONGEST * byte_blocks.BLOCK:
        return cut
    marks = data.count(b'"', 0, cut)
    while cut and marks % 2:
        before = data.rfind(b"\n", 0, cut - 1) + 1
        marks -= data.count(b'"', before, cut)
        cut = before
    return cut


def _line_of(error: UnicodeError, lines: int) -> int:
    """Return the line in which decoding failed."""
    if not isinstance(error, UnicodeDecodeError):
        return lines + 1
    return lines + error.object.count(b"\n", 0, error.start) + 1


def _failure(path: Path, encoding: str, source: str, line: int, words: Collection[str]) -> str:
    """Say where decoding failed and which encoding would do, with a line as it would then read."""
    text = f"{source} is not written in {encoding} (line {line}). "
    guesses = [guess for guess in likely_encodings(foreign_lines(path), words) if guess.encoding != encoding]
    if not guesses:
        return text + "Set encoding in [file] to the encoding in which it was saved."
    return f"{text}Set {', or '.join(_way(guess) for guess in guesses[:3])} in [file]."
