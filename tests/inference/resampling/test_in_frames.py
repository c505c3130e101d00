"""Resampling through `compare` and `compare_pairs`: rows, notes, degenerate groups, bad input, threads, billions of firms."""

from __future__ import annotations

import os
import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.strategies import codebook, firms
from vcif import compare, compare_pairs, tally
from vcif._errors import ArgumentError
from vcif.inference import htests
from vcif.inference.registry import EFFECTS, TESTS
from vcif.inference.resampling import parallel

WHOLE = [entry.name for entry in TESTS.values() if entry.kind in ("omnibus", "ordered")]
TWO_BY_TWO = [entry.name for entry in TESTS.values() if entry.kind in ("pair", "family")]
NUMBERS = pl.selectors.float()
CHOICES = {"p_method": "permutation", "intervals": "bca", "n_resamples": 199, "seed": 3}


def survey(n: int = 90, items: int = 6, seed: int = 1) -> pl.DataFrame:
    """Return firms of C1 to C4 with five-point answers that rise with the category, more so for later items."""
    rng = np.random.default_rng(seed)
    category = rng.integers(0, 4, n)
    answers = {
        f"q{i}": np.clip(rng.integers(1, 6, n) + (category * i) // 6, 1, 5).tolist()
        for i in range(1, items + 1)
    }
    return pl.DataFrame({"category": [f"C{c + 1}" for c in category], **answers})


FIRMS = survey()
TALLY = tally(FIRMS, [f"q{i}" for i in range(1, 7)])


def run(test: str, frame: pl.DataFrame = TALLY, **options: object) -> pl.DataFrame:
    function = compare if test in WHOLE else compare_pairs
    return function(frame, test=test, **(CHOICES | options))


@pytest.mark.parametrize("test", [*WHOLE, *TWO_BY_TWO])
def test_rows_carry_resampled_numbers_and_say_so(test: str) -> None:
    usual, found = run(test, p_method="asymptotic", intervals="analytic"), run(test)
    moved = ["p_value", "p_adjusted", "conf_low", "conf_high", "note"]
    assert_frame_equal(found.drop(moved), usual.drop(moved))
    for row in found.iter_rows(named=True):
        if row["p_value"] is None:
            assert test in ("dunnett", "dunnett_t3")
            continue
        assert row["p_value"] * 200 == pytest.approx(round(row["p_value"] * 200), abs=1e-9)
        kind = "Monte Carlo" if test == "fisher_exact" else "permutation"
        assert re.search(rf"{kind} p-value .*199 resamples, seed 3", row["note"])
        error = float(re.search(r"standard error ([\d.e-]+)", row["note"])[1])
        assert error == pytest.approx((row["p_value"] * (1 - row["p_value"]) / 199) ** 0.5)
        if row["effect"] is not None and row["conf_low"] is None:
            assert (
                "no interval of Cramér's V: all bootstrap resamples lie on one side of the estimate"
                in row["note"]
            )
        elif row["effect"] is not None:
            assert "BCa bootstrap interval (199 resamples, seed 3)" in row["note"]
            assert row["conf_low"] <= row["estimate"] <= row["conf_high"]


def test_rows_are_the_tests_own() -> None:
    samples = [FIRMS.filter(category=name)["q2"].to_list() for name in ("C2", "C3", "C4")]
    row = run("kruskal_wallis", groups=("C2", "C3", "C4")).filter(indicator="q2").row(0, named=True)
    alone = htests.kruskal_wallis(samples, p_method="permutation", n_resamples=199, seed=3)
    effect = EFFECTS["rank_epsilon_squared"].function(samples, interval="bca", n_resamples=199, seed=3)
    assert (row["p_value"], row["conf_low"], row["conf_high"]) == (
        alone.p_value,
        effect.conf_low,
        effect.conf_high,
    )
    pair = run("welch_t", pairs=[("C2", "C4")]).filter(indicator="q2").row(0, named=True)
    assert (
        pair["p_value"]
        == htests.welch_t([samples[0], samples[2]], p_method="permutation", n_resamples=199, seed=3).p_value
    )


@pytest.mark.parametrize("test", ["welch_anova", "games_howell", "mann_whitney"])
def test_neither_cores_nor_other_indicators_change_a_number(
    test: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {} if test == "welch_anova" else {"pairs": [("C2", "C4"), ("C3", "C4")]}
    options |= {"adjust": "none"} if test != "games_howell" else {}
    whole = run(test, **options)
    for cores in (1, 2, 7, None):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert_frame_equal(run(test, **options), whole, check_exact=True)
    few = tally(FIRMS, ["q5", "q2"])
    mine = pl.col("indicator").is_in(["q2", "q5"])
    order = ["indicator", "group1", "group2"] if "group1" in whole.columns else ["indicator"]
    assert_frame_equal(
        run(test, few, **options).sort(order),
        whole.filter(mine).sort(order),
        check_exact=True,
        categorical_as_str=True,
    )
    backwards = tally(FIRMS, [f"q{i}" for i in range(6, 0, -1)])
    assert_frame_equal(run(test, backwards, **options).sort(order), whole.sort(order), check_exact=True)


def test_what_is_not_computed_has_its_reason() -> None:
    frame = pl.DataFrame(
        {
            "category": ["C2"] * 4 + ["C3"] + ["C4"] * 5,
            "alone": [1, 2, 3, 4, 5, 3, 4, 5, 5, 2],  # C3 has one firm
            "apart": [1, 1, 2, 1, None, 4, 5, 5, 4, 5],  # C2 and C4 do not overlap, C3 has no answer
            "same": [3] * 10,
            "empty": [None] * 10,
        },
        schema_overrides={"empty": pl.Int64},
    )
    tallied = tally(frame, ["alone", "apart", "same", "empty"])
    for test in [*WHOLE, *TWO_BY_TWO]:
        for intervals in ("percentile", "bca"):
            found = run(test, tallied, intervals=intervals, groups=("C2", "C3", "C4"))
            assert not found.select(NUMBERS.is_nan().any() | NUMBERS.is_infinite().any()).row(0).count(True)
            for row in found.iter_rows(named=True):
                missing = row["p_value"] is None or (row["effect"] and row["conf_low"] is None)
                assert not missing or row["note"]
    rows = {
        row["indicator"]: row
        for row in run("anova", tallied, groups=("C2", "C3", "C4")).iter_rows(named=True)
    }
    # an estimate without its interval stands, with the reason
    assert rows["alone"]["estimate"] is not None
    assert rows["alone"]["conf_low"] is None
    assert (
        "no interval of omega squared: a bootstrap interval needs two firms in every group"
        in rows["alone"]["note"]
    )
    assert rows["alone"]["p_value"] >= 1 / 200
    assert "no variation: every firm gave the same answer" in rows["same"]["note"]
    assert "fewer than two groups to compare" in rows["empty"]["note"]
    pair = run("mann_whitney", tallied, pairs=[("C2", "C4")]).filter(indicator="apart").row(0, named=True)
    assert (pair["estimate"], pair["conf_low"], pair["conf_high"]) == (1.0, None, None)
    assert "no interval of Cliff's delta: all bootstrap resamples have the same value" in pair["note"]
    assert pair["p_value"] < 0.05


@given(
    frame=firms(),
    test=st.sampled_from([*WHOLE, *TWO_BY_TWO]),
    intervals=st.sampled_from(["percentile", "bca"]),
)
@settings(max_examples=60)
def test_never_a_number_that_is_none(frame: pl.DataFrame, test: str, intervals: str) -> None:
    found = run(test, tally(frame, codebook=codebook()), intervals=intervals, n_resamples=99)
    values = found.select(NUMBERS).unpivot()["value"].drop_nulls()
    assert values.is_finite().all()
    for row in found.iter_rows(named=True):
        assert row["p_value"] is None or 0.01 <= row["p_value"] <= 1
        assert row["p_value"] is not None or row["note"]
        assert row["conf_low"] is None or row["conf_low"] <= row["estimate"] <= row["conf_high"]


BAD = [
    ({"n_resamples": 0}, "needs at least 99 resamples; got 0"),
    ({"n_resamples": -1}, "needs at least 99 resamples; got -1"),
    ({"n_resamples": 98}, "needs at least 99 resamples; got 98"),
    ({"n_resamples": True}, "needs a whole number of resamples; got True"),
    ({"n_resamples": 1.5}, r"needs a whole number of resamples; got 1\.5"),
    ({"seed": -1}, "needs a whole number from 0 up as seed; got -1"),
    ({"seed": "x"}, "needs a whole number from 0 up as seed; got 'x'"),
    (
        {"intervals": "bootstrap"},
        "needs a known intervals; got 'bootstrap'; allowed: analytic, percentile, bca",
    ),
    (
        {"p_method": "permutations"},
        "needs a known p_method; got 'permutations'.*did you mean \"permutation\"",
    ),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
@pytest.mark.parametrize("test", ["welch_anova", "games_howell", "fisher_exact", "mann_whitney"])
def test_bad_options_are_named(test: str, bad: dict[str, object], message: str) -> None:
    function = "compare" if test in WHOLE else "compare_pairs"
    with pytest.raises(ArgumentError, match=rf"^{function}\(\) {message}"):
        run(test, **bad)
    if "n_resamples" in bad or "seed" in bad:  # also where nothing is resampled
        with pytest.raises(ArgumentError, match=message):
            run(test, **(bad | {"p_method": "asymptotic", "intervals": "analytic"}))


@pytest.mark.parametrize("name", TESTS)
def test_bad_options_of_a_test_alone(name: str) -> None:
    groups = 4 if name == "framework_order" else 2
    data = [[1, 2, 3, 4], [2, 2, 5, 5], [1, 3, 5, 5], [2, 3, 4, 4]][:groups]
    method = "monte_carlo" if name == "fisher_exact" else "permutation"
    for n_resamples in (0, -1, 98):
        with pytest.raises(
            ArgumentError, match=rf"^{name}\(\) needs at least 99 resamples; got {n_resamples}$"
        ):
            TESTS[name].function(data, p_method=method, n_resamples=n_resamples)
    for n_resamples in (True, 1.5, "x", None):
        with pytest.raises(ArgumentError, match=rf"^{name}\(\) needs a whole number of resamples; got "):
            TESTS[name].function(data, p_method=method, n_resamples=n_resamples)
    for seed in (-1, "x", 2.0, True, None):
        with pytest.raises(ArgumentError, match=rf"^{name}\(\) needs a whole number from 0 up as seed; got "):
            TESTS[name].function(data, p_method=method, seed=seed)
        with pytest.raises(
            ArgumentError, match=r"needs a whole number from 0 up as seed"
        ):  # also where it is not used
            TESTS[name].function(data, seed=seed)
    assert TESTS[name].function(data, p_method=method, n_resamples=np.int64(199), seed=np.uint8(4)) == TESTS[
        name
    ].function(data, p_method=method, n_resamples=199, seed=4)


def test_fishers_test_takes_the_methods_that_it_has() -> None:
    exact = run("fisher_exact", p_method="exact", groups=("C2", "C3"))
    assert exact["note"].str.contains("exact p-value").all()
    drawn = run("fisher_exact", groups=("C2", "C3"), n_resamples=9999)
    for one, other in zip(exact["p_value"], drawn["p_value"], strict=True):
        assert abs(one - other) < 4 * (one * (1 - one) / 9999) ** 0.5 + 1e-4
    # out of reach, random tables take the place of the exact distribution, as many as are asked for and from the seed
    large = tally(survey(1200), ["q1"])
    rows = [
        compare(large, test="fisher_exact", n_resamples=499, seed=seed).row(0, named=True)
        for seed in (1, 2, 3)
    ]
    assert all("Monte Carlo p-value with standard error" in row["note"] for row in rows)
    assert "(499 resamples, seed 2)" in rows[1]["note"]
    assert rows[0]["p_value"] * 500 == pytest.approx(round(rows[0]["p_value"] * 500))
    assert len({row["p_value"] for row in rows}) > 1


@pytest.mark.parametrize("times", [10**5, 10**7])
def test_a_hundred_million_firms_and_ten_milliard_answers(times: int) -> None:
    many = tally(FIRMS, ["q1", "q3"]).with_columns(pl.col("n") * times)
    found = compare(many, test="welch_anova", p_method="permutation", intervals="bca", n_resamples=999)
    assert found["p_value"].to_list() == [0.001, 0.001]
    for row in found.iter_rows(named=True):  # so many firms leave little room around the estimate
        assert 0 <= row["estimate"] - row["conf_low"] < 0.002
        assert 0 <= row["conf_high"] - row["estimate"] < 0.002


def test_more_firms_than_are_taken_have_a_reason() -> None:
    many = tally(FIRMS, ["q1"]).with_columns(pl.col("n") * 10**9)
    row = compare(many, test="anova", p_method="permutation").row(0, named=True)
    assert row["p_value"] is None
    assert "permutations take up to 2^31 firms; the asymptotic p-value takes any number" in row["note"]
    row = compare(many, test="anova", intervals="percentile").row(0, named=True)
    assert row["p_value"] is not None
    assert row["estimate"] is not None
    assert "no interval of omega squared: bootstrap intervals take up to 2^31 firms a group" in row["note"]


def test_a_fault_in_one_thread_is_the_fault_of_all() -> None:
    began = []

    def work(item: int) -> int:
        began.append(item)
        if item == 1:
            raise ValueError("a fault")
        return item

    with pytest.raises(ValueError, match="a fault"):
        parallel.each(work, list(range(500)), label="work", long=True)
    assert parallel.each(lambda item: item * 2, list(range(50)), label="work", long=True) == list(
        range(0, 100, 2)
    )
    assert parallel.each(lambda item: item * 2, [], label="work", long=True) == []


def test_without_standard_error_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)  # a program without a console
    assert parallel.each(lambda item: item + 1, [1, 2, 3], label="work", long=True) == [2, 3, 4]
