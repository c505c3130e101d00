"""Write coded columns for SPSS and Stata, with labels, value labels and missing values kept apart."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from vcif._errors import DataError
from vcif.dataset.coded_columns import CodedColumn
from vcif.dataset.legal_names import SPSS, STATA, cut_label, legal_names

SPSS_LABEL, SPSS_VALUE_LABEL, SPSS_FILE_LABEL, SPSS_TEXT = 255, 120, 64, 32767
STATA_LABEL, STATA_FILE_LABEL = 80, 80
STATA_MISSING = string.ascii_lowercase
FIRST_CODE = -99  # SPSS: the most frequent reason; the next ones are -98, -97, ...
REST = "another reason"


def write_sav(columns: Sequence[CodedColumn], path: Path, title: str) -> dict[str, str]:
    """Write a .sav or .zsav file and return the names given; reasons are user-missing codes in one range."""
    import pyreadstat

    names = legal_names([column.name for column in columns], SPSS)
    cells, labels, ranges = [], {}, {}
    for column in columns:
        name, codes = names[column.name], _codes(column)
        cells.append(_with_codes(column, codes, SPSS_TEXT).alias(name))
        texts = {**column.values, **dict(zip(codes, column.reasons, strict=True))}
        labels[name] = {code: cut_label(text, SPSS_VALUE_LABEL) for code, text in texts.items()}
        if codes:
            ranges[name] = [{"lo": min(codes), "hi": max(codes)}]
    _write(
        pyreadstat.write_sav,
        pl.DataFrame(cells),
        path,
        file_label=cut_label(title, SPSS_FILE_LABEL),
        column_labels={names[column.name]: cut_label(column.label, SPSS_LABEL) for column in columns},
        variable_value_labels={name: texts for name, texts in labels.items() if texts},
        missing_ranges=ranges,
        variable_measure={names[column.name]: column.measure for column in columns},
        variable_format={names[column.name]: _format(column) for column in columns if _is_number(column)},
        compress=path.suffix.lower() == ".zsav",
        row_compress=path.suffix.lower() == ".sav",
    )
    return names


def write_dta(columns: Sequence[CodedColumn], path: Path, title: str) -> dict[str, str]:
    """Write a .dta file and return the names given; reasons are the missing values .a to .z."""
    import pyreadstat

    # The set of a column's value labels is named after it and its place, and must not be longer either.
    labelled = any(column.values or column.reasons for column in columns)
    rules = replace(STATA, longest=STATA.longest - len(str(len(columns)))) if labelled else STATA
    names = legal_names([column.name for column in columns], rules)
    cells, labels, letters = [], {}, {}
    for column in columns:
        name = names[column.name]
        told = dict(zip(STATA_MISSING, _at_most(column.reasons, len(STATA_MISSING)), strict=False))
        cells.append(_with_letters(column).alias(name))
        # Stata labels whole numbers and the letters of missing values, nothing else.
        texts: dict[int | str, str] = {}
        texts |= {int(code): text for code, text in column.values.items() if code == int(code)}
        texts |= dict(told.items())
        labels[name] = texts
        if told:
            letters[name] = list(told)
    _write(
        pyreadstat.write_dta,
        pl.DataFrame(cells),
        path,
        file_label=cut_label(title, STATA_FILE_LABEL, characters=True),
        column_labels={
            names[column.name]: cut_label(column.label, STATA_LABEL, characters=True) for column in columns
        },
        variable_value_labels={name: texts for name, texts in labels.items() if texts},
        missing_user_values=letters,
    )
    return names


def _write(writer: Callable[..., None], frame: pl.DataFrame, path: Path, **options: Any) -> None:
    """Call the writer and put its failures into the researcher's words."""
    import pyreadstat

    try:
        writer(frame, path, **options)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise DataError(f"cannot write {path.name}: {error}") from None


def _is_number(column: CodedColumn) -> bool:
    """Tell whether a column holds numbers."""
    return column.cells.dtype == pl.Float64


def _format(column: CodedColumn) -> str:
    """Return how SPSS is to show numbers: without decimals where all are whole."""
    cells = column.cells.drop_nulls()
    return "F8.0" if (cells == cells.round()).all() else "F8.2"


def _codes(column: CodedColumn) -> list[float]:
    """Return a code below every value for each reason, the most frequent reason first."""
    if column.why is None:
        return []
    lowest = column.cells.min()
    first = FIRST_CODE
    if isinstance(lowest, float) and lowest <= FIRST_CODE + len(column.reasons):
        first = int(lowest) - len(column.reasons) - 1
    return [float(first + place) for place in range(len(column.reasons))]


def _with_codes(column: CodedColumn, codes: Sequence[float], longest: int) -> pl.Series:
    """Return the cells with the code of its reason in every cell that is null for a known one."""
    if not _is_number(column):
        longer = column.cells.str.len_bytes() > longest
        if longer.any():
            raise DataError(
                f'column "{column.name}" holds a text of more than {longest:,} bytes, too long for SPSS'
            )
        return column.cells
    if column.why is None:
        return column.cells
    filled = column.why.replace_strict(dict(enumerate(codes)), default=None, return_dtype=pl.Float64)
    return column.cells.zip_with(column.cells.is_not_null(), filled)


def _with_letters(column: CodedColumn) -> pl.Series:
    """Return the cells with Stata's letter for its reason in every cell that is null for a known one."""
    if column.why is None:
        return column.cells
    last = len(STATA_MISSING) - 1
    filled = [None if place is None else STATA_MISSING[min(place, last)] for place in column.why]
    both = [letter if cell is None else cell for cell, letter in zip(column.cells, filled, strict=True)]
    return pl.Series(column.name, both, dtype=pl.Object)


def _at_most(reasons: Sequence[str], most: int) -> list[str]:
    """Return so many reasons; where there are more, the rarest share the last."""
    return list(reasons) if len(reasons) <= most else [*reasons[: most - 1], REST]
