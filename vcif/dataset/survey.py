"""Read a survey: a data file and its codebook become firms and a list of problems."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from vcif._errors import ArgumentError
from vcif.dataset.codebook import Codebook
from vcif.dataset.codebook_file import read_codebook
from vcif.dataset.files import read_table
from vcif.dataset.firms import firms_of
from vcif.dataset.reading import Reading


@dataclass(frozen=True)
class Survey:
    """A survey that has been read: n_rows == firms.height + rejected, and each rejected row is listed.

    Attributes
    ----------
    firms : polars.DataFrame
        One row per firm (or firm and wave): firm_id, wave, upstream, downstream, the activities and the
        indicators under their ids, weight, upstream_year, downstream_year, path_reported, the covariates.
    codebook : Codebook
        The codebook by which it was read.
    problems : polars.DataFrame
        One row per fault: file, row (as a spreadsheet shows it, header = 1; null = the whole column),
        column, value, problem, action.
    source : str
        Name of the data file.
    n_rows : int
        Rows of the file, the header not counted.
    rejected : int
        Rows that are no firm which can be told apart.
    reading : Reading
        How the file was read: encoding, separator, sheet, header rows, what was found rather than stated.
    """

    firms: pl.DataFrame
    codebook: Codebook
    problems: pl.DataFrame
    source: str
    n_rows: int
    rejected: int
    reading: Reading = field(default_factory=Reading)


def read_survey(path: str | os.PathLike[str], codebook: Codebook | str | os.PathLike[str]) -> Survey:
    r"""Read a data file by its codebook.

    Parameters
    ----------
    path : str or path
        The data file: delimited text (.csv, .txt, .tsv), a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods),
        Parquet, SPSS (.sav, .zsav), Stata (.dta) or SAS (.sas7bdat, .xpt), also as .gz or as .zip with one
        table in it. The content counts, not the name. Columns that the codebook does not name are not read.
    codebook : Codebook, str or path
        A codebook, the TOML file that holds it, or a preset for a well-known survey, as in "preset:wbes".

    Returns
    -------
    Survey
        The firms, and every fault of the input with what was done about it.

    Raises
    ------
    DataError
        If the file cannot be read, lacks a column that the codebook names, has two columns of one name,
        or holds the same firm twice in one wave.
    CodebookError
        If the codebook says something that is not allowed.

    Notes
    -----
    The same data give the same firms from any kind of file. No answer turns into null or "no" without a row
    in `problems`: blank cells and codes for no answer are counted by column, every answer that could not be
    taken has a row of its own. Rows are numbered as a spreadsheet shows them, the header being row 1; the
    first case of an SPSS, Stata, SAS or Parquet file is row 2 likewise.

    What the codebook leaves out about the file is found where there is no doubt, and told in
    `Survey.reading`; an encoding or a decimal comma that was found is a problem too, since it is a guess.

    An answer is matched by its code or by its value label; case, outer spaces and full-width characters do
    not matter. A column's own lists come first, then what the file declares missing, then the lists of
    [answers], which know yes, no and no answer in fourteen languages.

    A weight that is not above zero, a year after the survey and an entry year before the founding year are
    null. A row without an identifier, in a panel one without a wave or of a firm that was absent from it,
    an empty row and the headers once more are rejected. A sum that does not hold is told, the firm kept.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import vcif
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "firms.csv").write_text("id,buys,sells\nA,1,2\nB,2,9\n", encoding="utf-8")
    >>> _ = (folder / "firms.toml").write_text('''
    ... [study]
    ... title = "Two firms"
    ... [firm]
    ... id = "id"
    ... [[activities]]
    ... id = "imports"
    ... column = "buys"
    ... side = "upstream"
    ... label = "Buys abroad"
    ... yes = [1]
    ... no = [2]
    ... [[activities]]
    ... id = "exports"
    ... column = "sells"
    ... side = "downstream"
    ... label = "Sells abroad"
    ... yes = [1]
    ... no = [2]
    ... missing = [9]
    ... ''', encoding="utf-8")
    >>> survey = vcif.read_survey(folder / "firms.csv", folder / "firms.toml")
    >>> survey.firms.select("firm_id", "upstream", "downstream").rows()
    [('A', True, False), ('B', False, None)]
    >>> survey.problems["problem"].to_list()
    ['missing code 9: 1 cell']
    """
    if not isinstance(codebook, Codebook):
        codebook = read_codebook(_path(codebook, "a Codebook or the path of one"))
    table = read_table(_path(path, "the path of a data file"), codebook)
    firms = firms_of(table, codebook)
    counts = table.height, firms.rejected
    return Survey(firms.frame, codebook, firms.problems, table.source, *counts, table.reading)


def _path(value: object, needed: str) -> Path:
    """Return a path, or say what was needed instead."""
    if not isinstance(value, str | os.PathLike):
        raise ArgumentError(f"read_survey() needs {needed}; got {type(value).__name__}")
    return Path(value)
