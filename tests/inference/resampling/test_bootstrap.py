"""Bootstrap limits: against SciPy's, the acceleration firm by firm, and what is said where there are none."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from tests.golden import CORN, PLANTS, POOH
from tests.inference.resampling.effects_by_firms import BY_FIRMS
from tests.strategies import counts, samples
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.effects import cliffs_delta, cramers_v, eta_squared, hedges_g, omega_squared
from vcif.inference.registry import EFFECTS, Effect
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.acceleration import acceleration
from vcif.inference.resampling.bootstrap import BIASED, resampled
from vcif.inference.resampling.tables import given_levels, observed_table
from vcif.inference.results import EffectSize

RESAMPLES = 9999
ERRORS = 4.5  # standard errors of two simulations; seeds are fixed
SAME = 1e-12
ALL = list(EFFECTS.values())
STATISTICS = {entry.name: getattr(of_effects, entry.name) for entry in ALL}
LIKERT = [
    [1, 2, 2, 3, 3, 4, 5, 2, 3, 1, 2, 4, 3, 2, 5],
    [2, 3, 4, 4, 5, 5, 3, 4, 2, 5, 4, 4],
    [1, 3, 3, 5, 4, 4, 2, 3, 5, 5],
]
SETS = {"likert": LIKERT, "plants": PLANTS, "pooh": [POOH[0], [*POOH[1], 5, 5, 4], POOH[2]], "corn": CORN[:3]}


def name_of(entry: Effect) -> str:
    return entry.name


def chosen(entry: Effect, data: list[list[float]]) -> list[list[float]]:
    return [data[0], data[1]] if entry.groups == "two" else data


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
@settings(max_examples=50)
def test_the_effect_over_tables_is_its_own_estimate(entry: Effect, data: st.DataObject) -> None:
    table = data.draw(counts(groups=2 if entry.groups == "two" else None, huge=True))
    try:
        own = entry.function(table).estimate
    except NotComputableError:
        assume(False)
    (over,) = STATISTICS[entry.name](observed_table(given_levels(table))).tolist()
    assert math.isclose(over, own, rel_tol=SAME, abs_tol=1e-14)


@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
@settings(max_examples=25)
def test_the_effect_over_tables_is_that_of_the_firms(entry: Effect, data: st.DataObject) -> None:
    drawn = data.draw(samples(groups=2 if entry.groups == "two" else None, least=2, scores=st.integers(1, 5)))
    table = as_counts(drawn)
    assume(any(table.squares))
    (over,) = STATISTICS[entry.name](observed_table(table)).tolist()
    by_firms = float(BY_FIRMS[entry.name](*(np.array([sample], dtype=float) for sample in drawn))[0])
    assert math.isclose(over, by_firms, rel_tol=1e-10, abs_tol=1e-12)


def share_below(values: np.ndarray, limit: float) -> tuple[float, float]:
    """Return the shares of values below a limit and up to it."""
    close = 1e-9 * max(1, abs(limit))
    return (values < limit - close).mean(), (values <= limit + close).mean()


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("interval", ["percentile", "bca"])
@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_limits_are_scipys_but_for_the_drawing(entry: Effect, interval: str, name: str) -> None:
    data = chosen(entry, SETS[name])
    found = entry.function(as_counts(data), interval=interval, n_resamples=RESAMPLES, seed=2)
    arrays = tuple(np.array(sample, dtype=float) for sample in data)
    method = {"percentile": "percentile", "bca": "BCa"}[interval]
    other = stats.bootstrap(
        arrays,
        BY_FIRMS[entry.name],
        n_resamples=RESAMPLES,
        batch=1000,
        method=method,
        rng=np.random.default_rng(3),
    )
    drawn = other.bootstrap_distribution
    for limit, scipys, end in zip(
        (found.conf_low, found.conf_high), other.confidence_interval, (0.025, 0.975), strict=True
    ):
        # the share of SciPy's resamples below a limit is what SciPy's own limit cuts off, within the errors of both
        # drawings: of a share, and (BCa) of the normal quantile of the share below the estimate, moved twice
        if limit in (found.estimate, 0.0):  # moved to the estimate, or to the floor of omega squared
            continue
        target = float(np.mean(share_below(drawn, scipys)))
        error = math.sqrt(2 * target * (1 - target) / RESAMPLES)
        if interval == "bca":
            moved = stats.norm.pdf(ndtri(target)) * 2 * 0.5 / math.sqrt(RESAMPLES) / stats.norm.pdf(0)
            error = math.hypot(error, math.sqrt(2) * moved)
        below, upto = share_below(drawn, limit)
        assert below - ERRORS * error <= target <= upto + ERRORS * error
        assert interval == "bca" or below - ERRORS * error <= end <= upto + ERRORS * error


def accelerated(data: list[list[float]], effect: str) -> float:
    """Return the acceleration of several samples firm by firm: Davison and Hinkley (1997), section 5.3.

    With l the empirical influence of firm j of sample i, (n_i - 1) times the mean of the statistics without a firm of
    that sample less the one without j: a = 1/6 sum of l^3/n_i^3 over (sum of l^2/n_i^2)^(3/2).
    """
    third = second = 0.0
    for i, sample in enumerate(data):
        without = []
        for j in range(len(sample)):
            rest = [*data[:i], sample[:j] + sample[j + 1 :], *data[i + 1 :]]
            without.append(float(BY_FIRMS[effect](*(np.array([firms], dtype=float) for firms in rest))[0]))
        influence = [(len(sample) - 1) * (math.fsum(without) / len(sample) - value) for value in without]
        third += math.fsum(value**3 for value in influence) / len(sample) ** 3
        second += math.fsum(value**2 for value in influence) / len(sample) ** 2
    return third / (6 * second**1.5)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_the_acceleration_firm_by_firm(entry: Effect, name: str) -> None:
    data = chosen(entry, SETS[name])
    found = acceleration(as_counts(data), STATISTICS[entry.name])
    assert found == pytest.approx(accelerated(data, entry.name), rel=1e-11, abs=SAME)
    # in parts, one table at a time: the same
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vcif.inference.resampling.acceleration._CELLS", 1)
        assert acceleration(as_counts(data), STATISTICS[entry.name]) == pytest.approx(found, rel=SAME)


def test_bca_ends_by_hand() -> None:
    # Efron's formula written out, on the resamples of the very same seed
    data = as_counts(LIKERT[:2])
    percentile = [
        hedges_g(data, interval="percentile", level=level, seed=4).conf_low for level in (0.5, 0.95)
    ]
    found = hedges_g(data, interval="bca", seed=4)
    drawn = resampled_values(data, "hedges_g", 9999, 4)
    assert percentile == [np.quantile(drawn, 0.25), np.quantile(drawn, 0.025)]
    bias = ndtri(np.mean(share_below(drawn, found.estimate)))
    steep = accelerated(LIKERT[:2], "hedges_g")
    ends = [bias + (bias + z) / (1 - steep * (bias + z)) for z in ndtri([0.025, 0.975])]
    assert [found.conf_low, found.conf_high] == pytest.approx(
        np.quantile(drawn, stats.norm.cdf(ends)), rel=1e-12
    )


def resampled_values(data: Counts, effect: str, n_resamples: int, seed: int) -> np.ndarray:
    from vcif.inference.resampling.resampled_tables import resampled_tables

    table = observed_table(data)
    return np.concatenate(
        [STATISTICS[effect](table.redrawn(part)) for part in resampled_tables(data, n_resamples, seed)]
    )


@pytest.mark.parametrize("interval", ["percentile", "bca"])
@pytest.mark.parametrize("entry", ALL, ids=name_of)
@given(data=st.data())
@settings(max_examples=30)
def test_an_interval_or_a_reason(entry: Effect, interval: str, data: st.DataObject) -> None:
    table = data.draw(counts(groups=2 if entry.groups == "two" else None, least=0))
    try:
        analytic = entry.function(table)
        found = entry.function(table, interval=interval, n_resamples=99, seed=data.draw(st.integers(0, 9)))
    except NotComputableError:
        return
    assert (found.name, found.estimate, found.conf_level) == (analytic.name, analytic.estimate, 0.95)
    assert entry.low - SAME <= found.conf_low <= found.estimate <= found.conf_high <= entry.high + SAME
    assert math.isfinite(found.conf_low)
    assert math.isfinite(found.conf_high)
    kind = {"percentile": "percentile", "bca": "BCa"}[interval]
    assert f"{kind} bootstrap interval (99 resamples, seed " in found.note
    assert ("boundary" in found.note) <= (found.estimate in (found.conf_low, found.conf_high))


@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_samples_and_counts_are_the_same(entry: Effect) -> None:
    data = chosen(entry, LIKERT)
    table = as_counts(data)
    others = Counts(scores=[0, 1, 2, 3, 4, 5, 9], n=[[0, *row, 0] for row in table.table.tolist()])
    for interval in ("percentile", "bca"):
        options = {"interval": interval, "n_resamples": 999, "seed": 7}
        found = entry.function(table, **options)
        assert found == entry.function(others, **options)
        if not entry.nominal:
            assert found == entry.function(data, **options)
        assert found != entry.function(table, interval=interval, n_resamples=999, seed=8)


def test_a_limit_that_misses_the_estimate_is_moved_to_it() -> None:
    # eta squared is biased upwards: without any difference all resamples lie above its estimate of 0
    found = eta_squared([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]], interval="percentile")
    assert found.estimate == found.conf_low == 0 < found.conf_high
    assert found.note.split("; ") == [
        "boundary: a confidence limit was moved to the estimate",
        "percentile bootstrap interval (9999 resamples, seed 1)",
        BIASED,
    ]
    assert "boundary" not in eta_squared(LIKERT, interval="bca").note


def test_a_bias_is_said_from_a_quarter_of_a_standard_error_on() -> None:
    effect = EffectSize("an_effect", 0.0, -1.0, 1.0, 0.95)
    data = as_counts(LIKERT)
    for shift, said in ((0.24, False), (0.26, True), (-0.24, False), (-0.26, True)):

        def drawn(tables: object, shift: float = shift) -> np.ndarray:
            return np.tile([-1.0, 1.0], tables.n.shape[2] // 2) + shift  # with a standard error of 1

        found = resampled(effect, data, drawn, "percentile", 1000, 1)
        assert (BIASED in found.note) == said


def test_resamples_without_a_value_are_counted() -> None:
    # no variation where the one odd firm is never drawn: (5/6)^6 of the resamples
    data = [[1, 1, 1, 1, 1, 2], [1, 1, 1]]
    found = hedges_g(data, interval="percentile", n_resamples=RESAMPLES)
    lost = int(re.search(r"; (\d+) resamples without a value left out", found.note)[1])
    chance = (5 / 6) ** 6
    assert abs(lost - RESAMPLES * chance) < 4 * math.sqrt(RESAMPLES * chance * (1 - chance))
    assert "left out" not in hedges_g(LIKERT[:2], interval="percentile").note


def test_where_most_resamples_have_no_value_there_is_no_interval() -> None:
    effect = EffectSize("an_effect", 0.5, 0.4, 0.6, 0.95)

    def rarely(tables: object) -> np.ndarray:
        n = tables.n.shape[2]
        return np.where(np.arange(n) % 2 == 0, np.nan, np.linspace(0, 1, n))

    with pytest.raises(NotComputableError, match=r"^half of the bootstrap resamples or more have no value$"):
        resampled(effect, as_counts(LIKERT), rarely, "percentile", 1000, 1)


def test_no_limits_from_resamples_that_say_nothing() -> None:
    apart = [[1, 2, 3], [4, 5, 6, 7]]
    for interval in ("percentile", "bca"):
        with pytest.raises(NotComputableError, match=r"^all bootstrap resamples have the same value$"):
            cliffs_delta(apart, interval=interval)
        with pytest.raises(
            NotComputableError, match=r"^a bootstrap interval needs two firms in every group$"
        ):
            hedges_g([[1], [2, 3, 4]], interval=interval)
        with pytest.raises(
            NotComputableError, match=r"^a bootstrap interval needs two firms in every group$"
        ):
            cramers_v([[1, 0], [2, 2], [0, 3]], interval=interval)
    effect = EffectSize("an_effect", -1.0, -2.0, 0.0, 0.95)
    with pytest.raises(
        NotComputableError, match=r"^all bootstrap resamples lie on one side of the estimate$"
    ):
        resampled(effect, as_counts(LIKERT[:2]), of_effects.common_language, "bca", 999, 1)


def test_a_limit_that_is_the_most_extreme_resample_is_said() -> None:
    said = "a confidence limit is the most extreme resample, which more of them may move"
    assert said in hedges_g(LIKERT[:2], interval="percentile", n_resamples=99, level=0.99).note
    assert said not in hedges_g(LIKERT[:2], interval="percentile", n_resamples=999, level=0.99).note


def test_an_acceleration_that_turns_the_formula_round_gives_no_interval() -> None:
    data = as_counts([[1] * 40 + [60], [1] * 40])
    with pytest.raises(NotComputableError, match=r"^the acceleration is too large for the BCa interval$"):
        resampled(
            EffectSize("an_effect", 0.0, -1.0, 1.0, 1 - 1e-15),
            data,
            lambda tables: tables.means[0] ** 3 - tables.means[0].mean() ** 3,
            "bca",
            999,
            1,
        )


@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_options(entry: Effect) -> None:
    data = as_counts(chosen(entry, LIKERT))
    with pytest.raises(
        ArgumentError, match=r"needs a known interval; got 'percentil'.*did you mean \"percentile\"\?"
    ):
        entry.function(data, interval="percentil")
    for interval in ("analytic", "percentile", "bca"):  # also where they are not used
        for n_resamples in (0, -1, 98):
            with pytest.raises(
                ArgumentError, match=rf"^{entry.name}\(\) needs at least 99 resamples; got {n_resamples}$"
            ):
                entry.function(data, interval=interval, n_resamples=n_resamples)
        for n_resamples in (True, 1.5, "999", None, math.nan):
            with pytest.raises(
                ArgumentError, match=rf"^{entry.name}\(\) needs a whole number of resamples; got "
            ):
                entry.function(data, interval=interval, n_resamples=n_resamples)
        for seed in (-1, "x", 1.0, True, None):
            with pytest.raises(ArgumentError, match=r"needs a whole number from 0 up as seed; got "):
                entry.function(data, interval=interval, seed=seed)
    numpys = entry.function(data, interval="percentile", n_resamples=np.int64(999), seed=np.int32(5))
    assert numpys == entry.function(data, interval="percentile", n_resamples=999, seed=5)


def test_a_level_changes_the_limits_only() -> None:
    wide, narrow = (omega_squared(PLANTS, interval="bca", level=level) for level in (0.99, 0.8))
    assert wide.conf_low <= narrow.conf_low <= narrow.conf_high <= wide.conf_high
    assert replace(wide, conf_low=0, conf_high=0, conf_level=0) == replace(
        narrow, conf_low=0, conf_high=0, conf_level=0
    )
