"""Every test's statistic by its definition, firm by firm, over many shuffles at once: nothing of the package is used.

A shuffle is a row of firms' scores; the groups are runs of columns.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
from scipy import stats

Rows = np.ndarray
Groups = list[np.ndarray]


def split(rows: Rows, sizes: list[int]) -> Groups:
    return np.split(rows, np.cumsum(sizes)[:-1], axis=1)


def over(above: Rows, below: Rows) -> Rows:
    """Return a quotient that is infinite over 0, or 0 where nothing is above."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(above == 0, 0.0, above / below)


def within(groups: Groups) -> Rows:
    squares = sum(((group - group.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) for group in groups)
    total = sum((group**2).sum(axis=1) for group in groups)
    return np.where(squares < 1e-20 * (total + 1), 0.0, squares)


def variances(groups: Groups) -> list[Rows]:
    return [np.where(np.ptp(group, axis=1) == 0, 0.0, group.var(axis=1, ddof=1)) for group in groups]


def between(groups: Groups) -> Rows:
    grand = np.concatenate(groups, axis=1).mean(axis=1)
    return sum(group.shape[1] * (group.mean(axis=1) - grand) ** 2 for group in groups)


def anova(groups: Groups) -> Rows:
    n, k = sum(group.shape[1] for group in groups), len(groups)
    return over(between(groups) / (k - 1), within(groups) / (n - k))


def brown_forsythe_means(groups: Groups) -> Rows:
    n = sum(group.shape[1] for group in groups)
    below = sum((1 - g.shape[1] / n) * v for g, v in zip(groups, variances(groups), strict=True))
    return over(between(groups), below)


def brown_forsythe_spread(groups: Groups) -> Rows:
    return anova([np.abs(group - np.median(group, axis=1, keepdims=True)) for group in groups])


def welch_anova(groups: Groups) -> Rows:
    """Return Welch's F; of groups without spread it stands for spreads that go to nothing together."""
    k, smallest = len(groups), 1e-13  # times the square of the scores' unit
    weights = np.stack(
        [g.shape[1] / np.maximum(v, smallest) for g, v in zip(groups, variances(groups), strict=True)]
    )
    means = np.stack([group.mean(axis=1) for group in groups])
    centre = (weights * means).sum(axis=0) / weights.sum(axis=0)
    lost = sum(
        (1 - w / weights.sum(axis=0)) ** 2 / (g.shape[1] - 1) for w, g in zip(weights, groups, strict=True)
    )
    f = (weights * (means - centre) ** 2).sum(axis=0) / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * lost)
    return np.where(f > 1e9, np.inf, f)


def pooled_t(groups: Groups, pairs: list[tuple[int, int]]) -> Rows:
    pooled = within(groups) / (sum(group.shape[1] for group in groups) - len(groups))
    means, sizes = [group.mean(axis=1) for group in groups], [group.shape[1] for group in groups]
    return np.stack(
        [over(means[j] - means[i], np.sqrt(pooled * (1 / sizes[i] + 1 / sizes[j]))) for i, j in pairs]
    )


def welch_t(groups: Groups, pairs: list[tuple[int, int]]) -> Rows:
    means = [group.mean(axis=1) for group in groups]
    parts = [v / group.shape[1] for v, group in zip(variances(groups), groups, strict=True)]
    return np.stack([over(means[j] - means[i], np.sqrt(parts[i] + parts[j])) for i, j in pairs])


def ranked(groups: Groups) -> Groups:
    return split(stats.rankdata(np.concatenate(groups, axis=1), axis=1), [group.shape[1] for group in groups])


def dunn(groups: Groups) -> Rows:
    ranks = ranked(groups)
    variance = np.concatenate(ranks, axis=1).var(axis=1, ddof=1)
    return np.stack(
        [
            (second.mean(axis=1) - first.mean(axis=1))
            / np.sqrt(variance * (1 / first.shape[1] + 1 / second.shape[1]))
            for first, second in combinations(ranks, 2)
        ]
    )


