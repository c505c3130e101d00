"""A whole data file for a draft: its headers, how it seems to be written, and every column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.archives import unpacked
from vcif.dataset.byte_blocks import foreign_lines
from vcif.dataset.cell_text import listing
from vcif.dataset.codebook import About, Activity, Codebook, Covariate, FileFormat, Firm
from vcif.dataset.csv_top import SEPARATORS, top_of
from vcif.dataset.encoding_guess import likely_encodings
from vcif.dataset.encodings import encoding_of, utf8_blocks
from vcif.dataset.excel_file import open_workbook, sheet_of, unreadable
from vcif.dataset.fatal_files import refuse_fatal, without_panic
from vcif.dataset.file_kinds import ARCHIVES, DATA_ENDINGS, kind_of
from vcif.dataset.files import read_table
from vcif.dataset.headers import Headers
from vcif.dataset.labelled_calls import READERS, described
from vcif.dataset.parquet_file import not_parquet
from vcif.dataset.raw_table import RawTable
from vcif.dataset.request import Request

HEAD = 1 << 20
WITHIN = 1000
Written = dict[str, str]


@dataclass(frozen=True)
class Source:
    """A file's columns, how it was opened, and the texts of its questions where it has some."""

    table: RawTable
    headers: tuple[str, ...]
    format: Written
    questions: dict[str, str] = field(default_factory=dict)


def open_source(path: Path) -> Source:
    """Read every column of a data file that has a header."""
    with without_panic(path.name):
        headers, written = _described(path, path.name)
    names = [" ".join(name.split()) for name in headers.names]
    named = [name for name in names if name]
    if not named:
        raise DataError(f"{path.name} has no headers: its first filled row has to name the columns.")
    twice = [name for name, n in Counter(named).items() if n > 1]
    if twice:
        raise DataError(f"{path.name} has more than one column named {listing(twice)}: rename the others.")
    asked = {name: " ".join(text.split()) for name, text in zip(names, headers.questions, strict=False)}
    table = read_table(path, _naming(named, FileFormat.model_validate(written)))
    return Source(table, tuple(named), written, {name: text for name, text in asked.items() if text})


def _described(path: Path, source: str) -> tuple[Headers, Written]:
    """Return the headers of a file with the texts of its questions, and how it seems to be written."""
    kind = kind_of(path)
    if kind in ARCHIVES:
        with unpacked(path, kind, DATA_ENDINGS) as inside:
            if kind_of(inside.path) in ARCHIVES:
                raise DataError(f"{source} holds an archive: unpack it and name the data file in it.")
            return _described(inside.path, f"{inside.entry} in {source}")
    request = Request(path, source, kind, path.suffix.lower(), FileFormat(), ())
    return _READERS.get(kind, _labelled)(request)


def _naming(headers: Sequence[str], written: FileFormat) -> Codebook:
    """Return a codebook that does nothing but name all columns."""
    first = headers[0]
    sides = [Activity(id=side, column=first, side=side, label=side) for side in ("upstream", "downstream")]
    columns = tuple(
        Covariate(id=f"c{place}", column=header, label=header, kind="category")
        for place, header in enumerate(headers)
    )
    return Codebook.model_construct(
        study=About(title=""),
        file=written,
        firm=Firm(id=first),
        activities=tuple(sides),
        covariates=columns,
    )


def _text(request: Request) -> tuple[Headers, Written]:
    """Return the headers of a text file, and how it seems to be written where that is not the usual way."""
    encoding, written = _encoding(request)
    start = next(utf8_blocks(request.path, encoding, request.source), b"")
    text = start[:HEAD].decode("utf-8", errors="ignore")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    stated = FileFormat(separator=separator)
    top = top_of(start, replace(request, format=stated))
    if separator != ",":
        written["separator"] = separator
    if separator == ";" and _decimal_commas(text):
        written["decimal"] = ","
    return top.heading.headers, written


def _encoding(request: Request) -> tuple[str, Written]:
    """Return the encoding of a text: its own, the one found, or of several the likeliest."""
    try:
        found = encoding_of(request.path, None, (), request.source)
    except DataError:
        guesses = likely_encodings(foreign_lines(request.path))
        name = guesses[0].encoding if guesses else "windows-1252"
        return name, {"encoding": name}
    return found.name, {"encoding": found.name} if found.how == "found" else {}


def _decimal_commas(text: str) -> bool:
    """Tell whether cells between semicolons hold numbers with a comma."""
    cells = [cell.strip(' "') for line in text.splitlines()[1:WITHIN] for cell in line.split(";")]
    return any(re.fullmatch(r"-?\d+,\d+", cell) for cell in cells)


def _excel(request: Request) -> tuple[Headers, Written]:
    """Return the headers of the first sheet."""
    import fastexcel

    try:
        sheet = sheet_of(open_workbook(request), request)
    except fastexcel.FastExcelError as error:
        raise DataError(unreadable(request.source, str(error).splitlines()[0])) from None
    return sheet.heading.headers, {}


def _parquet(request: Request) -> tuple[Headers, Written]:
    """Return the names of a Parquet file's columns."""
    try:
        return Headers(tuple(pl.read_parquet_schema(request.path))), {}
    except (PolarsError, OSError) as error:
        raise DataError(not_parquet(request.source, error)) from None


def _labelled(request: Request) -> tuple[Headers, Written]:
    """Return the names of an SPSS, Stata or SAS file's variables, and their labels."""
    refuse_fatal(request.path, READERS[request.kind], source=request.source)
    meta, encoding = described(request)
    questions = tuple(label or "" for label in meta.column_labels)
    return Headers(tuple(meta.column_names), questions), {"encoding": encoding} if encoding else {}


_READERS: dict[str, Callable[[Request], tuple[Headers, Written]]] = {
    "text": _text,
    "excel": _excel,
    "parquet": _parquet,
}
