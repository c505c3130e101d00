"""Files of statistics programs, with value labels and declared missing values: SPSS, Stata, SAS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from vcif._errors import DataError
from vcif.dataset.cell_text import cell_text
from vcif.dataset.cells import code_columns
from vcif.dataset.codebook import FileFormat
from vcif.dataset.declared_missing import code_text, declared_in, special_text
from vcif.dataset.encodings import likely_encoding
from vcif.dataset.headers import find_columns
from vcif.dataset.raw_table import Labels, RawTable, row_numbers

READERS = {
    ".sav": "read_sav",
    ".zsav": "read_sav",
    ".dta": "read_dta",
    ".sas7bdat": "read_sas7bdat",
    ".xpt": "read_xport",
}


def read_labelled(path: Path, file: FileFormat, wanted: Sequence[str]) -> RawTable:
    """Read the wanted columns; the encoding is the file's own unless the codebook names one."""
    headers = list(_read(path, file, metadataonly=True)[1].column_names)
    places = find_columns(headers, wanted, path.name)
    names = {name: headers[place] for name, place in places.items()}
    kind = READERS[path.suffix.lower()]
    options = {} if kind == "read_xport" else {"user_missing": True}
    data, meta = _read(path, file, usecols=list(dict.fromkeys(names.values())), **options)
    cells = {name: _texts(data[header], meta, header) for name, header in names.items()}
    labels = {name: _labels(meta, header) for name, header in names.items()}
    frame = pl.DataFrame(cells)
    declared = {
        name: declared_in(frame[name], meta.missing_ranges.get(header, ()), labels[name])
        for name, header in names.items()
        if header in meta.missing_ranges or header in meta.missing_user_values
    }
    columns = code_columns(frame)
    return RawTable(path.name, columns, row_numbers(frame.height), labels, declared)


def _read(path: Path, file: FileFormat, **options: Any) -> tuple[Mapping[str, Sequence[object]], Any]:
    """Call the reader of this kind of file and put its failures into the researcher's words."""
    import pyreadstat

    if "encoding" in file.model_fields_set:
        options["encoding"] = file.encoding
    reader = getattr(pyreadstat, READERS[path.suffix.lower()])
    try:
        data, meta = reader(path, output_format="dict", **options)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError) as error:
        raise DataError(_failure(path, error)) from None
    return data, meta


def _failure(path: Path, error: Exception) -> str:
    """Say why a file could not be read, and the way out where its encoding is the cause."""
    if isinstance(error, UnicodeDecodeError):
        guess = likely_encoding(error.object) or "windows-1252"
        return (
            f'{path.name} holds text in another encoding than it states: set encoding = "{guess}" in [file].'
        )
    if "encoding" in str(error) or "character set" in str(error):
        return (
            f"{path.name} cannot be read in this encoding: set another in [file], such as "
            'encoding = "windows-1252" (Western Europe) or encoding = "gb18030" (China).'
        )
    return f"{path.name} cannot be read ({error}): export it again, or save it as CSV."


def _texts(values: Sequence[object], meta: Any, header: str) -> pl.Series:
    """Write a column's cells as text; Stata's and SAS's special missing values become .a to .z."""
    if header in meta.missing_user_values:
        return special_text(values)
    column = pl.Series("cell", values)
    # Stata's "float" has seven digits: 0.1 is stored as 0.100000001 and meant as 0.1.
    if meta.readstat_variable_types.get(header) == "float" and column.dtype == pl.Float64:
        column = column.cast(pl.Float32)
    return cell_text(column)


def _labels(meta: Any, header: str) -> Labels:
    """Return the value labels of a column by the text of their codes."""
    labels: Mapping[object, object] = meta.variable_value_labels.get(header, {})
    in_numbers = meta.readstat_variable_types.get(header) != "string"
    return {code_text(code, in_numbers=in_numbers): str(label) for code, label in labels.items()}
