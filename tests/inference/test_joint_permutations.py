"""Step-down maxT over every division of tiny samples, against an enumeration in rational arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

import mpmath
import numpy as np
import pytest

from vcif.inference.firm_draws import Chosen
from vcif.inference.htests import anova, kruskal_wallis, mann_whitney, student_t, welch_anova, welch_t
from vcif.inference.joint_permutations import JointAnswers, JointP

NONE = float("nan")
LABELS_3 = [0, 0, 0, 1, 1, 1, 2, 2, 2]
UNEQUAL_3 = [0, 0, 1, 1, 1, 2, 2, 2, 2]
LABELS_2 = [0, 0, 0, 1, 1, 1, 1, 1]
# rows are indicators, columns firms: ties, other sizes, tenths, missing answers, correlated and not
FULL = [
    [1, 2, 2, 2, 3, 3, 4, 3, 5],
    [1.5, 2.7, 2.7, 1.1, 3.9, 2.7, 3.0, 4.4, 4.1],
    [3, 1, 2, 3, 2, 1, 2, 3, 3],
]
GAPS = [
    [1, 2, 2, 2, 3, NONE, 4, 3, 5],
    [1, 4, 3, 1, NONE, 2, 3, NONE, 4],
    [3, 1, 2, 3, 2, 1, NONE, 3, 2],
]


def enumerated(
    data: list[list[float]], labels: list[int], statistic: Callable[[list[list[Fraction]]], Fraction | float]
) -> tuple[list[float], list[float], list[int]]:
    """Return raw and step-down p-values, and how often each statistic is undefined, over all divisions."""
    exact = [[None if math.isnan(x) else Fraction(str(x)) for x in row] for row in data]

    def of(division: Sequence[int]) -> list[Fraction | float]:
        found = []
        for row in exact:
            groups: list[list[Fraction]] = [[] for _ in set(labels)]
            for x, group in zip(row, division, strict=True):
                if x is not None:
                    groups[group].append(x)
            found.append(statistic(groups))
        return found

    observed = of(labels)
    everything = [of(division) for division in sorted(set(permutations(labels)))]
    order = sorted(range(len(data)), key=lambda i: observed[i], reverse=True)
    raw, adjusted = [0.0] * len(data), [0.0] * len(data)
    floor = 0.0
    for rank, i in enumerate(order):
        rest = order[rank:]
        raw[i] = sum(found[i] >= observed[i] for found in everything) / len(everything)
        step = sum(max(found[j] for j in rest) >= observed[i] for found in everything) / len(everything)
        floor = adjusted[i] = max(floor, step)
    undefined = [sum(found[i] == -math.inf for found in everything) for i in range(len(data))]
    return raw, adjusted, undefined


def mean(sample: list[Fraction]) -> Fraction:
    return sum(sample, Fraction(0)) / len(sample)


def spread(sample: list[Fraction]) -> Fraction:
    return sum(((x - mean(sample)) ** 2 for x in sample), Fraction(0))


def exact_f(groups: list[list[Fraction]]) -> Fraction | float:
    if min(map(len, groups)) < 1:
        return -math.inf
    everybody = [x for group in groups for x in group]
    within = sum(map(spread, groups), Fraction(0))
    between = spread(everybody) - within
    if within == 0:
        return math.inf
    return (between / (len(groups) - 1)) / (within / (len(everybody) - len(groups)))


def exact_welch(groups: list[list[Fraction]]) -> Fraction | float:
    """Return Welch's F; with flat groups its limit, from the definition: flat groups hold all the weight."""
    if min(map(len, groups)) < 2:
        return -math.inf
    k = len(groups)
    variances = [spread(group) / (len(group) - 1) for group in groups]
    flat = [i for i in range(k) if variances[i] == 0]
    rest = [i for i in range(k) if variances[i] > 0]
    if len({mean(groups[i]) for i in flat}) > 1:
        return math.inf
    weights = {i: len(groups[i]) / variances[i] for i in rest}
    if flat:
        centre = mean(groups[flat[0]])
        shares = {i: Fraction(len(groups[i]), sum(len(groups[j]) for j in flat)) for i in flat}
        shares |= dict.fromkeys(rest, Fraction(0))
    else:
        total = sum(weights.values())
        shares = {i: weights[i] / total for i in rest}
        centre = sum(shares[i] * mean(groups[i]) for i in rest)
    between = sum((weights[i] * (mean(groups[i]) - centre) ** 2 for i in rest), Fraction(0)) / (k - 1)
    lost = sum((1 - shares[i]) ** 2 / (len(groups[i]) - 1) for i in range(k))
    return between / (1 + Fraction(2 * (k - 2), k * k - 1) * lost)


