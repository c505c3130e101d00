"""Chi-squared: R's values, no Yates, any size, tables that are none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import agrees
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.htests import chi_squared, fisher_exact

REL = 1e-9


@pytest.mark.parametrize("dataset", data_sets("chi_squared"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = chi_squared(as_counts(read_samples(dataset))), read_expected()[dataset, "chi_squared"]
    assert found.df1 == expected["df"] if "df" in expected else True
    assert found.statistic == pytest.approx(expected["statistic"], rel=REL, abs=1e-12)
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)


def test_no_yates() -> None:
    # rstatix issue 293: 9.0909091; with Yates 7.9191919
    found = chi_squared([[20, 30], [35, 15]])
    assert found.statistic == float(Fraction(100, 11))
    assert agrees(
        found.p_value, "0.00256883153"
    )  # R: chisq.test(matrix(c(20, 35, 30, 15), 2), correct = FALSE)


def test_a_billion_firms() -> None:
    table = [[10**9, 10**9 + 10**5], [10**9, 10**9]]
    a, b, c, d = (n for row in table for n in row)
    exact = Fraction((a + b + c + d) * (a * d - b * c) ** 2, (a + b) * (c + d) * (a + c) * (b + d))
    assert chi_squared(table).statistic == float(exact)


def test_samples_are_counted_first() -> None:
    assert chi_squared(Counts(scores=[3, 1], n=[[20, 30], [35, 15]])) == chi_squared([[30, 20], [15, 35]])


@pytest.mark.parametrize("test", [chi_squared, fisher_exact])
@pytest.mark.parametrize(
    "table", [[], [1, 2], [[1, 2], [3]], [[1, -1], [2, 3]], [[1, 0.5], [2, 3]], [["1", "2"], ["2", "3"]], [[1e60, 1], [1, 2]],
              [[float("nan"), 1], [1, 2]], [[True, False], [False, True]]]
)  # fmt: skip
def test_tables_that_are_none(test: object, table: object) -> None:
    with pytest.raises(ArgumentError, match=rf"^{test.__name__}\(\) "):
        test(table)


@pytest.mark.parametrize("test", [chi_squared, fisher_exact])
def test_one_group_or_one_level(test: object) -> None:
    with pytest.raises(NotComputableError, match=rf"^{test.__name__} needs firms in at least two groups$"):
        test([[1, 2], [0, 0]])
    with pytest.raises(NotComputableError, match=r"^no variation: every firm gave the same answer$"):
        test([[1, 0], [2, 0]])
