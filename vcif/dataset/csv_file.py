"""Delimited text: .csv, .txt, .tsv, read in blocks, so that a large file never stands in memory whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

import polars as pl
from polars.exceptions import PolarsError

from vcif._errors import DataError
from vcif.dataset.cells import code, dictionary_coded
from vcif.dataset.csv_rows import RowReader
from vcif.dataset.csv_top import SEPARATORS, Top, single_column_hint, top_of
from vcif.dataset.encodings import Encoding, encoding_of, utf8_blocks
from vcif.dataset.headers import find_columns
from vcif.dataset.problems import file_problem, problem_list
from vcif.dataset.raw_table import RawTable, row_numbers
from vcif.dataset.reading import Reading
from vcif.dataset.request import Request


def read_csv(request: Request) -> RawTable:
    """Read delimited text, every cell as text: no cell is lost to a type that was guessed too early."""
    encoding = encoding_of(request.path, request.format.encoding, request.words, request.source)
    start = next(_blocks(request, encoding), b"")
    if not start.strip():
        raise DataError(f"{request.source} is empty: it needs a header row and a row for every firm.")
    top = top_of(start, request)
    headers = top.heading.headers
    places = find_columns(
        headers.names, request.wanted, request.source, headers.questions, single_column_hint(top)
    )
    blocks, odd = _in_blocks(request, encoding, top, places), problem_list()
    if blocks is None:
        blocks, odd = _row_by_row(request, encoding, top, places)
    height = sum(block.height for block in blocks)
    return RawTable(
        request.source,
        # Each column is taken out of the blocks, so that the file does not stand in memory twice.
        {name: code(pl.concat([block.drop_in_place(name) for block in blocks])) for name in places},
        row_numbers(height, top.heading.after + 1),
        problems=problem_list([_guessed(encoding), odd]),
        reading=_reading(request, encoding, top, places),
    )


def _blocks(request: Request, encoding: Encoding) -> Iterator[bytes]:
    """Yield the file as UTF-8."""
    return utf8_blocks(request.path, encoding.name, request.source, request.words)


def _body(request: Request, encoding: Encoding, top: Top) -> Iterator[bytes]:
    """Yield what stands below the headers, without empty lines at the end of the file."""
    before, skip = b"", top.lines
    for block in _blocks(request, encoding):
        start = 0
        while skip and start < len(block):
            start = block.find(b"\n", start) + 1 or len(block)
            skip -= 1
        if before:
            yield before
        before = block[start:]
    last = before.rstrip(b"\r\n")
    if last:
        yield last + b"\n"


def _in_blocks(
    request: Request, encoding: Encoding, top: Top, places: Mapping[str, int]
) -> list[pl.DataFrame] | None:
    """Read whole blocks at once; None if one has rows of another width than the header, or a fault."""
    frames: list[pl.DataFrame] = []
    for block in _body(request, encoding, top):
        frame = _rectangular(block, top)
        if frame is None:
            return None
        frames.append(_wanted(frame, places, frames))
    return frames or [_empty(places)]


def _rectangular(block: bytes, top: Top) -> pl.DataFrame | None:
    """Split a block into cells, if every row has as many as the header.

    Where every separator and line end of the block is accounted for, between cells or inside a quoted one, no
    row is shorter; a longer one is an error of the parser.
    """
    mark, schema = top.separator, {str(place): pl.String for place in range(top.width)}
    try:
        frame = pl.read_csv(block, has_header=False, schema=schema, separator=mark, infer_schema=False)
    except PolarsError:
        return None
    marks, lines = block.count(mark.encode()), block.count(b"\n")
    if b'"' in block:
        quoted = [pl.all().str.count_matches(text, literal=True).sum() for text in (mark, "\n")]
        inside = [int(frame.select(total).sum_horizontal().item() or 0) for total in quoted]
        marks, lines = marks - inside[0], lines - inside[1]
        # A mark out of place may swallow the end of a row with the next row, which the parser lets pass.
        if inside[1] and not _well_quoted(block, mark):
            return None
    whole = marks == frame.height * (top.width - 1) and lines == frame.height
    return frame if whole else None


def _well_quoted(block: bytes, mark: str) -> bool:
    """Tell whether every quotation mark belongs to a cell that begins and ends with one."""
    cell = rb'(?<![^\n%b])"[^"]*(?:""[^"]*)*"(?=[\r\n%b])'
    separator = re.escape(mark.encode())
    return b'"' not in re.sub(cell % (separator, separator), b"", block)


def _wanted(frame: pl.DataFrame, places: Mapping[str, int], before: list[pl.DataFrame]) -> pl.DataFrame:
    """Keep the wanted columns, coded as in the blocks before."""
    cells = frame.select(pl.col(str(place)).alias(name) for name, place in places.items())
    if not before:
        return dictionary_coded(cells)
    return cells.with_columns(
        pl.col(name).fill_null("").cast(kind) for name, kind in before[0].schema.items()
    )


def _empty(places: Mapping[str, int]) -> pl.DataFrame:
    """Return the columns of a file without firms."""
    return pl.DataFrame(schema=dict.fromkeys(places, pl.String))


def _row_by_row(
    request: Request, encoding: Encoding, top: Top, places: Mapping[str, int]
) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Read the rows one by one, which finds what is wrong with them."""
    names = top.heading.headers.names
    filled = max((place for place, name in enumerate(names, start=1) if name.strip()), default=0)
    reader = RowReader(request.source, top.separator, top.width, filled, top.heading.after + 1, top.lines)
    texts = (io.StringIO(block.decode("utf-8"), newline="\n") for block in _body(request, encoding, top))
    frames: list[pl.DataFrame] = []
    for frame in reader.frames(chain.from_iterable(texts)):
        frames.append(_wanted(frame, places, frames))
    return frames or [_empty(places)], reader.problems()


def _guessed(encoding: Encoding) -> pl.DataFrame:
    """Say that the encoding was found, which is a guess until the codebook states it."""
    if encoding.how != "found":
        return problem_list()
    text = f"text in {encoding.name}, not in UTF-8, found by {encoding.evidence}"
    action = f'read as {encoding.name}: set encoding = "{encoding.name}" in [file] to be sure'
    return file_problem(text, action)


def _reading(request: Request, encoding: Encoding, top: Top, places: Mapping[str, int]) -> Reading:
    """Tell how the file was read."""
    remarks = []
    if encoding.how == "found":
        remarks.append(f"The text is in {encoding.name}, found by {encoding.evidence}.")
    if request.format.separator is None and top.separator != ",":
        remarks.append(f"The separator is {SEPARATORS[top.separator]}, found by the columns of the codebook.")
    heading = top.heading
    base = Reading(kind="delimited text", encoding=encoding.name, separator=top.separator)
    return replace(base, **heading.told(places), remarks=(*remarks, *heading.remarks))
