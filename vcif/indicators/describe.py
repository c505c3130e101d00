"""Describe each indicator by group: means, spreads, quartiles and intervals, from the tally alone."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import schema
from vcif._errors import ArgumentError, DataError
from vcif._tables import IndicatorTable, ParsedTally, parse_tally

Row = dict[str, object]


def describe(
    tally: pl.DataFrame | ParsedTally, *, level: float = 0.95, weighted: bool = False
) -> pl.DataFrame:
    """Return means, standard deviations, quartiles and intervals of the mean, by indicator and group.

    Parameters
    ----------
    tally
        As `tally` returns it (or taken apart once by `parse_tally`, which saves time over several calls).
    level
        Confidence level of the interval of the mean (Student's t).
    weighted
        Whether to weight the firms by their sampling weights. n and n_missing stay counts of firms, and there
        are no intervals, because the sums of weights do not tell the weights' spread.

    Returns
    -------
    polars.DataFrame
        One row per indicator and group with the columns of `FRAMES["descriptives"]`. A group without
        answers has n = 0 and nulls; one with a single answer has no spread and no interval.

    Raises
    ------
    ArgumentError
        When the level is not between 0 and 1.
    DataError
        When the frame is no tally, or has no sampling weights to weight by.

    Notes
    -----
    Means and standard deviations (divisor n - 1) are exact sums, rounded once. Quartiles are of type 7, as
    in R's `quantile`. Weighted, the standard deviation has the divisor (n - 1)/n of the sum of weights, and a
    quartile is the first score at which its share of the weights is reached (between two scores where it is
    reached exactly).

    Source
    ------
    Hyndman, R. J. and Fan, Y. (1996), The American Statistician 50(4), 361-365, for the quartiles.

    Examples
    --------
    >>> import vcif
    >>> firms = pl.DataFrame({"category": ["C2", "C2", "C2"], "growth": [2, 3, 5]})
    >>> describe(vcif.tally(firms, ["growth"])).row(1, named=True)["mean"]
    3.3333333333333335
    """
    if not 0 < level < 1:
        raise ArgumentError(f"describe() needs a level between 0 and 1; got {level!r}")
    parsed = parse_tally("describe", tally)
    if weighted and not parsed.weighted:
        raise DataError("describe(weighted=True) needs a tally with sampling weights; this one has none")
    row_of = _weighted_row if weighted else _row
    rows = [row_of(table, i, level) for table in parsed.tables for i in range(len(table.groups))]
    return pl.DataFrame(rows, schema=schema("descriptives", parsed.groups))


def _row(table: IndicatorTable, i: int, level: float) -> Row:
    """Return one group's row."""
    n = table.sizes[i]
    row: Row = {"indicator": table.indicator, "block": table.block, "group": table.groups[i]}
    row |= {"n": n, "n_missing": table.missing[i]}
    if table.counts is None or n == 0:
        return row
    mean = float(table.counts.sums[i] / n)
    q1, median, q3 = _quartiles(np.asarray(table.counts.scores), table.counts.table[i])
    row |= {"mean": mean, "q1": q1, "median": median, "q3": q3}
    if n < 2:
        return row
    sd = math.sqrt(table.counts.squares[i] / (n - 1))
    margin = _t_quantile(level, n - 1) * math.sqrt(table.counts.squares[i] / (n - 1) / n)
    return row | {"sd": sd, "conf_low": mean - margin, "conf_high": mean + margin}


def _weighted_row(table: IndicatorTable, i: int, level: float) -> Row:
    """Return one group's row with firms weighted; a group without weight has no mean."""
    n = table.sizes[i]
    row: Row = {"indicator": table.indicator, "block": table.block, "group": table.groups[i]}
    row |= {"n": n, "n_missing": table.missing[i]}
    if table.counts is None or table.weights is None or not table.weights[i].any():
        return row
    scores, shares = np.asarray(table.counts.scores), table.weights[i] / table.weights[i].sum()
    mean = float(shares @ scores)
    q1, median, q3 = (_weighted_quantile(scores, shares, quarter / 4) for quarter in (1, 2, 3))
    row |= {"mean": mean, "q1": q1, "median": median, "q3": q3}
    if n < 2:
        return row
    return row | {"sd": math.sqrt(float(shares @ (scores - mean) ** 2) * n / (n - 1))}


def _weighted_quantile(scores: NDArray[np.float64], shares: NDArray[np.float64], wanted: float) -> float:
    """Return the score at which the wanted share is reached; rounding of sums is not taken for a gap."""
    held = shares > 0
    scores, upto = scores[held], np.cumsum(shares[held])
    low, high = (min(int(np.searchsorted(upto, wanted + gap)), scores.size - 1) for gap in (-1e-12, 1e-12))
    return float(scores[low] + scores[high]) / 2


def _quartiles(scores: NDArray[np.float64], n: NDArray[np.int64]) -> list[float]:
    """Return the three quartiles of counted scores, type 7."""
    upto = np.cumsum(n)
    quartiles = []
    for quarter in (1, 2, 3):
        whole, rest = divmod(quarter * (int(upto[-1]) - 1), 4)
        low, high = (
            float(scores[np.searchsorted(upto, place, side="right")])
            for place in (whole, whole + 1 if rest else whole)
        )
        quartiles.append(low + rest / 4 * (high - low))
    return quartiles


def _t_quantile(level: float, df: int) -> float:
    """Return the half-width of a two-sided t interval, in standard errors."""
    from scipy.special import stdtrit

    return -float(stdtrit(df, (1 - level) / 2))
