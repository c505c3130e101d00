"""Weights: whole ones are repeated rows, everywhere; sampling weights serve means and shares, never tests."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import vcif
from tests.present.reading import read
from vcif._columns import CATEGORY
from vcif._errors import ArgumentError, DataError
from vcif.inference.registry import TESTS

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "C3", "C4", None]),
        st.sampled_from([1, 2, 3, 4, 5, None]),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=30,
)


def firms_of(rows: list[tuple[str | None, int | None, int]]) -> pl.DataFrame:
    kinds = {"category": CATEGORY, "q": pl.Int64, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def repeated(firms: pl.DataFrame) -> pl.DataFrame:
    return firms[np.repeat(np.arange(firms.height), firms["weight"].to_numpy().astype(int))].drop("weight")


@given(ROWS)
def test_whole_weights_are_repeated_rows(rows: list[tuple[str | None, int | None, int]]) -> None:
    firms = firms_of(rows)
    weighted = vcif.tally(firms, ["q"], weights="frequency").filter(pl.col("n") > 0)
    plain = vcif.tally(repeated(firms), ["q"]).filter(pl.col("n") > 0)
    assert_frame_equal(weighted, plain)
    assert weighted["n"].sum() == firms["weight"].sum()


@pytest.mark.parametrize("test", [t.name for t in TESTS.values() if not t.nominal])
def test_every_test_takes_whole_weights_for_repeated_rows(test: str) -> None:
    rows = [
        ("C1", 1, 3),
        ("C1", 2, 4),
        ("C2", 2, 5),
        ("C2", 4, 2),
        ("C3", 3, 4),
        ("C3", 5, 1),
        ("C4", 4, 6),
        ("C4", 5, 3),
    ]
    firms = firms_of([*rows])
    run = vcif.compare_pairs if TESTS[test].kind in ("pair", "family") else vcif.compare
    weighted = run(vcif.tally(firms, ["q"], weights="frequency"), test=test)
    assert_frame_equal(weighted, run(vcif.tally(repeated(firms), ["q"]), test=test), check_exact=True)
    assert weighted["p_value"].null_count() < weighted.height


def test_broken_and_missing_frequencies_are_refused() -> None:
    firms = firms_of([("C1", 1, 1), ("C2", 2, 2)])
    with pytest.raises(DataError, match="in weight; got a weight that is no whole number"):
        vcif.tally(firms.with_columns(weight=pl.Series([1.5, 2.0])), ["q"], weights="frequency")
    with pytest.raises(DataError, match="in weight; got a missing weight"):
        vcif.tally(firms.with_columns(weight=pl.Series([None, 2.0])), ["q"], weights="frequency")
    with pytest.raises(DataError, match="tally\\(\\) needs the column 'weight'"):
        vcif.tally(firms.drop("weight"), ["q"], weights="frequency")
    with pytest.raises(ArgumentError, match='did you mean "sampling"'):
        vcif.tally(firms, ["q"], weights="samplng")


def test_weighted_descriptions_by_hand() -> None:
    firms = firms_of([("C2", 2, 3), ("C2", 4, 1), ("C2", None, 9), ("C4", 5, 2)])
    shown = vcif.describe(vcif.tally(firms, ["q"]), weighted=True)
    c2 = shown.row(by_predicate=pl.col("group") == "C2", named=True)
    # mean (3*2 + 1*4)/4; variance (3*.25 + 1*2.25)/4 * 2/1 = 1.5; half the weight lies on 2, three quarters exactly
    assert (c2["n"], c2["n_missing"], c2["mean"], c2["sd"]) == (2, 1, 2.5, 1.5**0.5)
    assert (c2["q1"], c2["median"], c2["q3"]) == (2.0, 2.0, 3.0)
    assert c2["conf_low"] is None
    c4 = shown.row(by_predicate=pl.col("group") == "C4", named=True)
    assert (c4["mean"], c4["sd"]) == (5.0, None)


@given(ROWS, st.floats(0.1, 1e6))
def test_equal_weights_change_no_mean(rows: list[tuple[str | None, int | None, int]], weight: float) -> None:
    firms = firms_of(rows).with_columns(weight=pl.lit(weight))
    counts = vcif.tally(firms, ["q"])
    plain, weighted = vcif.describe(counts), vcif.describe(counts, weighted=True)
    for name in ("n", "n_missing", "mean", "sd"):
        assert_frame_equal(plain.select(name), weighted.select(name), rel_tol=1e-9)


def test_weighting_needs_weights() -> None:
    with pytest.raises(DataError, match="needs a tally with sampling weights"):
        vcif.describe(vcif.tally(firms_of([("C1", 1, 1)]).drop("weight"), ["q"]), weighted=True)


def test_a_weighted_test_is_refused_with_the_reason() -> None:
    counts = vcif.tally(firms_of([("C1", 1, 1), ("C1", 2, 1), ("C2", 2, 1), ("C2", 3, 5)]), ["q"])
    for run, test in ((vcif.compare, "welch_anova"), (vcif.compare_pairs, "dunn")):
        with pytest.raises(ArgumentError, match=f'test="{test}"\\) has no form for sampling weights'):
            run(counts, test=test, weighted=True)


def test_tests_say_that_sampling_weights_are_not_used() -> None:
    firms = firms_of([("C1", 1, 1), ("C1", 2, 1), ("C2", 2, 1), ("C2", 3, 5)])
    counts = vcif.tally(firms, ["q"])
    assert "sampling weights not used" in vcif.compare(counts, groups=["C1", "C2"])["note"][0]
    assert "sampling weights not used" in vcif.compare_pairs(counts, pairs=[("C1", "C2")])["note"][0]


def test_tables_show_weighted_shares_and_say_what_is_not_weighted() -> None:
    survey = vcif.example_survey()
    category = vcif.classify(survey.firms)["category"]
    weights = (category == "C2").fill_null(False).cast(pl.Float64) * 2 + 1
    study = vcif.run_study(dataclasses.replace(survey, firms=survey.firms.with_columns(weight=weights)))
    c1, c2, c3, c4 = ((category == name).sum() for name in ("C1", "C2", "C3", "C4"))
    shown = read(vcif.table_categories(study))
    assert shown.row("C2 Upstream integrated")[-1] == f"{100 * 3 * c2 / (c1 + 3 * c2 + c3 + c4):.1f}"
    assert "Sampling weights are not used." in read(vcif.table_omnibus(study)).note


def test_a_study_takes_frequency_weights_for_repeated_rows() -> None:
    survey = vcif.example_survey()
    weights = pl.Series(np.arange(survey.firms.height) % 3 + 1).cast(pl.Float64)
    weighted = survey.firms.with_columns(weight=weights)
    firm = survey.codebook.firm.model_copy(update={"weight_kind": "frequency"})
    codebook = survey.codebook.model_copy(update={"firm": firm})
    study = vcif.run_study(dataclasses.replace(survey, firms=weighted, codebook=codebook))
    plain = repeated(weighted).with_columns(weight=pl.lit(None, pl.Float64))
    expected = vcif.run_study(dataclasses.replace(survey, firms=plain))
    for name in ("tally", "descriptives", "omnibus", "pairwise", "verdicts"):
        assert_frame_equal(getattr(study, name), getattr(expected, name), check_exact=True)
    assert study.contrast == expected.contrast
    assert read(vcif.table_categories(study)).row("Repeated by their weights")[-2] == "−399"
    broken = dataclasses.replace(survey, firms=weighted.with_columns(weight=weights * 0.7), codebook=codebook)
    with pytest.raises(DataError, match="needs whole frequency weights; 400 firms have none or a broken one"):
        vcif.run_study(broken)
