"""Laws of every registered test, whatever is added to the registry later."""

from __future__ import annotations

import math
from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import counts, samples, tables
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference import registry
from vcif.inference.registry import TESTS
from vcif.inference.results import HTest, PairTest

REL = 1e-9  # p-values of near-equal statistics: the tails amplify rounding in the last digits
FOUR = ("framework_order",)  # takes four groups, C1 to C4
ALL = list(TESTS.values())
NOMINAL = [entry for entry in ALL if entry.nominal]
SCORED = [entry for entry in ALL if not entry.nominal]
RANKS = [entry for entry in SCORED if entry.ranks]
MOMENTS = [entry for entry in SCORED if not entry.ranks]
UNORDERED = [entry for entry in SCORED if entry.kind in ("omnibus", "family")]
DIRECTED = [entry for entry in SCORED if entry.kind in ("ordered", "pair", "family")]


def name_of(entry: registry.Test) -> str:
    return entry.name


def groups_of(entry: registry.Test) -> int | None:
    """Return the number of groups that a test needs, or None where it takes any."""
    return 2 if entry.kind == "pair" else 4 if entry.name in FOUR else None


def counts_for(entry: registry.Test) -> st.SearchStrategy[Counts]:
    """Return counts that a test takes; a control ten firms strong beside a million is slow to integrate."""
    if entry.nominal:
        return tables().map(lambda table: Counts(scores=range(len(table[0])), n=table))
    return counts(groups=groups_of(entry), huge=not entry.control)


def run(entry: registry.Test, data: Any) -> tuple[HTest | PairTest, ...]:
    """Return a test's results as a tuple, or reject the example where it is not defined."""
    try:
        found = entry.function(data)
    except NotComputableError:
        assume(False)
        raise
    return found if isinstance(found, tuple) else (found,)


def outcome(entry: registry.Test, data: Any) -> Any:
    """Return a test's result, or the reason that there is none."""
    try:
        return entry.function(data)
    except NotComputableError as reason:
        return str(reason)


