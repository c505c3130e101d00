"""Compressed files: .gz, and .zip with one table, unpacked into a folder that is removed after reading."""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from vcif._errors import DataError
from vcif.dataset.cell_text import listing

# What a compressed file may hold: a small one can unpack to more than any disk has.
LARGEST, LARGEST_WORKBOOK = 4 << 30, 1 << 30
# Text of surveys shrinks to a tenth, seldom to a hundredth; what shrinks more is made to fill the memory.
DENSEST, SMALL = 500, 64 << 20
CHUNK = 1 << 20
BROKEN = (
    *(OSError, EOFError, zlib.error, struct.error, UnicodeError),
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError),
)


@dataclass(frozen=True)
class Unpacked:
    """A file taken out of an archive: where it lies, and its name inside."""

    path: Path
    entry: str


@contextmanager
def unpacked(path: Path, kind: str, endings: frozenset[str]) -> Iterator[Unpacked]:
    """Unpack the one table of an archive ("gzip" or "zip") for as long as it is read."""
    with TemporaryDirectory(prefix="vcif-", ignore_cleanup_errors=True) as folder:
        try:
            found = (
                _from_gzip(path, Path(folder)) if kind == "gzip" else _from_zip(path, Path(folder), endings)
            )
        except BROKEN as error:
            raise DataError(
                f"{path.name} cannot be unpacked ({error}): pack it again, without a password."
            ) from None
        yield found


def _from_gzip(path: Path, folder: Path) -> Unpacked:
    """Unpack a .gz file."""
    name = path.stem if path.suffix.lower() == ".gz" else path.name
    with gzip.open(path) as source:
        return Unpacked(_copy(source, folder, name, path.name, path.stat().st_size), name)


def _from_zip(path: Path, folder: Path, endings: frozenset[str]) -> Unpacked:
    """Unpack the only table of a .zip file."""
    with zipfile.ZipFile(path) as archive:
        entry = _only_table(archive, endings, path.name)
        name = PurePosixPath(entry.filename).name
        with archive.open(entry) as source:
            return Unpacked(_copy(source, folder, name, path.name, entry.compress_size), name)


def _only_table(archive: zipfile.ZipFile, endings: frozenset[str], source: str) -> zipfile.ZipInfo:
    """Return the entry that is a table: the only one with a data file's ending, or the only one at all."""
    entries = [entry for entry in archive.infolist() if not _by_the_way(entry.filename)]
    tables = [entry for entry in entries if PurePosixPath(entry.filename).suffix.lower() in endings]
    found = tables or entries
    if len(found) == 1:
        return found[0]
    names = listing(entry.filename for entry in found)
    what = f"holds {len(found)} files: {names}" if found else "holds no file"
    raise DataError(f"{source} {what}. Unpack it and name the data file itself.")


def _by_the_way(name: str) -> bool:
    """Tell whether an entry is a folder, has no name, or was added by the program that packed the archive."""
    path = PurePosixPath(name)
    return name.endswith("/") or not path.name or path.parts[0] == "__MACOSX" or path.name.startswith(".")


def _copy(source: gzip.GzipFile | IO[bytes], folder: Path, name: str, shown: str, packed: int) -> Path:
    """Write what an archive holds to a file, but no more than the limit."""
    target, size = folder / f"table{PurePosixPath(name).suffix}", 0
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            refuse_bomb(size, packed, LARGEST, shown)
            file.write(chunk)
    return target


def refuse_bomb(size: int, packed: int, largest: int, source: str) -> None:
    """Raise if an archive holds more than it may."""
    if size > largest or (size > SMALL and size > DENSEST * packed):
        raise DataError(
            f"{source} unpacks to more than {largest >> 30} GiB or {DENSEST} times its size, and is not "
            "read: if it is a survey indeed, unpack it, and save it as CSV."
        )


def refuse_bomb_in_workbook(path: Path, shown: str) -> None:
    """Raise if a workbook, which is a zip archive, unpacks to more than it may."""
    size = packed = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                packed += entry.compress_size
                # The sizes that an archive states may be wrong; reading it finds that out.
                with archive.open(entry) as source:
                    while chunk := source.read(CHUNK):
                        size += len(chunk)
                        refuse_bomb(size, packed, LARGEST_WORKBOOK, shown)
    except BROKEN as error:
        raise DataError(
            f"{shown} cannot be read as an Excel workbook ({error}). If it has a password, save it without "
            "one; else save it again, or as CSV."
        ) from None
