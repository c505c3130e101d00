"""Permutation p-values: how often firms given to the groups at random show as much."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from vcif._counts import Counts
from vcif._errors import ArgumentError
from vcif.inference.resampling.bits import Array
from vcif.inference.resampling.random_tables import permuted_tables
from vcif.inference.resampling.tables import Tables, observed_table
from vcif.inference.results import Alternative, HTest, PairTest, PMethod

Statistic = Callable[[Tables], Array]
LEAST = 99  # resamples
_TIED = 1e-12  # statistics this close are the same but for rounding


def permuted(
    result: HTest,
    counts: Counts,
    statistic: Statistic,
    p_method: PMethod,
    n_resamples: int,
    seed: int,
    *,
    signed: bool = False,
) -> HTest:
    """Return a result with its permutation p-value, where `p_method` asks for it; else as it is.

    Null: the firms' scores are exchangeable between the groups. The p-value is (1 + b)/(1 + B), b of B random
    tables having a statistic at least as extreme as the observed one; statistics within 1e-12 of each other
    are tied.

    Parameters
    ----------
    result
        The result with its asymptotic p-value.
    counts
        What it was computed from.
    statistic
        The test's statistic over many tables, shape (tables,).
    p_method
        "permutation", or another, with which nothing is done.
    n_resamples
        Random tables B, at least 99.
    seed
        Their seed.
    signed
        Whether the statistic has a direction, 0 being none; else large values are extreme.

    Raises
    ------
    ArgumentError
        When there are fewer than 99 resamples, or the seed is no whole number from 0 up.

    Source
    ------
    Phipson, B. and Smyth, G. K. (2010), Statistical Applications in Genetics and Molecular Biology 9(1), 39.
    """
    if p_method != "permutation":
        return result
    check_resampling(result.method, n_resamples, seed)
    side = _side(result.alternative, signed)
    (p_value,) = _p_values(counts, lambda tables: side(statistic(tables))[None], n_resamples, seed)
    error = standard_error(p_value, n_resamples)
    return replace(result, p_value=p_value, p_method="permutation", p_std_error=error)


def permuted_pairs(
    results: tuple[PairTest, ...],
    counts: Counts,
    statistic: Statistic,
    p_method: PMethod,
    n_resamples: int,
    seed: int,
    *,
    alternative: Alternative = "two-sided",
    largest: bool = False,
) -> tuple[PairTest, ...]:
    """Return a family's pairs with their permutation p-values, where `p_method` asks for them.

    All firms are permuted over all groups. With `largest` each pair is held against the largest statistic of
    all pairs shown, which adjusts for the family. `statistic` has shape (pairs shown, tables).
    """
    if p_method != "permutation":
        return results
    check_resampling(results[0].method, n_resamples, seed)
    side = _side(alternative, signed=True)
    p_values = _p_values(counts, lambda tables: side(statistic(tables)), n_resamples, seed, largest=largest)
    pairs = zip(results, p_values, strict=True)
    return tuple(_with_p(result, p, n_resamples) for result, p in pairs)


def check_resampling(function: str, n_resamples: int, seed: int) -> None:
    """Raise unless the number of resamples and the seed are usable."""
    if isinstance(n_resamples, bool) or not isinstance(n_resamples, int) or n_resamples < LEAST:
        raise ArgumentError(f"{function}() needs at least {LEAST} resamples; got {n_resamples!r}")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ArgumentError(f"{function}() needs a whole number from 0 up as seed; got {seed!r}")


def standard_error(p_value: float, n_resamples: int) -> float:
    """Return the standard error of a Monte Carlo p-value."""
    return math.sqrt(p_value * (1 - p_value) / n_resamples)


def _with_p(result: PairTest, p_value: float, n_resamples: int) -> PairTest:
    """Return a pair with its permutation p-value; an undefined pair as it is."""
    if result.statistic is None:
        return result
    error = standard_error(p_value, n_resamples)
    return replace(result, p_value=p_value, p_method="permutation", p_std_error=error)


def _side(alternative: Alternative, signed: bool) -> Callable[[Array], Array]:
    """Return the function after which large values are extreme."""
    if not signed or alternative == "greater":
        return lambda values: values
    return np.abs if alternative == "two-sided" else np.negative


def _p_values(
    counts: Counts, extremity: Statistic, n_resamples: int, seed: int, *, largest: bool = False
) -> list[float]:
    """Return the p-value of each row of a statistic of which large values are extreme."""
    table = observed_table(counts)
    observed = extremity(table)
    finite = np.where(np.isfinite(observed), observed, 0.0)
    limit = np.where(np.isfinite(observed), observed - _TIED * np.maximum(1.0, np.abs(finite)), observed)
    as_extreme = np.zeros(observed.shape[0], dtype=np.int64)
    for part in permuted_tables(counts, n_resamples, seed):
        drawn = extremity(table.permuted(part))
        drawn = drawn.max(axis=0, keepdims=True) if largest else drawn
        as_extreme += (drawn >= limit).sum(axis=1)
    return [float(p) for p in (1 + as_extreme) / (1 + n_resamples)]
