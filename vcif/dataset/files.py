"""Open a data file of any kind; every reader returns the same RawTable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vcif._errors import DataError
from vcif.dataset.archives import unpacked
from vcif.dataset.codebook import Codebook
from vcif.dataset.csv_file import read_csv
from vcif.dataset.decimals import with_decimal
from vcif.dataset.excel_file import read_excel
from vcif.dataset.fatal_files import without_panic
from vcif.dataset.file_kinds import ARCHIVES, DATA_ENDINGS, FileKind, file_kind
from vcif.dataset.labelled_file import read_labelled
from vcif.dataset.parquet_file import read_parquet
from vcif.dataset.problems import problem_list
from vcif.dataset.raw_table import RawTable
from vcif.dataset.request import Request

READERS: dict[str, Callable[[Request], RawTable]] = {
    "text": read_csv,
    "parquet": read_parquet,
    "excel": read_excel,
    "spss": read_labelled,
    "stata": read_labelled,
    "sas7bdat": read_labelled,
    "xpt": read_labelled,
}


def read_table(path: Path, codebook: Codebook) -> RawTable:
    """Read the columns that the codebook names; the file's other columns are not used."""
    found = file_kind(path, path.name)
    if found.kind not in ARCHIVES:
        return _read(path, path.name, found, codebook)
    with unpacked(path, found.kind, DATA_ENDINGS) as inside:
        source = f"{inside.entry} in {path.name}"
        kind = file_kind(inside.path, source)
        if kind.kind in ARCHIVES:
            raise DataError(f"{source} is an archive itself: unpack it and name the data file in it.")
        table = _read(inside.path, source, kind, codebook)
    remark = f"{inside.entry} was unpacked from {path.name}."
    reading = replace(table.reading, entry=inside.entry, remarks=(remark, *table.reading.remarks))
    problems = problem_list([found.problems, table.problems])
    return replace(table, source=path.name, problems=problems, reading=reading)


def _read(path: Path, source: str, found: FileKind, codebook: Codebook) -> RawTable:
    """Read a file that is no archive."""
    wanted = tuple(columns_of(codebook))
    request = Request(
        path, source, found.kind, path.suffix.lower(), codebook.file, wanted, words_of(codebook)
    )
    try:
        with without_panic(source):
            table = READERS[found.kind](request)
    except DataError as error:
        raise DataError(f"{error}{_but_named(found)}") from None
    table = with_decimal(table, codebook) if found.kind == "text" else table
    return replace(table, problems=problem_list([found.problems, table.problems]))


def _but_named(found: FileKind) -> str:
    """Write that the name of the file says otherwise, which may be the cause of a failure."""
    return "" if found.problems.is_empty() else f" It is {found.problems['problem'][0]}."


def columns_of(codebook: Codebook) -> list[str]:
    """Return the columns that a codebook names, each once."""
    firm = codebook.firm
    named = [firm.id, firm.wave, firm.weight, firm.upstream_year, firm.downstream_year]
    named += [firm.founding_year, firm.path_reported]
    named += [activity.column for activity in codebook.activities]
    named += [entry.blank_where.column for entry in codebook.activities if entry.blank_where is not None]
    named += [item.column for item in codebook.indicators]
    named += [covariate.column for covariate in codebook.covariates]
    named += [name for check in codebook.checks for name in check.columns]
    return list(dict.fromkeys(name for name in named if name is not None))


def words_of(codebook: Codebook) -> frozenset[str]:
    """Return the words beyond ASCII that the file should hold: its columns and its answers."""
    answers, firm = codebook.answers, codebook.firm
    words: list[object] = [*columns_of(codebook), *answers.yes, *answers.no, *answers.missing]
    words += [*answers.not_sure, *answers.not_applicable, *firm.missing, *firm.path_levels]
    for entry in codebook.questions:
        words += [word for listed in entry.no_answer.values() for word in listed]
    for activity in codebook.activities:
        words += [*(activity.yes or ()), *(activity.no or ()), *(activity.contains or ()), *activity.options]
    words += [word for item in codebook.indicators for word in item.words or ()]
    words += [word for covariate in codebook.covariates for word in covariate.levels]
    return frozenset(word for word in words if isinstance(word, str) and not word.isascii())
