"""Open a data file of any kind; every reader returns the same RawTable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from vcif.dataset.codebook import Codebook, FileFormat
from vcif.dataset.csv_file import read_csv
from vcif.dataset.excel_file import read_excel
from vcif.dataset.fatal_files import without_panic
from vcif.dataset.file_kinds import kind_of
from vcif.dataset.labelled_file import read_labelled
from vcif.dataset.parquet_file import read_parquet
from vcif.dataset.raw_table import RawTable

Reader = Callable[[Path, FileFormat, Sequence[str]], RawTable]
READERS: dict[str, Reader] = {
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
    read = READERS[kind_of(path)]
    with without_panic(path.name):
        return read(path, codebook.file, columns_of(codebook))


def columns_of(codebook: Codebook) -> list[str]:
    """Return the columns that a codebook names, each once."""
    firm = codebook.firm
    named = [firm.id, firm.wave, firm.weight, firm.upstream_year, firm.downstream_year]
    named += [firm.founding_year, firm.path_reported]
    named += [activity.column for activity in codebook.activities]
    named += [entry.blank_where.column for entry in codebook.activities if entry.blank_where is not None]
    named += [item.column for item in codebook.indicators]
    named += [covariate.column for covariate in codebook.covariates]
    return list(dict.fromkeys(name for name in named if name is not None))
