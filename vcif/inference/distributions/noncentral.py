"""Confidence limits of noncentrality parameters, by inverting the noncentral t and F distributions."""

from __future__ import annotations

import math
from typing import overload

import numpy as np

from vcif._errors import ArgumentError
from vcif.inference.distributions.arrays import Array, Values, arguments
from vcif.inference.distributions.noncentral_f import f_limits
from vcif.inference.distributions.noncentral_t import noncentralities

_NEEDS = "a finite statistic (F from 0 up) and degrees of freedom above 0"


@overload
def noncentral_f_limits(f: float, df1: float, df2: float, level: float = 0.95) -> tuple[float, float]: ...
@overload
def noncentral_f_limits(f: Array, df1: Values, df2: Values, level: float = 0.95) -> tuple[Array, Array]: ...
@overload
def noncentral_f_limits(f: float, df1: Array, df2: Values, level: float = 0.95) -> tuple[Array, Array]: ...
@overload
def noncentral_f_limits(f: float, df1: float, df2: Array, level: float = 0.95) -> tuple[Array, Array]: ...
def noncentral_f_limits(f: Values, df1: Values, df2: Values, level: float = 0.95) -> tuple[Values, Values]:
    """Return the two-sided confidence limits of the noncentrality of an F statistic.

    The limits are the noncentralities under which the observed F is the upper and the lower (1 - level)/2
    point; a limit is 0 where even the central distribution lies beyond it.

    Parameters
    ----------
    f
        Observed statistic, 0 or more: a number or an array.
    df1, df2
        Degrees of freedom, above 0: numbers or arrays.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float or array
        Lower and upper limit of lambda, of the shape to which f, df1 and df2 broadcast. An element does not
        depend on the others.

    Raises
    ------
    ArgumentError
        When a value is out of range; the first such element is named.
    NotComputableError
        When a limit cannot be found in double precision.

    Notes
    -----
    `scipy.special.ncfdtrinc` is good to some four digits only, so the root of the distribution function
    itself is sought, by Halley's method on the scale of the normal quantile. That function fails when F is
    very large; there the root of the noncentral chi-squared is normal about sqrt(lambda) +
    (df1 - 1)/(2 sqrt(lambda)), so the limits are those of t = sqrt(df1 F).

    Source
    ------
    Steiger, J. H. (2004), Psychological Methods 9(2), 164-182.

    Examples
    --------
    >>> [round(limit, 6) for limit in noncentral_f_limits(15.4105982, 3, 75)]
    [18.913147, 79.182504]
    >>> [limit.round(6).tolist() for limit in noncentral_f_limits(np.array([0.02, 15.4105982]), 3, 75)]
    [[0.0, 18.913147], [0.0, 79.182504]]
    """
    _check_level("noncentral_f_limits", level)
    came = arguments("noncentral_f_limits", f=f, df1=df1, df2=df2)
    at, above, below = came.columns
    came.require((at >= 0) & (at < math.inf) & (above > 0) & (below > 0), _NEEDS)
    low, high = f_limits(*came.flat(), level=level)
    return came.shaped(low), came.shaped(high)


@overload
def noncentral_t_limits(t: float, df: float, level: float = 0.95) -> tuple[float, float]: ...
@overload
def noncentral_t_limits(t: Array, df: Values, level: float = 0.95) -> tuple[Array, Array]: ...
@overload
def noncentral_t_limits(t: float, df: Array, level: float = 0.95) -> tuple[Array, Array]: ...
def noncentral_t_limits(t: Values, df: Values, level: float = 0.95) -> tuple[Values, Values]:
    """Return the two-sided confidence limits of the noncentrality of a t statistic.

    Parameters
    ----------
    t
        Observed statistic: a number or an array.
    df
        Degrees of freedom, above 0: a number or an array.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float or array
        Lower and upper limit of delta, of the shape to which t and df broadcast; relative error at most 1e-11
        or so. An element does not depend on the others.

    Raises
    ------
    ArgumentError
        When a value is out of range; the first such element is named.
    NotComputableError
        When degrees of freedom are so small that a limit cannot be found in double precision.

    Notes
    -----
    The lower limit is a quantile of t S + Z, S being the root mean square of df standard normals and Z one
    more of them, and the upper limit is that of -t with its sign changed: limits turn round with t.
    `scipy.special.nctdtr` is NaN at many negative noncentralities and loses digits from some hundred on, so
    the distribution function is integrated here, by the trapezoidal rule.

    Source
    ------
    Cumming, G. and Finch, S. (2001), Educational and Psychological Measurement 61(4), 532-574.

    Examples
    --------
    >>> [round(limit, 6) for limit in noncentral_t_limits(2.0, 10)]
    [-0.183517, 4.101135]
    >>> [limit.round(6).tolist() for limit in noncentral_t_limits(np.array([2.0, -2.0]), 10)]
    [[-0.183517, -4.101135], [4.101135, 0.183517]]
    """
    _check_level("noncentral_t_limits", level)
    came = arguments("noncentral_t_limits", t=t, df=df)
    came.require(np.isfinite(came.columns[0]) & (came.columns[1] > 0), _NEEDS)
    flat, degrees = came.flat()
    found = noncentralities(np.append(flat, -flat), np.append(degrees, degrees), (1 - level) / 2)
    return came.shaped(found[: flat.size]), came.shaped(-found[flat.size :])


def _check_level(function: str, level: float) -> None:
    """Raise unless the level is one."""
    if isinstance(level, np.ndarray) or not 0 < level < 1:
        raise ArgumentError(f"{function}() needs a level between 0 and 1; got {level!r}")
