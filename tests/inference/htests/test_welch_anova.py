"""Welch's analysis of variance: published values and R's."""

from __future__ import annotations

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import CONSTANT, CORN, LEVELS, PLANTS, POOH, agrees
from vcif._errors import NotComputableError
from vcif.inference.htests import welch_anova

REL = 1e-9  # R's oneway.test computes in double precision; it is good to some 1e-12 on these data


@pytest.mark.parametrize(
    ("samples", "f", "df2", "p"),
    [
        (POOH, "17.90999", "17.80336", "5.46279e-5"),  # R 4.2
        (PLANTS, "5.180972408", "17.12841862", "1.739282149e-2"),  # R 4.2
        (LEVELS, "9.023741344", None, "9.051398579e-3"),  # R 4.2
        (CORN, "46.32066101", "15.35028254", "6.34827557e-8"),  # R 4.2
    ],
)
def test_published_values(samples: list[list[float]], f: str, df2: str | None, p: str) -> None:
    found = welch_anova(samples)
    assert agrees(found.statistic, f)
    assert df2 is None or agrees(found.df2, df2)
    assert agrees(found.p_value, p)
    assert found.df1 == len(samples) - 1


@pytest.mark.parametrize("dataset", data_sets("welch_anova"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = welch_anova(read_samples(dataset)), read_expected()[dataset, "welch_anova"]
    assert found.statistic == pytest.approx(expected["statistic"], rel=REL)
    assert found.df2 == pytest.approx(expected["df2"], rel=REL)
    assert found.p_value == pytest.approx(expected["p_value"], rel=REL)


def test_a_constant_group_is_refused_with_its_reason() -> None:
    # rstatix issue 183, ggstatsplot issues 498 and 880
    with pytest.raises(NotComputableError, match=r"^welch_anova needs variation within every group"):
        welch_anova(CONSTANT)


def test_a_firm_alone_has_no_variance() -> None:
    with pytest.raises(
        NotComputableError, match=r"^welch_anova needs at least 2 firms in every group \(the smallest"
    ):
        welch_anova([[1], [1, 2]])


def test_a_large_offset_costs_no_digits() -> None:
    far = [[str(1_000_000_000_000 * 10 + round(score * 10)) + "e-1" for score in sample] for sample in LEVELS]
    assert welch_anova(far).statistic == welch_anova(LEVELS).statistic
