"""Files of statistics programs, with value labels and declared missing values: SPSS, Stata, SAS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from vcif.dataset.cell_text import cell_text
from vcif.dataset.cells import Cells, code, joined
from vcif.dataset.declared_missing import code_texts, declared_in, special_text
from vcif.dataset.encoding_guess import Guess
from vcif.dataset.fatal_files import refuse_fatal
from vcif.dataset.headers import find_columns
from vcif.dataset.label_faults import label_faults
from vcif.dataset.labelled_calls import READERS, columns_in_parts, metadata, misread, texts_of
from vcif.dataset.problems import file_problem, problem_list
from vcif.dataset.raw_table import Labels, RawTable, row_numbers
from vcif.dataset.reading import Reading
from vcif.dataset.request import Request
from vcif.dataset.response_sets import ResponseSet, combined, labels_of_set, response_sets

KINDS = {"spss": "SPSS file", "stata": "Stata file", "sas7bdat": "SAS file", "xpt": "SAS transport file"}
SAMPLE = 1000


@dataclass(frozen=True)
class Columns:
    """Columns by name, with the labels of their codes and the codes that the file declares missing."""

    cells: Mapping[str, Cells]
    labels: Mapping[str, Labels]
    declared: Mapping[str, Labels]


def read_labelled(request: Request) -> RawTable:
    """Read the wanted columns; the encoding is the file's own unless the codebook names one."""
    stated = request.format.encoding
    refuse_fatal(request.path, READERS[request.kind], stated, source=request.source)
    meta = metadata(request, stated)
    guess = None if stated else misread(request, texts_of(meta), meta.file_encoding)
    table = _table(request, guess.encoding if guess else stated)
    if stated is None and guess is None:
        # Where names and labels are plain, the answers themselves may still be in another encoding.
        texts = [text for cells in table.columns.values() for text in cells.texts.head(SAMPLE)]
        guess = misread(request, texts, meta.file_encoding)
        table = _table(request, guess.encoding) if guess else table
    return table if guess is None else _with_guess(table, guess)


def _with_guess(table: RawTable, guess: Guess) -> RawTable:
    """Say that the encoding was found."""
    text = f"an old file that does not say its encoding: its letters are those of {guess.encoding}"
    action = f'read as {guess.encoding}: set encoding = "{guess.encoding}" in [file] to be sure'
    remark = f"The file does not say its encoding; {guess.encoding} was found by its letters."
    reading = replace(table.reading, encoding=guess.encoding, remarks=(*table.reading.remarks, remark))
    problems = problem_list([file_problem(text, action), table.problems])
    return replace(table, problems=problems, reading=reading)


def _table(request: Request, encoding: str | None) -> RawTable:
    """Read the wanted columns in one encoding; a multiple-response set is a column as well."""
    meta = metadata(request, encoding)
    headers, questions = list(meta.column_names), [label or "" for label in meta.column_labels]
    sets = response_sets(meta, request.wanted)
    plain = [name for name in request.wanted if name not in sets]
    places = find_columns(headers, plain, request.source, questions)
    names = {name: headers[place] for name, place in places.items()}
    parts = [column for entry in sets.values() for column in entry.columns]
    loaded, rows = _load(request, encoding, list(dict.fromkeys([*names.values(), *parts])), meta)
    asked = dict(zip(headers, questions, strict=True))
    columns = _with_sets(_renamed(loaded, names), loaded, sets, asked)
    told = {name: asked[header] for name, header in names.items() if asked[header]}
    told |= {name: entry.label for name, entry in sets.items() if entry.label}
    return RawTable(
        request.source,
        columns.cells,
        row_numbers(rows),
        columns.labels,
        columns.declared,
        problems=label_faults(columns.cells, columns.labels),
        reading=Reading(KINDS[request.kind], encoding=encoding or meta.file_encoding, questions=told),
    )


def _load(request: Request, encoding: str | None, headers: Sequence[str], meta: Any) -> tuple[Columns, int]:
    """Read columns, part by part; what the file declares missing comes with the data."""
    parts: dict[str, list[Cells]] = {header: [] for header in headers}
    special: set[str] = set()
    rows = 0
    for data, found in columns_in_parts(request, encoding, headers, meta.number_rows):
        special.update(found.missing_user_values)
        ranges = found.missing_ranges
        for header in headers:
            parts[header].append(code(_texts(data[header], found, header)))
        rows += len(data[headers[0]])
    cells = {header: joined(pieces) for header, pieces in parts.items()}
    labels = {header: _labels(meta, header) for header in headers}
    declared = {
        header: declared_in(cells[header].texts, ranges.get(header, ()), labels[header])
        for header in headers
        if header in ranges or header in special
    }
    return Columns(cells, labels, declared), rows


def _renamed(loaded: Columns, names: Mapping[str, str]) -> Columns:
    """Return columns under the names that the codebook gives them."""
    return Columns(
        {name: loaded.cells[header] for name, header in names.items()},
        {name: loaded.labels[header] for name, header in names.items()},
        {name: loaded.declared.get(header, {}) for name, header in names.items()},
    )


def _with_sets(
    columns: Columns, loaded: Columns, sets: Mapping[str, ResponseSet], questions: Mapping[str, str]
) -> Columns:
    """Add the multiple-response sets."""
    declared = {
        name: {
            code_: label for part in entry.columns for code_, label in loaded.declared.get(part, {}).items()
        }
        for name, entry in sets.items()
        if entry.counted is None
    }
    return Columns(
        {**columns.cells, **{name: combined(entry, loaded.cells) for name, entry in sets.items()}},
        {
            **columns.labels,
            **{name: labels_of_set(entry, questions, loaded.labels) for name, entry in sets.items()},
        },
        {**columns.declared, **declared},
    )


def _texts(values: Sequence[object], meta: Any, header: str) -> pl.Series:
    """Write a column's cells as text; Stata's and SAS's special missing values become .a to .z."""
    # Stata's "float" has seven digits: 0.1 is stored as 0.100000001 and meant as 0.1.
    seven_digits = meta.readstat_variable_types.get(header) == "float"
    if header in meta.missing_user_values:
        return special_text(values, pl.Float32 if seven_digits else pl.Float64).alias(header)
    column = pl.Series(header, values)
    if seven_digits and column.dtype == pl.Float64:
        column = column.cast(pl.Float32)
    return cell_text(column) if column.dtype == pl.Null else column


def _labels(meta: Any, header: str) -> Labels:
    """Return the value labels of a column by the text of their codes."""
    labels: Mapping[object, object] = meta.variable_value_labels.get(header, {})
    in_numbers = meta.readstat_variable_types.get(header) != "string"
    codes = code_texts(list(labels), in_numbers=in_numbers)
    return dict(zip(codes, map(str, labels.values()), strict=True))
