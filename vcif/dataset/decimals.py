"""The decimal mark of a text file: stated, or found where its numbers leave no doubt."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from vcif.dataset.cell_text import tidy
from vcif.dataset.codebook import Codebook
from vcif.dataset.problems import file_problem, problem_list
from vcif.dataset.raw_table import RawTable

# "1,299" and "1.299" may be thousands; one, two or four digits after the mark, or a zero before it, may not.
COMMA = r"^[+-]?(\d+,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}([. ]\d{3})+,\d+)$"
POINT = r"^[+-]?(\d*\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d+)$"


def with_decimal(table: RawTable, codebook: Codebook) -> RawTable:
    """Return a table of text with its decimal mark; one that was found is told."""
    stated = codebook.file.decimal
    if stated is not None:
        return replace(table, decimal=stated, reading=replace(table.reading, decimal=stated))
    example = _comma(table, _number_columns(codebook))
    if example is None:
        return replace(table, reading=replace(table.reading, decimal="."))
    column, text = example
    fault = file_problem(
        f'numbers with a decimal comma, such as "{text}" in column {column}',
        'read with a decimal comma: set decimal = "," in [file] to be sure',
    )
    remark = f'The decimal mark is a comma, found by numbers such as "{text}" in column {column}.'
    reading = replace(table.reading, decimal=",", remarks=(*table.reading.remarks, remark))
    return replace(table, decimal=",", problems=problem_list([table.problems, fault]), reading=reading)


def _number_columns(codebook: Codebook) -> list[str]:
    """Return the columns that hold numbers, or may."""
    names = [entry.column for entry in codebook.activities if entry.kind != "yes_no"]
    names += [entry.column for entry in codebook.indicators]
    names += [entry.column for entry in codebook.covariates if entry.kind == "number"]
    names += [codebook.firm.weight] if codebook.firm.weight else []
    return list(dict.fromkeys(names))


def _comma(table: RawTable, columns: list[str]) -> tuple[str, str] | None:
    """Return a number with a decimal comma and its column, if no number has a decimal point."""
    if not columns:
        return None
    texts = pl.concat(
        [
            pl.DataFrame({"text": table.columns[name].texts}).with_columns(column=pl.lit(name))
            for name in columns
        ]
    ).with_columns(plain=tidy(pl.col("text")))
    pointed = texts.select(pl.col("plain").str.contains(POINT).any()).item()
    found = texts.filter(pl.col("plain").str.contains(COMMA))
    return None if pointed or found.is_empty() else (found["column"][0], found["plain"][0])