def exact_h(groups: list[list[Fraction]]) -> Fraction | float:
    if min(map(len, groups)) < 1:
        return -math.inf
    everybody = sorted(x for group in groups for x in group)
    n = len(everybody)
    rank = {x: Fraction(2 * everybody.index(x) + everybody.count(x) + 1, 2) for x in everybody}
    ties = sum(everybody.count(x) ** 3 - everybody.count(x) for x in set(everybody))
    sums = sum(sum(rank[x] for x in group) ** 2 / len(group) for group in groups)
    h = Fraction(12, n * (n + 1)) * sums - 3 * (n + 1)
    return h / (1 - Fraction(ties, n**3 - n))


EXACT: dict[str, Callable[[list[list[Fraction]]], Fraction | float]] = {
    "anova": exact_f, "student_t": exact_f, "welch_anova": exact_welch, "welch_t": exact_welch,
    "kruskal_wallis": exact_h, "mann_whitney": exact_h,
}  # fmt: skip


def all_but_the_observed(labels: list[int], part: int) -> Iterator[list[Chosen]]:
    """Yield every other division once, in parts of a size, in the form of `divisions`."""
    every = [np.array(each) for each in sorted(set(permutations(labels))) if list(each) != labels]
    for start in range(0, len(every), part):
        rows = np.array(every[start : start + part])
        yield [rows <= group for group in range(max(labels))]


def joint(
    data: list[list[float]], labels: list[int], test: str, part: int = 100
) -> tuple[JointAnswers, JointP]:
    answers = JointAnswers(np.array(data, dtype=np.float64).T, np.array(labels), test)
    return answers, answers.p_values([list(range(len(data)))], all_but_the_observed(labels, part))


def eight(data: list[list[float]]) -> list[list[float]]:
    return [row[:8] for row in data]


@pytest.mark.parametrize(
    ("test", "data", "labels"),
    [(test, *case) for test in ("anova", "welch_anova", "kruskal_wallis")
     for case in ((FULL, UNEQUAL_3), (GAPS, LABELS_3), (GAPS, UNEQUAL_3), (eight(FULL), LABELS_2))]
    + [(test, eight(data), LABELS_2) for test in ("student_t", "welch_t", "mann_whitney") for data in (FULL, GAPS)],
)  # fmt: skip
def test_every_division_counted_one_by_one(test: str, data: list[list[float]], labels: list[int]) -> None:
    answers, found = joint(data, labels, test)
    raw, adjusted, undefined = enumerated(data, labels, EXACT[test])
    observed = [EXACT[test](_groups(row, labels)) for row in data]
    assert answers.observed == pytest.approx([float(x) for x in observed], rel=1e-13)
    assert found.raw == pytest.approx(raw, rel=1e-12)
    assert found.adjusted == pytest.approx(adjusted, rel=1e-12)
    assert found.undefined.tolist() == undefined


def _groups(row: list[float], labels: list[int]) -> list[list[Fraction]]:
    groups: list[list[Fraction]] = [[] for _ in set(labels)]
    for x, group in zip(row, labels, strict=True):
        if not math.isnan(x):
            groups[group].append(Fraction(str(x)))
    return groups


def test_the_enumeration_is_not_trivial() -> None:
    raw, adjusted, undefined = enumerated(GAPS, LABELS_3, exact_welch)
    assert any(one < other for one, other in zip(raw, adjusted, strict=True))
    assert sum(undefined) > 0
    assert len(set(raw)) == 3


@pytest.mark.parametrize(
    ("test", "function", "power"),
    [("anova", anova, 1), ("welch_anova", welch_anova, 1), ("kruskal_wallis", kruskal_wallis, 1),
     ("student_t", student_t, 2), ("welch_t", welch_t, 2)],
)  # fmt: skip
def test_the_statistic_is_the_tests_own(test: str, function: Callable[..., object], power: int) -> None:
    generator = np.random.Generator(np.random.PCG64(6))
    labels = np.repeat([0, 1] if power == 2 else [0, 1, 2, 3], 12)
    data = np.vstack([generator.integers(1, 6, labels.size), generator.normal(1e6, 1, labels.size)])
    found = JointAnswers(data.T, labels, test).observed
    for row, value in zip(data, found, strict=True):
        own = function([row[labels == group] for group in range(labels.max() + 1)])
        assert value == pytest.approx(own.statistic**power, rel=1e-9)  # type: ignore[attr-defined]


