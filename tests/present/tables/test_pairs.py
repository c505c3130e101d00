"""The tables of pairs against the study's frames."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from tests.present.reading import FEWER, read
from vcif.dataset.survey import Survey
from vcif.present import table_composite_pairs, table_pairs
from vcif.present.numbers import estimate, p_text
from vcif.study import Settings, Study, run_study


def expected(frame: pl.DataFrame, indicator: str, first: str, second: str) -> list[str]:
    pair = frame.filter(
        pl.col("indicator") == indicator, pl.col("group1") == first, pl.col("group2") == second
    )
    games = pair.row(by_predicate=pl.col("method") == "games_howell", named=True)
    dunn = pair.row(by_predicate=pl.col("method") == "dunn", named=True)
    texts = [
        f"{first}–{second}",
        estimate(games["difference"], games["difference_low"], games["difference_high"]),
        p_text(games["p_adjusted"]),
        estimate(games["estimate"], games["conf_low"], games["conf_high"]),
        p_text(dunn["p_adjusted"]),
    ]
    return [text.replace("\u00a0", " ") for text in texts]


def test_two_rows_per_item_with_their_numbers(study: Study) -> None:
    shown = read(table_pairs(study))
    assert len(shown.rows) == 2 * study.pairwise["indicator"].n_unique()
    assert shown.row("Growth of sales")[1:] == expected(study.pairwise, "sales_growth", "C2", "C4")
    assert shown.row("Growth of sales", 1) == ["", *expected(study.pairwise, "sales_growth", "C3", "C4")]


def test_rows_in_another_order_change_no_cell(study: Study) -> None:
    mixed = study.pairwise.sample(fraction=1.0, shuffle=True, seed=3)
    one = {tuple(row[1:]) for row in read(table_pairs(study)).rows}
    other = {tuple(row[1:]) for row in read(table_pairs(replace(study, pairwise=mixed))).rows}
    assert one == other


def test_the_note(study: Study) -> None:
    note = read(table_pairs(study)).note
    for words in (
        "Games-Howell test (adjusted for its own family of pairs)",
        "Dunn test (adjusted by Holm's method over the pairs shown of an indicator)",
        "family: C2, C3, C4", "simultaneous interval", "noncentral t distribution",
    ):  # fmt: skip
        assert words in note


def test_disagreement_stands_at_the_pair(study: Study) -> None:
    marked = [row for row in read(table_pairs(study)).rows if "‡" in row[1]]
    both = study.pairwise.pivot(on="method", index=["indicator", "group1", "group2"], values="p_adjusted")
    apart = both.filter((pl.col("games_howell") < 0.05) != (pl.col("dunn") < 0.05))
    assert len(marked) == apart.height > 0


def test_an_empty_category_leaves_dashes_and_one_reason(without_c2: Study) -> None:
    shown = read(table_pairs(without_c2))
    assert shown.row("Growth of sales")[2:] == ["–"] * 4
    assert shown.row("Growth of sales", 1)[2] != "–"
    assert [note for note in shown.notes if note.startswith("–")] == [
        "– All indicators: C2 left out: no firm with an answer."
    ]


def test_rank_tests_have_no_interval_of_the_difference(survey: Survey) -> None:
    settings = Settings(pairs="dunn", rank_pairs="mann_whitney", n_resamples=FEWER.n_resamples)
    shown = read(table_pairs(run_study(survey, settings)))
    assert "Difference" in shown.headers
    assert "mean rank of the second group" in shown.note
    assert "δ [95% CI]" in shown.headers


def test_composites_have_all_six_pairs(study: Study) -> None:
    shown = read(table_composite_pairs(study))
    assert [row[1] for row in shown.rows[:6]] == ["C1–C2", "C1–C3", "C1–C4", "C2–C3", "C2–C4", "C3–C4"]
    frame = study.composites.pairwise
    assert shown.row("Structure")[1:] == expected(frame, "structure_composite", "C1", "C2")
