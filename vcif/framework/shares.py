"""Shares with their confidence intervals, as columns."""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

from vcif._errors import ArgumentError


def with_shares(frame: pl.DataFrame, total: pl.Expr, level: float) -> pl.DataFrame:
    """Return a frame of counts `n` with share, conf_low and conf_high of a total; null where the total is 0.

    The interval is Wilson's: unlike the Wald interval it holds its level for small n and for shares near 0
    and 1 and never leaves 0 to 1, and unlike Clopper and Pearson's it is not wider than its level asks.

    Source: Wilson (1927), JASA 22, 209-212; Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    n, whole = pl.col("n").cast(pl.Float64), total.cast(pl.Float64)
    centre = (n + z * z / 2) / (whole + z * z)
    half = z / (whole + z * z) * (n * (whole - n) / whole + z * z / 4).sqrt()
    there = whole > 0
    # At 0 and 1 a limit is exact; rounding would put it beside the end by a hair.
    low = pl.when(n == 0).then(0.0).otherwise(centre - half)
    high = pl.when(n == whole).then(1.0).otherwise(centre + half)
    return frame.with_columns(
        share=pl.when(there).then(n / whole),
        conf_low=pl.when(there).then(low),
        conf_high=pl.when(there).then(high),
    )


def check_share_level(function: str, level: float) -> None:
    """Raise unless the confidence level lies between 0 and 1."""
    if not 0 < level < 1:
        raise ArgumentError(f"{function}() needs a level between 0 and 1; got {level!r}")
