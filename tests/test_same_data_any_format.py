"""The example survey, written in every kind of file, gives the same firms, tally and study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from polars.testing import assert_frame_equal

import vcif
from vcif.dataset import example_files

FILES = example_files()
RAW = pl.read_csv(FILES.csv, infer_schema=False)


def numbers_where_they_are() -> pl.DataFrame:
    """Return the file's columns as a person would type them: numbers as numbers, words as words."""
    columns = []
    for name in RAW.columns:
        as_numbers = RAW[name].cast(pl.Float64, strict=False)
        columns.append(as_numbers if as_numbers.null_count() == RAW[name].null_count() else RAW[name])
    return pl.DataFrame(columns)


TYPED = numbers_where_they_are()
WRITERS: dict[str, Callable[[Path], object]] = {
    ".csv": TYPED.write_csv,
    ".parquet": TYPED.write_parquet,
    ".xlsx": TYPED.write_excel,
    ".sav": lambda path: pyreadstat.write_sav(TYPED, path),
    ".dta": lambda path: pyreadstat.write_dta(TYPED.with_columns(pl.col(pl.String).fill_null("")), path),
}


@pytest.mark.parametrize("ending", WRITERS)
def test_any_format_gives_the_same_study(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"smes{ending}"
    WRITERS[ending](path)
    survey, shipped = vcif.read_survey(path, FILES.codebook), vcif.example_survey()
    assert_frame_equal(survey.firms, shipped.firms, check_exact=True)
    study, expected = vcif.run_study(survey), vcif.run_study(shipped)
    assert_frame_equal(study.classified, expected.classified, check_exact=True)
    for name in ("tally", "descriptives", "omnibus", "pairwise", "verdicts"):
        assert_frame_equal(getattr(study, name), getattr(expected, name), check_exact=True)
    assert study.contrast == expected.contrast


def test_some_columns_are_numbers_and_some_are_words() -> None:
    assert set(TYPED.schema.values()) == {pl.Float64, pl.String}
