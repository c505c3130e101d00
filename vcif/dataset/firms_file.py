"""Write classified firms so that work goes on elsewhere: SPSS, Stata, Excel, CSV, Parquet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vcif._errors import DataError
from vcif.dataset.codebook import Codebook
from vcif.dataset.coded_columns import CodedColumn, coded_columns, column_labels
from vcif.dataset.save import KINDS, save_frame, writing
from vcif.dataset.save_labelled import STATA_LABEL, write_dta, write_sav
from vcif.dataset.workbook import write_workbook

LABELLED = {".sav": write_sav, ".zsav": write_sav, ".dta": write_dta}
FIRM_KINDS = (*KINDS, *LABELLED)


@dataclass(frozen=True)
class SavedFirms:
    """What was written.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    renamed : dict
        Columns whose names the format does not take, with the names that they have in the file.
    notes : tuple of str
        What else differs in the file from the frame, in sentences.
    """

    path: Path
    renamed: Mapping[str, str]
    notes: tuple[str, ...]


def save_firms(
    firms: pl.DataFrame,
    path: str | Path,
    codebook: Codebook | None = None,
    *,
    missing: Mapping[str, pl.Series] | None = None,
) -> SavedFirms:
    """Write firms (with category, path, composites, whatever the frame holds) by the file's ending.

    Parameters
    ----------
    firms
        One row per firm, as `classify`, `assign_path` and `add_composites` return it.
    path
        A file ending in .sav or .zsav (SPSS), .dta (Stata 14 and later), .xlsx, .csv or .parquet; an
        existing file is replaced.
    codebook
        Gives the labels of columns and answers; without it only the columns of the glossary have labels.
    missing
        Why cells are null, by column: a text per firm, or null (see `vcif.dataset.missing_reasons`).

    Returns
    -------
    SavedFirms
        The file, the columns that had to be renamed, and what else differs.

    Raises
    ------
    DataError
        When the ending is another one, the file cannot be written, or a column holds what the format cannot
        (lists, infinite numbers, whole numbers of more than 15 digits).

    Notes
    -----
    SPSS and Stata: yes and no are 1 and 0, categories and paths are numbers from 1 with their names as value
    labels, and scale values carry their words. Missing values keep their reason: in SPSS as user-missing
    codes from -99 up, in Stata as .a to .z, the most frequent reason first, labelled; a cell that is null for
    no known reason is system-missing. So a firm without a category says which side is not known. Names are
    shortened to 64 bytes (SPSS) or 32 (Stata), illegal characters become _, and no two columns get one name.

    Excel: a second sheet lists the columns with their labels and values. Parquet: the same list stands in
    the file's metadata under "vcif". Excel and CSV: text that a spreadsheet would run has an apostrophe
    before it, see `save_frame`.

    Examples
    --------
    >>> import tempfile
    >>> import vcif
    >>> survey = vcif.example_survey()
    >>> target = Path(tempfile.mkdtemp()) / "firms.sav"
    >>> vcif.save_firms(vcif.classify(survey.firms), target, survey.codebook).path.name
    'firms.sav'
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in FIRM_KINDS:
        raise DataError(f"cannot write {target.name}: the ending must be one of {', '.join(FIRM_KINDS)}")
    if kind == ".csv":
        return SavedFirms(save_frame(firms, target), {}, ())
    if kind == ".parquet":
        with writing(target):
            firms.write_parquet(target, metadata=_metadata(firms, codebook))
        return SavedFirms(target, {}, ())
    columns = coded_columns(firms, codebook, _fitting(missing or {}, firms.height))
    if kind == ".xlsx":
        with writing(target):
            write_workbook({"firms": firms, "labels": _label_sheet(firms, codebook, columns)}, target)
        return SavedFirms(target, {}, ())
    return _save_labelled(columns, target, codebook)


def _fitting(missing: Mapping[str, pl.Series], height: int) -> Mapping[str, pl.Series]:
    """Return the reasons, if they are those of as many firms."""
    for name, reasons in missing.items():
        if reasons.len() != height:
            raise DataError(
                f'the reasons of column "{name}" are those of {reasons.len()} firms, the frame has {height}: '
                "leave its rows as the survey has them, or leave out `missing`"
            )
    return missing


def _save_labelled(columns: list[CodedColumn], target: Path, codebook: Codebook | None) -> SavedFirms:
    """Write for SPSS or Stata and say what had to change."""
    title = "" if codebook is None else _title(codebook)
    with writing(target):
        names = LABELLED[target.suffix.lower()](columns, target, title)
    renamed = {name: given for name, given in names.items() if given != name}
    notes = []
    long = [column.name for column in columns if len(column.label) > STATA_LABEL]
    if target.suffix.lower() == ".dta" and long:
        notes.append(f"labels of more than {STATA_LABEL} characters are cut in Stata: {', '.join(long)}")
    return SavedFirms(target, renamed, tuple(notes))


def _title(codebook: Codebook) -> str:
    """Return the study's title; synthetic data say so first."""
    study = codebook.study
    said = "synthetic" in study.title.casefold()
    return f"Synthetic data: {study.title}" if study.synthetic and not said else study.title


def _label_sheet(firms: pl.DataFrame, codebook: Codebook | None, columns: list[CodedColumn]) -> pl.DataFrame:
    """Return what each column means: a row per column, and one per named value of it."""
    labels = column_labels(firms.columns, codebook)
    rows: list[tuple[str, str | None, str]] = []
    for column in columns:
        rows.append((column.name, None, labels[column.name]))
        kind = firms.schema[column.name]
        if isinstance(kind, pl.Enum):
            written = kind.categories.to_list()
            rows += [
                (column.name, level, text)
                for level, text in zip(written, column.values.values(), strict=True)
            ]
        elif kind.is_numeric():
            rows += [(column.name, f"{code:g}", text) for code, text in column.values.items()]
    schema = dict.fromkeys(("column", "value", "meaning"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _metadata(firms: pl.DataFrame, codebook: Codebook | None) -> dict[str, str]:
    """Return the labels for the metadata of a Parquet file."""
    told = {
        "title": "" if codebook is None else _title(codebook),
        "labels": column_labels(firms.columns, codebook),
    }
    return {"vcif": json.dumps(told, ensure_ascii=False)}
