"""p-values of the classical distributions, by the tail itself and never as one minus the rest."""

from __future__ import annotations

from typing import Literal


def f_p_value(f: float, df1: float, df2: float) -> float:
    """Return P(F > f)."""
    from scipy.special import fdtrc

    return float(fdtrc(df1, df2, f))


def chi_squared_p_value(statistic: float, df: float) -> float:
    """Return P(X > statistic)."""
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))


def t_p_value(
    t: float, df: float, alternative: Literal["two-sided", "greater", "less"] = "two-sided"
) -> float:
    """Return the p-value of a t statistic."""
    from scipy.special import stdtr

    if alternative == "two-sided":
        return min(1.0, 2 * float(stdtr(df, -abs(t))))
    return float(stdtr(df, -t if alternative == "greater" else t))


def normal_p_value(z: float, alternative: Literal["two-sided", "greater", "less"] = "two-sided") -> float:
    """Return the p-value of a standard normal statistic."""
    from scipy.special import ndtr

    if alternative == "two-sided":
        return min(1.0, 2 * float(ndtr(-abs(z))))
    return float(ndtr(-z if alternative == "greater" else z))


def t_quantile(level: float, df: float) -> float:
    """Return the half-width of a two-sided t interval, in standard errors.

    Student's t is symmetric, so the quantile is taken in the lower tail, where it keeps its digits.
    """
    from scipy.special import stdtrit

    return -float(stdtrit(df, (1 - level) / 2))


def normal_quantile(level: float) -> float:
    """Return the half-width of a two-sided normal interval, in standard errors."""
    from scipy.special import ndtri

    return -float(ndtri((1 - level) / 2))