def close(one: float | None, other: float | None, rel: float = REL) -> bool:
    """Say whether two numbers agree; 1e-12 is for statistics that are 0 but for rounding."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=rel, abs_tol=1e-12)


def numbers(result: HTest | PairTest) -> dict[str, float]:
    """Return a result's numbers by name."""
    values = {entry.name: getattr(result, entry.name) for entry in fields(result)}
    ranks = dict(enumerate(values.pop("mean_ranks", ())))
    return {str(name): v for name, v in {**values, **ranks}.items() if isinstance(v, (int, float))}


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
def test_a_result_or_a_reason_and_nothing_else(entry: registry.Test, data: st.DataObject) -> None:
    wild = st.one_of(
        st.integers(-5, 5), st.floats(allow_nan=True), st.sampled_from([1e-60, 1e60, "1.5", "x", None])
    )
    drawn = data.draw(
        st.one_of(samples(least=0, scores=wild), st.lists(wild), tables(), counts_for(entry))
        if entry.nominal
        else st.one_of(samples(), samples(least=0, scores=wild), st.lists(wild), counts_for(entry))
    )
    try:
        found = entry.function(drawn)
    except (NotComputableError, ArgumentError):
        return
    for result in found if isinstance(found, tuple) else (found,):
        assert all(math.isfinite(value) for value in numbers(result).values())
        assert result.p_value is None or 0 <= result.p_value <= 1


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@given(data=st.data())
def test_samples_and_counts_are_the_same(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    found = as_counts(drawn)
    table = Counts(scores=list(found.scores), n=found.table.tolist())
    assert outcome(entry, drawn) == outcome(entry, table)


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@given(data=st.data())
def test_the_order_of_firms_is_nothing(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    mixed = [data.draw(st.permutations(sample)) for sample in drawn]
    assert outcome(entry, drawn) == outcome(entry, mixed)


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
def test_the_order_of_columns_is_nothing(entry: registry.Test, data: st.DataObject) -> None:
    table = data.draw(counts_for(entry))
    order = data.draw(st.permutations(range(table.table.shape[1])))
    other = Counts(scores=[table.scores[i] for i in order], n=table.table[:, list(order)])
    assert outcome(entry, table) == outcome(entry, other)


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
def test_a_level_that_nobody_chose_is_nothing(entry: registry.Test, data: st.DataObject) -> None:
    table = data.draw(counts_for(entry))
    first, second, *others = (float(score) for score in table.scores)
    longer = Counts(
        scores=[-1, first, second, (first + second) / 2, *others, 9],
        n=[[0, *row[:2], 0, *row[2:], 0] for row in table.table.tolist()],
    )
    assert outcome(entry, table) == outcome(entry, longer)


@pytest.mark.parametrize("entry", UNORDERED, ids=name_of)
@given(data=st.data())
def test_the_order_of_groups_is_nothing(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples())
    fixed = [len(drawn) - 1] if entry.control else []
    order = data.draw(st.permutations(range(len(drawn) - len(fixed)))) + fixed
    here, there = run(entry, drawn), run(entry, [drawn[i] for i in order])
    if entry.kind == "omnibus":
        assert close(here[0].statistic, there[0].statistic)
        assert close(here[0].p_value, there[0].p_value)
        return
    known = {frozenset((r.group1, r.group2)): r for r in here}
    for result in there:
        same = known[frozenset((order[result.group1], order[result.group2]))]
        sign = 1 if order[result.group1] == same.group1 else -1
        assert close(result.p_value, same.p_value)
        assert result.statistic is same.statistic is None or close(result.statistic, sign * same.statistic)
        assert close(result.difference, sign * same.difference)


@pytest.mark.parametrize("entry", DIRECTED, ids=name_of)
@given(data=st.data())
def test_scores_turned_round_turn_the_sign(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    for up, down in zip(run(entry, drawn), run(entry, [[-x for x in s] for s in drawn]), strict=True):
        signed = "z" if getattr(up, "z", None) is not None else "statistic"
        one, other = getattr(up, signed), getattr(down, signed)
        assert one is other is None or close(one, -other)
        assert close(up.p_value, down.p_value)


@pytest.mark.parametrize("entry", [entry for entry in ALL if entry.kind == "pair"], ids=name_of)
@given(data=st.data())
def test_groups_turned_round_turn_the_sign(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=2))
    (up,), (down,) = run(entry, drawn), run(entry, drawn[::-1])
    assert close(up.difference, -down.difference)
    assert close(up.p_value, down.p_value)
    (greater,), (less,) = (
        (entry.function(s, alternative=a),) for s, a in ((drawn, "greater"), (drawn[::-1], "less"))
    )
    assert close(greater.p_value, less.p_value)


@pytest.mark.parametrize("entry", MOMENTS, ids=name_of)
@given(
    data=st.data(), shift=st.integers(-(10**9), 10**9), by=st.sampled_from(["0.001", "0.25", "3", "1000000"])
)
def test_shift_and_scale_are_nothing(entry: registry.Test, data: st.DataObject, shift: int, by: str) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    moved = [[shift + Fraction(by) * Fraction(str(x)) for x in sample] for sample in drawn]
    for here, there in zip(run(entry, drawn), run(entry, moved), strict=True):
        assert here.statistic is there.statistic is None or close(here.statistic, there.statistic)
        assert close(here.p_value, there.p_value)


@pytest.mark.parametrize("entry", RANKS, ids=name_of)
@given(data=st.data())
def test_ranks_see_only_the_order(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    stretched = [[Fraction(str(x)) ** 3 + 7 for x in sample] for sample in drawn]
    assert outcome(entry, drawn) == outcome(entry, stretched)


@pytest.mark.parametrize("entry", SCORED, ids=name_of)
@given(data=st.data())
def test_integer_weights_are_repeated_rows(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=groups_of(entry)))
    times = data.draw(st.integers(2, 4))
    repeated = [[x for x in sample for _ in range(times)] for sample in drawn]
    table = as_counts(drawn)
    weighted = Counts(scores=list(table.scores), n=(table.table * times).tolist())
    assert outcome(entry, repeated) == outcome(entry, weighted)


@pytest.mark.parametrize("entry", NOMINAL, ids=name_of)
@given(table=tables(), data=st.data())
def test_names_have_no_order(entry: registry.Test, table: list[list[int]], data: st.DataObject) -> None:
    here = outcome(entry, table)
    columns = list(zip(*data.draw(st.permutations(table)), strict=True))
    mixed = list(zip(*data.draw(st.permutations(columns)), strict=True))
    renamed = Counts(scores=[7, 1, 5, 3][: len(table[0])], n=table)
    for data_there in (mixed, renamed, list(zip(*table, strict=True))):
        other = outcome(entry, data_there)
        if isinstance(here, str):
            assert isinstance(other, str)
        else:
            assert close(here.statistic, other.statistic)
            assert close(here.p_value, other.p_value)


@given(table=tables(), times=st.integers(2, 10**6))
def test_chi_squared_grows_with_the_counts(table: list[list[int]], times: int) -> None:
    (small,) = run(TESTS["chi_squared"], table)
    (large,) = run(TESTS["chi_squared"], [[n * times for n in row] for row in table])
    assert math.isclose(large.statistic, times * small.statistic, rel_tol=1e-13)


@given(samples(groups=2, least=2))
def test_welch_f_is_t_squared(drawn: list[list[float]]) -> None:
    (t,), (f,) = run(TESTS["welch_t"], drawn), run(TESTS["welch_anova"], drawn)
    assert close(f.statistic, t.statistic**2)
    assert close(f.df2, t.df1)
    assert close(f.p_value, t.p_value)


@given(samples(groups=2))
def test_h_is_z_squared_of_mann_whitney_and_of_dunn(drawn: list[list[float]]) -> None:
    (h,) = run(TESTS["kruskal_wallis"], drawn)
    (u,), (z,) = run(TESTS["mann_whitney"], drawn), run(TESTS["dunn"], drawn)
    assert close(h.statistic, u.z**2)
    assert close(h.statistic, z.statistic**2)
    assert close(h.p_value, u.p_value)
    assert close(u.difference, z.difference)
    assert close(u.p_value, z.p_value)


@given(counts(groups=3))
def test_h_is_the_f_of_the_ranks(table: Counts) -> None:
    # H/(N - 1) is eta squared of the ranks, so F of the ranks is H/(k - 1) over (N - 1 - H)/(N - k)
    (h,) = run(TESTS["kruskal_wallis"], table)
    ranked = Counts(
        scores=[int(r) for r in table.centred_ranks[table.ties > 0]], n=table.table[:, table.ties > 0]
    )
    (f,) = run(TESTS["anova"], ranked)
    left = table.total - 1 - h.statistic
    assume(left > 1e-6 * h.statistic)  # below that the subtraction leaves nothing to compare
    assert close(f.statistic, h.statistic / 2 / (left / (table.total - 3)))


@given(counts())
def test_scaling_all_counts_scales_h(table: Counts) -> None:
    # every midrank gap and the tie term scale by their powers: H + 1 grows as N with no tie, exactly so in the limit
    bigger = Counts(scores=[1, 2, 3, 4, 5], n=table.table * 1000)
    (small,), (large,) = run(TESTS["kruskal_wallis"], table), run(TESTS["kruskal_wallis"], bigger)
    assert close(small.statistic / (table.total - 1), large.statistic / (bigger.total - 1))


@given(
    st.lists(st.integers(0, 10**6), min_size=10, max_size=10).filter(
        lambda row: min(sum(row[:5]), sum(row[5:])) > 1
    )
)
def test_two_groups_at_any_size(row: list[int]) -> None:
    table = Counts(scores=[1, 2, 3, 4, 5], n=[row[:5], row[5:]])
    (u,), (h,) = run(TESTS["mann_whitney"], table), run(TESTS["kruskal_wallis"], table)
    assert close(u.z**2, h.statistic)


@given(samples(groups=2))
def test_two_groups_of_equal_spread_are_students(drawn: list[list[float]]) -> None:
    (t,), (f,) = run(TESTS["student_t"], drawn), run(TESTS["anova"], drawn)
    assert close(f.statistic, t.statistic**2)
    assert close(f.p_value, t.p_value)
    for name in ("tukey_kramer", "dunnett"):
        (pair,) = run(TESTS[name], drawn)
        assert (pair.difference, pair.df) == (t.difference, t.df1)
        assert close(pair.statistic, t.statistic)
        assert close(pair.p_value, t.p_value)
        # half the width, since a limit near 0 is a difference of near numbers
        assert close(pair.conf_high - pair.difference, t.conf_high - t.difference)
        assert close(pair.difference - pair.conf_low, t.difference - t.conf_low)


@given(samples(groups=2, least=2))
def test_two_groups_of_unequal_spread_are_welchs(drawn: list[list[float]]) -> None:
    (t,), (f,) = run(TESTS["welch_t"], drawn), run(TESTS["brown_forsythe_means"], drawn)
    assert close(f.statistic, t.statistic**2)
    assert close(f.df2, t.df1)
    for name in ("games_howell", "dunnett_t3"):
        (pair,) = run(TESTS[name], drawn)
        assert (pair.statistic, pair.df) == (t.statistic, t.df1)
        assert close(pair.p_value, t.p_value)
        # half the width, since a limit near 0 is a difference of near numbers
        assert close(pair.conf_high - pair.difference, t.conf_high - t.difference)
        assert close(pair.difference - pair.conf_low, t.difference - t.conf_low)


def test_the_tests_of_this_file_are_those_of_the_registry() -> None:
    assert all(entry.function.__name__ == name for name, entry in TESTS.items())
