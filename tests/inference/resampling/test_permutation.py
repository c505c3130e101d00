"""Permutation p-values: against every table with the same margins, against exact ones, and what they say of themselves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.golden import CONSTANT, CORN, FLIES, LEVELS, MOTIVATION, MUCOCILIARY, PLANTS, POOH
from tests.inference.resampling.enumeration import all_tables
from tests.inference.resampling.statistics import LARGEST, SIGNED, extremity
from vcif import Counts
from vcif._counts import as_counts
from vcif._errors import NotComputableError
from vcif.inference import registry
from vcif.inference.htests import (
    brunner_munzel,
    dunnett,
    fisher_exact,
    framework_order,
    games_howell,
    jonckheere_terpstra,
    mann_whitney,
    welch_anova,
    welch_t,
)
from vcif.inference.registry import TESTS
from vcif.inference.resampling.permutation import permutation_p_values
from vcif.inference.resampling.tables import observed_table
from vcif.inference.results import HTest, PairTest

ALL = list(TESTS.values())
RESAMPLES = 9999
ERRORS = 4  # standard errors: exceeded in one of 16,000; seeds are fixed
DIRECTED = [entry.name for entry in ALL if entry.kind in ("ordered", "pair") or entry.name == "dunn"]
FRAMEWORK = [[1, 2, 2], [2, 3], [3, 3, 2], [4, 3, 5]]  # the vector of the framework's order
SMALL = {  # little data, ties, unequal sizes, scores with gaps; drawn once at random
    2: [[[1, 2, 2, 4, 4], [2, 4, 5, 5, 5, 4]], [[1, 1, 2], [2, 2, 2, 3, 3, 1]], [[0.5, 1.25, 7], [2, 3.5, 3.5, 4]]],
    3: [[[1, 2, 2, 3], [2, 3, 4, 4, 1], [3, 4, 4]], [[1, 1, 2], [1, 2, 2, 5], [5, 2, 5]], [[2, 2.5, 9], [3, 3], [8, 10]]],
    4: [[[1, 2, 2], [2, 3], [3, 3, 2], [4, 3, 3]], [[2, 1], [2, 3, 1], [1, 3], [3, 3, 2]]],
}  # fmt: skip


def name_of(entry: registry.Test) -> str:
    return entry.name


def permuted(name: str, data: object, **options: object) -> tuple[HTest | PairTest, ...]:
    """Return a test's results with permutation p-values."""
    method = "monte_carlo" if name == "fisher_exact" else "permutation"
    chosen = {"n_resamples": RESAMPLES} | options
    found = TESTS[name].function(data, p_method=method, **chosen)
    return found if isinstance(found, tuple) else (found,)


def enumerated(name: str, counts: Counts, alternative: str = "two-sided") -> list[float]:
    """Return the exact p-values: the chance of all tables that are at least as extreme."""
    tables, chances = all_tables(tuple(counts.sizes.tolist()), tuple(counts.ties.tolist()))
    table = observed_table(counts)
    drawn = extremity(name, table.permuted(tables), alternative)
    if name in LARGEST:
        drawn = np.broadcast_to(drawn.max(axis=0), drawn.shape)
    limit = extremity(name, table, alternative)
    close = 1e-7 if name == "fisher_exact" else 1e-9 * np.maximum(1, np.abs(limit))
    return [float(chances[row >= least].sum()) for row, least in zip(drawn, limit - close, strict=True)]


def agrees(found: HTest | PairTest, exact: float, n_resamples: int = RESAMPLES) -> bool:
    """Say whether a p-value lies within its standard errors of the exact one; it counts the observed table too."""
    expected = (1 + n_resamples * exact) / (1 + n_resamples)
    error = max(found.p_std_error, math.sqrt(exact * (1 - exact) / n_resamples), 0.5 / n_resamples)
    return abs(found.p_value - expected) <= ERRORS * error


def takes(entry: registry.Test, groups: int) -> bool:
    wanted = 2 if entry.kind == "pair" else 4 if entry.name == "framework_order" else groups
    return wanted == groups


@pytest.mark.parametrize("groups", SMALL)
@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_every_test_against_all_tables(entry: registry.Test, groups: int) -> None:
    for samples in SMALL[groups] if takes(entry, groups) else []:
        counts = as_counts(samples)
        alternatives = ["two-sided", "greater", "less"] if entry.name in DIRECTED else ["two-sided"]
        for alternative in alternatives:
            options = {"alternative": alternative} if len(alternatives) > 1 else {}
            try:
                found = permuted(entry.name, counts, **options)
            except NotComputableError:
                assert entry.name == "welch_anova"  # a group of the data has no spread
                continue
            exact = enumerated(entry.name, counts, alternative)
            assert len(found) == len(exact)
            for result, p_value in zip(found, exact, strict=True):
                assert agrees(result, p_value)


