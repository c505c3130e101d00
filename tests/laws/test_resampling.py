"""Laws of permutation p-values and bootstrap limits, for every registered test and effect."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.strategies import counts, samples, tables
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference import registry
from vcif.inference.htests import chi_squared, fisher_exact, student_t
from vcif.inference.registry import EFFECTS, TESTS, Effect
from vcif.inference.results import EffectSize, HTest, PairTest

RESAMPLES = 199
ERRORS = 6  # of two simulations; as many examples as are drawn, one of a billion is beyond it
ALL = list(TESTS.values())
SCORED = [entry for entry in ALL if not entry.nominal]
DIRECTED = [entry for entry in ALL if entry.kind in ("ordered", "pair") or entry.name == "dunn"]
FAMILIES = [entry for entry in ALL if entry.own_family]
MOVED = [effect for effect in EFFECTS.values() if not effect.nominal]

few = settings(max_examples=25)


def name_of(entry: registry.Test | Effect) -> str:
    return entry.name


def groups_of(entry: registry.Test) -> int | None:
    return 2 if entry.kind == "pair" else 4 if entry.name == "framework_order" else None


def drawn_for(entry: registry.Test) -> st.SearchStrategy[Counts]:
    if entry.nominal:
        return tables().map(lambda table: Counts(scores=range(len(table[0])), n=table))
    return counts(groups=groups_of(entry), huge=not entry.control)


def permuted(entry: registry.Test, data: Any, **options: Any) -> tuple[HTest | PairTest, ...]:
    """Return results with permutation p-values, or reject the example where there are none."""
    method = "monte_carlo" if entry.name == "fisher_exact" else "permutation"
    try:
        found = entry.function(data, p_method=method, **({"n_resamples": RESAMPLES} | options))
    except NotComputableError:
        assume(False)
        raise
    return found if isinstance(found, tuple) else (found,)


def p_values(entry: registry.Test, data: Any, **options: Any) -> list[float | None]:
    return [result.p_value for result in permuted(entry, data, **options)]


def bootstrapped(entry: Effect, data: Any, **options: Any) -> EffectSize:
    """Return an effect with bootstrap limits, or reject the example where there are none."""
    try:
        return entry.function(data, **({"interval": "percentile", "n_resamples": RESAMPLES} | options))
    except NotComputableError:
        assume(False)
        raise


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@few
@given(data=st.data(), seed=st.integers(0, 2**63))
def test_a_share_of_the_tables_and_the_observed_one(
    entry: registry.Test, data: st.DataObject, seed: int
) -> None:
    drawn = data.draw(drawn_for(entry))
    found = permuted(entry, drawn, seed=seed)
    assert found == permuted(entry, drawn, seed=seed)
    for result in found:
        if result.p_value is not None:
            assert 1 / (RESAMPLES + 1) <= result.p_value <= 1
            assert 0 <= result.p_std_error <= 0.5 / math.sqrt(RESAMPLES) + 1e-12


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@few
@given(data=st.data())
def test_samples_and_counts_and_empty_levels_are_the_same(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    table = as_counts([data.draw(st.permutations(sample)) for sample in drawn])
    longer = Counts(
        scores=[-900, *table.scores.tolist(), 900], n=[[0, *row, 0] for row in table.table.tolist()]
    )
    assert permuted(entry, drawn) == permuted(entry, table) == permuted(entry, longer)


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@few
@given(
    data=st.data(), shift=st.integers(-(10**9), 10**9), by=st.sampled_from(["0.001", "0.25", "3", "1000000"])
)
def test_shift_and_scale_are_nothing(entry: registry.Test, data: st.DataObject, shift: int, by: str) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    moved = [[shift + Fraction(by) * Fraction(str(x)) for x in sample] for sample in drawn]
    assert p_values(entry, drawn) == p_values(entry, moved)


@pytest.mark.parametrize("entry", [entry for entry in SCORED if entry.ranks], ids=name_of)
@few
@given(data=st.data())
def test_ranks_see_only_the_order(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    assert p_values(entry, drawn) == p_values(
        entry, [[Fraction(str(x)) ** 3 + 7 for x in sample] for sample in drawn]
    )


@pytest.mark.parametrize("entry", [entry for entry in ALL if entry.kind == "omnibus"], ids=name_of)
@few
@given(data=st.data())
def test_the_order_of_groups_is_nothing_but_chance(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(drawn_for(entry))
    order = data.draw(st.permutations(range(len(drawn.sizes))))
    (here,), (there,) = (
        p_values(entry, drawn.select(list(places)), n_resamples=999) for places in (range(len(order)), order)
    )
    middle = (here + there) / 2
    assert abs(here - there) <= ERRORS * math.sqrt(2 * middle * (1 - middle) / 999) + 2 / 999


@pytest.mark.parametrize("entry", [entry for entry in ALL if entry.kind == "omnibus"], ids=name_of)
@few
@given(data=st.data())
def test_groups_of_one_size_change_places_exactly(entry: registry.Test, data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 9))
    answers = st.lists(st.integers(1, 5), min_size=size, max_size=size)
    drawn = as_counts(data.draw(st.lists(answers, min_size=2, max_size=4)))
    order = data.draw(st.permutations(range(len(drawn.sizes))))
    # the margins are the same, and so are the random tables
    assert p_values(entry, drawn) == p_values(entry, drawn.select(list(order)))


@pytest.mark.parametrize("entry", DIRECTED, ids=name_of)
@few
@given(data=st.data())
def test_directions_add_up(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(drawn_for(entry))
    both, up, down = (p_values(entry, drawn, alternative=a) for a in ("two-sided", "greater", "less"))
    for two, greater, less in zip(both, up, down, strict=True):
        assert greater + less >= 1 + 0.5 / (
            RESAMPLES + 1
        )  # each table is in one of them, the observed one in both
        assert two >= min(greater, less)


@pytest.mark.parametrize("entry", FAMILIES, ids=name_of)
@few
@given(data=st.data())
def test_a_larger_statistic_has_no_larger_p_value(entry: registry.Test, data: st.DataObject) -> None:
    found = [pair for pair in permuted(entry, data.draw(drawn_for(entry))) if pair.statistic is not None]
    found.sort(key=lambda pair: abs(pair.statistic))
    for low, high in pairwise(found):
        assert low.p_value >= high.p_value


@few
@given(data=st.data())
def test_a_firm_further_up_does_not_raise_the_p_value(data: st.DataObject) -> None:
    # Student's t over all tables rises with the difference of means; a firm of the later group that scores d more adds
    # d/n to the observed one, and that or less to any other
    drawn = data.draw(samples(groups=2, least=2, scores=st.integers(1, 5)))
    place, more = data.draw(st.integers(0, len(drawn[1]) - 1)), data.draw(st.integers(1, 4))
    further = [drawn[0], [x + more * (i == place) for i, x in enumerate(drawn[1])]]
    options = {"alternative": "greater", "n_resamples": 1999}
    (here,), (there,) = (p_values(TESTS["student_t"], table, **options) for table in (drawn, further))
    middle = (here + there) / 2
    assert there - here <= ERRORS * math.sqrt(2 * middle * (1 - middle) / 1999) + 2 / 1999


@few
@given(drawn=samples(groups=2, scores=st.integers(1, 2), least=2))
def test_two_groups_with_two_answers_have_one_test(drawn: list[list[int]]) -> None:
    # all of them order the tables by how far the shares lie apart
    table = as_counts(drawn)
    assume(table.table.shape == (2, 2) and any(table.squares))
    t = student_t(table, p_method="permutation", n_resamples=RESAMPLES)
    assert t.p_value == chi_squared(table, p_method="permutation", n_resamples=RESAMPLES).p_value
    up, down = (
        student_t(table, p_method="permutation", n_resamples=RESAMPLES, alternative=a)
        for a in ("greater", "less")
    )
    assert fisher_exact(table, p_method="monte_carlo", n_resamples=RESAMPLES).p_value >= min(
        up.p_value, down.p_value
    )


@pytest.mark.parametrize("entry", list(EFFECTS.values()), ids=name_of)
@few
@given(data=st.data(), seed=st.integers(0, 2**63))
def test_limits_stand_around_the_estimate(entry: Effect, data: st.DataObject, seed: int) -> None:
    drawn = data.draw(counts(groups=2 if entry.groups == "two" else None))
    wide, narrow = (bootstrapped(entry, drawn, seed=seed, level=level) for level in (0.95, 0.8))
    assert wide == bootstrapped(entry, drawn, seed=seed)
    assert entry.low <= wide.conf_low <= narrow.conf_low <= wide.estimate + 1e-12
    assert wide.estimate - 1e-12 <= narrow.conf_high <= wide.conf_high <= entry.high + 1e-12
    bca = bootstrapped(entry, drawn, seed=seed, interval="bca")
    assert bca.conf_low <= bca.estimate <= bca.conf_high


@pytest.mark.parametrize("entry", MOVED, ids=name_of)
@few
@given(
    data=st.data(), shift=st.integers(-(10**9), 10**9), by=st.sampled_from(["0.001", "0.25", "3", "1000000"])
)
def test_effects_see_no_shift_and_no_scale(entry: Effect, data: st.DataObject, shift: int, by: str) -> None:
    drawn = data.draw(samples(groups=2 if entry.groups == "two" else None, least=2))
    moved = [[shift + Fraction(by) * Fraction(str(x)) for x in sample] for sample in drawn]
    for interval in ("percentile", "bca"):
        here, there = (bootstrapped(entry, table, interval=interval) for table in (drawn, moved))
        assert here.note == there.note
        for one, other in ((here.conf_low, there.conf_low), (here.conf_high, there.conf_high)):
            # a limit that was moved is the estimate, which is rounded at its own scale
            assert one == other or (one == here.estimate and other == pytest.approx(one, rel=1e-12))
