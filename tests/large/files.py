"""Large survey files: the shipped questionnaire answered by millions of firms, the same for one seed everywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pyreadstat

from vcif.dataset import example_files

SEED = 1
AT_ONCE = 100_000
KINDS = (".csv", ".sav")


def large_file(folder: Path, kind: str, *, megabytes: float | None = None, rows: int | None = None) -> Path:
    """Write a survey file of a size in MB (a CSV), or of a number of firms.

    Every column is drawn on its own from the answers of the shipped study, faults and blanks included, so that
    columns hold what real ones hold and rows are all different. Identifiers are unique, and hardly two firms
    have the same revenue, which is what makes an amount larger in memory than an answer.
    """
    path = folder / f"large{kind}"
    if kind == ".csv":
        _write_csv(path, megabytes, rows)
    else:
        _write_sav(path, rows or 0)
    return path


def _write_csv(path: Path, megabytes: float | None, rows: int | None) -> None:
    """Write text in blocks, until it is large enough."""
    study = pl.read_csv(example_files().csv, infer_schema=False)
    bits, written = np.random.PCG64(SEED), 0
    with path.open("wb") as file:
        while rows is None or written < rows:
            size = AT_ONCE if rows is None else min(AT_ONCE, rows - written)
            block = _drawn(study, bits, written, size)
            file.write(block.write_csv(include_header=not written).encode("utf-8"))
            written += size
            if megabytes is not None and file.tell() >= megabytes * 1e6:
                return


def _write_sav(path: Path, rows: int) -> None:
    """Write an SPSS file with the labels and the declared missing values of the shipped one."""
    data, meta = pyreadstat.read_sav(example_files().sav, user_missing=True, output_format="dict")
    study = pl.DataFrame(dict(data), strict=False)
    missing = {
        name: [{"lo": one["lo"], "hi": one["hi"]} for one in ranges]
        for name, ranges in meta.missing_ranges.items()
    }
    pyreadstat.write_sav(
        _drawn(study, np.random.PCG64(SEED), 0, rows),
        path,
        column_labels=meta.column_names_to_labels,
        variable_value_labels=meta.variable_value_labels,
        missing_ranges=missing,
        row_compress=True,
        variable_format=meta.original_variable_types,
    )


def _drawn(study: pl.DataFrame, bits: np.random.PCG64, first: int, size: int) -> pl.DataFrame:
    """Draw every column from the study's answers; only raw bits, so that all versions of numpy draw alike."""
    columns = []
    for column in study.get_columns():
        if column.name == "firm_id":
            columns.append(_identifiers(first, size))
        else:
            places = bits.random_raw(size) % np.uint64(column.len())
            columns.append(column.gather(pl.Series(places)))
        if column.name == "revenue":
            columns[-1] = _spread(columns[-1], bits.random_raw(size))
    return pl.DataFrame(columns)


def _identifiers(first: int, size: int) -> pl.Series:
    """Return identifiers that no other row has."""
    numbers = pl.int_range(first + 1, first + size + 1, eager=True).cast(pl.String)
    return ("F" + numbers.str.zfill(8)).alias("firm_id")


def _spread(amounts: pl.Series, raw: np.ndarray) -> pl.Series:
    """Give amounts six decimals of their own."""
    decimals = pl.Series((raw % np.uint64(10**6)).astype(np.float64) / 1e6)
    return (amounts.cast(pl.Float64) + decimals).cast(amounts.dtype).alias(amounts.name)