@pytest.mark.parametrize("entry", [entry for entry in ALL if takes(entry, 3)], ids=name_of)
def test_the_likert_golden_against_all_tables(entry: registry.Test) -> None:
    counts = as_counts(POOH)
    for result, p_value in zip(permuted(entry.name, counts), enumerated(entry.name, counts), strict=True):
        assert agrees(result, p_value)


GOLDENS = {
    "pooh": POOH, "plants": PLANTS, "mucociliary": MUCOCILIARY, "motivation": MOTIVATION, "levels": LEVELS,
    "corn": CORN, "flies": FLIES, "framework": FRAMEWORK, "constant": CONSTANT[:3],
}  # fmt: skip


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize("name", GOLDENS)
def test_ordered_tests_agree_with_their_exact_p_values(name: str, alternative: str) -> None:
    data = GOLDENS[name]
    tests = [(mann_whitney, [data[i], data[j]], {}) for i, j in ((0, 1), (len(data) - 2, len(data) - 1))]
    if name not in ("corn", "plants"):  # out of reach of the exact distribution, but for two groups
        tests.append((jonckheere_terpstra, data, {}))
        tests.append((framework_order, data, {"order": [(0, len(data) - 1), (0, 1)]}))
    if len(data) == 4 and name != "corn":
        tests.append((framework_order, data, {}))
    for test, samples, options in tests:
        exact = test(samples, alternative=alternative, p_method="exact", **options)
        found = test(
            samples, alternative=alternative, p_method="permutation", n_resamples=RESAMPLES, **options
        )
        assert agrees(found, exact.p_value)
        assert (found.statistic, found.z, found.mean_ranks) == (exact.statistic, exact.z, exact.mean_ranks)


def test_published_p_values() -> None:
    # Mangiafico's Likert set: exact Mann-Whitney 2.38151940938e-4 (coin); Hollander and Wolfe: .0209664868 one-sided;
    # the framework's vector 240/92400; Agresti's job satisfaction .782684939, his tea 34/70
    jobs = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
    million = {"n_resamples": 999_999}
    cases = [
        (mann_whitney(POOH[:2], p_method="permutation", **million), 2.38151940938e-4),
        (
            jonckheere_terpstra(MOTIVATION, alternative="greater", p_method="permutation", **million),
            0.0209664868,
        ),
        (framework_order(FRAMEWORK, alternative="greater", p_method="permutation", **million), 240 / 92400),
        (fisher_exact(jobs, p_method="monte_carlo", **million), 0.782684939),
        (fisher_exact([[3, 1], [1, 3]], p_method="monte_carlo", **million), 34 / 70),
    ]
    for found, exact in cases:
        assert agrees(found, exact, 999_999)


def test_two_sided_is_the_distance_from_the_mean_not_twice_a_tail() -> None:
    samples = [[1, 1, 1, 2], [1, 1, 2, 2, 2, 2, 3, 3, 3, 9, 9]]
    two, up = (
        mann_whitney(samples, alternative=a, p_method="permutation", n_resamples=99_999)
        for a in ("two-sided", "greater")
    )
    exact = mann_whitney(samples, p_method="exact")
    assert agrees(two, exact.p_value, 99_999)
    assert abs(2 * up.p_value - two.p_value) > 10 * two.p_std_error


@pytest.mark.parametrize("entry", ALL, ids=name_of)
def test_what_a_result_says_of_itself(entry: registry.Test) -> None:
    data = FRAMEWORK if entry.name == "framework_order" else POOH[:2] if entry.kind == "pair" else POOH
    usual = entry.function(data)
    for n_resamples in (99, 500):
        found = permuted(entry.name, data, n_resamples=n_resamples, seed=3)
        for result, before in zip(found, usual if isinstance(usual, tuple) else (usual,), strict=True):
            assert result.p_method == ("monte_carlo" if entry.name == "fisher_exact" else "permutation")
            assert 1 / (n_resamples + 1) <= result.p_value <= 1
            hits = result.p_value * (n_resamples + 1)
            assert hits == pytest.approx(round(hits), abs=1e-9)
            error = math.sqrt(result.p_value * (1 - result.p_value) / n_resamples)
            assert result.p_std_error == pytest.approx(error, rel=1e-12)
            # nothing else differs
            same = {"p_value": before.p_value, "p_method": before.p_method, "p_std_error": before.p_std_error}
            assert replace(result, **same) == before
    assert permuted(entry.name, data, seed=3) == permuted(entry.name, data, seed=3)


def test_the_standard_error_is_the_spread_over_seeds() -> None:
    data = [[1, 2, 2, 3, 5], [2, 3, 4, 4, 5], [2, 2, 5, 5, 4]]
    found = [
        TESTS["anova"].function(data, p_method="permutation", n_resamples=400, seed=seed)
        for seed in range(300)
    ]
    values = np.array([result.p_value for result in found])
    assert values.std() == pytest.approx(np.mean([result.p_std_error for result in found]), rel=0.15)
    assert (
        abs(values.mean() - enumerated("anova", as_counts(data))[0])
        < 4 * values.std() / math.sqrt(300) + 1 / 400
    )


