"""The synthetic panel and customs records: valid for any size and seed, the same for the same seed, as described."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from vcif import (
    classify,
    example_panel,
    follow_ups,
    panel_problems,
    project_panel,
    transitions,
    waiting_times,
)
from vcif._errors import ArgumentError
from vcif.dataset.simulate_draws import Draws
from vcif.dataset.simulate_histories import STEPS, plan_histories
from vcif.dataset.simulate_panel import simulate_panel, simulate_panel_raw
from vcif.dataset.simulate_transactions import simulate_transactions


@given(n=st.integers(1, 60), waves=st.integers(2, 8), seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_any_size_waves_and_seed_give_a_valid_panel(n: int, waves: int, seed: int) -> None:
    panel = simulate_panel(n, waves=waves, seed=seed)
    firms = panel.firms
    assert panel.rejected == 0
    assert firms.select("firm_id", "wave").is_unique().all()
    assert set(firms["wave"]) <= set(range(2024 - waves, 2024))
    assert firms["firm_id"].n_unique() == n  # everybody answers once at least
    for item in panel.codebook.indicators:
        if item.levels:
            assert set(firms[item.id].drop_nulls()) <= set(item.levels)


def test_the_same_seed_gives_the_same_panel_and_it_is_the_shipped_one() -> None:
    panel = simulate_panel(320, waves=7, seed=1)
    assert_frame_equal(panel.firms, example_panel().firms)
    assert_frame_equal(project_panel().firms, panel.firms)
    assert not simulate_panel_raw(60, seed=5).equals(simulate_panel_raw(60, seed=6))


def test_the_numbers_are_the_same_on_every_platform() -> None:
    """The expected hashes were computed once: another platform or NumPy must come to the same bytes."""
    texts = {
        "panel": simulate_panel_raw(320, waves=7, seed=1).write_csv(line_terminator="\n"),
        "customs": simulate_transactions(400, years=5, seed=1).write_csv(line_terminator="\n"),
    }
    assert {name: hashlib.sha256(text.encode("utf-8")).hexdigest() for name, text in texts.items()} == {
        "panel": "e0029393cf6e83396b5e29fb42cf07d4aa8133aae7779a8d8ec4c08b4f0869cc",
        "customs": "91c93a12f975037089f18a28ae557a0206454ff00bd93ca4286b55e37759026b",
    }


def test_the_steps_are_those_of_the_chain() -> None:
    """Of 4,000 firms, every share of steps lies within five standard errors of the chain's."""
    state = plan_histories(Draws(3, 4000), 6, 2018).state
    for start, weights in enumerate(STEPS):
        there = state[:, :-1] == start
        n = int(there.sum())
        for end, weight in enumerate(weights):
            share = int((there & (state[:, 1:] == end)).sum()) / n
            chance = weight / 1000
            assert abs(share - chance) < 5 * (chance * (1 - chance) / n) ** 0.5


def test_years_of_entry_are_those_of_the_histories() -> None:
    found = plan_histories(Draws(3, 500), 5, 2019)
    for side, year in (((1, 3), found.upstream_year), ((2, 3), found.downstream_year)):
        active = pl.Series(((found.state == side[0]) | (found.state == side[1])).ravel())
        assert (pl.Series(year.ravel()).filter(active) > 0).all()
        assert (pl.Series(year[:, 0]) <= 2019).all()
    # A firm's kind is set by the side of its first entry and does not change once it has one.
    entered = (found.upstream_year > 0) | (found.downstream_year > 0)
    assert ((found.route[:, 1:] == found.route[:, :-1]) | ~entered[:, :-1]).all()


def test_what_a_panel_is_for_is_there() -> None:
    panel = example_panel()
    firms = classify(panel.firms)
    steps = transitions(firms)
    assert (steps.drop_nulls(["from", "to"])["n"] > 0).sum() >= 13  # steps back as well as forward
    kinds = set(follow_ups(firms)["follows"])
    assert kinds == {"step", "unknown", "gap", "last"}
    problems = panel_problems(panel.firms)["problem"]
    assert problems.str.contains("gives .* in its other waves").any()
    assert problems.str.contains("its year of first entry").any()
    assert waiting_times(firms)["reached"].sum() > 40


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"n": 0}, "simulate_panel() needs a whole number for n; got 0; allowed: 1 or more"),
        ({"waves": 9}, "simulate_panel() needs a whole number for waves; got 9; allowed: 2 to 8"),
        ({"waves": 2.0}, "simulate_panel() needs a whole number for waves; got 2.0; allowed: 2 to 8"),
        ({"seed": -1}, "simulate_panel() needs a whole number for seed; got -1; allowed: 0 or more"),
    ],
)
def test_wrong_sizes_are_refused(options: dict[str, Any], text: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        simulate_panel(**options)
    assert str(raised.value) == text


@given(n=st.integers(1, 60), years=st.integers(1, 6), seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_customs_records_of_any_size(n: int, years: int, seed: int) -> None:
    records = simulate_transactions(n, years=years, seed=seed)
    assert set(records["date"].dt.year().drop_nulls()) <= set(range(2024 - years, 2024))
    assert set(records["flow"].drop_nulls()) <= {"import", "export"}
    assert records.filter(pl.col("re_import"), pl.col("flow") == "export").is_empty()
    assert_frame_equal(simulate_transactions(n, years=years, seed=seed), records)


def test_customs_records_have_what_goes_wrong() -> None:
    records = simulate_transactions(400, years=5, seed=1)
    for name in ("firm_id", "date", "flow", "value", "processing", "re_import"):
        assert 0 < records[name].null_count() < records.height / 50, name
    assert 0 < (records["value"] < 0).sum() < records.height / 20
    assert records["re_import"].sum() > 20
    with pytest.raises(
        ArgumentError, match=r"simulate_transactions\(\) needs a whole number for years; got 0"
    ):
        simulate_transactions(years=0)
