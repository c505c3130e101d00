"""Describe each indicator by group: means, spreads, quartiles and intervals, from the tally alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import schema
from vcif._errors import ArgumentError, DataError
from vcif._tables import IndicatorTable, ParsedTally, parse_tally
from vcif.indicators.quartiles import quartiles, weighted_quantile

Numbers = dict[str, NDArray[np.float64]]


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
    numbers = _weighted(parsed) if weighted else _unweighted(parsed, level)
    return _frame(parsed, numbers)


def _frame(parsed: ParsedTally, numbers: Numbers) -> pl.DataFrame:
    """Return the result, a row for each group of each table; NaN is null."""
    kinds = schema("descriptives", parsed.groups)
    tables = parsed.tables
    words: dict[str, list[Any]] = {
        "indicator": [table.indicator for table in tables for _ in table.groups],
        "block": [table.block for table in tables for _ in table.groups],
        "group": [group for table in tables for group in table.groups],
        "n": [n for table in tables for n in table.sizes],
        "n_missing": [n for table in tables for n in table.missing],
    }
    columns = [pl.Series(name, values, dtype=kinds[name]) for name, values in words.items()]
    columns += [pl.Series(name, numbers[name], nan_to_null=True) for name in kinds if name not in words]
    return pl.DataFrame(columns)


def _unweighted(parsed: ParsedTally, level: float) -> Numbers:
    """Return the numbers of all rows: exact sums, rounded once."""
    from scipy.special import stdtrit

    exact = [row for table in parsed.tables for row in _exact(table)]
    mean, variance, error = np.array(exact, dtype=np.float64).reshape(-1, 3).T
    df = np.array([n - 1 for table in parsed.tables for n in table.sizes], dtype=np.float64)
    spread = df > 0
    margin = np.full(df.shape, np.nan)
    margin[spread] = -stdtrit(df[spread], (1 - level) / 2) * np.sqrt(error[spread])
    q1, median, q3 = quartiles(parsed.tables)
    quarters = {"q1": q1, "median": median, "q3": q3}
    return quarters | {
        "mean": mean,
        "sd": np.sqrt(variance),
        "conf_low": mean - margin,
        "conf_high": mean + margin,
    }


def _exact(table: IndicatorTable) -> list[tuple[float, float, float]]:
    """Return each group's mean, variance and squared standard error; NaN where there are too few firms."""
    nan, counts = math.nan, table.counts
    if counts is None:
        return [(nan, nan, nan)] * len(table.groups)
    d, rows = counts.denominator, []
    for n, total, square in zip(table.sizes, counts.whole_sums, counts.whole_squares, strict=True):
        mean = total / (n * d) if n else nan  # a quotient of whole numbers is rounded once
        scale = n * (n - 1) * d * d
        rows.append((mean, square / scale, square / (n * scale)) if scale else (mean, nan, nan))
    return rows


def _weighted(parsed: ParsedTally) -> Numbers:
    """Return the numbers of all rows with firms weighted."""
    rows = [_weighted_row(table, i) for table in parsed.tables for i in range(len(table.groups))]
    names = ("mean", "sd", "median", "q1", "q3", "conf_low", "conf_high")
    return {name: np.array([row.get(name, math.nan) for row in rows], dtype=np.float64) for name in names}


def _weighted_row(table: IndicatorTable, i: int) -> dict[str, float]:
    """Return one group's numbers with firms weighted; a group without weight has none."""
    n = table.sizes[i]
    if table.counts is None or table.weights is None or not table.weights[i].any():
        return {}
    scores, shares = np.asarray(table.counts.scores), table.weights[i] / table.weights[i].sum()
    mean = float(shares @ scores)
    q1, median, q3 = (weighted_quantile(scores, shares, quarter / 4) for quarter in (1, 2, 3))
    row = {"mean": mean, "q1": q1, "median": median, "q3": q3}
    if n < 2:
        return row
    return row | {"sd": math.sqrt(float(shares @ (scores - mean) ** 2) * n / (n - 1))}
