"""Text encodings: decode strictly, and name the likely encoding where that fails."""

from __future__ import annotations

import codecs

from vcif._errors import DataError

CANDIDATES = ("utf-8", "gb18030", "big5", "shift_jis", "euc_kr", "windows-1252")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAMPLE = 100_000


def decode(data: bytes, encoding: str, source: str) -> str:
    """Decode a text file; a byte-order mark is not part of the text."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise DataError(_unknown(encoding)) from None
    if data.startswith(UTF16) and not name.startswith("utf-16"):
        raise DataError(f'{source} is written in UTF-16: set encoding = "utf-16" in [file].')
    try:
        text = data.decode(name)
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        raise DataError(_failure(data, name, source, data.count(b"\n", 0, place) + 1)) from None
    return text.removeprefix("\ufeff")


def _unknown(encoding: str) -> str:
    """Say that an encoding does not exist."""
    return (
        f'encoding = "{encoding}" in [file] is not an encoding; allowed are utf-8, utf-16, gb18030, big5, '
        "shift_jis, windows-1252 and the other names that Python knows"
    )


def _failure(data: bytes, encoding: str, source: str, line: int) -> str:
    """Say where decoding failed and which encoding would do, with the header as it would then read."""
    guess = likely_encoding(data)
    text = f"{source} is not written in {encoding} (line {line}). "
    if guess is None or guess == encoding:
        return text + "Set encoding in [file] to the encoding in which it was saved."
    header = data[:SAMPLE].decode(guess, errors="ignore").lstrip("\ufeff\r\n").splitlines()[0]
    shown = header if len(header) <= 80 else header[:80] + "..."
    return text + f'Set encoding = "{guess}" in [file] (the header then reads: {shown}).'


def likely_encoding(data: bytes) -> str | None:
    """Return the first common encoding that takes the bytes and makes sense of them."""
    sample = data[:SAMPLE]
    for name in CANDIDATES:
        # The end of the sample may cut a character in two, which an incremental decoder forgives.
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample)
        except UnicodeError:
            continue
        if _makes_sense(text, name):
            return name
    return None


def _makes_sense(text: str, encoding: str) -> bool:
    """Tell whether an East Asian decoding gave letters of that part of the world in the main.

    Nearly any bytes decode as GB18030; Western text then comes out as rare characters between Latin letters.
    """
    if encoding in ("utf-8", "windows-1252"):
        return True
    foreign = [character for character in text if ord(character) > 127]
    alone = sum(
        1
        for before, here in zip(" " + text, text, strict=False)
        if ord(here) > 127 and before.isascii() and before.isalpha()
    )
    return bool(foreign) and alone < len(foreign) / 3
