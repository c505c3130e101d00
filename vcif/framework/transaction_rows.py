"""Customs records as rows of one form: firm, year, flow, value, product and flags, null = not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vcif._errors import ArgumentError, DataError, nearest
from vcif.framework.firm_places import FirmPlaces

IMPORT, EXPORT = 1, 2
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Values are added up in thousandths: of values with three decimals at most these are whole numbers, whose
# sums have no rounding, so that the order of the records changes no digit.
PARTS = 1000.0
MOST = 1e290  # beyond it a value is none of money, and sums could pass all floats


@dataclass(frozen=True)
class Columns:
    """The columns of a table of customs records, by their names, and the labels of the two flows."""

    firm: str
    date: str
    flow: str
    value: str
    product: str | None
    quantity: str | None
    processing: str | None
    re_import: str | None
    imports: tuple[str | int, ...]
    exports: tuple[str | int, ...]

    @property
    def optional(self) -> list[str]:
        """The further columns that are named."""
        named = (self.product, self.quantity, self.processing, self.re_import)
        return [name for name in named if name is not None]


def coded_rows(
    transactions: pl.LazyFrame, columns: Columns, firms: FirmPlaces, *, processing_counts: bool
) -> pl.LazyFrame:
    """Return the records as firm, year, side, strange, value, product, back and out.

    `firm` is the place of the firm's identifier among `firms`, where it is put when it is first met; `side`
    is 1 for imports, 2 for exports, null where the flow is not known; `strange` is a flow that is neither, as
    text; `value`, in thousandths, is null where it is missing, NaN, infinite, beyond 1e290, or
    contradicted by the quantity's sign; `back` says whether an import is flagged as a
    re-import (false for exports, null = not known); `out` says whether the record is left out as processing
    trade (null = not known).

    Raises
    ------
    DataError
        When a column is absent or of the wrong kind.
    ArgumentError
        When the flows' labels overlap or are of another kind than the column.
    """
    schema = transactions.collect_schema()
    check_columns(schema, columns)
    side = _side(columns)
    back = pl.lit(False) if columns.re_import is None else pl.col(columns.re_import)
    out = pl.lit(False)
    if columns.processing is not None and not processing_counts:
        out = pl.col(columns.processing).cast(pl.Boolean)
    product = pl.lit(None, pl.Null) if columns.product is None else pl.col(columns.product)
    return transactions.select(
        firms.place(pl.col(columns.firm)).alias("firm"),
        _year(schema[columns.date], columns.date).alias("year"),
        side.alias("side"),
        pl.when(side.is_null()).then(pl.col(columns.flow).cast(pl.String)).alias("strange"),
        _value(columns).alias("value"),
        product.alias("product"),
        pl.when(side == EXPORT).then(False).otherwise(back.cast(pl.Boolean)).alias("back"),
        out.alias("out"),
    )


def _side(columns: Columns) -> pl.Expr:
    """Return the flow as a number."""
    flow = pl.col(columns.flow)
    return (
        pl.when(flow.is_in(list(columns.imports))).then(pl.lit(IMPORT, pl.Int8))
        .when(flow.is_in(list(columns.exports))).then(pl.lit(EXPORT, pl.Int8))
    )  # fmt: skip


def _value(columns: Columns) -> pl.Expr:
    """Return the value in thousandths; null where it is no amount or the quantity's sign contradicts it."""
    value = pl.col(columns.value).cast(pl.Float64)
    known = value.is_between(-MOST, MOST)  # neither NaN nor infinite
    if columns.quantity is not None:
        quantity = pl.col(columns.quantity).cast(pl.Float64)
        known = known & ~(((quantity < 0) & (value > 0)) | ((quantity > 0) & (value < 0))).fill_null(False)
    parts = value * PARTS
    whole = parts.round()
    return pl.when(known).then(pl.when(whole / PARTS == value).then(whole).otherwise(parts))


def _year(kind: pl.DataType, name: str) -> pl.Expr:
    """Return the year of a date: a date, a year, or year, month (and day) as a number or as text."""
    date = pl.col(name)
    if isinstance(kind, pl.Date | pl.Datetime):
        year = date.dt.year()
    elif kind == pl.String:
        year = date.str.strip_chars().str.slice(0, 4).cast(pl.Int32, strict=False)
    else:
        whole = date.cast(pl.Int64, strict=False)
        year = (
            pl.when(whole > 9_999_999).then(whole // 10_000).when(whole > 99_999).then(whole // 100)
            .otherwise(whole).cast(pl.Int32, strict=False)
        )  # fmt: skip
    return pl.when(year.is_between(FIRST_YEAR, LAST_YEAR)).then(year).cast(pl.Int32)


def check_columns(schema: pl.Schema, columns: Columns) -> None:
    """Raise unless the columns are there and of a kind that can be read."""
    for name in (columns.firm, columns.date, columns.flow, columns.value, *columns.optional):
        if name not in schema:
            raise DataError(
                f"categories_from_transactions() needs the column {name!r}{nearest(name, schema.names())}"
            )
    if schema[columns.firm].is_nested():
        raise DataError(
            f"categories_from_transactions() needs one identifier a record in {columns.firm!r}; "
            f"got {schema[columns.firm]}"
        )
    date = schema[columns.date]
    if not (isinstance(date, pl.Date | pl.Datetime) or date.is_integer() or date in (pl.String, pl.Null)):
        raise DataError(
            "categories_from_transactions() needs dates (or years, or text that begins with the year) in "
            f"{columns.date!r}; got {date}"
        )
    flow = schema[columns.flow]
    texts = isinstance(flow, pl.String | pl.Categorical | pl.Enum | pl.Null)
    if not (texts or flow.is_integer()):
        raise DataError(
            f"categories_from_transactions() needs text or whole numbers in {columns.flow!r}; got {flow}"
        )
    for name in (columns.value, *([columns.quantity] if columns.quantity else [])):
        if not (schema[name].is_numeric() or schema[name] == pl.Null):
            raise DataError(f"categories_from_transactions() needs numbers in {name!r}; got {schema[name]}")
    for name in [flag for flag in (columns.processing, columns.re_import) if flag is not None]:
        if schema[name] not in (pl.Boolean, pl.Null):
            raise DataError(
                f"categories_from_transactions() needs yes/no in {name!r}; got {schema[name]}; make it so: "
                f'transactions.with_columns(pl.col("{name}") == "yes"), for example'
            )
    _check_labels(schema, columns)


def _check_labels(schema: pl.Schema, columns: Columns) -> None:
    """Raise unless the flows' labels are different and of the column's kind."""
    labels: Sequence[str | int] = (*columns.imports, *columns.exports)
    if len(set(labels)) < len(labels) or not columns.imports or not columns.exports:
        raise ArgumentError(
            "categories_from_transactions() needs different labels for imports and exports; got "
            f"{list(columns.imports)} and {list(columns.exports)}"
        )
    kind = int if schema[columns.flow].is_integer() else str
    if schema[columns.flow] != pl.Null and not all(type(label) is kind for label in labels):
        raise ArgumentError(
            f"categories_from_transactions() needs labels of the kind of {columns.flow!r} "
            f"({schema[columns.flow]}); got {list(columns.imports)} and {list(columns.exports)}"
        )
    kind_of_flow = schema[columns.flow]
    levels = list(kind_of_flow.categories) if isinstance(kind_of_flow, pl.Enum) else list(labels)
    absent = [label for label in labels if label not in levels]
    if absent:
        raise ArgumentError(
            f"categories_from_transactions() needs labels that {columns.flow!r} can hold; got {absent[0]!r}"
        )
