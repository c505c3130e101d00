"""p-values of the classical distributions, by the tail itself and never as one minus the rest.

Each function takes numbers or arrays, which broadcast: numbers give a number, arrays an array of the shape to
which they broadcast. Where there is no finite answer it raises ArgumentError, with the values of the first
such element.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from vcif.inference.distributions.arrays import Arguments, Array, Values, arguments

Alternative = Literal["two-sided", "greater", "less"]


@overload
def f_p_value(f: float, df1: float, df2: float) -> float: ...
@overload
def f_p_value(f: Array, df1: Values, df2: Values) -> Array: ...
@overload
def f_p_value(f: float, df1: Array, df2: Values) -> Array: ...
@overload
def f_p_value(f: float, df1: float, df2: Array) -> Array: ...
def f_p_value(f: Values, df1: Values, df2: Values) -> Values:
    """Return P(F > f).

    >>> f_p_value(np.array([4.0, 40.0]), 2, 20).round(9).tolist()
    [0.034571613, 1.02e-07]
    """
    from scipy.special import fdtrc

    came = arguments("f_p_value", f=f, df1=df1, df2=df2)
    at, above, below = came.columns
    return _answer(came, fdtrc(above, below, at), "F from 0 up and degrees of freedom above 0")


@overload
def chi_squared_p_value(statistic: float, df: float) -> float: ...
@overload
def chi_squared_p_value(statistic: Array, df: Values) -> Array: ...
@overload
def chi_squared_p_value(statistic: float, df: Array) -> Array: ...
def chi_squared_p_value(statistic: Values, df: Values) -> Values:
    """Return P(X > statistic).

    >>> chi_squared_p_value(np.array([3.84, 400.0]), np.array([1, 3])).round(6).tolist()
    [0.050044, 0.0]
    """
    from scipy.special import chdtrc

    came = arguments("chi_squared_p_value", statistic=statistic, df=df)
    at, degrees = came.columns
    needs = "a statistic from 0 up and degrees of freedom above 0"
    came.require(degrees > 0, needs)
    return _answer(came, chdtrc(degrees, at), needs)


@overload
def t_p_value(t: float, df: float, alternative: Alternative = "two-sided") -> float: ...
@overload
def t_p_value(t: Array, df: Values, alternative: Alternative = "two-sided") -> Array: ...
@overload
def t_p_value(t: float, df: Array, alternative: Alternative = "two-sided") -> Array: ...
def t_p_value(t: Values, df: Values, alternative: Alternative = "two-sided") -> Values:
    """Return the p-value of a t statistic.

    >>> t_p_value(np.array([2.0, -2.0]), 10, "greater").round(6).tolist()
    [0.036694, 0.963306]
    """
    from scipy.special import stdtr

    came = arguments("t_p_value", t=t, df=df)
    at, degrees = came.columns
    found = _sided(lambda place: stdtr(degrees, place), at, alternative)
    return _answer(came, found, "a statistic and degrees of freedom above 0")


@overload
def normal_p_value(z: float, alternative: Alternative = "two-sided") -> float: ...
@overload
def normal_p_value(z: Array, alternative: Alternative = "two-sided") -> Array: ...
def normal_p_value(z: Values, alternative: Alternative = "two-sided") -> Values:
    """Return the p-value of a standard normal statistic.

    >>> normal_p_value(np.array([1.96, -1.96])).round(6).tolist()
    [0.049996, 0.049996]
    """
    from scipy.special import ndtr

    came = arguments("normal_p_value", z=z)
    return _answer(came, _sided(ndtr, came.columns[0], alternative), "a statistic")


@overload
def t_quantile(level: float, df: float) -> float: ...
@overload
def t_quantile(level: float, df: Array) -> Array: ...
def t_quantile(level: float, df: Values) -> Values:
    """Return the half-width of a two-sided t interval, in standard errors.

    Student's t is symmetric, so the quantile is taken in the lower tail, where it keeps its digits.

    >>> t_quantile(0.95, np.array([10.0, np.inf])).round(6).tolist()
    [2.228139, 1.959964]
    """
    from scipy.special import stdtrit

    came = arguments("t_quantile", level=level, df=df)
    needs = "a level between 0 and 1 and degrees of freedom above 0"
    confidence, degrees = came.columns
    return _answer(came, -stdtrit(degrees, (1 - confidence) / 2), needs)


def normal_quantile(level: float) -> float:
    """Return the half-width of a two-sided normal interval, in standard errors."""
    from scipy.special import ndtri

    return -float(ndtri((1 - level) / 2))


def _sided(below: Callable[[Array], Array], at: Array, alternative: Alternative) -> Array:
    """Return the p-value by the distribution function of a symmetric distribution."""
    if alternative == "two-sided":
        return np.minimum(2 * below(-np.abs(at)), 1.0)
    return below(-at if alternative == "greater" else at)


def _answer(came: Arguments, result: ArrayLike, needs: str) -> Values:
    """Return the result in the shape that was asked for; it is finite, or an argument was out of range."""
    found = np.asarray(result, np.float64)
    came.require(np.isfinite(found), needs)
    return came.shaped(found)
