"""The rules that say when a firm engages in a side of the value chain, and who changes with the rule."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import polars.selectors as cs

from vcif._columns import CATEGORY
from vcif._errors import ArgumentError, DataError


def any_activity(columns: Sequence[str]) -> pl.Expr:
    """Return the any-activity rule over some columns, in Kleene's logic.

    Any yes gives yes; all no gives no; otherwise the answer is not known (null), never "no".

    Parameters
    ----------
    columns
        Boolean columns, or numbers of which everything above 0 counts as yes; a negative number, NaN or
        infinity is not known.

    Returns
    -------
    polars.Expr
        Boolean; null = not known.

    Source
    ------
    Kleene, S. C. (1952), Introduction to Metamathematics, section 64 (strong three-valued "or").

    Examples
    --------
    >>> frame = pl.DataFrame({"imports": [True, False, False], "offices": [None, None, False]})
    >>> frame.select(upstream=any_activity(["imports", "offices"])).to_series().to_list()
    [True, None, False]
    """
    if not columns:
        raise ArgumentError("any_activity() needs at least one column; got none")
    named = cs.by_name(*columns)
    return pl.any_horizontal(named & cs.boolean(), _number(named - cs.boolean()) > 0, pl.lit(False))


def at_least(columns: Sequence[str], threshold: float, *, inclusive: bool = True) -> pl.Expr:
    """Return the threshold rule: the columns' sum reaches a threshold.

    One column of shares gives "at least 10 % of sales abroad"; several yes/no columns give "at least two
    activities". A missing value is taken as anything from 0 upwards, so the answer is yes when the known
    values alone reach the threshold, no when nothing is missing and they do not, and otherwise not known;
    for yes/no columns, whose missing value can add 1 at most, "no" is also known when even that would not
    be enough.

    Parameters
    ----------
    columns
        Columns of shares (0 to 1), counts or yes/no; a negative number, NaN or infinity is not known.
    threshold
        The smallest sum that counts as engaged, in the unit of the columns.
    inclusive
        Whether a sum equal to the threshold counts.

    Returns
    -------
    polars.Expr
        Boolean; null = not known.

    Examples
    --------
    >>> frame = pl.DataFrame({"fsts": [0.25, 0.1, 0.0, None]})
    >>> frame.select(downstream=at_least(["fsts"], 0.1)).to_series().to_list()
    [True, True, False, None]
    """
    if not columns:
        raise ArgumentError("at_least() needs at least one column; got none")
    known = pl.sum_horizontal([_number(pl.col(name)) for name in columns])
    most = known + _most_that_missing_adds(columns)
    # 0.7 + 0.1 falls short of 0.8 in floating point: a sum that is equal but for rounding counts as equal
    limit = threshold * (1 - 1e-12 if inclusive else 1 + 1e-12)
    reached, reachable = (known >= limit, most >= limit) if inclusive else (known > limit, most > limit)
    return pl.when(reached).then(True).when(~reachable).then(False).otherwise(None)


def _number(column: pl.Expr) -> pl.Expr:
    """Return a column as numbers; what is negative, NaN or infinite is no amount, and so not known."""
    number = column.cast(pl.Float64)
    return pl.when((number >= 0) & (number < float("inf"))).then(number)


def _most_that_missing_adds(columns: Sequence[str]) -> pl.Expr:
    """Return how much missing values could add: 1 each in yes/no columns, without limit in numbers."""
    named = cs.by_name(*columns)
    answers = pl.sum_horizontal(pl.lit(0), (named & cs.boolean()).is_null().cast(pl.Int64))
    numbers = pl.any_horizontal(pl.lit(False), _number(named - cs.boolean()).is_null())
    return pl.when(numbers).then(pl.lit(float("inf"))).otherwise(answers.cast(pl.Float64))


def compare_rules(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Return how many firms each pair of categories holds under two rules of classification.

    Parameters
    ----------
    first, second
        Two classified frames of the same firms (`firm_id`, `wave` where there are waves, `category`).

    Returns
    -------
    polars.DataFrame
        One row per pair that occurs: `first` and `second` (Enum, null = not known), `n`; rows with
        `first` unequal to `second` are the firms that change.

    Raises
    ------
    DataError
        When the two frames do not hold the same firms.

    Examples
    --------
    >>> firms = pl.DataFrame({"firm_id": ["a", "b"], "category": ["C1", "C3"]})
    >>> stricter = pl.DataFrame({"firm_id": ["b", "a"], "category": ["C1", "C1"]})
    >>> compare_rules(firms, stricter).rows()
    [('C1', 'C1', 1), ('C3', 'C1', 1)]
    """
    keys = [name for name in ("firm_id", "wave") if name in first.columns]
    joined = first.select(*keys, first=pl.col("category").cast(CATEGORY)).join(
        second.select(*keys, second=pl.col("category").cast(CATEGORY)),
        on=keys,
        how="inner",
        nulls_equal=True,
        validate="1:1",
    )
    if not first.height == second.height == joined.height:
        raise DataError(
            "compare_rules() needs the same firms twice; "
            f"got {first.height} and {second.height} rows, of which {joined.height} match"
        )
    counted = joined.group_by("first", "second").agg(n=pl.len().cast(pl.Int64))
    return counted.sort("first", "second", nulls_last=True)
