"""Fisher's test: published tables, R, full enumeration, Monte Carlo with its standard error, extreme tables."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy import stats

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import agrees
from vcif._counts import as_counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.htests import chi_squared, fisher_exact

REL = 1e-9
JOBS = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]  # Agresti: job satisfaction by income


def test_published_tables() -> None:
    assert agrees(fisher_exact(JOBS).p_value, "0.782684939")
    tea = fisher_exact([[3, 1], [1, 3]])
    assert tea.p_value == pytest.approx(34 / 70, rel=1e-13)
    assert tea.statistic == pytest.approx(16 / 70, rel=1e-13)
    assert (tea.p_method, tea.p_std_error) == ("exact", None)


@pytest.mark.parametrize("dataset", data_sets("fisher_exact"))
def test_agrees_with_r(dataset: str) -> None:
    found = fisher_exact(as_counts(read_samples(dataset)), p_method="exact")
    assert found.p_value == pytest.approx(read_expected()[dataset, "fisher_exact"]["p_value"], rel=REL)


@pytest.mark.parametrize(
    "table",
    [[[2, 0, 1], [0, 3, 1]], [[1, 2], [3, 0], [0, 2]], [[2, 1, 1], [0, 2, 1], [1, 0, 2]], [[0, 4], [3, 1]]],
)
def test_by_full_enumeration(table: list[list[int]]) -> None:
    assert fisher_exact(table).p_value == pytest.approx(enumerated(np.array(table)), rel=1e-12)


def enumerated(table: np.ndarray) -> float:
    """Return the p-value by going through every table with these margins."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)

    def ways(cells: np.ndarray) -> int:  # arrangements of the firms that give the table, times a constant
        return math.prod(math.factorial(int(n)) for n in (*rows, *columns)) // math.prod(
            math.factorial(int(n)) for n in cells.ravel()
        )

    free = [range(min(r, c) + 1) for r in rows[:-1] for c in columns[:-1]]
    total = rare = 0
    for cells in product(*free):
        inner = np.array(cells).reshape(len(rows) - 1, len(columns) - 1)
        upper = np.column_stack([inner, rows[:-1] - inner.sum(axis=1)])
        whole = np.vstack([upper, columns - upper.sum(axis=0)])
        if (whole >= 0).all():
            total += ways(whole)
            rare += ways(whole) if ways(whole) <= ways(table) else 0
    return rare / total


def test_two_by_two_as_in_scipy() -> None:
    rng = np.random.default_rng(5)
    for table in rng.integers(0, 40, size=(40, 2, 2)) + 1:
        assert fisher_exact(table).p_value == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-10)


def test_monte_carlo_is_within_its_standard_error() -> None:
    exact, drawn = fisher_exact(JOBS), fisher_exact(JOBS, p_method="monte_carlo")
    assert drawn.p_method == "monte_carlo"
    assert abs(drawn.p_value - exact.p_value) < 4 * drawn.p_std_error
    assert drawn.p_std_error == pytest.approx(
        math.sqrt(drawn.p_value * (1 - drawn.p_value) / 99_999), rel=1e-12
    )
    assert drawn == fisher_exact(JOBS, p_method="monte_carlo", seed=1)
    assert drawn.p_value != fisher_exact(JOBS, p_method="monte_carlo", seed=2).p_value


def test_out_of_reach_is_never_a_blank() -> None:
    # R's FEXACT fails here and leaves the cell empty; the p-value is a share of random tables, and says so
    rng = np.random.default_rng(3)
    large = rng.multinomial(300, [0.1, 0.2, 0.3, 0.2, 0.2], size=4)
    found = fisher_exact(large, n_resamples=9_999)
    assert (found.p_method, found.p_std_error > 0) == ("monte_carlo", True)
    assert abs(found.p_value - chi_squared(large).p_value) < 0.03
    with pytest.raises(NotComputableError, match=r"^the exact distribution of fisher_exact is out of reach"):
        fisher_exact(large, p_method="exact")


def test_a_p_value_that_no_drawing_would_find() -> None:
    far = fisher_exact([[200, 0], [0, 200]])
    assert far.p_value == pytest.approx(2 / math.comb(400, 200), rel=1e-10)
    drawn = fisher_exact([[200, 0], [0, 200]], p_method="monte_carlo", n_resamples=999)
    assert drawn.p_value == 1 / 1000


def test_a_million_firms_in_a_small_table() -> None:
    found = fisher_exact([[500_000, 500_000], [499_000, 501_000]])
    assert found.p_method == "exact"
    assert found.p_value == pytest.approx(
        chi_squared([[500_000, 500_000], [499_000, 501_000]]).p_value, rel=0.01
    )


def test_options() -> None:
    with pytest.raises(ArgumentError, match=r"^fisher_exact\(\) needs a known p_method; got 'asymptotic'"):
        fisher_exact(JOBS, p_method="asymptotic")
    with pytest.raises(ArgumentError, match=r"^fisher_exact\(\) needs at least 99 resamples; got 10$"):
        fisher_exact(JOBS, n_resamples=10)


def test_more_firms_than_there_are() -> None:
    with pytest.raises(NotComputableError, match=r"^fisher_exact takes up to 2\^30 firms"):
        fisher_exact([[10**15, 10**15], [10**15, 10**15 + 10**9]])
