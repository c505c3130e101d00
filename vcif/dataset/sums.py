"""Sums that must hold in a row, by the codebook's [[checks]]: where one does not, that is a problem."""

from __future__ import annotations

import numpy as np
import polars as pl

from vcif.dataset.answers import Columns, answers_of, number, refuse, set_missing_aside, with_lists
from vcif.dataset.cell_text import number_text
from vcif.dataset.codebook import Check, Codebook
from vcif.dataset.codebook_base import Text
from vcif.dataset.number_checks import not_a_number, plain
from vcif.dataset.problems import cell_problems, problem_list
from vcif.dataset.raw_table import RawTable
from vcif.dataset.settle import LISTED, in_order, settle

KEPT = "kept as it stands"
# Sums of decimal numbers are off by a few units of the sixteenth digit.
SLACK = 1e-9
DIGITS = 9


def check_sums(table: RawTable, codebook: Codebook) -> pl.DataFrame:
    """List the rows in which a sum does not hold, and cells of its columns that are no numbers."""
    if not codebook.checks:
        return problem_list()
    values, problems = _numbers(table, codebook)
    return problem_list([problems, *(_broken(check, values, table) for check in codebook.checks)])


def _numbers(table: RawTable, codebook: Codebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the columns of all checks as numbers; faults are listed of columns that nothing else reads."""
    names = list(dict.fromkeys(name for check in codebook.checks for name in check.columns))
    asked: Columns = {ask: table.column(name) for ask, name in enumerate(names)}
    missing, unknown, none = (
        {ask: codes.get(name, []) for ask, name in enumerate(names)} for codes in _codes(codebook)
    )
    answers = with_lists(answers_of(asked), missing=missing, not_sure={}, not_applicable={})
    answers = with_lists(answers, unknown=unknown, none=none)
    answers = set_missing_aside(answers, codebook.answers, known=pl.col("unknown") | pl.col("none"))
    answers = answers.with_columns(value=pl.when("none").then(0.0).when(~pl.col("unknown")).then(number))
    listed = pl.col("unknown") | pl.col("none")
    settled = settle(asked, refuse(answers, pl.when(~listed).then(not_a_number())))
    read_elsewhere = {entry.column for entry in codebook.questions}
    own = [ask for ask, name in enumerate(names) if name not in read_elsewhere]
    values = {name: settled.values["value"][ask].cast(pl.Float64) for ask, name in enumerate(names)}
    return pl.DataFrame(values), in_order([settled.problems.filter(pl.col("ask").is_in(own))])


def _codes(codebook: Codebook) -> tuple[dict[str, list[Text]], dict[str, list[Text]], dict[str, list[Text]]]:
    """Return by column the codes for no answer, for an amount that is not known, and for none at all."""
    missing: dict[str, list[Text]] = {}
    unknown: dict[str, list[Text]] = {}
    none: dict[str, list[Text]] = {}
    for entry in codebook.questions:
        codes = [code for listed in entry.no_answer.values() for code in listed]
        missing.setdefault(entry.column, []).extend(codes)
    for activity in codebook.activities:
        unknown.setdefault(activity.column, []).extend(activity.yes or ())
        none.setdefault(activity.column, []).extend(activity.no or ())
    for check in codebook.checks:
        for name in check.columns:
            missing.setdefault(name, []).extend(check.missing)
    return missing, unknown, none


def _broken(check: Check, values: pl.DataFrame, table: RawTable) -> pl.DataFrame:
    """List the rows in which one sum does not hold.

    Where a part is not known, only a sum that is too large already is a fault, and only of parts that are not
    negative.
    """
    parts = [pl.col(name) for name in check.parts]
    bound = pl.col(check.bound) if isinstance(check.bound, str) else pl.lit(float(check.bound))
    total = pl.sum_horizontal(parts)
    known = pl.all_horizontal(part.is_not_null() for part in parts)
    no_negative = pl.all_horizontal((part >= 0).fill_null(True) for part in parts)
    slack = check.tolerance + SLACK * pl.max_horizontal(bound.abs(), pl.lit(1.0))
    above = (total - bound > slack) & (known | no_negative)
    wrong = above if check.equals is None else above | (known & (bound - total > slack))
    rows = values.select(wrong.fill_null(False)).to_series()
    if not rows.any():
        return problem_list()
    faults = values.filter(rows).select(
        sum=number_text(total.round(DIGITS)),
        bound=number_text(bound),
        value=pl.concat_str([number_text(part).fill_null("?") for part in parts], separator=" + "),
    )
    return _listed(check, faults, table.rows.gather(np.flatnonzero(rows.to_numpy())))


def _listed(check: Check, faults: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Write the rows at fault as problems, those beyond the limit with their number."""
    against = check.bound if isinstance(check.bound, str) else plain(check.bound)
    relation = "more than" if check.equals is None else "not"
    said = f"{check.label}: {' + '.join(check.parts)} is {relation} {against}"
    shown = faults.head(LISTED)
    text = shown.select(pl.format("{} ({} against {})", pl.lit(said), "sum", "bound")).to_series()
    listed = cell_problems(rows.head(LISTED), None, shown["value"], problem=text, action=KEPT)
    if faults.height <= LISTED:
        return listed
    rest = f"{said}, not listed one by one: {faults.height - LISTED} cells"
    nowhere = pl.Series([None], dtype=pl.Int64)
    return problem_list([listed, cell_problems(nowhere, None, pl.Series([""]), problem=rest, action=KEPT)])
