"""The tables of findings: composites, contrast, paths, verdicts."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tests.present.reading import read
from vcif.inference.gap_contrast import GapContrast
from vcif.present import table_composites, table_contrast, table_paths, table_verdicts
from vcif.present.numbers import estimate, number, p_phrase, p_text
from vcif.study import Study


def test_composites(study: Study) -> None:
    shown = read(table_composites(study))
    means = study.composites.descriptives.filter(pl.col("indicator") == "attitudes_composite")
    c3 = means.row(by_predicate=pl.col("group") == "C3", named=True)
    row = shown.row("Attitudes")
    assert row[3] == f"{number(c3['mean'])}ᵇ ({number(c3['sd'])})"  # between C1 (a) and C4 (c), with C2
    assert "means that share a letter do not differ significantly (Games-Howell test)" in shown.note
    tests = study.composites.omnibus.filter(pl.col("indicator") == "attitudes_composite")
    welch = tests.row(by_predicate=pl.col("method") == "welch_anova", named=True)
    order = tests.row(by_predicate=pl.col("method") == "framework_order", named=True)
    assert row[5] == number(welch["statistic"])
    assert f"{number(order['statistic'], 1)}, {p_phrase(order['p_value'])}" in shown.note
    assert f"attitudes J = {number(order['statistic'], 1)}" in shown.note
    assert "Framework-order test of C1 < C2, C3 < C4 (no order between C2 and C3)" in shown.note


def test_contrast(study: Study) -> None:
    shown = read(table_contrast(study))
    found = study.contrast
    assert isinstance(found, GapContrast)
    cell = estimate(found.estimate, found.conf_low, found.conf_high).replace("\u00a0", " ")
    assert shown.row("C3–C4 minus C2–C4")[-1] == cell
    evidence = study.verdicts.row(by_predicate=pl.col("hypothesis") == "S6", named=True)["evidence"]
    first, second = (shown.row(pair)[3] for pair in ("C2–C4", "C3–C4"))
    assert f"significant items: {second} for C3-C4, {first} for C2-C4" in evidence
    assert "100 resamples of whole firms within categories, seed 1" in shown.note
    assert "C4 cancels" in shown.note


def test_the_contrast_says_its_sides_and_what_equal_size_leaves(study: Study) -> None:
    shown, found, thinned = read(table_contrast(study)), study.contrast, study.equal_size
    assert isinstance(found, GapContrast)
    assert not isinstance(thinned, str)
    above = sum(each.conf_low is not None and each.conf_low > 0 for each in found.items)
    assert f"Of the 9 items, {above} have an interval of their own above 0, 0 below." in shown.note
    assert [shown.row(pair)[4] for pair in ("C2–C4", "C3–C4")] == [
        number(thinned.first, 1),
        number(thinned.second, 1),
    ]
    assert "it equals (m2 − m3)/s" in shown.note
    assert "average over fewer items" not in shown.note
    assert "Boundary" not in shown.note


def test_the_contrast_names_what_it_lacks(study: Study, constant_item: Study) -> None:
    assert (
        "– Growth of sales has no variation within any group: left out of the contrast."
        in read(table_contrast(constant_item)).notes
    )
    found = study.contrast
    assert isinstance(found, GapContrast)
    rare = replace(found.items[0], n_skipped=12, boundary=True)
    less = replace(found, items=(rare, *found.items[1:]), n_incomplete=12, boundary=True)
    note = read(table_contrast(replace(study, contrast=less))).note
    assert "12 resamples average over fewer items" in note
    assert "(Growth of sales 12)" in note
    assert "Boundary, a limit moved to its estimate: Growth of sales; the mean." in note


def test_defining_items_that_count_are_named_as_in_the_counts_alone(study: Study) -> None:
    settings = replace(study.settings, include_defining=True)
    note = read(table_contrast(replace(study, settings=settings))).note
    assert "Items true by construction are in this count alone" in note
    assert "Items true by construction are left out" in read(table_contrast(study)).note


def test_no_contrast_has_its_reason_in_words(without_c2: Study) -> None:
    shown = read(table_contrast(without_c2))
    assert shown.rows == [
        ["Contrast of gaps", "–", "C2 has fewer than two firms that answered Growth of sales"]
    ]


def test_paths(study: Study) -> None:
    assert study.paths is not None
    shown = read(table_paths(study))
    row = study.paths.pairwise.row(by_predicate=pl.col("indicator") == "market_share", named=True)
    means = study.paths.descriptives.filter(pl.col("indicator") == "market_share")
    market, efficiency = (
        means.row(by_predicate=pl.col("group") == name, named=True)["mean"]
        for name in ("market_seeking", "efficiency_seeking")
    )
    expected = [
        number(market), number(efficiency), number(row["difference"]), number(row["statistic"]),
        number(row["df"], 1), p_text(row["p_adjusted"]),
        estimate(row["estimate"], row["conf_low"], row["conf_high"]).replace("\u00a0", " "),
    ]  # fmt: skip
    assert shown.row("Share of the main market")[1:] == expected
    assert row["difference"] == pytest.approx(efficiency - market, rel=1e-12)
    for words in (
        "70 market seeking and 44 efficiency seeking; 16 on other",
        "years of first entry",
        "Welch t test",
    ):
        assert words in shown.note
    assert not any("†" in cells[0] for cells in shown.rows)


def test_no_paths_is_a_table_that_says_so(without_paths: Study) -> None:
    shown = read(table_paths(without_paths))
    assert shown.rows == [["Paths", "–", "the survey has neither entry years nor reported paths"]]


def test_verdicts(study: Study, without_paths: Study) -> None:
    shown = read(table_verdicts(study))
    assert [row[0] for row in shown.rows] == study.verdicts["hypothesis"].to_list()
    for cells, row in zip(shown.rows, study.verdicts.iter_rows(named=True), strict=True):
        assert cells[2:5] == [str(row[name]) for name in ("n_indicators", "n_supporting", "n_contradicting")]
        assert cells[5].lower() == row["verdict"]
    untested = read(table_verdicts(without_paths)).row("S8")
    assert untested[2:6] == ["–", "–", "–", "Not testable"]
    assert untested[6] == "The survey has neither entry years nor reported paths."
