"""The studentized range: upper tail with full relative accuracy, and quantiles."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import overload

import numpy as np

from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.distributions.arrays import Array, Values, arguments
from vcif.inference.distributions.normal_range import scaled_range_tail
from vcif.inference.distributions.normal_scale_roots import Rows, normal_scale_roots
from vcif.inference.distributions.piecewise import Piecewise, fitted
from vcif.inference.distributions.root_mean_square_nodes import AS_INFINITE, nodes_and_weights

_NODES, _REACH = 48, 8.4  # a step of 0.35: enough from one degree of freedom on
_NEVER = 1e3  # a range of normals that never happens in double precision, nor does one of 60
_ROWS = 64  # elements at a time, so that what is at work stays in the processor's cache
_TABLED = (1e-6, 0.99)  # outside, a table would have to be so fine that few quantiles are worth it
_SOLVABLE = (1e-150, 1 - 1e-6)  # outside, the bound or the tail does not hold the digits of a quantile


@overload
def studentized_range_sf(q: float, k: int, df: float) -> float: ...
@overload
def studentized_range_sf(q: Array, k: int, df: Values) -> Array: ...
@overload
def studentized_range_sf(q: float, k: int, df: Array) -> Array: ...
def studentized_range_sf(q: Values, k: int, df: Values) -> Values:
    """Return P(Q > q), Q being the range of k standard normals over an independent root mean square.

    Parameters
    ----------
    q
        Studentized range, 0 or more: a number or an array.
    k
        Number of groups, at least 2.
    df
        Degrees of freedom of the root mean square, at least 1 (infinity allowed): a number or an array.

    Returns
    -------
    float or array
        The probability, of the shape to which q and df broadcast; relative error at most 1e-11 or so down to
        1e-300. An element does not depend on the others.

    Raises
    ------
    ArgumentError
        When a value is out of range; the first such element is named.

    Notes
    -----
    The tail is integrated itself, never as one minus the distribution function. The range of k normals
    exceeds w with probability exp(-w^2/4) h(w), where h is smooth and comes from a table. The mean of that at
    w = q S, over the root mean square S, is (1 + x^2)^(-df/2) times the mean of h(S q/sqrt(1 + x^2)), with
    x^2 = q^2/(2 df): exactly, for the exponential only tilts the density of S. What remains is the mean of a
    function that varies little, so that the same nodes serve the middle and the farthest tail. SciPy and R
    work with one minus the distribution function, so that nothing is left below about 1e-12.

    Source
    ------
    Copenhaver, M. D. and Holland, B. (1988), Journal of Statistical Computation and Simulation 30, 1-15, for
    the double integral.

    Examples
    --------
    >>> f"{studentized_range_sf(3.5, 4, 20):.12f}", f"{studentized_range_sf(20, 4, 1000):.9e}"
    ('0.094958450546', '9.468791060e-41')
    >>> studentized_range_sf(np.array([3.5, 20.0]), 4, np.array([20.0, 1000.0])).round(6).tolist()
    [0.094958, 0.0]
    """
    came = arguments("studentized_range_sf", q=q, k=k, df=df)
    ranges, _, degrees = came.columns
    good = (ranges >= 0) & (ranges < math.inf) & (degrees >= 1) & _is_count(k)
    came.require(good, "q >= 0, at least two groups and df >= 1")
    flat, _, degrees = came.flat()
    return came.shaped(_tail(flat, int(k), degrees))


def _is_count(k: float) -> bool:
    """Return whether k is a number of groups, two or more."""
    return not isinstance(k, np.ndarray) and bool(2 <= k < math.inf and k == int(k))


def _tail(q: Array, k: int, df: Array) -> Array:
    """Return P(Q > q), a cacheful of elements at a time."""
    tail = np.empty(q.size)
    for i in range(0, q.size, _ROWS):
        tail[i : i + _ROWS] = _few_tails(q[i : i + _ROWS], k, np.minimum(df[i : i + _ROWS], AS_INFINITE))
    return tail


def _few_tails(q: Array, k: int, df: Array) -> Array:
    """Return P(Q > q)."""
    x = q / np.sqrt(2 * df)
    stretch = np.hypot(1, x)
    log_stretch = np.where(x < 1, np.log1p(np.minimum(x, 1) ** 2) / 2, np.log(stretch))
    s, weights = nodes_and_weights(df, _NODES, _REACH)
    width = np.minimum(q / stretch, _NEVER)
    mean = (weights * scaled_range_tail(width[:, None] * s, k)).sum(axis=1)
    return np.where(q > 0, np.minimum(np.exp(-df * log_stretch) * mean, 1.0), 1.0)


@overload
def studentized_range_quantile(p: float, k: int, df: float) -> float: ...
@overload
def studentized_range_quantile(p: float, k: int, df: Array) -> Array: ...
def studentized_range_quantile(p: float, k: int, df: Values) -> Values:
    """Return the q that is exceeded with probability p (p = .05 gives the 95 % point).

    Parameters
    ----------
    p
        Upper tail probability, between 0 and 1.
    k
        Number of groups, at least 2.
    df
        Degrees of freedom, at least 1 (infinity allowed): a number or an array.

    Returns
    -------
    float or array
        The quantile, of the shape of df; relative error at most 1e-11 or so. An element does not depend on
        the others.

    Raises
    ------
    ArgumentError
        When a value is out of range; the first such element is named.
    NotComputableError
        When p is so near 0 or 1 that double precision does not hold the quantile.

    Notes
    -----
    A table of thirty items asks for a hundred quantiles that differ in df only. In units of Bonferroni's
    bound the quantile is a smooth function of 1/df, which is tabulated once for each p and k. Where p is
    below 1e-6 or above 0.99, each quantile is solved for.

    Examples
    --------
    >>> round(studentized_range_quantile(0.05, 3, 27), 6)
    3.506426
    >>> studentized_range_quantile(0.05, 3, np.array([27.0, np.inf])).round(6).tolist()
    [3.506426, 3.314493]
    """
    if isinstance(p, np.ndarray) or not 0 < p < 1:
        raise ArgumentError(f"studentized_range_quantile() needs 0 < p < 1; got {p!r}")
    came = arguments("studentized_range_quantile", k=k, df=df)
    degrees = came.columns[1]
    came.require((degrees >= 1) & _is_count(k), "at least two groups and df >= 1")
    if not _SOLVABLE[0] <= p <= _SOLVABLE[1]:
        raise NotComputableError(f"no quantile of the studentized range in double precision for p = {p!r}")
    tabled = _TABLED[0] <= p <= _TABLED[1]
    share = _share_of_bound(p, int(k))(1 / degrees) if tabled else _solved(p, int(k), degrees)
    return came.shaped(share * _bonferroni_bound(p, k, degrees))


def _bonferroni_bound(p: float, k: int, df: Values) -> Array:
    """Return the quantile if pairs of groups were disjoint events: a little too large."""
    from scipy.special import stdtrit

    return np.asarray(-math.sqrt(2) * stdtrit(df, p / (k * (k - 1))))


@lru_cache(maxsize=64)
def _share_of_bound(p: float, k: int) -> Piecewise:
    """Return the quantile as a share of Bonferroni's bound, a function of 1/df from 0 to 1."""
    return fitted(lambda inverse: _solved(p, k, 1 / inverse), (0.0, 1.0), pieces=4, degree=15, within=1e-11)


def _solved(p: float, k: int, df: Values) -> Array:
    """Return that share by the root of the tail."""
    from scipy.special import ndtri

    degrees = np.atleast_1d(np.asarray(df, dtype=np.float64))
    bound, aim = _bonferroni_bound(p, k, degrees), float(ndtri(p))
    change = 1e-4 / (1 + aim * aim / 10)

    def chances(minus_share: Array, rows: Rows) -> tuple[Array, Array, Array]:
        q, few = -minus_share * bound[rows], degrees[rows]
        more, here, less = (_tail(q * factor, k, few) for factor in (1 - change, 1.0, 1 + change))
        step = -minus_share * change  # differences are exact enough for the derivatives
        return here, (more - less) / (2 * step), (more - 2 * here + less) / step**2

    return -normal_scale_roots(chances, np.full(degrees.size, aim), np.full(degrees.size, -0.98))
