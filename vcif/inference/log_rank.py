"""Whether firms on two paths reach C4 at different rates: log-rank test and hazard ratio."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import schema
from vcif._errors import ArgumentError
from vcif.inference.arrivals import ROUTES, Arrivals, arrivals
from vcif.inference.checks import check_level
from vcif.inference.distributions.tails import normal_quantile
from vcif.inference.groups import join_remarks

Row = dict[str, object]
_LARGEST_ERROR = 50.0  # of a log hazard ratio: beyond it the likelihood has no maximum


def log_rank(
    times: pl.DataFrame, *, by: str = "path", groups: Sequence[str] = ROUTES, level: float = 0.95
) -> pl.DataFrame:
    """Return the log-rank test of two groups' times to C4, and their hazard ratio.

    Null: firms of both groups that are not yet in C4 reach it with the same chance at every time.
    Alternative: they do not. Two-sided, by the chi-squared distribution with one degree of freedom; ties
    are allowed for by the hypergeometric variance.

    Parameters
    ----------
    times
        As `waiting_times` returns it (a DataFrame); firms without a time are left out.
    by
        The column of the groups.
    groups
        Two groups.
    level
        Confidence level of the hazard ratio.

    Returns
    -------
    polars.DataFrame
        One row with the columns of `FRAMES["log_rank"]`. The effect is Cox's hazard ratio of group2 against
        group1 with its Wald interval and Efron's treatment of ties: above 1, firms of group2 arrive sooner.
        What could not be computed is null, with its reason in `note`.

    Raises
    ------
    DataError
        When a column is absent, or a time is negative.
    ArgumentError
        When there are not two groups, or the level is not between 0 and 1.

    Source
    ------
    Mantel (1966), Cancer Chemotherapy Reports 50, 163-170; Cox (1972), Journal of the Royal Statistical
    Society B 34, 187-220.

    Examples
    --------
    >>> times = pl.DataFrame({
    ...     "path": ["market_seeking"] * 4 + ["efficiency_seeking"] * 4,
    ...     "time": [1, 1, 2, 3, 2, 3, 4, 4],
    ...     "reached": [True, True, True, False, True, False, True, False],
    ... })
    >>> round(log_rank(times)["statistic"][0], 4)
    2.2672
    """
    check_level("log_rank", level)
    if isinstance(groups, str) or len(groups) != 2 or groups[0] == groups[1]:
        raise ArgumentError(f"log_rank() needs two different groups; got {groups!r}")
    one, two = arrivals("log_rank", times, by, list(groups))
    row: Row = {"group1": groups[0], "group2": groups[1], "n1": one.time.size, "n2": two.time.size}
    row |= {"method": "log_rank", "effect": "hazard_ratio", "conf_level": level}
    row |= _tested(one, two, groups) | _hazard_ratio(one, two, groups, level)
    notes = [row.pop("test_note", None), row.pop("effect_note", None)]
    row["note"] = join_remarks([note if isinstance(note, str) else None for note in notes])
    return pl.DataFrame([row], schema=schema("log_rank", pl.Enum(list(groups))))


def _tested(one: Arrivals, two: Arrivals, groups: Sequence[str]) -> Row:
    """Return the log-rank test, or why there is none."""
    reason = _no_test(one, two, groups)
    if reason:
        return {"test_note": reason}
    from statsmodels.duration.survfunc import survdiff

    time, reached, second = _together(one, two)
    try:
        statistic, p_value = survdiff(time, reached, second)
    except np.linalg.LinAlgError:  # a variance of 0
        return {"test_note": "at every arrival all firms still observed arrive, or are of one group"}
    return {"statistic": float(statistic), "df": 1.0, "p_value": float(p_value)}


def _no_test(one: Arrivals, two: Arrivals, groups: Sequence[str]) -> str | None:
    """Return why two groups cannot be compared."""
    empty = [name for name, firms in zip(groups, (one, two), strict=True) if firms.time.size == 0]
    if empty:
        return f"no firm with a time in {' or '.join(empty)}"
    events = np.concatenate([one.time[one.reached > 0], two.time[two.reached > 0]])
    both = min(int(one.time.max()), int(two.time.max()))
    return None if (events <= both).any() else "no firm arrives while firms of both groups are observed"


def _together(one: Arrivals, two: Arrivals) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return times, arrivals and group (0 or 1) of both groups' firms."""
    second = np.repeat(np.array([0, 1]), [one.time.size, two.time.size])
    return np.concatenate([one.time, two.time]), np.concatenate([one.reached, two.reached]), second


def _hazard_ratio(one: Arrivals, two: Arrivals, groups: Sequence[str], level: float) -> Row:
    """Return Cox's hazard ratio of the second group, or why there is none."""
    if _no_test(one, two, groups):
        return {}
    none = [name for name, firms in zip(groups, (one, two), strict=True) if not firms.reached.any()]
    if none:
        return {"effect_note": f"no hazard ratio: no firm of {' or '.join(none)} arrives"}
    from statsmodels.duration.hazard_regression import PHReg

    time, reached, second = _together(one, two)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # that it did not converge is seen from the error, and said in the note
        try:
            fit = PHReg(time, second[:, None].astype(np.float64), status=reached, ties="efron").fit(disp=0)
            log_ratio, error = float(fit.params[0]), float(fit.bse[0])
        except np.linalg.LinAlgError:
            log_ratio, error = float("nan"), float("nan")
    if not (np.isfinite(log_ratio) and 0 < error < _LARGEST_ERROR):
        return {"effect_note": "no hazard ratio: the groups' arrivals do not overlap in time"}
    z = normal_quantile(level)
    low, middle, high = (float(np.exp(log_ratio + side * z * error)) for side in (-1, 0, 1))
    return {"estimate": middle, "conf_low": low, "conf_high": high}
