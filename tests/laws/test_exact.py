"""Laws of exact p-values, and everything about ordered sums against brute force on all small margins."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import ANSWERS, counts, samples
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference import registry
from vcif.inference.distributions.fisher_tables import fisher_p_value
from vcif.inference.distributions.ordered_exact import exact_distribution
from vcif.inference.htests import fisher_exact, framework_order, jonckheere_terpstra, mann_whitney
from vcif.inference.htests.ordered import ordered_sum, takes_exact
from vcif.inference.registry import TESTS
from vcif.inference.results import HTest

EXACT = [entry for entry in TESTS.values() if entry.exact]
MOST_FIRMS, MOST_GROUPS, LEVELS = 9, 3, 3
ORDERS = {2: [[(0, 1)]], 3: [[(0, 1), (0, 2), (1, 2)], [(0, 1), (0, 2)], [(0, 2), (1, 2)], [(1, 2)]]}


def name_of(entry: registry.Test) -> str:
    return entry.name


def groups_of(entry: registry.Test) -> int | None:
    return {"mann_whitney": 2, "framework_order": 4}.get(entry.name)


def drawn_for(entry: registry.Test) -> st.SearchStrategy[list[list[int]]]:
    few = st.lists(ANSWERS, min_size=1, max_size=7 if entry.kind == "pair" else 4)
    groups = groups_of(entry)
    return st.lists(few, min_size=groups or 2, max_size=groups or 4)


def run(entry: registry.Test, data: object, **options: str) -> HTest:
    try:
        return entry.function(data, **options)
    except NotComputableError:
        assume(False)
        raise


@pytest.mark.parametrize("entry", EXACT, ids=name_of)
@given(data=st.data())
def test_directions_add_up(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(drawn_for(entry))
    both, up, down = (
        run(entry, drawn, alternative=a, p_method="exact") for a in ("two-sided", "greater", "less")
    )
    assert all(0 < found.p_value <= 1 and found.p_method == "exact" for found in (both, up, down))
    assert up.p_value + down.p_value >= 1 - 1e-12  # the observed sum is in both
    assert both.p_value >= min(up.p_value, down.p_value) - 1e-12
    turned = [[-x for x in sample] for sample in drawn]
    for found, alternative in ((both, "two-sided"), (up, "less"), (down, "greater")):
        other = run(entry, turned, alternative=alternative, p_method="exact")
        assert math.isclose(found.p_value, other.p_value, rel_tol=1e-11)


@pytest.mark.parametrize("entry", EXACT, ids=name_of)
@given(data=st.data())
def test_statistics_do_not_depend_on_the_method(entry: registry.Test, data: st.DataObject) -> None:
    drawn = data.draw(drawn_for(entry))
    exact, normal, auto = (run(entry, drawn, p_method=m) for m in ("exact", "asymptotic", "auto"))
    assert (exact.statistic, exact.z, exact.mean_ranks) == (normal.statistic, normal.z, normal.mean_ranks)
    assert auto == (exact if auto.p_method == "exact" else normal)
    assert auto.p_method == "exact"  # as small as these are


@given(table=counts())
def test_auto_depends_on_sizes_and_ties_only(table: Counts) -> None:
    # the same firms dealt to the groups in another way: the same method
    dealt, left = [], table.ties.tolist()
    for size in table.sizes.tolist():
        row = []
        for i, there in enumerate(left):
            row.append(min(there, size - sum(row)))
            left[i] -= row[-1]
        dealt.append(row)
    assert [sum(row) for row in dealt] == table.sizes.tolist()
    other = Counts(scores=range(5), n=dealt)
    assert takes_exact("a test", table, "auto") == takes_exact("a test", other, "auto")


@pytest.mark.parametrize("entry", EXACT, ids=name_of)
@given(data=st.data())
def test_a_larger_sum_is_a_smaller_p(entry: registry.Test, data: st.DataObject) -> None:
    # raise one answer of the last group: with the same margins of sizes the sum cannot fall, and on one distribution
    # the upper tail falls as the sum rises
    table = as_counts(data.draw(drawn_for(entry)))
    order = {"mann_whitney": [(0, 1)], "framework_order": [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)]}.get(
        entry.name, list(combinations(range(len(table.sizes)), 2))
    )
    values, chances = exact_distribution(table, order)
    assert math.isclose(chances.sum(), 1, rel_tol=1e-12)
    assert (chances >= 0).all()
    found = run(entry, table, alternative="greater", p_method="exact")
    above = chances[values >= 2 * found.statistic].sum()
    assert math.isclose(found.p_value, above, rel_tol=1e-12)
    assert found.p_value > chances[values > 2 * found.statistic].sum()


@pytest.mark.parametrize("entry", EXACT, ids=name_of)
@given(data=st.data())
def test_near_the_normal_approximation_where_there_are_many(
    entry: registry.Test, data: st.DataObject
) -> None:
    k = groups_of(entry) or 3
    few = {2: 20, 3: 10, 4: 6}[k]
    drawn = [data.draw(st.lists(ANSWERS, min_size=few - 1, max_size=few)) for _ in range(k)]
    table = as_counts(drawn)
    assume(table.ties.max() < 0.6 * table.total)
    exact, normal = (run(entry, table, alternative="greater", p_method=m) for m in ("exact", "asymptotic"))
    down = run(entry, table, alternative="less", p_method="exact").p_value
    step = exact.p_value + down - 1  # the chance of the observed sum itself: the normal curve has no steps
    assert abs(exact.p_value - step / 2 - normal.p_value) < 0.05


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to write a total as so many parts of at least one."""
    for cuts in combinations(range(1, total), parts - 1):
        edges = (0, *cuts, total)
        yield tuple(high - low for low, high in pairwise(edges))


