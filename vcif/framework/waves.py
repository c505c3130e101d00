"""The waves of a panel as whole numbers, what is asked in each, and activities that do not vary in one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif._errors import DataError, nearest

SIDES = ("upstream", "downstream")


def whole_wave(dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Return the wave as a whole number; null where it is missing or none."""
    wave = pl.col("wave")
    if dtype == pl.String:
        return wave.str.strip_chars().cast(pl.Int64, strict=False)
    if dtype in (pl.Float32, pl.Float64) or isinstance(dtype, pl.Decimal):
        number = wave.cast(pl.Float64)
        return (
            pl.when(number.is_finite() & (number == number.floor())).then(number).cast(pl.Int64, strict=False)
        )
    return wave.cast(pl.Int64, strict=False)


def check_panel_columns(function: str, schema: pl.Schema, names: Sequence[str]) -> None:
    """Raise unless the columns are there and the wave is a number or text."""
    for name in names:
        if name not in schema:
            hint = "; run classify() first" if name == "category" else nearest(name, schema.names())
            raise DataError(f"{function}() needs the column {name!r}{hint}")
    kind = schema["wave"]
    if not (kind.is_numeric() or kind in (pl.String, pl.Null)):
        raise DataError(
            f"{function}() needs whole numbers (years or rounds) in 'wave'; got {kind}; "
            "of a date, take the year"
        )


def constant_waves(summary: pl.DataFrame, activity: str) -> list[tuple[int, str]]:
    """Return the waves in which an activity does not vary over two or more firms, and what they all say."""
    found = []
    columns = ("wave", "n", *(f"{activity} {what}" for what in ("known", "least", "most", "kind")))
    for wave, n, known, least, most, kind in summary.select(columns).rows():
        if n > 1 and (known == 0 or least == most):
            answer = {0.0: "no", 1.0: "yes"}[least] if kind == "yes_no" and known else f"{least or 0:g}"
            found.append((wave, f"every firm that answers says {answer}" if known else "nobody answers"))
    return found


def wave_summary(firms: pl.LazyFrame, activities: Sequence[str]) -> pl.DataFrame:
    """Return one row per wave with n and what `constant_waves` reads of each activity."""
    wave = whole_wave(firms.collect_schema()["wave"])
    chosen = firms.select("firm_id", wave.alias("wave"), *activities)
    placed = pl.col("firm_id").is_not_null() & pl.col("wave").is_not_null()
    return summarize_waves(chosen, placed, activities).drop_nulls("wave")


def summarize_waves(rows: pl.LazyFrame, placed: pl.Expr, activities: Sequence[str]) -> pl.DataFrame:
    """Return one row per wave, in rising order, and a null wave for rows that cannot be placed."""
    schema = rows.collect_schema()
    counts = [pl.len().cast(pl.Int64).alias("n")]
    for name in activities:
        answer = pl.col(name).cast(pl.Float64)
        kind = "yes_no" if schema[name] == pl.Boolean else "number"
        counts += [
            answer.count().alias(f"{name} known"),
            answer.min().alias(f"{name} least"),
            answer.max().alias(f"{name} most"),
            pl.lit(kind).first().alias(f"{name} kind"),
        ]
    wave = pl.when(placed).then("wave").alias("wave")
    return rows.group_by(wave).agg(counts).sort("wave", nulls_last=True).collect(engine="streaming")
