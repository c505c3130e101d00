"""Every registered test: its statistic over tables is the test's own, on one table and on all with its margins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.inference.resampling.enumeration import all_tables
from tests.inference.resampling.statistics import OVER_TABLES, UNSIGNED, over_one_table, own_statistics
from tests.strategies import counts, samples, tables
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference import registry
from vcif.inference.htests import welch_anova
from vcif.inference.registry import TESTS
from vcif.inference.resampling import of_means
from vcif.inference.resampling.tables import observed_table

SAME = 1e-12
ALL = list(TESTS.values())


def name_of(entry: registry.Test) -> str:
    return entry.name


def groups_of(entry: registry.Test) -> int | None:
    return 2 if entry.kind == "pair" else 4 if entry.name == "framework_order" else None


def agree(one: float, other: float, tolerance: float = SAME) -> bool:
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=SAME)


def check(entry: registry.Test, table: Counts, tolerance: float = SAME) -> None:
    """Check the statistics of one table; where the test has none, nothing is compared."""
    try:
        own = own_statistics(entry.name, table)
    except NotComputableError:
        assume(False)
    over = over_one_table(entry.name, table)
    assert len(own) == len(over)
    for here, there in zip(own, over, strict=True):
        assert here is None or agree(here, there, tolerance)


def test_every_test_is_here() -> None:
    assert set(OVER_TABLES) == set(TESTS)


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
@settings(max_examples=40)
def test_the_observed_statistic_is_the_tests_own(entry: registry.Test, data: st.DataObject) -> None:
    if entry.nominal:
        rows = [row for row in data.draw(tables()) if any(row)]
        assume(len(rows) > 1)
        check(entry, Counts(scores=range(len(rows[0])), n=rows))
    else:
        check(entry, data.draw(counts(groups=groups_of(entry), huge=not entry.control)))


@pytest.mark.parametrize("entry", [entry for entry in ALL if not entry.nominal], ids=name_of)
@given(data=st.data())
@settings(max_examples=25)
def test_scores_of_many_digits(entry: registry.Test, data: st.DataObject) -> None:
    # sums of their squares leave 2^53 by far, and one group may lie far away
    digits = st.floats(-1, 1).map(lambda x: round(x, 16))
    drawn = data.draw(samples(groups=groups_of(entry), least=2, scores=digits))
    away = data.draw(st.sampled_from([0, 3, 1000]))
    table = as_counts([[x + away for x in drawn[0]], *drawn[1:]])
    spreads = [
        float(square / int(n)) ** 0.5 for square, n in zip(table.squares, table.sizes, strict=True) if square
    ]
    # a score less the mean is rounded to 1e-16 of the range, which counts by how often the range holds the spread
    steep = float(table.scores[-1] - table.scores[0]) / min(spreads, default=1.0)
    assume(steep < 1e9)
    check(entry, table, SAME + 1e-15 * steep)


@pytest.mark.parametrize("sizes", [(3, 4), (2, 2, 3), (2, 2, 2, 2)], ids=str)
@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_all_tables_at_once_are_each_on_its_own(entry: registry.Test, sizes: tuple[int, ...]) -> None:
    wanted = groups_of(entry)
    if wanted not in (None, len(sizes)) or (entry.kind == "family" and len(sizes) > 3):
        return
    ties = {7: (2, 1, 3, 1), 8: (3, 3, 2)}[sum(sizes)]
    every, _ = all_tables(sizes, ties)
    scores = [1, 2, 4, 7][: len(ties)]
    first = observed_table(Counts(scores=scores, n=every[:, :, 0]))
    at_once = OVER_TABLES[entry.name](first.permuted(every))
    assert not np.isnan(at_once).any()
    compared = 0
    for place in range(every.shape[2]):
        table = Counts(scores=scores, n=every[:, :, place])
        try:
            own = own_statistics(entry.name, table)
        except NotComputableError:
            continue
        compared += 1
        for here, there in zip(own, at_once[:, place].tolist(), strict=True):
            assert here is None or agree(here, there)
    # two firms are always equally far from their median
    assert compared > every.shape[2] / 10 or (entry.name == "brown_forsythe_spread" and max(sizes) == 2)


def test_where_a_test_has_no_statistic_the_table_has_a_limit() -> None:
    # a quotient over no spread is infinite with its sign, and 0 where nothing is above
    flat = observed_table(Counts(scores=[1, 2], n=[[3, 0], [0, 3]]))
    assert of_means.anova(flat).tolist() == [math.inf]
    assert of_means.pooled_t(flat, [(0, 1), (1, 0)]).ravel().tolist() == [math.inf, -math.inf]
    assert of_means.welch_t(flat, [(0, 1)]).ravel().tolist() == [math.inf]
    alike = observed_table(Counts(scores=[1, 2], n=[[3, 0], [3, 0], [0, 2]]))
    assert of_means.welch_t(alike, [(0, 1), (0, 2)]).ravel().tolist() == [0, math.inf]
    for name in set(UNSIGNED) - {"brown_forsythe_spread"}:
        assert OVER_TABLES[name](alike)[0, 0] > 0
    assert of_means.brown_forsythe_spread(alike).tolist() == [0]  # all stand at their medians


@given(counts(groups=3, least=2, huge=False), st.integers(0, 2))
def test_welchs_f_without_spread_is_its_limit(table: Counts, flat: int) -> None:
    rows = table.table.copy()
    rows[flat] = [0, 0, rows[flat].sum(), 0, 0]
    table = Counts(scores=[1, 2, 3, 4, 5], n=rows)
    (limit,) = of_means.welch_anova(observed_table(table))
    spread = [i for i in range(3) if table.squares[i]]
    if len(spread) < 2:
        means = {table.means[i] for i in range(3) if i not in spread}
        assert (limit == math.inf) == (len(means) > 1)
        return
    # the same groups with a spread that goes to nothing: two firms of a million times as many a hair aside
    near = Counts(
        scores=[1, 2, "2.999999", 3, "3.000001", 4, 5],
        n=[
            [r[0], r[1], *((1, r[2] - 2, 1) if i == flat else (0, r[2], 0)), r[3], r[4]]
            for i, r in enumerate(rows)
        ],
    )
    assert math.isclose(limit, welch_anova(near).statistic, rel_tol=1e-6, abs_tol=1e-9)


def test_a_spread_far_below_the_distance_of_the_groups_is_seen() -> None:
    # groups 10^7 standard deviations apart, with digits enough to leave 2^53 by far: no spread may be lost
    table = as_counts(
        [["10000000.000000001", "10000000.000000005", "10000000.000000002"], ["3e-9", "1e-9", "4e-9"]]
    )
    observed = observed_table(table)
    assert observed.squares[:, 0] == pytest.approx([26 / 3, 14 / 3], rel=1e-12)  # of 1, 5, 2 and of 3, 1, 4
    assert of_means.anova(observed)[0] == pytest.approx(own_statistics("anova", table)[0], rel=1e-12)


def test_means_that_differ_by_a_millionth_keep_their_digits() -> None:
    for rows in (
        [[0, 10**6], [1, 10**6]],
        [[10**6, 10**6], [10**6, 10**6 + 1]],
        [[10**9, 10**9 + 3], [10**9 + 1, 10**9]],
    ):
        table = Counts(scores=[4, 5], n=rows)
        assert over_one_table("student_t", table) == pytest.approx(
            own_statistics("student_t", table), rel=1e-7
        )
        if table.total < 10**9:
            assert over_one_table("welch_t", table) == pytest.approx(
                own_statistics("welch_t", table), rel=1e-12
            )