def wins(first: np.ndarray, second: np.ndarray) -> Rows:
    """Return the pairs of firms that the second group wins less those that it loses."""
    return np.sign(second[:, None, :] - first[:, :, None]).sum(axis=(1, 2))


def ordered(groups: Groups, order: list[tuple[int, int]]) -> Rows:
    return sum(wins(groups[i], groups[j]) for i, j in order) / 2


def brunner_munzel(groups: Groups) -> Rows:
    first, second = groups
    above = (np.sign(second[:, None, :] - first[:, :, None]) + 1) / 2
    parts = variances([above.mean(axis=2), above.mean(axis=1)])
    squared = parts[0] / first.shape[1] + parts[1] / second.shape[1]
    return over(above.mean(axis=(1, 2)) - 0.5, np.sqrt(np.where(squared < 1e-20, 0.0, squared)))


def tables(groups: Groups) -> np.ndarray:
    """Return the counts, shape (shuffles, groups, levels)."""
    levels = np.unique(np.concatenate([group[0] for group in groups]))
    return np.stack([(group[:, :, None] == levels).sum(axis=1) for group in groups], axis=1)


def chi_squared(groups: Groups) -> Rows:
    n = tables(groups)
    expected = n.sum(axis=2, keepdims=True) * n.sum(axis=1, keepdims=True) / n.sum(axis=(1, 2), keepdims=True)
    return ((n - expected) ** 2 / expected).sum(axis=(1, 2))


def improbability(groups: Groups) -> Rows:
    from scipy.special import gammaln

    return gammaln(tables(groups) + 1.0).sum(axis=(1, 2))


def _pairs(groups: Groups) -> list[tuple[int, int]]:
    return list(combinations(range(len(groups)), 2))


def _to_last(groups: Groups) -> list[tuple[int, int]]:
    return [(i, len(groups) - 1) for i in range(len(groups) - 1)]


BY_FIRMS: dict[str, Callable[[Groups], Rows]] = {
    "anova": anova,
    "welch_anova": welch_anova,
    "brown_forsythe_means": brown_forsythe_means,
    "brown_forsythe_spread": brown_forsythe_spread,
    "kruskal_wallis": lambda groups: between(ranked(groups)),  # H but for a constant
    "chi_squared": chi_squared,
    "fisher_exact": improbability,
    "jonckheere_terpstra": lambda groups: np.abs(ordered(groups, _pairs(groups))),
    "framework_order": lambda groups: np.abs(ordered(groups, [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)])),
    "student_t": lambda groups: np.abs(pooled_t(groups, [(0, 1)])),
    "welch_t": lambda groups: np.abs(welch_t(groups, [(0, 1)])),
    "mann_whitney": lambda groups: np.abs(ordered(groups, [(0, 1)])),
    "brunner_munzel": lambda groups: np.abs(brunner_munzel(groups)),
    "tukey_kramer": lambda groups: np.abs(pooled_t(groups, _pairs(groups))),
    "games_howell": lambda groups: np.abs(welch_t(groups, _pairs(groups))),
    "dunnett": lambda groups: np.abs(pooled_t(groups, _to_last(groups))),
    "dunnett_t3": lambda groups: np.abs(welch_t(groups, _to_last(groups))),
    "dunn": lambda groups: np.abs(dunn(groups)),
}


def shuffled(samples: list[list[float]], n: int, seed: int) -> tuple[Groups, Groups]:
    """Return the groups as they are (one row) and with their firms given to them at random, n times."""
    firms = np.array([x for sample in samples for x in sample], dtype=np.float64)
    sizes = [len(sample) for sample in samples]
    return split(firms[None], sizes), split(
        np.random.default_rng(seed).permuted(np.tile(firms, (n, 1)), axis=1), sizes
    )
