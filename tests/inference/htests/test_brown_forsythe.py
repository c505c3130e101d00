"""Both Brown-Forsythe tests: R's formulas, Levene in SciPy, reasons that fit the data."""

from __future__ import annotations

import pytest
from scipy import stats

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import CONSTANT, CORN, PLANTS, POOH
from vcif._errors import NotComputableError
from vcif.inference.htests import anova, brown_forsythe_means, brown_forsythe_spread, welch_t

REL = 1e-9


@pytest.mark.parametrize("dataset", data_sets("brown_forsythe_means"))
def test_means_agree_with_r(dataset: str) -> None:
    found, expected = (
        brown_forsythe_means(read_samples(dataset)),
        read_expected()[dataset, "brown_forsythe_means"],
    )
    assert (found.method, found.df1) == ("brown_forsythe_means", expected["df1"])
    assert found.statistic == pytest.approx(expected["statistic"], rel=REL)
    assert found.df2 == pytest.approx(expected["df2"], rel=REL)
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)


@pytest.mark.parametrize("dataset", data_sets("brown_forsythe_spread"))
def test_spread_agrees_with_r(dataset: str) -> None:
    found, expected = (
        brown_forsythe_spread(read_samples(dataset)),
        read_expected()[dataset, "brown_forsythe_spread"],
    )
    assert (found.method, found.df1, found.df2) == ("brown_forsythe_spread", expected["df1"], expected["df2"])
    assert found.statistic == pytest.approx(expected["statistic"], rel=REL)
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)


@pytest.mark.parametrize("samples", [POOH, PLANTS, CORN, CONSTANT])
def test_spread_is_median_centred_levene(samples: list[list[float]]) -> None:
    theirs = stats.levene(*samples, center="median")
    assert brown_forsythe_spread(samples).statistic == pytest.approx(theirs.statistic, rel=1e-9)
    assert brown_forsythe_spread(samples).p_value == pytest.approx(theirs.pvalue, rel=1e-9)


def test_means_with_equal_sizes_have_the_classical_f() -> None:
    assert brown_forsythe_means(PLANTS).statistic == pytest.approx(anova(PLANTS).statistic, rel=1e-13)


def test_two_groups_are_welchs_t() -> None:
    f, t = brown_forsythe_means(CORN[:2]), welch_t(CORN[:2])
    assert f.statistic == pytest.approx(t.statistic**2, rel=1e-13)
    assert f.df2 == pytest.approx(t.df1, rel=1e-13)


def test_means_with_constant_groups_are_defined() -> None:
    # rstatix issue 183: Welch's test is undefined there
    assert 0 < brown_forsythe_means(CONSTANT).p_value < 1e-4


def test_what_cannot_be_computed() -> None:
    alike = r"^within each group all answers lie equally far from the median$"
    for samples in ([[1, 2], [3, 4]], [[1, 3], [1, 5]], [[2, 2], [1]]):
        with pytest.raises(NotComputableError, match=alike):
            brown_forsythe_spread(samples)
    with pytest.raises(NotComputableError, match=r"^brown_forsythe_spread needs more firms than groups$"):
        brown_forsythe_spread([[1], [2]])
    with pytest.raises(NotComputableError, match=r"^no variation within any group$"):
        brown_forsythe_means([[1, 1], [2, 2]])
