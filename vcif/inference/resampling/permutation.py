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
from vcif.inference.resampling.tables import Tables, given_levels, observed_table
from vcif.inference.results import Alternative, HTest, PairTest, PMethod

Statistic = Callable[[Tables], Array]
LEAST = 99  # resamples
_TIED = 1e-12  # statistics this close, relative to their size or to 1, are the same but for rounding
_CELLS = 2**19  # cells, or pairs of groups, held at once


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
    are tied. Two-sided, the size of a signed statistic counts: that of U less its mean, of t, of z.

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
        When there are fewer than 99 resamples, or the seed is no whole number from 0 up; also where
        `p_method` does not use them.
    NotComputableError
        When there are more than 2^31 firms.

    Source
    ------
    Phipson, B. and Smyth, G. K. (2010), Statistical Applications in Genetics and Molecular Biology 9(1), 39.
    """
    check_resampling(result.method, n_resamples, seed)
    if p_method != "permutation":
        return result
    side = _side(result.alternative, signed)
    (p_value,) = permutation_p_values(counts, lambda tables: side(statistic(tables))[None], n_resamples, seed)
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
    check_resampling(results[0].method, n_resamples, seed)
    if p_method != "permutation":
        return results
    side = _side(alternative, signed=True)
    p_values = permutation_p_values(
        counts, lambda tables: side(statistic(tables)), n_resamples, seed, largest=largest
    )
    pairs = zip(results, p_values, strict=True)
    return tuple(_with_p(result, p, n_resamples) for result, p in pairs)


def check_resampling(function: str, n_resamples: int, seed: int) -> None:
    """Raise unless the number of resamples and the seed are usable."""
    if not _whole(n_resamples):
        raise ArgumentError(f"{function}() needs a whole number of resamples; got {n_resamples!r}")
    if n_resamples < LEAST:
        raise ArgumentError(f"{function}() needs at least {LEAST} resamples; got {n_resamples}")
    if not _whole(seed) or seed < 0:
        raise ArgumentError(f"{function}() needs a whole number from 0 up as seed; got {seed!r}")


def _whole(value: object) -> bool:
    """Say whether a value is a whole number."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


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


def permutation_p_values(
    counts: Counts,
    extremity: Statistic,
    n_resamples: int,
    seed: int,
    *,
    largest: bool = False,
    tie: float | None = None,
) -> list[float]:
    """Return the p-value of each row of a statistic, shape (rows, tables), of which large values are extreme.

    Statistics within `tie` of each other are tied; left out, it is 1e-12 of their size, or of 1. A table on
    which the statistic is no number counts as extreme, so that it can make no finding.
    """
    given = given_levels(counts)
    table = observed_table(given)
    observed = extremity(table)
    finite = np.where(np.isfinite(observed), observed, 0.0)
    limit = observed - (_TIED * np.maximum(1.0, np.abs(finite)) if tie is None else tie)
    as_extreme = np.zeros(observed.shape[0], dtype=np.int64)
    step = max(1, _CELLS // max(observed.shape[0], table.n.size))
    for part in permuted_tables(given, n_resamples, seed):
        for start in range(0, part.shape[2], step):
            drawn = extremity(table.permuted(part[:, :, start : start + step]))
            drawn = drawn.max(axis=0, keepdims=True) if largest else drawn
            as_extreme += (~(drawn < limit)).sum(axis=1)
    return [float(p) for p in (1 + as_extreme) / (1 + n_resamples)]
