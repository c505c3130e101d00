"""The table of tests of all groups against the study's frames."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from tests.present.reading import FEWER, read
from vcif.dataset.survey import Survey
from vcif.present import table_omnibus
from vcif.present.numbers import estimate, number, p_text
from vcif.study import Settings, Study, run_study


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_each_number_stands_in_its_cell(study: Study) -> None:
    shown = read(table_omnibus(study))
    assert len(shown.rows) == study.omnibus["indicator"].n_unique()
    labels = {
        "sales_growth": "Growth of sales",
        "own_brand": "A brand of our own, known abroad, is important to us",
    }
    for indicator, label in labels.items():
        welch = study.omnibus.row(
            by_predicate=(pl.col("indicator") == indicator) & (pl.col("method") == "welch_anova"), named=True
        )
        rank = study.omnibus.row(
            by_predicate=(pl.col("indicator") == indicator) & (pl.col("method") == "kruskal_wallis"),
            named=True,
        )
        interval = estimate(welch["estimate"], welch["conf_low"], welch["conf_high"], bounded=True)
        expected = [
            label, number(welch["statistic"]), f"2, {number(welch['df2'], 1)}", p_text(welch["p_value"]),
            p_text(welch["p_adjusted"]), interval, number(rank["statistic"]), p_text(rank["p_adjusted"]),
            number(rank["estimate"], bounded=True),
        ]  # fmt: skip
        assert shown.row(label) == [plain(text) for text in expected]


def test_blocks_head_their_rows_in_the_codebooks_order(study: Study) -> None:
    assert read(table_omnibus(study)).headings == ["Performance", "Structure", "Attitudes", "Ratios"]


def test_the_note_names_test_correction_family_interval_and_reasons(study: Study) -> None:
    note = read(table_omnibus(study)).note
    for words in (
        "Welch ANOVA and Kruskal-Wallis test of C2, C3 and C4", "8 firms that could not be classified",
        "over the indicators of each block (performance 9, structure 9, attitudes 10, ratios 5)",
        "adjusted by Holm's method",
        "inverting the noncentral F distribution, each limit λ/(λ + N)", "† True by construction",
        "Sales abroad developed as planned; Foreign sales, per cent of total sales (FSTS): ",
        "Welch ANOVA needs variation within every group (not so: C2)",
    ):  # fmt: skip
        assert words in note


def test_defining_items_carry_a_dagger(study: Study) -> None:
    marked = [row[0] for row in read(table_omnibus(study)).rows if "†" in row[0]]
    flagged = study.omnibus.filter(pl.col("defining"))["indicator"].n_unique()
    assert len(marked) == flagged


def test_disagreeing_tests_are_marked_and_explained(study: Study) -> None:
    unequal = study.omnibus.with_columns(
        p_adjusted=pl.when((pl.col("indicator") == "learning") & (pl.col("method") == "kruskal_wallis"))
        .then(0.2).otherwise("p_adjusted")
    )  # fmt: skip
    shown = read(table_omnibus(replace(study, omnibus=unequal)))
    assert [row[0] for row in shown.rows if "‡" in row[0]] == ["We want to learn from partners abroad ‡"]
    assert "‡ The Welch ANOVA and Kruskal-Wallis test disagree at the .05 level" in shown.note
    assert "‡" not in read(table_omnibus(study)).note


def test_an_item_without_variation_has_dashes_and_a_reason(constant_item: Study) -> None:
    shown = read(table_omnibus(constant_item))
    assert shown.row("Growth of sales")[1:] == ["–"] * 8
    assert "– Growth of sales: no variation: every firm gave the same answer." in shown.notes


def test_an_empty_category_is_a_reason(without_c2: Study) -> None:
    shown = read(table_omnibus(without_c2))
    assert "– All indicators: C2 left out: no firm with an answer." in shown.notes


def test_other_tests_bring_their_own_names(survey: Survey) -> None:
    settings = Settings(omnibus="anova", adjust="none", n_resamples=FEWER.n_resamples)
    shown = read(table_omnibus(run_study(survey, settings)))
    assert "One-way ANOVA" in shown.headers
    assert "p adj.: F: not adjusted; H: not adjusted." in shown.notes
    assert shown.row("Growth of sales")[2] == "2, 270"


def test_joint_permutations_are_named_with_their_number_seed_and_error(survey: Survey) -> None:
    settings = Settings(adjust="westfall_young", n_permutations=199, n_resamples=FEWER.n_resamples, seed=3)
    study = run_study(survey, settings)
    note = read(table_omnibus(study)).note
    largest = study.omnibus.filter(pl.col("method") == "welch_anova")["p_adjusted"].max()
    assert isinstance(largest, float)
    assert largest > 0.3  # where the standard error is the largest one too
    error = number((largest * (1 - largest) / 199) ** 0.5, 3, bounded=True)
    assert (
        "F: adjusted by Westfall and Young's step-down maxT method over the indicators of each block (performance 9, "
        "structure 9, attitudes 10, ratios 5), by 199 permutations of the firms' groups (seed 3, standard error at "
        f"most {error}), while p is the test's own; H: adjusted by Westfall and Young's"
    ) in note
    assert "with standard error" not in note  # a row's own stays in the frame


def test_nothing_to_test_is_a_table_that_says_so(study: Study) -> None:
    shown = read(table_omnibus(replace(study, omnibus=study.omnibus.clear())))
    assert shown.rows == [["Tests of all groups", "–", "the codebook has no indicator"]]
