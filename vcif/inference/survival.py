"""How many firms are not yet in C4, time by time: Kaplan-Meier curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl

from vcif._columns import schema
from vcif._errors import require_one_of
from vcif.inference.arrivals import ROUTES, Arrivals, arrivals
from vcif.inference.checks import check_level
from vcif.inference.distributions.tails import normal_quantile

Limits = Literal["log_log", "greenwood"]
Row = dict[str, object]


def survival_curves(
    times: pl.DataFrame,
    *,
    by: str | None = "path",
    groups: Sequence[str] = ROUTES,
    limits: Limits = "log_log",
    level: float = 0.95,
) -> pl.DataFrame:
    """Return the Kaplan-Meier curves of the time to C4: the share of firms not yet there, by group.

    Parameters
    ----------
    times
        As `waiting_times` returns it (a DataFrame); firms without a time are left out.
    by
        The column of the groups, or None for one curve of all firms.
    groups
        The groups, the two routes if left out.
    limits
        "log_log": limits on the scale of log(-log S), which stay within 0 and 1 and hold their level in small
        samples; "greenwood": S plus and minus its standard error, cut at 0 and 1.
    level
        Confidence level, at each time on its own.

    Returns
    -------
    polars.DataFrame
        One row per group and time from 0 to the group's longest, with the columns of `FRAMES["survival"]`.
        std_error is Greenwood's. Where no firm has arrived yet, and where all have, the limits are not
        defined: null, with the reason in `note`. A group without firms has no row.

    Raises
    ------
    DataError
        When a column is absent, or a time is negative.
    ArgumentError
        When limits or level are not as above.

    Notes
    -----
    Arrivals are known to the wave: a time of 2 means between the first and the second wave after the first
    step abroad.

    Source
    ------
    Kaplan and Meier (1958), JASA 53, 457-481; Greenwood (1926), Reports on Public Health 33; log-log
    limits: Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data.

    Examples
    --------
    >>> times = pl.DataFrame({
    ...     "path": ["market_seeking"] * 4,
    ...     "time": [1, 1, 2, 3],
    ...     "reached": [True, False, True, False],
    ... })
    >>> survival_curves(times).select("time", "n_risk", "n_events", "n_censored", "survival").rows()
    [(0, 4, 0, 0, 1.0), (1, 4, 1, 1, 0.75), (2, 2, 1, 0, 0.375), (3, 1, 0, 1, 0.375)]
    """
    require_one_of("survival_curves", "limits", limits, ("log_log", "greenwood"))
    check_level("survival_curves", level)
    named: list[str | None] = [None] if by is None else list(groups)
    rows = []
    for name, firms in zip(named, arrivals("survival_curves", times, by, named), strict=True):
        rows += [{"group": name, "conf_level": level} | row for row in _curve(firms, limits, level)]
    kind = pl.Enum([name for name in named if name is not None])
    return pl.DataFrame(rows, schema=schema("survival", kind))


def _curve(firms: Arrivals, limits: Limits, level: float) -> list[Row]:
    """Return one group's rows, from time 0 to its longest."""
    if firms.time.size == 0:
        return []
    from statsmodels.duration.survfunc import SurvfuncRight

    found = SurvfuncRight(firms.time, firms.reached)
    at = {int(time): place for place, time in enumerate(found.surv_times)}
    rows, survival, error = [], 1.0, 0.0
    for time in range(int(firms.time.max()) + 1):
        if time in at:
            survival, error = float(found.surv_prob[at[time]]), float(found.surv_prob_se[at[time]])
        here = firms.time == time
        row: Row = {"time": time, "n_risk": int((firms.time >= time).sum())}
        row |= {
            "n_events": int(firms.reached[here].sum()),
            "n_censored": int((1 - firms.reached[here]).sum()),
        }
        rows.append(row | {"survival": survival} | _limits(survival, error, limits, level))
    return rows


def _limits(survival: float, error: float, limits: Limits, level: float) -> Row:
    """Return the standard error and the limits, or why there are none."""
    if survival == 1:
        return {"std_error": 0.0, "note": "no firm has arrived yet: no limits"}
    if survival == 0:
        return {"note": "every firm that was still observed has arrived: no limits"}
    z = normal_quantile(level)
    if limits == "greenwood":
        low, high = max(0.0, survival - z * error), min(1.0, survival + z * error)
    else:
        # The error of log(-log S) is that of S over S |log S|.
        width = z * error / (survival * abs(np.log(survival)))
        low, high = float(survival ** np.exp(width)), float(survival ** np.exp(-width))
    return {"std_error": error, "conf_low": low, "conf_high": high}
