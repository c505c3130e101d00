"""Dunn's pairs: published z, two-sided p, adjustments, and what each row carries."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from tests.golden import MUCOCILIARY, POOH, agrees
from vcif import Counts
from vcif.inference.adjust import adjust_p
from vcif.inference.htests import dunn, kruskal_wallis

REL = 1e-9  # rstatix's dunn_test does not round z and p; both are good to some 1e-12


def test_mangiafico() -> None:
    # pairs Pooh-Piglet, Pooh-Tigger, Piglet-Tigger; later minus earlier
    pairs = dunn(POOH)
    assert all(map(agrees, [p.statistic for p in pairs], ["-3.77024", "-0.48131", "3.28893"]))
    assert all(map(agrees, [p.p_value for p in pairs], ["1.63090e-4", "0.630298", "1.005677e-3"]))
    holm = adjust_p([p.p_value for p in pairs], "holm")
    assert all(map(agrees, holm, ["4.89269e-4", "0.630298", "2.011353e-3"]))


def test_hollander_and_wolfe_two_sided() -> None:
    # rstatix issues 20 and 50: a one-sided p is half of these
    pairs = dunn(MUCOCILIARY)
    assert all(map(agrees, [p.statistic for p in pairs], ["0.6414270", "-0.2267787", "-0.8552360"]))
    assert all(map(agrees, [p.p_value for p in pairs], ["0.521245", "0.820596", "0.392421"]))


def test_cars_two_sided() -> None:
    # weight by 4, 6 and 8 cylinders, R's mtcars; JASP issues 640 and 1123
    pairs = dunn(read_samples("cars_weight"))
    assert all(map(agrees, [p.p_value for p in pairs], ["0.0663192", "1.97523e-6", "0.0263100"]))


@pytest.mark.parametrize("dataset", data_sets("dunn"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "dunn"]
    pairs = dunn(samples)
    for pair in pairs:
        at = f"{pair.group1}-{pair.group2}"
        assert pair.statistic == pytest.approx(expected[f"statistic:{at}"], rel=REL, abs=1e-12)
        assert pair.p_value == pytest.approx(expected[f"p_value:{at}"], rel=REL)
    for method in ("holm", "bonferroni", "bh", "by"):
        adjusted = adjust_p([pair.p_value for pair in pairs], method)
        wanted = [expected[f"{method}:{i}-{j}"] for i, j in pairs_of(samples)]
        assert adjusted == pytest.approx(wanted, rel=REL)


def test_each_row_carries_what_it_rests_on() -> None:
    # cogstat issue 170, scikit-posthocs issue 41: not p alone
    for pair in dunn(POOH):
        assert (pair.n1, pair.n2) == (10, 10)
        assert pair.difference == pytest.approx(pair.mean_rank2 - pair.mean_rank1, rel=1e-13)
        assert pair.statistic == pytest.approx(pair.difference / pair.std_error, rel=1e-14)
        assert (pair.df, pair.conf_low, pair.conf_high, pair.method) == (None, None, None, "dunn")


def test_two_groups_give_h() -> None:
    counts = Counts(scores=[1, 2, 3, 4, 5], n=[[100, 200, 100, 100, 50], [50, 150, 150, 150, 50]])
    (pair,) = dunn(counts)
    assert pair.statistic**2 == pytest.approx(kruskal_wallis(counts).statistic, rel=1e-14)


def test_pairs_in_order() -> None:
    assert [(p.group1, p.group2) for p in dunn([[1], [2], [3], [5]])] == [
        (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3),
    ]  # fmt: skip


@pytest.mark.parametrize("times", [33_333, 3_333_333])
def test_size_costs_no_digits(times: int) -> None:
    # N = 1e7 and 1e9: z squared from whole numbers, by the textbook's mean ranks and tie correction
    shares = [[10, 20, 40, 20, 10], [9, 19, 41, 20, 11], [12, 20, 38, 21, 9]]
    table = [[n * times for n in row] for row in shares]
    ties = [sum(column) for column in zip(*table, strict=True)]
    total = sum(ties)
    ranks = [sum(ties[:i]) + Fraction(ties[i] + 1, 2) for i in range(5)]
    means = [sum(n * rank for n, rank in zip(row, ranks, strict=True)) / sum(row) for row in table]
    spread = Fraction(total * (total + 1), 12) - Fraction(sum(t**3 - t for t in ties), 12 * (total - 1))
    for pair in dunn(Counts(scores=range(5), n=table)):
        gap = means[pair.group2] - means[pair.group1]
        squared = gap**2 / (spread * (Fraction(1, pair.n1) + Fraction(1, pair.n2)))
        assert abs(Fraction(pair.statistic) ** 2 / squared - 1) < Fraction(1, 10**12)
        assert (pair.statistic > 0) == (gap > 0)