def every_margin() -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield sizes of two or three groups and of two or three levels, for every number of firms up to nine."""
    for firms in range(2, MOST_FIRMS + 1):
        sizes = [c for k in range(2, MOST_GROUPS + 1) for c in compositions(firms, k)]
        ties = [c for k in range(2, LEVELS + 1) for c in compositions(firms, k)]
        yield from product(sizes, ties)


@cache
def tables_with(
    sizes: tuple[int, ...], ties: tuple[int, ...]
) -> tuple[tuple[tuple[tuple[int, ...], ...], int], ...]:
    """Return every table with these margins and in how many ways firms can be arranged to give it."""
    if len(sizes) == 1:
        return (((ties,), 1),)
    found = []
    for row in product(*(range(min(sizes[0], tie) + 1) for tie in ties)):
        if sum(row) == sizes[0]:
            ways = math.prod(math.comb(tie, n) for tie, n in zip(ties, row, strict=True))
            rest = tuple(tie - n for tie, n in zip(ties, row, strict=True))
            found += [((row, *others), ways * more) for others, more in tables_with(sizes[1:], rest)]
    return tuple(found)


def twice_the_sum(table: Sequence[Sequence[int]], order: Sequence[tuple[int, int]]) -> int:
    """Return twice the sum by its definition, over all pairs of firms."""
    levels = range(len(table[0]))
    return sum(
        table[i][x] * table[j][y] * (2 * (x < y) + (x == y)) for i, j in order for x in levels for y in levels
    )


def by_firms() -> Iterator[tuple[int, list[tuple[tuple[int, ...], tuple[int, ...]]]]]:
    margins = list(every_margin())
    for firms in range(2, MOST_FIRMS + 1):
        yield firms, [(sizes, ties) for sizes, ties in margins if sum(sizes) == firms]


@pytest.mark.parametrize(
    ("firms", "margins"), list(by_firms()), ids=[f"{n} firms" for n in range(2, MOST_FIRMS + 1)]
)
def test_the_distribution_on_every_margin(
    firms: int, margins: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    for sizes, ties in margins:
        tables = tables_with(sizes, ties)
        everything = math.factorial(firms) // math.prod(math.factorial(n) for n in sizes)
        assert sum(ways for _, ways in tables) == everything
        for order in ORDERS[len(sizes)]:
            true: Counter[int] = Counter()
            for table, ways in tables:
                true[twice_the_sum(table, order)] += ways
            found = Counts(scores=range(len(ties)), n=tables[0][0])
            values, chances = exact_distribution(found, order)
            got = dict(zip(values.tolist(), chances.tolist(), strict=True))
            for value in set(got) | set(true):
                assert math.isclose(got.get(value, 0), true[value] / everything, rel_tol=1e-13)
            mean = Fraction(sum(value * ways for value, ways in true.items()), everything)
            variance = Fraction(sum(value**2 * ways for value, ways in true.items()), everything) - mean**2
            if variance == 0:
                with pytest.raises(NotComputableError, match="has no variance here"):
                    ordered_sum("this test", found, order)
                continue
            total = ordered_sum("this test", found, order)
            assert (2 * total.mean, 4 * total.variance) == (mean, variance)  # exact, ties included


@pytest.mark.parametrize(
    ("firms", "margins"), list(by_firms()), ids=[f"{n} firms" for n in range(2, MOST_FIRMS + 1)]
)
def test_p_values_of_every_table(firms: int, margins: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    # the first and the last table of each margin, and the one in the middle: the distribution is held above
    for sizes, ties in margins:
        tables = tables_with(sizes, ties)
        test = mann_whitney if len(sizes) == 2 else jonckheere_terpstra
        order = ORDERS[len(sizes)][0]
        everything = sum(ways for _, ways in tables)
        sums = [(twice_the_sum(table, order), ways) for table, ways in tables]
        mean = sum(sizes[i] * sizes[j] for i, j in order)
        for table, own in {tables[0], tables[len(tables) // 2], tables[-1]}:
            data = Counts(scores=range(len(ties)), n=table)
            here = twice_the_sum(table, order)
            tails = {
                "two-sided": sum(ways for value, ways in sums if abs(value - mean) >= abs(here - mean)),
                "greater": sum(ways for value, ways in sums if value >= here),
                "less": sum(ways for value, ways in sums if value <= here),
            }
            for alternative, tail in tails.items():
                found = test(data, alternative=alternative, p_method="exact").p_value
                assert math.isclose(found, tail / everything, rel_tol=1e-12)
            rare = sum(ways for _, ways in tables if ways <= own)
            assert math.isclose(fisher_exact(data).p_value, rare / everything, rel_tol=1e-11)


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=4).filter(
        lambda t: all(map(sum, t)) and all(map(sum, zip(*t, strict=True)))
    )
)
def test_fisher_whatever_way_the_table_lies(table: list[list[int]]) -> None:
    import numpy as np

    cells = np.array(table)
    one, other = fisher_p_value(cells), fisher_p_value(cells.T)
    assert 0 < one <= 1
    assert math.isclose(one, other, rel_tol=1e-10)


@given(samples(groups=2))
def test_two_groups_in_order_are_mann_whitneys(drawn: list[list[float]]) -> None:
    try:
        trend, alone = (t(drawn, p_method="exact") for t in (jonckheere_terpstra, mann_whitney))
    except NotComputableError:
        assume(False)
    partial = framework_order(drawn, order=[(0, 1)], p_method="exact")
    assert trend.p_value == alone.p_value == partial.p_value
