"""Kruskal-Wallis: published values, R's, the shape of Likert data, and size."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import CONSTANT, CORN, FLIES, LEVELS, MOTIVATION, MUCOCILIARY, PLANTS, POOH, TIED, agrees
from vcif import Counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference import effects
from vcif.inference.htests import kruskal_wallis

REL = 1e-9  # R's own rounding in H and its p-value is below 1e-10 on these data


@pytest.mark.parametrize(
    ("samples", "h", "p"),
    [
        (POOH, "16.84230769", "2.201604749e-4"),  # Mangiafico, F_08
        (PLANTS, "7.988228749", "1.842375573e-2"),  # R 4.2
        (MUCOCILIARY, "0.7714285714", "0.679964774"),  # Hollander and Wolfe (1973), p. 115; ?kruskal.test
        (MOTIVATION, "4.361490031", None),  # R 4.2
        (LEVELS, "8.389982111", None),  # R 4.2
        (CORN, "25.62883587", "1.140572777e-5"),  # Conover; R 4.2
        (FLIES, "8.72", "1.277838765e-2"),  # Zar: 8.720
        (TIED, "15.2643327074", "9.346480368e-5"),  # scipy issue 4017; R 4.2
        (CONSTANT, "19.42014242", "1.60472704e-3"),  # rstatix issue 183; R 4.2
    ],
)
def test_published_values(samples: list[list[float]], h: str, p: str | None) -> None:
    found = kruskal_wallis(samples)
    assert agrees(found.statistic, h)
    assert p is None or agrees(found.p_value, p)
    assert found.df1 == len(samples) - 1
    assert found.df2 is None


@pytest.mark.parametrize("dataset", data_sets("kruskal_wallis"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = kruskal_wallis(read_samples(dataset)), read_expected()[dataset, "kruskal_wallis"]
    assert found.statistic == pytest.approx(expected["statistic"], rel=REL)
    assert found.df1 == expected["df1"]
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)


# 3 groups by 5 levels; N = 1e7 and 1e9, the sizes at which scipy's kruskal keeps 8 digits and its t^3 overflows
SHARES = [[10, 20, 40, 20, 10], [9, 19, 41, 20, 11], [12, 20, 38, 21, 9]]


@pytest.mark.parametrize("times", [33_333, 3_333_333])
def test_size_costs_no_digits(times: int) -> None:
    counts = Counts(scores=[1, 2, 3, 4, 5], n=[[n * times for n in row] for row in SHARES])
    found = kruskal_wallis(counts).statistic
    assert counts.total in (9_999_900, 999_999_900)
    assert abs(Fraction(found) / textbook_h(SHARES, times) - 1) < Fraction(1, 10**12)


def textbook_h(table: list[list[int]], times: int) -> Fraction:
    """Return H by its definition, 12/(N(N+1)) sum(R^2/n) - 3(N+1) over the tie correction, in exact rationals."""
    rows = [[n * times for n in row] for row in table]
    ties = [sum(column) for column in zip(*rows, strict=True)]
    total = sum(ties)
    ranks = [Fraction(2 * sum(ties[:j]) + t + 1, 2) for j, t in enumerate(ties)]
    sums = [sum(n * rank for n, rank in zip(row, ranks, strict=True)) for row in rows]
    h = Fraction(12, total * (total + 1)) * sum(r * r / sum(row) for r, row in zip(sums, rows, strict=True))
    correction = 1 - Fraction(sum(t**3 - t for t in ties), total**3 - total)
    return (h - 3 * (total + 1)) / correction


def test_rank_epsilon_squared_is_h_over_n_minus_one() -> None:
    # methods.md: H / ((N^2 - 1)/(N + 1)); G1 prints .58077
    found = effects.rank_epsilon_squared(POOH)
    assert agrees(found.estimate, "0.58077")
    assert found.estimate == pytest.approx(kruskal_wallis(POOH).statistic / 29, rel=1e-14)


def test_mean_ranks_are_midranks() -> None:
    # ranks of 1 2 2 | 2 3: 1, 3, 3 | 3, 5
    assert kruskal_wallis([[1, 2, 2], [2, 3]]).mean_ranks == pytest.approx((7 / 3, 4.0), rel=1e-15)


def test_eleven_hundred_likert_answers_give_finite_numbers() -> None:
    # scikit-posthocs issue 1
    counts = Counts(scores=[1, 2, 3, 4, 5], n=[[100, 200, 100, 100, 50], [50, 150, 150, 150, 50]])
    assert 0 < kruskal_wallis(counts).p_value < 1


def test_same_answer_from_all_is_no_variation() -> None:
    with pytest.raises(NotComputableError, match=r"^no variation: every firm gave the same answer$"):
        kruskal_wallis([[3, 3], [3, 3, 3]])


def test_an_empty_group_has_no_rank() -> None:
    with pytest.raises(NotComputableError, match=r"^kruskal_wallis needs at least one firm in every group"):
        kruskal_wallis([[1, 2], []])


def test_one_group_cannot_be_compared() -> None:
    with pytest.raises(ArgumentError, match=r"^kruskal_wallis\(\) needs at least two groups; got 1$"):
        kruskal_wallis([[1, 2]])


def test_unknown_p_method_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r'"?p_method; got \'monte\''):
        kruskal_wallis([[1, 2], [2, 3]], p_method="monte")
