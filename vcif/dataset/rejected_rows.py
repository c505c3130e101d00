"""Rows that are no firm: nothing in them, the headers again, or a firm that was not in the wave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl

from vcif.dataset.cell_text import code_keys, text_keys, tidy
from vcif.dataset.codebook import Codebook
from vcif.dataset.problems import file_problem, problem_list
from vcif.dataset.raw_table import RawTable

# One negative code in so many columns of a row is hardly the answer to each.
COLUMNS = 3
AS_IT_STANDS = "kept: if it means that the firm was not in the wave, set absent = [{}] in [firm]"
Wanted = Callable[[str, pl.Series], pl.Series]


def empty_rows(table: RawTable) -> pl.Series:
    """Tell which rows have nothing in any column that is read."""
    return _rows_of(table, list(table.columns), lambda _, texts: texts == "")


def repeated_headers(table: RawTable) -> pl.Series:
    """Tell which rows are the headers again, as in exports that were put one below the other."""
    return _rows_of(table, list(table.columns), lambda name, texts: texts == name)


def absent_firms(table: RawTable, codebook: Codebook) -> pl.Series:
    """Tell which rows hold a code of the codebook's `absent` in every question."""
    keys = code_keys(codebook.firm.absent)
    if not keys:
        return pl.repeat(False, table.height, dtype=pl.Boolean, eager=True)
    return _rows_of(table, _questions(codebook), lambda _, texts: _keys(texts).is_in(keys))


def perhaps_absent(table: RawTable, codebook: Codebook) -> pl.DataFrame:
    """Warn of a panel's rows that hold one negative code in every question, which no list explains."""
    names = _questions(codebook)
    if codebook.firm.wave is None or codebook.firm.absent or len(names) < COLUMNS:
        return problem_list()
    first = table.columns[names[0]].texts.unique(maintain_order=True)
    found = []
    for code in first.filter(first.str.contains(r"^\s*-\d+(\.0+)?\s*$")):
        (key,) = code_keys([code])
        n = _rows_of(table, names, partial(_is_key, key)).sum()
        if n:
            rows = f"{n} row{'s' * (n > 1)}"
            found.append(file_problem(f"{rows} with {key} in every question", AS_IT_STANDS.format(key)))
    return problem_list(found)


def _questions(codebook: Codebook) -> list[str]:
    """Return the columns of activities and indicators; covariates of a firm may be known without it."""
    asked = [entry.column for entry in codebook.activities]
    return list(dict.fromkeys([*asked, *(entry.column for entry in codebook.indicators)]))


def _keys(texts: pl.Series) -> pl.Series:
    """Return the keys of texts."""
    return pl.Series("key", text_keys(texts.to_list()), dtype=pl.String)


def _is_key(key: str, _: str, texts: pl.Series) -> pl.Series:
    """Tell which texts have a key."""
    return _keys(texts) == key


def _rows_of(table: RawTable, names: Sequence[str], wanted: Wanted) -> pl.Series:
    """Tell which rows have a wanted text in each of some columns; mostly the first column decides for all."""
    rows = pl.repeat(True, table.height, dtype=pl.Boolean, eager=True)
    for name in names:
        if not rows.any():
            break
        cells = table.columns[name]
        plain = cells.texts.to_frame().select(tidy(pl.first())).to_series()
        rows = rows & cells.holding(wanted(name, plain))
    return rows
