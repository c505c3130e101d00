"""Sort firms into C1 to C4 by their overseas upstream and downstream activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

import polars as pl

from vcif._columns import CATEGORY
from vcif._errors import ArgumentError, DataError, nearest, require_one_of
from vcif.framework.rules import any_activity, at_least

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Rule = Literal["any", "threshold"]


def classify(
    firms: Frame,
    *,
    rule: Rule = "any",
    upstream: Sequence[str] | str = "upstream",
    downstream: Sequence[str] | str = "downstream",
    threshold: float | tuple[float, float] | None = None,
    inclusive: bool = True,
) -> Frame:
    """Return the firms with their category: C1 neither, C2 upstream only, C3 downstream only, C4 both.

    A firm of which one side is not known gets no category (null), never a guess: unknown is not "no".

    Parameters
    ----------
    firms
        One row per firm (or firm and wave), DataFrame or LazyFrame.
    rule
        "any": any yes among a side's columns; "threshold": the sum of a side's columns reaches `threshold`.
    upstream, downstream
        The columns of each side: yes/no (Boolean) or numbers that are not negative (0 = none).
    threshold
        For the threshold rule: the smallest sum that counts, in the columns' unit (0.1 = 10 % of a share,
        2 = two activities); a pair gives (upstream, downstream).
    inclusive
        Whether a sum equal to the threshold counts as engaged.

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        The same rows in the same order and kind of frame, with `category` (Enum C1 to C4, null = not
        known) added; under the threshold rule `upstream` and `downstream` hold what the rule says.

    Raises
    ------
    DataError
        When a column is absent, is neither yes/no nor a number, or (in a DataFrame) is negative or NaN.
    ArgumentError
        When the rule is unknown, or a threshold is missing, not positive, or given without its rule.

    Notes
    -----
    Missing answers follow Kleene's three-valued logic, see `any_activity` and `at_least`.

    Source
    ------
    Curci, Mackoy and Yagi (2013), Journal of Comparative International Management 16(1), 3-22.

    Examples
    --------
    >>> firms = pl.DataFrame({"upstream": [False, True, None], "downstream": [False, True, True]})
    >>> classify(firms)["category"].to_list()
    ['C1', 'C4', None]
    >>> shares = pl.DataFrame({"import_share": [0.3, 0.0], "export_share": [0.05, 0.4]})
    >>> by_share = {"rule": "threshold", "upstream": "import_share", "downstream": "export_share"}
    >>> classify(shares, **by_share, threshold=0.1)["category"].to_list()
    ['C2', 'C3']
    """
    require_one_of("classify", "rule", rule, ("any", "threshold"))
    sides = (_names(upstream), _names(downstream))
    _check_columns(firms, [name for side in sides for name in side])
    limits = _thresholds(rule, threshold)
    up, down = (
        any_activity(side) if limits is None else at_least(side, limit, inclusive=inclusive)
        for side, limit in zip(sides, limits or (0.0, 0.0), strict=True)
    )
    return firms.with_columns(upstream=up, downstream=down).with_columns(category=_category())


def _category() -> pl.Expr:
    """Return the category; the names order as the two facts do, so that both unknown stays null."""
    up, down = pl.col("upstream"), pl.col("downstream")
    return (
        pl.when(~up & ~down).then(pl.lit("C1"))
        .when(up & ~down).then(pl.lit("C2"))
        .when(~up & down).then(pl.lit("C3"))
        .when(up & down).then(pl.lit("C4"))
        .otherwise(None)
        .cast(CATEGORY)
    )  # fmt: skip


def _names(columns: Sequence[str] | str) -> list[str]:
    """Return a side's columns as a list."""
    return [columns] if isinstance(columns, str) else list(columns)


def _thresholds(rule: Rule, threshold: float | tuple[float, float] | None) -> tuple[float, float] | None:
    """Return the two sides' thresholds, or None under the any-activity rule."""
    if rule == "any":
        if threshold is not None:
            raise ArgumentError('classify() uses a threshold only with rule="threshold"; got rule="any"')
        return None
    if threshold is None:
        raise ArgumentError('classify(rule="threshold") needs a threshold, for example threshold=0.1')
    pair = threshold if isinstance(threshold, tuple) else (threshold, threshold)
    if len(pair) != 2 or not all(0 < limit < float("inf") for limit in pair):
        raise ArgumentError(f"classify() needs a positive threshold (or a pair of them); got {threshold!r}")
    return pair


def _check_columns(firms: pl.DataFrame | pl.LazyFrame, names: list[str]) -> None:
    """Raise unless every column is there and is yes/no or a number."""
    schema = firms.collect_schema()
    for name in names:
        if name not in schema:
            raise DataError(f"classify() needs the column {name!r}{nearest(name, schema.names())}")
        if not (schema[name] == pl.Boolean or schema[name].is_numeric() or schema[name] == pl.Null):
            raise DataError(
                f"classify() needs yes/no or numbers in {name!r}; got {schema[name]}; "
                "read the file with a codebook, whose lists say what counts as yes"
            )
    if isinstance(firms, pl.DataFrame):
        _check_values(firms, [name for name in names if schema[name].is_numeric()])


def _check_values(firms: pl.DataFrame, names: list[str]) -> None:
    """Raise where an activity is negative, NaN or infinite: a code that was not declared, most likely."""
    for name in names:
        bad = firms.filter((pl.col(name) < 0) | ~pl.col(name).cast(pl.Float64).is_finite())
        if bad.height:
            raise DataError(
                f"classify() needs numbers of at least 0 in {name!r}; got {bad[name][0]} in {bad.height} "
                "rows; declare missing codes in the codebook, or make them null"
            )
