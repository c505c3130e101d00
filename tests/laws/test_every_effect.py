"""Laws of every registered effect size."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import counts, samples, tables
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.registry import EFFECTS, Effect
from vcif.inference.results import EffectSize

REL = 1e-9  # limits are roots to some 1e-13; squares of small ones amplify
LIMITS = 1e-8
ALL = list(EFFECTS.values())
TWO = [entry for entry in ALL if entry.groups == "two"]
NOMINAL = [entry for entry in ALL if entry.nominal]
SCORED = [entry for entry in ALL if not entry.nominal]
ANY = [entry for entry in SCORED if entry.groups == "any"]


def name_of(entry: Effect) -> str:
    return entry.name


def groups_of(entry: Effect) -> int | None:
    return 2 if entry.groups == "two" else None


def data_for(entry: Effect) -> st.SearchStrategy[Any]:
    """Return what an effect takes: samples or counts, or a table where it sees names in the levels."""
    if entry.nominal:
        return st.one_of(tables(), counts())
    return st.one_of(samples(groups=groups_of(entry)), counts(groups=groups_of(entry)))


def run(entry: Effect, data: Any, level: float = 0.95) -> EffectSize:
    """Return the effect, or reject the example where it is not defined."""
    try:
        return entry.function(data, level=level)
    except NotComputableError:
        assume(False)
        raise


def same(one: EffectSize, other: EffectSize) -> bool:
    return (
        math.isclose(one.estimate, other.estimate, rel_tol=REL, abs_tol=1e-12)
        and math.isclose(one.conf_low, other.conf_low, rel_tol=LIMITS, abs_tol=1e-10)
        and math.isclose(one.conf_high, other.conf_high, rel_tol=LIMITS, abs_tol=1e-10)
    )


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data(), level=st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_within_bounds_and_inside_the_interval(entry: Effect, data: st.DataObject, level: float) -> None:
    drawn = data.draw(data_for(entry))
    found = run(entry, drawn, level)
    assert entry.low <= found.conf_low <= found.estimate <= found.conf_high <= entry.high
    assert all(map(math.isfinite, (found.estimate, found.conf_low, found.conf_high)))
    assert (found.name, found.conf_level) == (entry.name, level)
    assert found.note is None or found.note.startswith("boundary")


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
def test_a_result_or_a_reason_and_nothing_else(entry: Effect, data: st.DataObject) -> None:
    wild = st.one_of(
        st.integers(-5, 5), st.floats(allow_nan=True), st.sampled_from([1e-60, 1e60, "1.5", "x", None])
    )
    drawn = data.draw(st.one_of(samples(least=0, scores=wild, groups=groups_of(entry)), st.lists(wild)))
    try:
        found = entry.function(drawn)
    except (NotComputableError, ArgumentError):
        return
    assert all(map(math.isfinite, (found.estimate, found.conf_low, found.conf_high)))


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
def test_more_confidence_is_wider(entry: Effect, data: st.DataObject) -> None:
    drawn = data.draw(data_for(entry))
    narrow, wide = run(entry, drawn, 0.8), run(entry, drawn, 0.99)
    assert wide.conf_low <= narrow.conf_low + 1e-10
    assert narrow.conf_high <= wide.conf_high + 1e-10


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@given(data=st.data())
def test_samples_and_counts_are_the_same(entry: Effect, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    table = as_counts([data.draw(st.permutations(sample)) for sample in drawn])
    assert run(entry, drawn) == run(entry, Counts(scores=list(table.scores), n=table.table.tolist()))


@pytest.mark.parametrize("entry", TWO, ids=name_of)
@given(data=st.data())
def test_groups_turned_round_turn_the_sign(entry: Effect, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=2))
    here, there = run(entry, drawn), run(entry, drawn[::-1])
    # the effect's "no difference" is the point that it turns about
    turned = [2 * entry.null - value for value in (there.estimate, there.conf_high, there.conf_low)]
    assert same(here, replace(there, estimate=turned[0], conf_low=turned[1], conf_high=turned[2]))


@pytest.mark.parametrize("entry", ANY, ids=name_of)
@given(data=st.data())
def test_the_order_of_groups_is_nothing(entry: Effect, data: st.DataObject) -> None:
    drawn = data.draw(samples())
    assert same(run(entry, drawn), run(entry, data.draw(st.permutations(drawn))))


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@given(
    data=st.data(), shift=st.integers(-(10**9), 10**9), by=st.sampled_from(["0.001", "0.25", "3", "1000000"])
)
def test_shift_and_scale_are_nothing(entry: Effect, data: st.DataObject, shift: int, by: str) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    moved = [[shift + Fraction(by) * Fraction(str(x)) for x in sample] for sample in drawn]
    assert same(run(entry, drawn), run(entry, moved))


@pytest.mark.parametrize("entry", [entry for entry in ALL if entry.ranks], ids=name_of)
@given(data=st.data())
def test_ranks_see_only_the_order(entry: Effect, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    assert run(entry, drawn) == run(entry, [[Fraction(str(x)) ** 3 + 7 for x in sample] for sample in drawn])


@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_no_difference_is_the_null_value(entry: Effect) -> None:
    found = entry.function([[1, 2, 3, 4], [1, 2, 3, 4]])  # as samples, and as a table of counts
    assert found.estimate == entry.null
    assert found.conf_low <= entry.null <= found.conf_high


@pytest.mark.parametrize("entry", NOMINAL, ids=name_of)
@given(table=tables(), data=st.data(), times=st.integers(2, 1000))
def test_names_have_no_order(entry: Effect, table: list[list[int]], data: st.DataObject, times: int) -> None:
    here = run(entry, table)
    assert here == run(entry, Counts(scores=[7, 1, 5, 3][: len(table[0])], n=table))
    rows = data.draw(st.permutations(table))
    assert same(
        here, run(entry, list(zip(*data.draw(st.permutations(list(zip(*rows, strict=True)))), strict=True)))
    )
    assert same(here, run(entry, list(zip(*table, strict=True))))
    assert math.isclose(
        run(entry, [[n * times for n in row] for row in table]).estimate, here.estimate, rel_tol=1e-13
    )


@given(samples(groups=2))
def test_common_language_is_half_of_delta_and_one(drawn: list[list[float]]) -> None:
    delta, share = run(EFFECTS["cliffs_delta"], drawn), run(EFFECTS["common_language"], drawn)
    assert share.estimate == (delta.estimate + 1) / 2
    assert (share.conf_low, share.conf_high) == ((delta.conf_low + 1) / 2, (delta.conf_high + 1) / 2)
