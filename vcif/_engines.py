"""Frames of other engines: what may come in instead of a polars frame, and what is made of it.

A polars frame goes through untouched. Of a frame that another library holds in memory (pandas, pyarrow) the
columns that are needed become a polars frame. What another engine computes when it is asked (DuckDB, Spark)
stays there as a lazy narwhals frame, and only small results are collected. narwhals is loaded for such frames
alone, and no engine is ever imported that the user did not bring.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._errors import ArgumentError, DataError

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

Polars = pl.DataFrame | pl.LazyFrame
# What pyarrow and polars raise at a column that they cannot take over; lack of memory is another matter.
_UNREADABLE = (
    ValueError,
    TypeError,
    NotImplementedError,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
)


def open_frame(
    function: str, frame: object, needed: Sequence[str], also: Sequence[str] = ()
) -> Polars | nw.LazyFrame[Any]:
    """Return a frame as polars has it, or as narwhals reads it where its engine computes when asked.

    Of what another library holds in memory only the columns `needed` are taken, and those of `also` that are
    there.

    Raises
    ------
    ArgumentError
        When it is no frame of an engine that is known.
    DataError
        When a column holds what no column of numbers, texts or yes/no can hold.
    """
    if isinstance(frame, Polars):
        return frame
    found = _narwhals_frame(function, frame)
    native = found.to_native()
    if isinstance(native, Polars):
        return native
    if hasattr(found, "collect"):
        elsewhere: nw.LazyFrame[Any] = found
        return elsewhere
    return _in_memory(function, found, needed, also)


def polars_frame(function: str, frame: object, needed: Sequence[str], also: Sequence[str] = ()) -> Polars:
    """Return a frame as polars has it; as `open_frame`, but not for engines that compute when asked."""
    found = open_frame(function, frame, needed, also)
    if not isinstance(found, Polars):
        raise ArgumentError(
            f"{function}() goes from firm to firm and does not run in {found.implementation}; "
            "collect the columns that it needs as a polars frame first"
        )
    return found


def require_polars(function: str, frame: object) -> None:
    """Raise unless a frame is one of polars, for functions that give back the frame that they take."""
    if not isinstance(frame, Polars):
        raise ArgumentError(
            f"{function}() needs a frame of polars; got {type(frame).__name__}; make one by "
            "pl.DataFrame(frame) from pandas or pyarrow, frame.pl() from DuckDB, or "
            "pl.DataFrame(frame.toArrow()) from Spark"
        )


def collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return a small result of another engine."""
    found: pl.DataFrame = frame.collect("polars").to_native()
    return found


def polars_schema(frame: nw.LazyFrame[Any]) -> pl.Schema:
    """Return the columns of another engine's frame with the types that polars would give them."""
    return frame.collect_schema().to_polars()


def as_text(rows: nw.LazyFrame[Any], name: str) -> nw.Expr:
    """Return a column of text or yes/no as text."""
    import narwhals.stable.v2 as nw

    if rows.collect_schema()[name].is_boolean():
        return nw.when(nw.col(name)).then(nw.lit("true")).when(~nw.col(name)).then(nw.lit("false"))
    return nw.col(name).cast(nw.String)


def same_kind(function: str, frame: object, columns: pl.DataFrame) -> Any:
    """Return an in-memory frame of another library with columns added or replaced, row by row."""
    found = _narwhals_frame(function, frame)
    native, implementation = found.to_native(), found.implementation
    if implementation.is_pyarrow():
        import pyarrow as pa

        for column in columns.get_columns():
            values = pa.array(column.to_arrow(compat_level=pl.CompatLevel.oldest()))
            place = native.column_names.index(column.name) if column.name in native.column_names else None
            native = (
                native.append_column(column.name, values)
                if place is None
                else native.set_column(place, column.name, values)
            )
        return native
    if implementation.is_pandas():
        return native.assign(**{column.name: _pandas_array(column) for column in columns.get_columns()})
    raise ArgumentError(f"{function}() does not write into frames of {implementation}; use frame.to_arrow()")


def _narwhals_frame(function: str, frame: object) -> Any:
    """Return a frame as narwhals reads it."""
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError

    try:
        return nw.from_native(frame)
    except DuplicateError as fault:
        raise DataError(f"{function}() needs columns with different names; {_one_line(fault)}") from fault
    except TypeError as fault:
        raise ArgumentError(
            f"{function}() needs a frame of polars, pandas, pyarrow, DuckDB or Spark; "
            f"got {type(frame).__name__}"
        ) from fault


def _in_memory(function: str, frame: Any, needed: Sequence[str], also: Sequence[str]) -> pl.DataFrame:
    """Return columns that another library holds in memory; NaN in pandas is its word for nothing: null."""
    import narwhals.stable.v2 as nw

    schema = frame.collect_schema()
    if set(needed) - set(schema):  # whoever needs the column says so, and which of these names is like it
        return pl.DataFrame(schema=dict.fromkeys(schema, pl.Null))
    taken = []
    for name in dict.fromkeys([*needed, *(name for name in also if name in schema)]):
        try:
            column = frame.select(name).to_polars()[name]
        except _UNREADABLE as fault:
            raise DataError(
                f"{function}() cannot read the column {name!r}; "
                f"it needs values of one kind, numbers, text or yes/no ({_one_line(fault)})"
            ) from fault
        kind = schema[name]
        if isinstance(kind, nw.Enum):
            column = column.cast(pl.Enum(kind.categories))
        taken.append(
            _as_meant(column, frame[name].to_native()) if frame.implementation.is_pandas() else column
        )
    return pl.DataFrame(taken)


def _as_meant(column: pl.Series, native: Any) -> pl.Series:
    """Return a column of pandas as what it stands for.

    pandas has no whole numbers with gaps but as floats, and objects of which none is there have no kind.
    """
    gaps = column.null_count()
    if gaps == column.len() and native.dtype == "object":
        return column.cast(pl.Null)
    if column.dtype == pl.Float64 and gaps > 0:
        number = column.drop_nulls()
        if ((number == number.floor()) & (number.abs() < 2**53)).all():
            return column.cast(pl.Int64)
    return column


def _pandas_array(column: pl.Series) -> Any:
    """Return a column for pandas: yes/no as "boolean", which knows a third answer, text as "string"."""
    import pandas as pd

    if column.dtype == pl.Boolean:
        return pd.array(column.to_list(), dtype="boolean")
    return pd.array(column.to_list(), dtype="string")


def _one_line(fault: Exception) -> str:
    """Return an error's text on one line, not too long."""
    return " ".join(str(fault).split())[:200]
