"""Sort firms into C1 to C4 by their overseas upstream and downstream activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import polars as pl

from vcif._columns import CATEGORY
from vcif._engines import open_frame, polars_schema, same_kind
from vcif._errors import ArgumentError, DataError, nearest, require_one_of
from vcif.framework.classify_elsewhere import with_category
from vcif.framework.rules import any_activity, at_least

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

Frame = TypeVar("Frame", bound="IntoFrame")
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
        One row per firm (or firm and wave): a DataFrame or LazyFrame of polars, a frame of pandas or pyarrow,
        a relation of DuckDB, a DataFrame of Spark, or another that narwhals takes.
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
    the same kind of frame
        The same rows in the same order, with `category` (null = not known) added; `upstream` and `downstream`
        hold what the rule says. The category is an Enum C1 to C4 in polars, and text elsewhere. DuckDB and
        Spark compute it when they are asked for it.

    Raises
    ------
    DataError
        When a column is absent, is neither yes/no nor a number, or (in a frame in memory) is negative, NaN or
        infinite. In pandas NaN is how nothing is written, and means not known. Where a frame is computed
        later, such a number cannot be refused, and is not known.
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
    limits = _thresholds(rule, threshold)
    needed = [name for side in sides for name in side]
    frame = open_frame("classify", firms, needed)
    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        _check_columns(frame.collect_schema(), needed)
        if isinstance(frame, pl.DataFrame):
            _check_values(frame, needed)
        found: Any = _classified(frame, sides, limits, inclusive)
        return cast("Frame", found if frame is firms else same_kind("classify", firms, _added(found)))
    _check_columns(polars_schema(frame), needed)
    return cast("Frame", with_category(frame, sides, limits, inclusive=inclusive).to_native())


def _classified(
    firms: pl.DataFrame | pl.LazyFrame,
    sides: Sequence[list[str]],
    limits: tuple[float, float] | None,
    inclusive: bool,
) -> pl.DataFrame | pl.LazyFrame:
    """Return a polars frame with the two activities and the category."""
    up, down = (
        any_activity(side) if limits is None else at_least(side, limit, inclusive=inclusive)
        for side, limit in zip(sides, limits or (0.0, 0.0), strict=True)
    )
    return firms.with_columns(upstream=up, downstream=down).with_columns(category=_category())


def _added(found: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """Return what was added, for a frame without Enums."""
    return found.lazy().select("upstream", "downstream", pl.col("category").cast(pl.String)).collect()


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


def _check_columns(schema: pl.Schema, names: list[str]) -> None:
    """Raise unless every column is there and is yes/no or a number."""
    for name in names:
        if name not in schema:
            raise DataError(f"classify() needs the column {name!r}{nearest(name, schema.names())}")
        if not (schema[name] == pl.Boolean or schema[name].is_numeric() or schema[name] == pl.Null):
            raise DataError(
                f"classify() needs yes/no or numbers in {name!r}; got {schema[name]}; "
                "read the file with a codebook, whose lists say what counts as yes"
            )


def _check_values(firms: pl.DataFrame, names: list[str]) -> None:
    """Raise where an activity is negative, NaN or infinite: a code that was not declared, most likely."""
    for name in names:
        if not firms.schema[name].is_numeric():
            continue
        bad = firms.filter((pl.col(name) < 0) | ~pl.col(name).cast(pl.Float64).is_finite())
        if bad.height:
            raise DataError(
                f"classify() needs numbers of at least 0 in {name!r}; got {bad[name][0]} in {bad.height} "
                "rows; declare missing codes in the codebook, or make them null"
            )
