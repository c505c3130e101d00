"""Read a survey that is to be looked over: a firm that stands in it twice is rejected, not the whole file."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from vcif.dataset.codebook import Codebook
from vcif.dataset.codebook_file import read_codebook
from vcif.dataset.files import read_table
from vcif.dataset.firms import firms_of
from vcif.dataset.identity import REJECTED, DuplicateFirmsError
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawTable
from vcif.dataset.survey import Survey, read_survey


def read_to_check(path: str | os.PathLike[str], codebook: Codebook | str | os.PathLike[str]) -> Survey:
    """Read a data file by its codebook even where it holds the same firm twice in one wave.

    Parameters
    ----------
    path, codebook
        As for `read_survey`.

    Returns
    -------
    Survey
        As `read_survey` returns it. Of a firm that stands in two rows of one wave every row is rejected,
        since nobody can know which of them is right; each is a problem with the numbers of all of them.

    Raises
    ------
    DataError, CodebookError
        As `read_survey`, but for firms that stand in the file twice.

    Examples
    --------
    >>> from vcif.dataset import example_files, read_to_check
    >>> files = example_files()
    >>> read_to_check(files.csv, files.codebook).rejected
    0
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    try:
        return read_survey(path, book)
    except DuplicateFirmsError as twice:
        return _without_twins(read_table(Path(path), book), book, twice.firms)


def _without_twins(table: RawTable, codebook: Codebook, twins: pl.DataFrame) -> Survey:
    """Read the rows of all other firms."""
    one_by_one = twins.with_columns(rows=pl.col("row")).explode("row")
    kept = table.keep(~table.rows.is_in(one_by_one["row"].implode()))
    firms = firms_of(kept, codebook)
    rows = pl.col("rows").cast(pl.List(pl.String)).list.join(", ")
    no_wave, of_wave = "the same firm twice (rows {})", "the same firm twice in wave {} (rows {})"
    text = (
        pl.when(pl.col("wave").is_null())
        .then(pl.format(no_wave, rows))
        .otherwise(pl.format(of_wave, "wave", rows))
    )
    listed = cell_problems(
        one_by_one["row"],
        codebook.firm.id,
        one_by_one["firm_id"],
        problem=one_by_one.select(text.alias("problem")).to_series(),
        action=REJECTED,
    )
    n_rows = table.height
    problems = problem_list([listed, firms.problems], table.source)
    rejected = n_rows - firms.frame.height
    return Survey(firms.frame, codebook, problems, table.source, n_rows, rejected, table.reading)
