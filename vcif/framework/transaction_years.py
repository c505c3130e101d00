"""Firm-years judged: active on a side, not active, or not known; with the category, as a survey has them."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vcif.framework.classify import classify
from vcif.framework.firm_places import FirmPlaces
from vcif.framework.transaction_doubts import doubts_of, with_doubts
from vcif.framework.transaction_netting import NET_COLUMNS
from vcif.framework.transaction_reading import Reading
from vcif.framework.transaction_register import listed_firm_years
from vcif.framework.transaction_rule import ActivityRule

Register = pl.DataFrame | pl.LazyFrame | None
_KEYS = ("firm", "year")
_FLAGS = ("in_records", "in_register")


def judge_firm_years(
    reading: Reading, rule: ActivityRule, firms: FirmPlaces, register: Register
) -> pl.DataFrame:
    """Return all firm-years in the glossary's columns, and whether a record and the register have them.

    Without a register they are judged part by part, so that only their few columns are ever held whole.
    """
    doubts = doubts_of(reading.unplaced.filter(pl.col("firm").is_not_null()))
    parts: Iterable[pl.LazyFrame] = (part.with_columns(in_records=True) for part in reading.firm_years())
    if register is None:
        parts = (part.with_columns(in_register=True) for part in parts)
    else:
        parts = [_with_register(pl.concat(list(parts)), register, firms)]
    sides = {"upstream": rule.active("import"), "downstream": rule.active("export")}
    kept = (*_KEYS, "import_value", "export_value", "import_n", "export_n", *_FLAGS)
    judged = (classify(with_doubts(part, *doubts).select(*kept, **sides)) for part in parts)
    return pl.concat([_as_survey(part, firms).collect(engine="streaming") for part in judged])


def _with_register(
    firm_years: pl.LazyFrame, register: pl.DataFrame | pl.LazyFrame, firms: FirmPlaces
) -> pl.LazyFrame:
    """Return the firm-years with those of the register that no record shows."""
    years = firm_years.select(pl.col("year").unique())
    listed = listed_firm_years(register, firms, years).lazy().with_columns(in_register=True)
    return firm_years.join(listed, on=_KEYS, how="full", coalesce=True).with_columns(
        pl.col(_FLAGS).fill_null(False), *(pl.col(name).fill_null(0) for name in NET_COLUMNS)
    )


def _as_survey(firm_years: pl.LazyFrame, firms: FirmPlaces) -> pl.LazyFrame:
    """Return firm-years in the glossary's columns."""
    total = pl.col("import_value") + pl.col("export_value")
    return firm_years.select(
        firms.text(pl.col("firm")).alias("firm_id"),
        pl.col("year").cast(pl.Int64).alias("wave"),
        "upstream",
        "downstream",
        "category",
        "import_value",
        "export_value",
        pl.when(total > 0).then(pl.col("import_value") / total).alias("import_share"),
        pl.when(total > 0).then(pl.col("export_value") / total).alias("export_share"),
        pl.col("import_n").cast(pl.Int64),
        pl.col("export_n").cast(pl.Int64),
        *_FLAGS,
    )
