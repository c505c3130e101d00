"""What may happen to an input: it is read, with every row accounted for, or refused in words. Nothing else."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

import vcif
from vcif._columns import schema
from vcif._errors import DataError, VcifError
from vcif.check.as_json import as_json
from vcif.dataset import draft_codebook, read_codebook, read_survey, read_to_check
from vcif.dataset.identity import DuplicateFirmsError
from vcif.dataset.survey import Survey
from vcif.present.check import check_page, sections

READ, REFUSED = "read", "refused"


@dataclass(frozen=True)
class Case:
    """One input: a data file and a codebook, as bytes.

    `rows` is the number of rows that the file has, where it is known; `also` asks for more than reading it:
    "draft" a codebook from it, or an ending to write the firms to.
    """

    name: str
    data: bytes
    codebook: bytes
    rows: int | None = None
    also: str = ""


def judge(case: Case, folder: Path) -> str:
    """Read a case and whatever follows from it; raise whatever is no typed error, and every broken law."""
    data, book = folder / case.name, folder / "codebook.toml"
    data.write_bytes(case.data)
    book.write_bytes(case.codebook)
    try:
        if case.also == "draft":
            _refused_in_words(lambda: draft_codebook(data))
        try:
            survey = read_survey(data, book)
        except VcifError as fault:
            _in_words(fault)
            if isinstance(fault, DuplicateFirmsError):
                _laws(read_to_check(data, read_codebook(book)), case.rows)
            return REFUSED
        _laws(survey, case.rows)
        _goes_on(survey, case.also, folder)
        return READ
    finally:
        data.unlink(missing_ok=True)
        book.unlink(missing_ok=True)


def _refused_in_words(work: Callable[[], object]) -> None:
    """Call something that may be refused."""
    try:
        work()
    except VcifError as fault:
        _in_words(fault)


def _in_words(fault: VcifError) -> None:
    """Hold a refusal against its law: it has words."""
    assert str(fault).strip(), "a refusal without a word"


def _laws(survey: Survey, rows: int | None) -> None:
    """Hold a survey against the laws of reading."""
    firms, problems = survey.firms, survey.problems
    assert survey.n_rows == firms.height + survey.rejected, "rows are lost"
    assert rows is None or survey.n_rows == rows, f"{rows} rows in the file, {survey.n_rows} read"
    assert dict(problems.schema) == schema("problems")
    rejected = problems.filter(pl.col("action") == "row rejected")["row"]
    assert rejected.n_unique() == survey.rejected, "a rejected row without its reason"
    for column in firms:
        if column.dtype.is_float():
            assert column.is_finite().all(ignore_nulls=True) is not False, f"{column.name} is not finite"
    assert firms["firm_id"].null_count() == 0
    _looked_over(survey)


def _looked_over(survey: Survey) -> None:
    """Look the survey over and show what is found."""
    check = vcif.check_survey(survey)
    assert check.conserved
    assert check.unknown["n"].sum() == check.categories.filter(pl.col("category").is_null())["n"].sum()
    json.dumps(as_json(check), allow_nan=False)
    page = check_page(check)
    assert "<script" not in page
    for section in sections(check):
        assert all(len(row) == len(section.headers) for row in section.rows), section.name
    for row in check.items.iter_rows(named=True):
        assert row["item_rest"] is None or math.isfinite(row["item_rest"])


def _goes_on(survey: Survey, also: str, folder: Path) -> None:
    """Classify, count and write the firms."""
    firms = vcif.classify(survey.firms)
    firms = vcif.add_composites(vcif.assign_path(firms), survey.codebook)
    if survey.codebook.indicators and survey.codebook.firm.weight_kind == "sampling":
        try:
            counts = vcif.tally(firms, codebook=survey.codebook)
        except DataError as fault:
            # Weights up to the largest number there is have no sum.
            if "weights whose sum is a number" not in str(fault):
                raise
        else:
            assert counts["n"].sum() == firms.height * len(survey.codebook.indicators)
    if also.startswith("."):
        with tempfile.TemporaryDirectory(dir=folder) as out:
            _refused_in_words(lambda: vcif.save_firms(firms, Path(out) / f"firms{also}", survey.codebook))
