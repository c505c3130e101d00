"""Brunner-Munzel: the published case, R's formula and SciPy's, groups that do not overlap."""

from __future__ import annotations

import pytest
from scipy import stats

from tests.expected import data_sets, pairs_of, read_expected, read_samples
from tests.golden import POOH, TIED, agrees
from vcif._errors import NotComputableError
from vcif.inference.htests import brunner_munzel

REL = 1e-9
# Brunner and Munzel (2000): pain scores after surgery
USUAL = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
NEW = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]


def test_pain_scores() -> None:
    # lawstat's brunner.munzel.test: 3.1375, df 17.683, p = .005786
    found = brunner_munzel([USUAL, NEW])
    assert agrees(found.statistic, "3.1375")
    assert agrees(found.df1, "17.683")
    assert agrees(found.p_value, "0.005786")


@pytest.mark.parametrize("dataset", data_sets("brunner_munzel"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "brunner_munzel"]
    for i, j in pairs_of(samples):
        if f"statistic:{i}-{j}" not in expected:
            with pytest.raises(NotComputableError, match="do not overlap"):
                brunner_munzel([samples[i], samples[j]])
            continue
        found = brunner_munzel([samples[i], samples[j]])
        assert found.statistic == pytest.approx(expected[f"statistic:{i}-{j}"], rel=REL, abs=1e-12)
        assert found.df1 == pytest.approx(expected[f"df:{i}-{j}"], rel=REL)
        assert found.p_value == pytest.approx(expected[f"p_value:{i}-{j}"], rel=REL)


@pytest.mark.parametrize(
    ("alternative", "theirs"), [("two-sided", "two-sided"), ("greater", "less"), ("less", "greater")]
)
def test_agrees_with_scipy(alternative: str, theirs: str) -> None:
    # SciPy names the direction of the first sample
    for samples in ([USUAL, NEW], TIED, POOH[:2]):
        p = stats.brunnermunzel(*samples, alternative=theirs).pvalue
        assert brunner_munzel(samples, alternative=alternative).p_value == pytest.approx(p, rel=1e-10)


def test_difference_of_mean_ranks_over_its_standard_error() -> None:
    found = brunner_munzel([USUAL, NEW])
    assert found.difference == pytest.approx(found.mean_ranks[1] - found.mean_ranks[0], rel=1e-14)
    assert found.statistic == pytest.approx(found.difference / found.std_error, rel=1e-14)


def test_groups_that_do_not_overlap() -> None:
    with pytest.raises(
        NotComputableError, match=r"^brunner_munzel is undefined here: the groups do not overlap$"
    ):
        brunner_munzel([[1, 2, 3], [4, 5, 6]])
