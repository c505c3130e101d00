"""Whether several transition matrices are one: likelihood-ratio and chi-squared tests on arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError, NotComputableError, require_one_of
from vcif.inference.distributions.tails import chi_squared_p_value
from vcif.inference.htests.chi_squared import exact_chi_squared
from vcif.inference.results import HTest

Method = Literal["likelihood_ratio", "pearson"]
METHODS = ("likelihood_ratio", "pearson")
SPARSE = 5  # below it the chi-squared approximation of an expected count is doubted (Cochran 1954)


@dataclass(frozen=True)
class Homogeneity:
    """The test of one or several rows of transition matrices.

    Attributes
    ----------
    result
        The test: statistic, df1, p_value, n (steps).
    cells, sparse
        Cells that the test compares, and those among them with an expected count below 5.
    """

    result: HTest
    cells: int
    sparse: int


def transition_homogeneity(
    tables: Sequence[Sequence[Sequence[int]]] | NDArray[np.int64], *, method: Method = "likelihood_ratio"
) -> Homogeneity:
    """Return the test that several groups, or several moments, have one transition matrix.

    Null: the probability of each step is the same in all groups. Alternative: some differ. The p-value is the
    chi-squared approximation.

    Parameters
    ----------
    tables
        Counts of steps, shape (groups, from, to).
    method
        "likelihood_ratio": 2 sum n ln(p_ij(g) / p_ij); "pearson": sum n_i(g) (p_ij(g) - p_ij)^2 / p_ij.

    Returns
    -------
    Homogeneity
        The statistic is the sum over the rows i of the test of a table of groups by destinations, and so
        are its degrees of freedom: (groups with steps from i - 1)(destinations of i that occur - 1). With
        steps everywhere that is (groups - 1) states (states - 1).

    Raises
    ------
    ArgumentError
        When the counts are no whole numbers from 0 up in that shape, or the method is unknown.
    NotComputableError
        When no row has two groups with steps and two destinations.

    Notes
    -----
    Steps are taken as independent given the state that they start from (a first-order Markov chain). Rows
    and columns without steps carry no information; counting them, as a formula for full tables would, makes
    p too large.

    Source
    ------
    Anderson and Goodman (1957), Statistical inference about Markov chains, Annals of Mathematical Statistics
    28, 89-110; Kullback, Kupperman and Ku (1962), Tests for contingency tables and Markov chains,
    Technometrics 4, 573-608.

    Examples
    --------
    >>> found = transition_homogeneity([[[30, 10], [5, 15]], [[20, 20], [8, 12]]])
    >>> round(found.result.statistic, 4), found.result.df1
    (6.4441, 2)
    """
    require_one_of("transition_homogeneity", "method", method, METHODS)
    counts = _checked(tables)
    rows = [
        table for table in (held_table(counts[:, i, :]) for i in range(counts.shape[1])) if table is not None
    ]
    if not rows:
        raise NotComputableError("no category has two groups with steps that lead to two categories")
    of_row = _likelihood_ratio if method == "likelihood_ratio" else exact_chi_squared
    df = sum((table.shape[0] - 1) * (table.shape[1] - 1) for table in rows)
    statistic = float(sum((of_row(table) for table in rows), Fraction(0)))
    result = HTest(
        method=method,
        statistic=statistic,
        df1=df,
        df2=None,
        p_value=chi_squared_p_value(statistic, df),
        alternative="two-sided",
        n=sum(int(table.sum()) for table in rows),
    )
    return Homogeneity(result, sum(table.size for table in rows), sum(_sparse(table) for table in rows))


def held_table(counts: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return groups by destinations without empty lines; None where there is nothing to compare."""
    held = counts[counts.sum(axis=1) > 0]
    held = held[:, held.sum(axis=0) > 0]
    return held if min(held.shape) > 1 else None


def _likelihood_ratio(table: NDArray[np.int64]) -> Fraction:
    """Return 2 sum n ln(n N / (row column)); a cell without steps adds nothing."""
    rows, columns, total = table.sum(axis=1), table.sum(axis=0), int(table.sum())
    parts = [
        int(n) * log(Fraction(int(n) * total, int(rows[i]) * int(columns[j])))
        for (i, j), n in np.ndenumerate(table)
        if n
    ]
    # Rounding may leave a hair below zero where all groups have the same shares.
    return Fraction(max(0.0, 2 * fsum(parts)))


def _sparse(table: NDArray[np.int64]) -> int:
    """Return how many expected counts are small."""
    rows, columns = table.sum(axis=1, dtype=np.float64), table.sum(axis=0, dtype=np.float64)
    return int((np.outer(rows, columns) < SPARSE * float(table.sum())).sum())


def _checked(tables: object) -> NDArray[np.int64]:
    """Return the counts as an array of three dimensions, after checking them."""
    try:
        raw = np.asarray(tables)
    except ValueError:
        raw = np.empty(0)
    if raw.ndim != 3 or raw.size == 0 or raw.dtype.kind not in "iuf" or raw.shape[1] == 0:
        raise ArgumentError("transition_homogeneity() needs counts of shape (groups, from, to)")
    if not (np.isfinite(raw).all() and (raw >= 0).all() and (raw == np.floor(raw)).all()):
        raise ArgumentError("transition_homogeneity() needs whole numbers of steps from 0 up")
    return raw.astype(np.int64)