def test_mann_whitneys_z_squared() -> None:
    labels = np.array(LABELS_2)
    row = np.array(FULL[0][:8], dtype=np.float64)
    z = mann_whitney([row[labels == 0], row[labels == 1]]).z
    assert z is not None
    assert JointAnswers(row[:, None], labels, "mann_whitney").observed[0] == pytest.approx(z * z, rel=1e-13)


@pytest.mark.parametrize("flat", [[0], [0, 2]])
def test_welchs_f_with_flat_groups_is_its_limit(flat: list[int]) -> None:
    row = np.array([2.0, 2, 2, 1, 3, 5, 2, 2, 2] if 2 in flat else [2.0, 2, 2, 1, 3, 5, 4, 2, 6])
    labels = np.array(LABELS_3)
    value = JointAnswers(row[:, None], labels, "welch_anova").observed[0]
    with mpmath.workdps(60):
        groups = [[mpmath.mpf(x) for x in row[labels == group].tolist()] for group in range(3)]
        means = [sum(group) / 3 for group in groups]
        spreads = [sum((x - m) ** 2 for x in group) / 2 for group, m in zip(groups, means, strict=True)]
        weights = [3 / max(v, mpmath.mpf(10) ** -40) for v in spreads]
        centre = sum(w * m for w, m in zip(weights, means, strict=True)) / sum(weights)
        between = sum(w * (m - centre) ** 2 for w, m in zip(weights, means, strict=True)) / 2
        lost = sum((1 - w / sum(weights)) ** 2 / 2 for w in weights)
        limit = float(between / (1 + mpmath.mpf(2) / 8 * lost))
    assert value == pytest.approx(limit, rel=1e-12)


@pytest.mark.parametrize("part", [1, 7, 10**6])
def test_the_parts_change_nothing(part: int) -> None:
    for test in ("welch_anova", "kruskal_wallis"):
        one, other = joint(GAPS, LABELS_3, test)[1], joint(GAPS, LABELS_3, test, part)[1]
        assert np.array_equal(one.raw, other.raw)
        assert np.array_equal(one.adjusted, other.adjusted)
        answers = JointAnswers(np.array(GAPS).T, np.array(LABELS_3), test)
        drawn = [
            answers.p_values([[0, 2], [1]], answers.permutations(500, np.random.PCG64(4), cells))
            for cells in (2**20, part)
        ]
        assert np.array_equal(drawn[0].raw, drawn[1].raw)
        assert np.array_equal(drawn[0].adjusted, drawn[1].adjusted)


def correlated(generator: np.random.Generator, firms: int, items: int) -> np.ndarray:
    """Return answers on five levels that share a factor: correlations of about one half."""
    factor = generator.normal(size=(firms, 1))
    return np.clip(np.round(3 + factor + generator.normal(size=(firms, items))), 1, 5)


def test_one_false_finding_or_more_in_twenty_families_at_most() -> None:
    """Complete null: the chance of any finding at .05 is .05 (B + 1 is a multiple of 20), unadjusted far above.

    500 families: a binomial number with mean 25 and standard deviation 4.9; 3.3 of them to either side.
    """
    generator = np.random.Generator(np.random.PCG64(12))
    labels = np.repeat([0, 1, 2], [10, 15, 20])
    any_adjusted = any_raw = 0
    for seed in range(500):
        answers = JointAnswers(correlated(generator, 45, 6), labels, "welch_anova")
        found = answers.p_values([list(range(6))], answers.permutations(199, np.random.PCG64(seed)))
        any_adjusted += int((found.adjusted <= 0.05).any())
        any_raw += int((found.raw <= 0.05).any())
    assert 9 <= any_adjusted <= 41
    assert any_raw > 60


def test_true_nulls_beside_real_differences_are_held_too() -> None:
    """Three of six differ: a finding among the other three is as rare, and the three are found.

    300 families: mean at most 15, standard deviation 3.8.
    """
    generator = np.random.Generator(np.random.PCG64(13))
    labels = np.repeat([0, 1, 2], 20)
    false = true = 0
    for seed in range(300):
        data = correlated(generator, 60, 6)
        data[:, :3] += 1.5 * labels[:, None]
        answers = JointAnswers(data, labels, "kruskal_wallis")
        found = answers.p_values([list(range(6))], answers.permutations(199, np.random.PCG64(seed)))
        false += int((found.adjusted[3:] <= 0.05).any())
        true += int((found.adjusted[:3] <= 0.05).sum())
    assert 4 <= false <= 28
    assert true > 850
