"""Calls of the library that reads SPSS, Stata and SAS files, with its failures in the researcher's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vcif._errors import DataError
from vcif.dataset.encoding_guess import Guess, likely_encodings
from vcif.dataset.request import Request

READERS = {"spss": "read_sav", "stata": "read_dta", "sas7bdat": "read_sas7bdat", "xpt": "read_xport"}
# So many cells are read at once: as Python numbers they take some forty bytes each.
AT_ONCE = 8_000_000
# Every byte is a letter of this encoding, so that text comes out as bytes from which another can be found.
ANY_BYTES = "ISO-8859-1"
Part = tuple[Mapping[str, Sequence[object]], Any]


def metadata(request: Request, encoding: str | None) -> Any:
    """Return what a file says of its columns."""
    meta = _call(request, encoding, metadataonly=True)[1]
    if None in meta.column_names:
        raise DataError(f"{request.source} is damaged: a variable has no name. Export it again, or as CSV.")
    return meta


def columns_in_parts(
    request: Request, encoding: str | None, names: Sequence[str], rows: int | None
) -> Iterator[Part]:
    """Yield the columns of a file and what it says of them, so few rows at a time that memory stays small."""
    options: dict[str, Any] = {"usecols": list(names)}
    if request.kind != "xpt":
        options["user_missing"] = True
    size = max(1, AT_ONCE // max(1, len(names)))
    if not rows or rows <= size:
        yield _call(request, encoding, **options)
        return
    for start in range(0, rows, size):
        yield _call(request, encoding, row_offset=start, row_limit=min(size, rows - start), **options)


def _call(request: Request, encoding: str | None, **options: Any) -> Part:
    """Call the reader of this kind of file."""
    import pyreadstat

    if encoding is not None:
        options["encoding"] = encoding
    reader = getattr(pyreadstat, READERS[request.kind])
    try:
        data, meta = reader(request.path, output_format="dict", **options)
    except Exception as error:  # a damaged file can end in any error of the library that reads it
        raise DataError(_failure(request, error, encoding)) from None
    return data, meta


def _failure(request: Request, error: Exception, encoding: str | None) -> str:
    """Say why a file could not be read, and the way out where its encoding is the cause."""
    if not isinstance(error, UnicodeDecodeError) and not _is_about_text(error):
        return f"{request.source} cannot be read ({error}): export it again, or save it as CSV."
    if encoding is not None:
        return (
            f"{request.source} cannot be read in this encoding: set another in [file], such as "
            'encoding = "windows-1252" (Western Europe) or encoding = "gb18030" (China).'
        )
    guesses = _guesses(request, error)
    ways = ", or ".join(f'encoding = "{name}"' for name in guesses[:3])
    return f"{request.source} holds text in another encoding than it states: set {ways} in [file]."


def _is_about_text(error: Exception) -> bool:
    """Tell whether a failure has to do with the encoding of text."""
    return any(word in str(error) for word in ("encoding", "character set", "convert string"))


def _guesses(request: Request, error: Exception) -> list[str]:
    """Return encodings that the file may be written in."""
    data = error.object if isinstance(error, UnicodeDecodeError) else _as_bytes(request)
    return [guess.encoding for guess in likely_encodings(data, request.words)] or ["windows-1252"]


def _as_bytes(request: Request) -> bytes:
    """Return the names and labels of a file as the bytes that they are stored in."""
    try:
        meta = metadata(request, ANY_BYTES)
    except DataError:
        return b""
    return "\n".join(texts_of(meta)).encode(ANY_BYTES, errors="ignore")


def texts_of(meta: Any) -> list[str]:
    """Return the names, column labels and value labels of a file."""
    labels = [text for texts in meta.value_labels.values() for text in map(str, texts.values())]
    return [*meta.column_names, *(label for label in meta.column_labels if label), *labels]


def better_encodings(request: Request, texts: Sequence[str], encoding: str | None) -> list[Guess]:
    """Return the encodings that explain text better than the one that an old file was taken to have.

    Stata before version 14 and old SPSS do not say in which encoding they wrote; it is then read as
    windows-1252, under which a Chinese file gives accented letters without an error.
    """
    taken = _taken(encoding)
    foreign = [text for text in texts if not text.isascii()]
    if not foreign or taken.startswith("utf"):
        return []
    try:
        guesses = likely_encodings("\n".join(foreign).encode(taken, errors="ignore"), request.words)
    except LookupError:
        return []
    return [] if taken in {guess.encoding for guess in guesses} else guesses


def _taken(encoding: str | None) -> str:
    """Return the encoding that an old file is taken to have."""
    return (encoding or "windows-1252").lower()


def misread(request: Request, texts: Sequence[str], encoding: str | None) -> Guess | None:
    """Return the only encoding that explains text better, or raise where several do."""
    guesses = better_encodings(request, texts, encoding)
    if len(guesses) > 1:
        ways = ", or ".join(f'encoding = "{guess.encoding}"' for guess in guesses[:3])
        raise DataError(
            f"{request.source} is an old file that does not say its encoding, and its letters are not those "
            f"of {_taken(encoding)}: set {ways} in [file]."
        )
    return guesses[0] if guesses else None


def described(request: Request) -> tuple[Any, str | None]:
    """Return what a file says of its columns, and the likeliest encoding where it is not the file's own."""
    try:
        meta = metadata(request, None)
        guesses = better_encodings(request, texts_of(meta), meta.file_encoding)
    except DataError:
        guesses = likely_encodings(_as_bytes(request), request.words)
        if not guesses:
            raise
    return (metadata(request, guesses[0].encoding), guesses[0].encoding) if guesses else (meta, None)
