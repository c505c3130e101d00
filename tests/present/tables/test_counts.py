"""The tables that count: categories, problems, rules."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tests.present.reading import FEWER, read
from vcif._errors import DataError
from vcif.dataset.survey import Survey
from vcif.present import table_categories, table_problems, table_rules
from vcif.study import Settings, Study, run_study


def sizes(study: Study) -> dict[str | None, int]:
    return dict(study.classified.group_by(pl.col("category").cast(pl.String)).agg(pl.len()).rows())


def test_everything_that_was_read_adds_up(study: Study) -> None:
    shown = read(table_categories(study))
    counts = {row[0]: int(row[3].replace(",", "")) for row in shown.rows}
    four = [counts[label] for label in list(counts)[:4]]
    assert four == [sizes(study)[name] for name in ("C1", "C2", "C3", "C4")]
    assert sum(four) == counts["Classified"]
    assert counts["Not classifiable"] == sizes(study)[None]
    assert counts["Classified"] + counts["Not classifiable"] + counts["Rejected rows"] == counts["Rows read"]
    assert "any overseas activity of a side counts" in shown.note


def test_waves_that_are_not_studied_add_up_too(survey: Survey) -> None:
    first = survey.firms.with_columns(wave=pl.lit(2020, dtype=pl.Int64))
    second = survey.firms.head(100).with_columns(wave=pl.lit(2023, dtype=pl.Int64))
    panel = replace(survey, firms=pl.concat([first, second]), n_rows=503, rejected=3)
    shown = read(table_categories(run_study(panel, Settings(wave=2023, n_resamples=100))))
    assert shown.row("Rows of other waves")[3] == "400"
    assert shown.row("Rejected rows")[3] == "3"
    assert shown.row("Rows read")[3] == "503"


def test_shares_are_of_the_classified(study: Study) -> None:
    shown = read(table_categories(study))
    assert shown.row("C4 Fully integrated")[1:] == ["yes", "yes", "130", "33.2"]
    assert shown.row("Classified")[4] == "100.0"


def test_problems_are_grouped_and_none_is_lost(survey: Survey, study: Study) -> None:
    shown = read(table_problems(survey))
    assert shown.rows == read(table_problems(study)).rows
    cells = sum(int(row[1].replace(",", "")) for row in shown.rows)
    of_columns = survey.problems.filter(pl.col("row").is_null())["problem"]
    whole = of_columns.str.extract(r"(?:^|: )(\d+) (?:blank )?cells?$").cast(pl.Int64)
    assert whole.null_count() == 0
    assert cells == whole.sum() + survey.problems["row"].count()
    assert shown.row("Listed neither as yes nor as no")[1:] == ["2", "1", "Maybe", "treated as no answer"]


def test_a_file_without_problems_says_so(survey: Survey) -> None:
    shown = read(table_problems(replace(survey, problems=survey.problems.clear())))
    assert shown.rows == [["Problems", "–", "the file has none"]]


def test_rules_are_compared_firm_by_firm(study: Study, survey: Survey) -> None:
    stricter = Settings(
        rule="threshold", upstream="import_ratio", downstream="fsts", threshold=10, n_resamples=100
    )
    other = run_study(survey, stricter)
    shown = read(table_rules(study, other))
    assert [int(cell) for cell in shown.row("Total")[1:5]] == [
        sizes(other)[n] for n in ("C1", "C2", "C3", "C4")
    ]
    assert [int(row[-1]) for row in shown.rows[:4]] == [sizes(study)[n] for n in ("C1", "C2", "C3", "C4")]
    both = study.classified.join(other.classified, on="firm_id")
    changed = both.filter(pl.col("category").ne_missing(pl.col("category_right"))).height
    assert f"{changed} of 400 firms" in shown.note
    assert "Foreign inputs, per cent of total inputs at least 10" in shown.note


def test_one_rule_twice_changes_nobody(study: Study) -> None:
    assert "0 of 400 firms (0.0%)" in read(table_rules(study, study)).note


def test_rules_need_the_same_firms(study: Study, survey: Survey) -> None:
    fewer = run_study(replace(survey, firms=survey.firms.head(200)), FEWER)
    with pytest.raises(DataError, match="the same firms twice"):
        table_rules(study, fewer)
