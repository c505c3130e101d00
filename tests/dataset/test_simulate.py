"""The simulation gives a valid survey for any size and seed, the same one for the same seed."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from vcif._errors import ArgumentError
from vcif.dataset.simulate import simulate_raw, simulate_survey
from vcif.dataset.simulate_draws import Draws
from vcif.dataset.simulate_firms import KINDS


@given(n=st.integers(40, 600), seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_any_size_and_seed_give_a_valid_survey(n: int, seed: int) -> None:
    survey = simulate_survey(n, seed=seed)
    assert survey.firms.height == survey.n_rows == n
    assert survey.rejected == 0
    assert survey.firms["firm_id"].n_unique() == n
    for item in survey.codebook.indicators:
        if item.levels:
            assert set(survey.firms[item.id].drop_nulls()) <= set(item.levels)


@given(n=st.integers(1, 12), seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_even_a_handful_of_firms_can_be_read(n: int, seed: int) -> None:
    assert simulate_survey(n, seed=seed).firms.height == n


def test_the_same_seed_gives_the_same_survey() -> None:
    first, second = simulate_survey(80, seed=5), simulate_survey(80, seed=5)
    assert_frame_equal(first.firms, second.firms)
    assert_frame_equal(first.problems, second.problems)
    assert not simulate_raw(80, seed=6).equals(simulate_raw(80, seed=5))


def test_the_numbers_are_the_same_on_every_platform() -> None:
    """The expected hash was computed once: another platform or NumPy must come to the same bytes."""
    text = simulate_raw(400, seed=1).write_csv(line_terminator="\n")
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == (
        "69c13f39b277b687f9dbaa2a4da9ead212a6936c079efea0fa803f5af559a1c4"
    )


def test_the_raw_survey_is_text_only() -> None:
    raw = simulate_raw(50, seed=3)
    assert set(raw.dtypes) == {pl.String}
    assert not (raw == "").select(pl.any_horizontal(pl.all().any())).item()


@pytest.mark.parametrize("n", [0, -1, 2.5, "400", True])
def test_a_wrong_size_is_refused(n: Any) -> None:
    with pytest.raises(ArgumentError, match=r"needs a whole number for n; got .*; allowed: 1 or more"):
        simulate_raw(n)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ArgumentError, match="needs a whole number for seed; got -1; allowed: 0 or more"):
        simulate_survey(10, seed=-1)


def test_the_kinds_make_up_all_firms() -> None:
    assert sum(kind.per_mille for kind in KINDS) == 1000


def test_streams_do_not_depend_on_one_another() -> None:
    draws = Draws(seed=4, n=30)
    before = draws.whole("one", 1, 6)
    draws.bell("another", 500)
    assert (draws.whole("one", 1, 6) == before).all()


def test_draws_have_the_stated_centre_and_spread() -> None:
    draws = Draws(seed=9, n=20_000)
    bell = draws.bell("bell", 1000)
    # Six standard errors: 1000 / sqrt(20000) = 7.1 for the mean, 5 for the standard deviation.
    assert abs(bell.mean()) < 43
    assert abs(bell.std() - 1000) < 30
    assert abs(draws.chance("chance", 250).mean() - 0.25) < 0.019
    assert set(draws.whole("die", 1, 6)) == {1, 2, 3, 4, 5, 6}
    weights = draws.choice("weights", (1, 0, 3))
    assert abs((weights == 2).mean() - 0.75) < 0.019
    assert not (weights == 1).any()


def test_shares_agree_with_the_sides() -> None:
    firms = simulate_survey(600, seed=2).firms
    assert firms.filter(pl.col("fsts") > 0)["downstream"].all()
    assert firms.filter(pl.col("import_ratio") > 0)["upstream"].all()
    assert firms.filter(~pl.col("downstream"))["fsts"].sum() == 0
    assert firms.filter(~pl.col("upstream"))["import_ratio"].sum() == 0
    assert firms.filter(~pl.col("upstream"))["upstream_year"].null_count() == (~firms["upstream"]).sum()


def test_some_active_firms_fall_below_a_threshold_of_ten_per_cent() -> None:
    firms = simulate_survey(600, seed=2).firms
    assert 30 <= firms.filter(pl.col("fsts").is_between(1, 9)).height <= 90


def test_some_firms_contradict_their_years_of_entry() -> None:
    firms = simulate_survey(600, seed=2).firms.drop_nulls(
        ["upstream_year", "downstream_year", "path_reported"]
    )
    market = firms.filter(pl.col("downstream_year") < pl.col("upstream_year"))["path_reported"]
    wrong = (market != "market_seeking").sum()
    assert 0 < wrong < market.len() / 8
