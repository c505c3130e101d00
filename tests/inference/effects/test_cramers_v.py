"""Cramér's V: R's values, never with Yates, limits by inversion, the ends of its scale."""

from __future__ import annotations

import math

import pytest

from tests.expected import data_sets, read_expected, read_samples
from tests.golden import agrees
from vcif._counts import as_counts
from vcif._errors import ArgumentError
from vcif.inference.distributions import noncentral_chi_squared_limits
from vcif.inference.effects import cramers_v

REL, LIMITS = 1e-9, 1e-8


@pytest.mark.parametrize("dataset", data_sets("cramers_v"))
def test_agrees_with_r(dataset: str) -> None:
    found, expected = cramers_v(as_counts(read_samples(dataset))), read_expected()[dataset, "cramers_v"]
    assert found.estimate == pytest.approx(expected["estimate"], rel=REL, abs=1e-12)
    assert found.conf_low == pytest.approx(min(expected["conf_low"], found.estimate), rel=LIMITS, abs=1e-12)
    assert found.conf_high == pytest.approx(max(expected["conf_high"], found.estimate), rel=LIMITS)


def test_no_yates() -> None:
    # rstatix issue 293: with Yates it would be .2814
    assert agrees(cramers_v([[20, 30], [35, 15]]).estimate, "0.3015113")


def test_the_ends_of_its_scale() -> None:
    # DescTools issue 46: V = 1 with an interval of [0, .684]
    most = cramers_v([[10, 0], [0, 10]])
    assert most.estimate == most.conf_high == 1.0
    assert 0.5 < most.conf_low < 1
    least = cramers_v([[10, 20], [5, 10]])
    assert least.estimate == least.conf_low == 0.0


@pytest.mark.parametrize(
    ("statistic", "df"), [(9.0909091, 1), (3.2, 8), (60.0, 12), (0.5, 4), (900.0, 3), (3000.0, 6)]
)
def test_limits_give_back_their_probabilities(statistic: float, df: float) -> None:
    mpmath = pytest.importorskip("mpmath")
    for limit, wanted in zip(noncentral_chi_squared_limits(statistic, df), (0.975, 0.025), strict=True):
        with mpmath.workdps(25):
            half, total = mpmath.mpf(limit) / 2, mpmath.mpf(0)
            centre, spread = float(half), 12 * math.sqrt(float(half)) + 60
            for j in range(max(0, int(centre - spread)), int(centre + spread)):
                weight = (
                    mpmath.exp(-half + (j * mpmath.log(half) if j else 0) - mpmath.loggamma(j + 1))
                    if half
                    else not j
                )
                total += weight * mpmath.gammainc(
                    mpmath.mpf(df) / 2 + j, 0, mpmath.mpf(statistic) / 2, regularized=True
                )
                if not half:
                    break
        assert limit == 0 or float(total) == pytest.approx(wanted, abs=1e-10)


@pytest.mark.parametrize("bad", [(-1.0, 2, 0.95), (math.inf, 2, 0.95), (1.0, 0, 0.95), (1.0, 2, 1.0)])
def test_limits_out_of_range(bad: tuple[float, float, float]) -> None:
    with pytest.raises(
        ArgumentError, match=r"^noncentral_chi_squared_limits\(\) needs a level between 0 and 1"
    ):
        noncentral_chi_squared_limits(*bad)
