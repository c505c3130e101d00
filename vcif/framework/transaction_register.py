"""A register of all firms that exist, as firm-years: what is no firm and year is refused, never left out."""

from __future__ import annotations

import polars as pl

from vcif._errors import DataError
from vcif.framework.firm_places import FirmPlaces
from vcif.framework.transaction_rows import FIRST_YEAR, LAST_YEAR
from vcif.framework.waves import check_panel_columns, whole_wave

_FUNCTION = "categories_from_transactions"


def listed_firm_years(
    register: pl.DataFrame | pl.LazyFrame, firms: FirmPlaces, years: pl.LazyFrame
) -> pl.DataFrame:
    """Return the firms (their places) and years of a register; without waves, each firm in each of `years`.

    Raises
    ------
    DataError
        When a column is absent or of the wrong kind, a row has no firm or no year, or one stands twice.
    """
    kinds = register.collect_schema()
    if "firm_id" not in kinds:
        raise DataError(f"{_FUNCTION}() needs the column 'firm_id' in the register")
    rows = register.lazy().select(
        firms.place(pl.col("firm_id")).alias("firm"), *([_year(kinds)] if "wave" in kinds else [])
    )
    listed = rows.collect(engine="streaming")
    blank = listed.height - listed.drop_nulls().height
    if blank:
        what = f"a firm and a year from {FIRST_YEAR} to {LAST_YEAR}" if "wave" in kinds else "a firm"
        raise DataError(
            f"{_FUNCTION}() needs {what} in every row of the register; {blank} of its {listed.height} rows "
            "have none; complete them or take them out"
        )
    if listed.is_duplicated().any():
        raise DataError(f"{_FUNCTION}() needs every firm (and year) once in the register")
    return listed if "wave" in kinds else listed.join(years.collect(engine="streaming"), how="cross")


def _year(kinds: pl.Schema) -> pl.Expr:
    """Return a register's wave as a year; null where it is none."""
    check_panel_columns(_FUNCTION, kinds, ("firm_id", "wave"))
    year = whole_wave(kinds["wave"])
    return pl.when(year.is_between(FIRST_YEAR, LAST_YEAR)).then(year).cast(pl.Int32).alias("year")
