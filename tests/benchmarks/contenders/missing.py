"""How many limits a contender did not find: a job that gives up is quick."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

_EFFECT = ("conf_low", "conf_high")
_DIFFERENCE = ("difference_low", "difference_high")


def limits_missing(result: pl.DataFrame | Mapping[str, pl.DataFrame]) -> int:
    """Return how many limits of effects, and of Games-Howell's differences, are null or NaN.

    >>> limits_missing({"anova": pl.DataFrame({"conf_low": [0.1, None], "conf_high": [float("nan"), 0.2]})})
    2
    """
    frames = {"": result} if isinstance(result, pl.DataFrame) else result
    found = 0
    for name, frame in frames.items():
        wanted = (*_EFFECT, *_DIFFERENCE) if name == "games_howell" else _EFFECT
        for column in frame.select(pl.col(set(wanted) & set(frame.columns))):
            found += column.null_count() + int(column.is_nan().sum())
    return found
