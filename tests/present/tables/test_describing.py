"""The tables that describe: profile, correlations, descriptives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import polars as pl
import pytest
from scipy import stats

from tests.present.reading import FEWER, read
from vcif._errors import ArgumentError
from vcif.dataset.survey import Survey
from vcif.present import table_correlations, table_descriptives, table_profile
from vcif.present.numbers import number, p_text
from vcif.study import Study, run_study


def test_profile_levels_and_their_test(study: Study) -> None:
    shown = read(table_profile(study))
    known = study.classified.filter(pl.col("category").is_not_null(), pl.col("ownership").is_not_null())
    table = np.array([
        [known.filter(pl.col("category") == c, pl.col("ownership") == level).height
         for level in known["ownership"].unique()] for c in ("C1", "C2", "C3", "C4")
    ])  # fmt: skip
    found = stats.chi2_contingency(table, correction=False)
    assert shown.row("Ownership")[-2:] == [f"{number(found.statistic)} ({found.dof})", p_text(found.pvalue)]
    family = known.filter(pl.col("category") == "C1", pl.col("ownership") == "Family").height
    answered = known.filter(pl.col("category") == "C1").height
    assert shown.row("Family")[1] == f"{family} ({number(100 * family / answered, 0)})"
    assert shown.rows[0][1:6] == ["110", "53", "99", "130", "392"]


def test_profile_numbers_and_their_test(study: Study) -> None:
    shown = read(table_profile(study))
    groups = [
        study.classified.filter(pl.col("category") == c)["employees"].drop_nulls()
        for c in ("C1", "C2", "C3", "C4")
    ]
    found = stats.kruskal(*[group.to_numpy() for group in groups])
    label = "Employees at the end of the year"
    assert shown.row(label)[-2:] == [f"{number(float(found.statistic))} (3)", p_text(float(found.pvalue))]
    assert shown.row(label, 1)[:2] == ["Median", "80.5"]
    assert shown.row(label, 2)[:3] == ["Quartiles", "40.3–196", "49–254"]


def test_profile_counts_missing_answers(study: Study) -> None:
    shown = read(table_profile(study))
    missing = study.classified.filter(pl.col("category").is_not_null())["revenue"].null_count()
    assert shown.row("Revenue of the year, million yuan", 3)[5] == str(missing)


def test_profile_warns_of_small_expected_counts(study: Study) -> None:
    note = read(table_profile(study)).note
    assert "Expected counts below 5, so the χ² approximation is rough: " in note
    assert "Pearson's chi-squared test without continuity correction" in note
    assert "When the questionnaire came back" not in note


def test_no_covariates_is_said(with_codebook: Callable[..., Survey]) -> None:
    study = run_study(with_codebook(covariates=()), FEWER)
    assert read(table_profile(study)).rows == [["Sample profile", "–", "the codebook has no covariate"]]


def test_correlations(study: Study) -> None:
    shown = read(table_correlations(study))
    first, second = "performance_composite", "manager_years"
    both = study.classified.select(first, second).drop_nulls()
    r = float(np.corrcoef(both[first], both[second])[0, 1])
    label = "9. International experience of the answering manager, years"
    row = shown.row(label)
    values: Any = study.classified[second]
    assert row[4] == number(r, bounded=True)
    assert row[1:4] == [
        str(values.count()), number(values.mean()),
        number(values.std()),
    ]  # fmt: skip
    assert [row.count("") for row in shown.rows] == [7, 6, 5, 4, 3, 2, 1, 0, 0]
    assert "(n = 389 to 400)" in shown.note


def test_correlations_of_chosen_variables(study: Study) -> None:
    shown = read(table_correlations(study, ["fsts", "employees"]))
    assert [row[0][:2] for row in shown.rows] == ["1.", "2."]
    with pytest.raises(ArgumentError, match="got 'employes'; did you mean \"employees\""):
        table_correlations(study, ["fsts", "employes"])
    with pytest.raises(ArgumentError, match="'industry'"):
        table_correlations(study, ["fsts", "industry"])


def test_the_stated_limit_of_significance_holds(study: Study) -> None:
    from vcif.present.tables.correlations import critical_r

    n, r = 50, critical_r(50)
    t = r * np.sqrt((n - 2) / (1 - r * r))
    assert 2 * stats.t.sf(t, n - 2) == pytest.approx(0.05, rel=1e-9)
    assert "|r| of .10 or more" in read(table_correlations(study)).note


@pytest.mark.parametrize("group", ["C1", "C2", "C3", "C4"])
def test_descriptives(study: Study, group: str) -> None:
    shown = read(table_descriptives(study))
    row = study.descriptives.row(
        by_predicate=(pl.col("indicator") == "learning") & (pl.col("group") == group), named=True
    )
    start = 1 + 3 * ["C1", "C2", "C3", "C4"].index(group)
    cells = shown.row("We want to learn from partners abroad")[start : start + 3]
    assert cells == [str(row["n"]), number(row["mean"]), number(row["sd"])]


def test_descriptives_as_medians(study: Study) -> None:
    shown = read(table_descriptives(study, form="median"))
    assert shown.row("Growth of sales")[1:4] == ["109", "2", "2–3"]
    assert "Mdn = median" in shown.note
    with pytest.raises(ArgumentError, match="allowed: mean, median"):
        table_descriptives(study, form=cast("Any", "mode"))


def test_descriptives_of_an_empty_category(without_c2: Study) -> None:
    shown = read(table_descriptives(without_c2))
    assert shown.row("Growth of sales")[4:7] == ["0", "–", "–"]
    assert "– C2: no firm answered." in shown.notes