def test_families_hold_each_pair_against_the_largest() -> None:
    # two groups far apart, a third between: adjusted p-values fall as |t| rises, and none is below its own pair's alone
    data = as_counts([[1, 2, 2, 3, 1, 2], [2, 3, 3, 4, 2, 3], [4, 5, 5, 4, 5, 3]])
    for name in LARGEST:
        found = permuted(name, data)
        order = sorted(found, key=lambda pair: abs(pair.statistic))
        assert [pair.p_value for pair in order] == sorted((pair.p_value for pair in found), reverse=True)
        alone = permutation_p_values(
            data, lambda tables, name=name: extremity(name, tables, "two-sided"), RESAMPLES, 1
        )
        assert all(pair.p_value >= p for pair, p in zip(found, alone, strict=True))
        assert any(pair.p_value > p for pair, p in zip(found, alone, strict=True))
    # dunn's are each pair's own
    ranks = permutation_p_values(data, lambda tables: extremity("dunn", tables, "two-sided"), RESAMPLES, 1)
    assert [pair.p_value for pair in permuted("dunn", data)] == ranks
    # a control that is not the last group
    first = dunnett(data, control=0, p_method="permutation")
    assert [(pair.group1, pair.group2) for pair in first] == [(0, 1), (0, 2)]
    assert first[1].p_value < 0.001 < first[0].p_value


def test_a_pair_without_variation_stays_undefined_and_the_others_stand() -> None:
    found = games_howell(CONSTANT, p_method="permutation")
    undefined = [pair for pair in found if pair.statistic is None]
    assert [(pair.group1, pair.group2) for pair in undefined] == [(1, 3), (1, 5), (3, 5)]
    for pair in undefined:
        assert (pair.p_value, pair.p_method, pair.p_std_error) == (None, "asymptotic", None)
        assert pair.note == "undefined: no variation in either group"
    others = [pair for pair in found if pair.statistic is not None]
    assert all(1e-4 <= pair.p_value <= 1 and pair.p_method == "permutation" for pair in others)


def test_no_statistic_no_p_value() -> None:
    with pytest.raises(NotComputableError, match="variation within every group"):
        welch_anova(CONSTANT, p_method="permutation")
    with pytest.raises(NotComputableError, match="do not overlap"):
        brunner_munzel([[1, 2], [3, 4]], p_method="permutation")
    for entry in ALL:
        data = [[2, 2]] * (4 if entry.name == "framework_order" else 2)
        with pytest.raises(NotComputableError):
            permuted(entry.name, as_counts(data))


def test_a_table_that_no_drawing_would_find() -> None:
    # no random table is as extreme as two hundred against two hundred: 1 of B + 1, never 0
    apart = Counts(scores=[1, 2, 3, 9], n=[[199, 1, 0, 0], [0, 1, 100, 99]])
    for entry in ALL:
        if takes(entry, 2):
            (found,) = permuted(entry.name, apart, n_resamples=999)
            assert (found.p_value, found.p_std_error) == (
                1 / 1000,
                pytest.approx(math.sqrt(0.001 * 0.999 / 999)),
            )


def test_nan_is_no_finding() -> None:
    def unknown(tables: object) -> np.ndarray:
        return np.where(np.arange(tables.n.shape[2]) % 2, 0.0, np.nan)[None]

    # every other table has no value: half of them count as extreme
    data = as_counts(POOH)
    assert permutation_p_values(data, unknown, 999, 1) == [1.0]  # the observed one has none either

    def known_here(tables: object) -> np.ndarray:
        return unknown(tables) if tables.n.shape[2] > 1 else np.array([[1.0]])

    assert permutation_p_values(data, known_here, 999, 1) == [0.501]


def test_welchs_f_of_two_groups_is_welchs_t() -> None:
    for samples in SMALL[2]:
        f = welch_anova(samples, p_method="permutation", seed=5)
        assert f.p_value == welch_t(samples, p_method="permutation", seed=5).p_value


@pytest.mark.parametrize("name", sorted(SIGNED))
def test_mirrored_data_mirror_the_alternatives(name: str) -> None:
    # extremity of the mirrored table is the same: exact for all tables, whatever is rounded
    data = FRAMEWORK if name == "framework_order" else [[0.1, 0.7, 2.3, 1.9], [0.3, 0.31, 2.2, 5.1, 4.4]]
    counts, mirrored = as_counts(data), as_counts([[-x for x in sample] for sample in data])
    here = {a: enumerated(name, counts, a) for a in ("two-sided", "greater", "less")}
    there = {a: enumerated(name, mirrored, a) for a in ("two-sided", "less", "greater")}
    assert here["two-sided"] == pytest.approx(there["two-sided"], rel=1e-12)
    assert here["greater"] == pytest.approx(there["less"], rel=1e-12)
