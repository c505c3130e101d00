"""Hypergeometric and binomial numbers: the rectangle holds every law, draws follow it, streams are pinned."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from vcif.inference.resampling import unimodal
from vcif.inference.resampling.bits import Bits, log_factorial
from vcif.inference.resampling.unimodal import binomial, hypergeometric

DRAWS = 100_000
LEAST_P = 1e-6  # of a goodness of fit; seeds are fixed, so that a law that fits passes always
LOGS = (
    1e-6  # logarithms of 1e7, and up to a million of them added up here: rounding, of no weight in a chance
)


def law_of(draw: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> unimodal._Law:
    """Return the laws that a call would draw from."""
    with monkeypatch.context() as patch:
        patch.setattr(unimodal, "_drawn", lambda bits, law: law)
        return draw()


def hypergeometric_law(monkeypatch: pytest.MonkeyPatch, total: int, marked: int, drawn: int) -> unimodal._Law:
    one = [np.array([n]) for n in (total, marked, drawn)]
    return law_of(lambda: hypergeometric(Bits(1), *one, log_factorial(total)), monkeypatch)


def binomial_law(monkeypatch: pytest.MonkeyPatch, trials: int, share: float) -> unimodal._Law:
    return law_of(
        lambda: binomial(Bits(1), np.array([trials]), np.array([share]), log_factorial(trials)), monkeypatch
    )


def check_rectangle(law: unimodal._Law, log_chance: np.ndarray) -> None:
    """Check the weights, the mode and the rectangle of a law whose chances on its support are known.

    A pair (u, v) gives rint(mean + width (v - 1/2)/u) and is kept where u^2 is at most f(k)/f(mode). So the pairs of k
    are those with u up to r = sqrt(f(k)/f(mode)) and width (v - 1/2)/u between k - 1/2 - mean and k + 1/2 - mean; they
    make up r^2/2, in proportion to f(k), if no corner of them is cut off: if r is at most 1 and r times either edge is
    at most width/2 in size.
    """
    low, high, mode = int(law.low[0]), int(law.high[0]), int(law.mode[0])
    k = np.arange(low, high + 1)
    weights = law.log_weight(k, np.zeros(k.size, dtype=int))
    assert np.abs(weights - weights[mode - low] - (log_chance - log_chance[mode - low])).max() < LOGS
    ratio = np.exp((log_chance - log_chance[mode - low]) / 2)
    assert ratio.max() <= 1 + LOGS
    edge = np.maximum(np.abs(k - 0.5 - law.mean), np.abs(k + 0.5 - law.mean))
    assert (ratio * edge).max() <= law.width[0] / 2
    chance = np.exp(log_chance)
    assert law.mean[0] == pytest.approx((k * chance).sum(), rel=1e-8, abs=1e-8)
    assert law.variance[0] == pytest.approx(((k - law.mean) ** 2 * chance).sum(), rel=1e-6, abs=1e-8)


def normed(logs: np.ndarray) -> np.ndarray:
    """Return logarithms of chances from logarithms of weights."""
    return logs - logs.max() - math.log(np.exp(logs - logs.max()).sum())


def hypergeometric_logs(total: int, marked: int, drawn: int) -> np.ndarray:
    """Return the logarithms of the chances on the support, from the ratio of each to the one before it."""
    k = np.arange(max(0, marked + drawn - total), min(marked, drawn), dtype=np.float64)
    steps = np.log(marked - k) + np.log(drawn - k) - np.log(k + 1) - np.log(total - marked - drawn + k + 1)
    return normed(np.concatenate([[0.0], np.cumsum(steps)]))


def binomial_logs(trials: int, share: float) -> np.ndarray:
    """Return the same for the binomial law."""
    k = np.arange(trials, dtype=np.float64)
    steps = np.log(trials - k) - np.log(k + 1) + math.log(share) - math.log1p(-share)
    return normed(np.concatenate([[0.0], np.cumsum(steps)]))


TOTALS = st.one_of(st.integers(1, 40), st.integers(1, 5000), st.integers(1, 10**6))
# extreme shares as well: a tenth, a thousandth, a millionth of the whole, or all but that
SHARES = st.one_of(
    st.floats(0, 1), st.floats(0, 1).map(lambda x: x**6), st.floats(0, 1).map(lambda x: 1 - x**6)
)


@given(total=TOTALS, marked=SHARES, drawn=SHARES)
@example(882_590, 748_465 / 882_590, 19_849 / 882_590)  # 0.998 of the rectangle
@example(54, 48 / 54, 47 / 54)
def test_the_rectangle_holds_every_hypergeometric_law(total: int, marked: float, drawn: float) -> None:
    whole = round(total * marked), round(total * drawn)
    with pytest.MonkeyPatch.context() as patch:
        law = hypergeometric_law(patch, total, *whole)
    check_rectangle(law, hypergeometric_logs(total, *whole))


@pytest.mark.parametrize("total", range(1, 19))
def test_the_rectangle_holds_all_small_laws(total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for marked in range(total + 1):
        for drawn in range(total + 1):
            law = hypergeometric_law(monkeypatch, total, marked, drawn)
            check_rectangle(law, hypergeometric_logs(total, marked, drawn))


@given(trials=TOTALS, share=SHARES.filter(lambda x: 1e-10 < x < 1 - 1e-10))  # one firm of 2^31 is 5e-10
@example(6632, 0.0001516818999244187)  # 0.9996 of the rectangle: next to a Poisson law of mean 1
@example(10**6, 0.5)
def test_the_rectangle_holds_every_binomial_law(trials: int, share: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        law = binomial_law(patch, trials, share)
    check_rectangle(law, binomial_logs(trials, share))


def fit(drawn: np.ndarray, low: int, log_chance: np.ndarray) -> float:
    """Return the p-value of Pearson's test of draws against their law, bins of at least 20 expected draws."""
    assert low <= drawn.min() <= drawn.max() < low + log_chance.size
    expected = np.exp(log_chance) * drawn.size
    bins = np.minimum(np.cumsum(expected) // 20, max(drawn.size // 20 - 1, 0)).astype(int)
    _, bins = np.unique(bins, return_inverse=True)
    observed = np.bincount(bins[drawn - low], minlength=bins[-1] + 1)
    expected = np.bincount(bins, expected)
    if observed.size == 1:
        return 1.0
    return float(stats.chi2.sf(((observed - expected) ** 2 / expected).sum(), observed.size - 1))


LAWS = [
    (10, 5, 4), (10, 5, 5), (10, 10, 4), (10, 0, 4), (10, 4, 10), (10, 4, 0), (1, 1, 1), (2, 1, 1), (30, 29, 15),
    (400, 1, 399), (400, 399, 1), (400, 399, 399), (1000, 300, 50), (1000, 500, 500), (100_000, 3, 50_000),
    (10**6, 500_000, 1000), (10**6, 10, 999_990), (2_000_000, 900_000, 700_000), (10**9, 40, 500_000_000),
]  # fmt: skip


@pytest.mark.parametrize(("total", "marked", "drawn"), LAWS)
def test_hypergeometric_draws_fit(total: int, marked: int, drawn: int) -> None:
    same = [np.full(DRAWS, n) for n in (total, marked, drawn)]
    found = hypergeometric(Bits(11), *same, log_factorial(total))
    assert fit(found, max(0, marked + drawn - total), hypergeometric_logs(total, marked, drawn)) > LEAST_P


TRIALS = [
    (1, 0.3), (2, 0.5), (9, 0.999), (20, 0.05), (100, 0.01), (500, 0.4), (10_000, 1e-4), (10_000, 1 - 1e-4),
    (10**6, 1e-6), (10**6, 0.37), (10**6, 1 - 1e-6),
]  # fmt: skip


@pytest.mark.parametrize(("trials", "share"), TRIALS)
def test_binomial_draws_fit(trials: int, share: float) -> None:
    found = binomial(Bits(12), np.full(DRAWS, trials), np.full(DRAWS, share), log_factorial(trials))
    assert fit(found, 0, binomial_logs(trials, share)) > LEAST_P


@pytest.mark.parametrize("total", [2**24, 10**9, 2**31])
def test_draws_of_billions_fit(total: int) -> None:
    # the chances within twelve standard deviations of the mode, each from the one before it
    marked, drawn = total // 2, total // 3
    same = [np.full(DRAWS, n) for n in (total, marked, drawn)]
    found = hypergeometric(Bits(13), *same, log_factorial(total))
    reach = int(12 * math.sqrt(total / 3 * 0.5 * 0.5 * 2 / 3))
    k = np.arange(marked * drawn // total - reach, marked * drawn // total + reach, dtype=np.float64)
    steps = np.log((marked - k) / (k + 1)) + np.log((drawn - k) / (total - marked - drawn + k + 1))
    assert fit(found, int(k[0]), normed(np.concatenate([[0.0], np.cumsum(steps)]))) > LEAST_P
    certain = hypergeometric(Bits(1), *(np.array([n]) for n in (total, total, drawn)), log_factorial(total))
    assert certain.tolist() == [drawn]


def test_a_wrong_law_does_not_fit() -> None:
    # the power of the checks above: a share that is off by two in a hundred, a support that is shifted
    found = binomial(Bits(12), np.full(DRAWS, 500), np.full(DRAWS, 0.4), log_factorial(500))
    assert fit(found, 0, binomial_logs(500, 0.402)) < LEAST_P
    found = hypergeometric(Bits(11), *(np.full(DRAWS, n) for n in (1000, 300, 50)), log_factorial(1000))
    assert (
        fit(found, 0, hypergeometric_logs(1001, 300, 50))
        > LEAST_P
        > fit(found, 0, hypergeometric_logs(1000, 304, 50))
    )


def test_laws_side_by_side_do_not_mix() -> None:
    laws = [(30, 12, 7), (2000, 1900, 40), (10, 10, 3), (500_000, 250_000, 300)]
    each = [np.tile([law[i] for law in laws], DRAWS // 4) for i in range(3)]
    found = hypergeometric(Bits(14), *each, log_factorial(500_000)).reshape(-1, 4)
    for column, law in enumerate(laws):
        assert fit(found[:, column], max(0, law[1] + law[2] - law[0]), hypergeometric_logs(*law)) > LEAST_P
    trials, share = np.tile([0, 1, 50, 9999], DRAWS // 4), np.tile([0.2, 0.7, 0.5, 0.01], DRAWS // 4)
    found = binomial(Bits(15), trials, share, log_factorial(9999)).reshape(-1, 4)
    assert not found[:, 0].any()
    for column, n, p in [(1, 1, 0.7), (2, 50, 0.5), (3, 9999, 0.01)]:
        assert fit(found[:, column], 0, binomial_logs(n, p)) > LEAST_P
    # neighbours do not hang together
    assert abs(np.corrcoef(found[:, 2], found[:, 3])[0, 1]) < 5 / math.sqrt(DRAWS / 4)
    assert abs(np.corrcoef(found[1:, 3], found[:-1, 3])[0, 1]) < 5 / math.sqrt(DRAWS / 4)


def test_no_law_no_number() -> None:
    empty = np.empty(0, dtype=np.int64)
    assert binomial(Bits(1), empty, empty / 2, log_factorial(10)).size == 0
    assert hypergeometric(Bits(1), empty, empty, empty, log_factorial(10)).size == 0


def by_hand(seed: int, total: int, marked: int, drawn: int) -> int:
    """Return the first hypergeometric number of a seed, by the algorithm written out number by number."""
    share = marked / total
    variance = drawn * share * (1 - share) * ((total - drawn) / (total - 1))
    width = 2 * math.sqrt(2 / math.e) * math.sqrt(variance + 0.5) + 3 - 2 * math.sqrt(3 / math.e)
    ways = [
        math.comb(marked, k) * math.comb(total - marked, drawn - k) if 0 <= k <= drawn else 0
        for k in range(total + 1)
    ]
    for word in np.random.PCG64(seed).random_raw(1000).tolist():
        u, v = (word % 2**32 + 0.5) / 2**32, ((word >> 32) + 0.5) / 2**32
        k = round(drawn * share + width * (v - 0.5) / u)
        if 0 <= k <= total and ways[k] and u * u <= ways[k] / max(ways):
            return k
    raise AssertionError("nothing was kept")


@pytest.mark.parametrize("law", [(10, 5, 4), (100, 30, 50), (60, 3, 57), (200, 100, 100)])
def test_the_stream_by_hand(law: tuple[int, int, int]) -> None:
    # which number a seed gives follows from the bits and from exact comparisons alone: the same on every machine
    for seed in range(60):
        one = [np.array([n]) for n in law]
        assert hypergeometric(Bits(seed), *one, log_factorial(law[0])).tolist() == [by_hand(seed, *law)]
