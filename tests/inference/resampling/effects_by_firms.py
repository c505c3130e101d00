"""Every effect size by its definition, firm by firm, over many resamples at once: nothing of the package is used.

Samples come as arrays with the firms along the last axis, as `scipy.stats.bootstrap` passes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import stats


def _squares(samples: tuple[np.ndarray, ...]) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the sums of squares between and within the groups, and the firms."""
    every = np.concatenate(samples, axis=-1)
    grand = every.mean(axis=-1)
    between = sum(sample.shape[-1] * (sample.mean(axis=-1) - grand) ** 2 for sample in samples)
    within = sum(((sample - sample.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1) for sample in samples)
    return between, within, every.shape[-1]


def hedges_g(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    first, second = samples
    df = first.shape[-1] + second.shape[-1] - 2
    correction = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    _, within, _ = _squares(samples)
    with np.errstate(divide="ignore", invalid="ignore"):
        return correction * (second.mean(axis=-1) - first.mean(axis=-1)) / np.sqrt(within / df)


def cliffs_delta(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    first, second = samples
    return np.sign(second[..., None, :] - first[..., :, None]).mean(axis=(-1, -2))


def common_language(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    first, second = samples
    larger, tied = second[..., None, :] > first[..., :, None], second[..., None, :] == first[..., :, None]
    return (larger + tied / 2).mean(axis=(-1, -2))


def eta_squared(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    between, within, _ = _squares(samples)
    return between / (between + within)


def omega_squared(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    between, within, n = _squares(samples)
    k = len(samples)
    error = within / (n - k)
    return np.maximum((between - (k - 1) * error) / (between + within + error), 0)


def rank_epsilon_squared(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    ranks = stats.rankdata(np.concatenate(samples, axis=-1), axis=-1)
    ends = np.cumsum([sample.shape[-1] for sample in samples])[:-1]
    return eta_squared(*np.split(ranks, ends, axis=-1))


def cramers_v(*samples: np.ndarray, axis: int = -1) -> np.ndarray:
    every = np.concatenate(samples, axis=-1)
    levels = np.unique(every)
    n = np.stack([(sample[..., None] == levels).sum(axis=-2) for sample in samples], axis=-2).astype(float)
    expected = n.sum(axis=-1, keepdims=True) * n.sum(axis=-2, keepdims=True) / every.shape[-1]
    parts = np.where(expected > 0, (n - expected) ** 2 / np.where(expected > 0, expected, 1), 0)
    held = (n.sum(axis=-2) > 0).sum(axis=-1)
    return np.sqrt(parts.sum(axis=(-1, -2)) / (every.shape[-1] * (np.minimum(len(samples), held) - 1)))


BY_FIRMS: dict[str, Callable[..., np.ndarray]] = {
    "hedges_g": hedges_g,
    "cliffs_delta": cliffs_delta,
    "common_language": common_language,
    "eta_squared": eta_squared,
    "omega_squared": omega_squared,
    "rank_epsilon_squared": rank_epsilon_squared,
    "cramers_v": cramers_v,
}
