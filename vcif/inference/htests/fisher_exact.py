"""Fisher's exact test of a table of counts of any size."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vcif._counts import Counts
from vcif._errors import NotComputableError, require_one_of
from vcif.inference.distributions.fisher_tables import fisher_p_value, log_table_weight
from vcif.inference.htests.contingency import Table, contingency_table
from vcif.inference.resampling import of_tables
from vcif.inference.resampling.permutation import check_resampling, permutation_p_values, standard_error
from vcif.inference.results import FisherMethod, HTest

_MOST_FIRMS = 2**30  # with more, rounding of the logarithms would reach the fourth digit of a probability
_TIE = 1e-7  # random tables whose probabilities agree to this relative difference are equally likely
_ROUNDING = 2e-15  # of a sum of logarithms of factorials: more than _TIE from some millions of firms on


def fisher_exact(
    table: Table | Counts, *, p_method: FisherMethod = "auto", n_resamples: int = 99_999, seed: int = 1
) -> HTest:
    """Return Fisher's exact test of independence, for any number of rows and columns.

    Null: all groups have the same distribution over the levels. Alternative: some differ. The p-value is the
    probability, given the margins, of all tables that are no more likely than the observed one.

    Parameters
    ----------
    table
        Counts of firms, one row per group and one column per level.
    p_method
        "exact"; "monte_carlo" (random tables with the same margins); "auto": exact where it is within reach.
    n_resamples
        Random tables of the Monte Carlo p-value, at least 99.
    seed
        Their seed.

    Returns
    -------
    HTest
        statistic = the probability of the observed table; p_method says how the p-value came about, and
        p_std_error is its standard error where it is a Monte Carlo one.

    Raises
    ------
    ArgumentError
        When the table is no table of counts, or an option is out of range.
    NotComputableError
        When fewer than two rows or two columns hold firms, there are more than 2^30 firms, or "exact" is out
        of reach.

    Notes
    -----
    Rows and columns without firms are left out. Tables whose probabilities agree to 1e-7 count as equally
    likely, as in R; with more than some millions of firms, random tables whose logarithms agree but for
    rounding do. A Monte Carlo p-value is (1 + b)/(1 + B), never 0.

    Source
    ------
    Fisher, R. A. (1935), JRSS 98, 39-82; Freeman, G. H. and Halton, J. H. (1951), Biometrika 38, 141-149.

    Examples
    --------
    >>> round(fisher_exact([[3, 1], [1, 3]]).p_value, 10)
    0.4857142857
    """
    require_one_of("fisher_exact", "p_method", p_method, ("auto", "exact", "monte_carlo"))
    check_resampling("fisher_exact", n_resamples, seed)
    counts = contingency_table("fisher_exact", table)
    if counts.sum() > _MOST_FIRMS:
        raise NotComputableError("fisher_exact takes up to 2^30 firms; chi_squared takes any number")
    p_value = None if p_method == "monte_carlo" else _exact(counts, p_method)
    exact = p_value is not None
    p_value = _monte_carlo(counts, n_resamples, seed) if p_value is None else p_value
    return HTest(
        method="fisher_exact",
        statistic=math.exp(float(log_table_weight(counts))),
        df1=None,
        df2=None,
        p_value=p_value,
        alternative="two-sided",
        n=int(counts.sum()),
        p_method="exact" if exact else "monte_carlo",
        p_std_error=None if exact else standard_error(p_value, n_resamples),
    )


def _exact(counts: NDArray[np.int64], p_method: FisherMethod) -> float | None:
    """Return the exact p-value, or with "auto" None where it is out of reach."""
    try:
        return fisher_p_value(counts)
    except NotComputableError:
        if p_method == "exact":
            raise
        return None


def _monte_carlo(table: NDArray[np.int64], n_resamples: int, seed: int) -> float:
    """Return the share of random tables that are no more likely than the observed one."""
    counts = Counts(scores=range(table.shape[1]), n=table)
    tie = max(_TIE, _ROUNDING * math.lgamma(counts.total + 1))
    (p_value,) = permutation_p_values(
        counts, lambda tables: of_tables.improbability(tables)[None], n_resamples, seed, tie=tie
    )
    return p_value
