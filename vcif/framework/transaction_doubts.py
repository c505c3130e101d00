"""What records that cannot be placed could change: they never turn into "no"."""

from __future__ import annotations

import polars as pl

from vcif.framework.transaction_netting import FLAGGED
from vcif.framework.transaction_rows import EXPORT, IMPORT, PARTS

DOUBTS = ("more", "more_n", "less")


def doubts_of(odd: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what doubtful records could add to or take from a side: by firm and year, and by firm.

    `odd` are coded rows of known firms whose year or flow is not known, or of which it is not known whether
    they are processing trade that is left out. The second frame holds those without a year: they could
    belong to any.
    """
    columns = [expression for side in ("import", "export") for expression in _of_side(side)]
    dated = odd.filter(pl.col("year").is_not_null()).group_by("firm", "year").agg(columns)
    undated = odd.filter(pl.col("year").is_null()).group_by("firm").agg(columns)
    return dated, undated


def _of_side(side: str) -> list[pl.Expr]:
    """Return the sums of the records that could be on a side."""
    place = IMPORT if side == "import" else EXPORT
    there = pl.col("side").eq_missing(pl.lit(place, pl.Int8)) | pl.col("side").is_null()
    value = pl.col("value")
    size = pl.when(value.is_null()).then(float("inf")).otherwise(value)
    return [
        pl.when(there & (size > 0)).then(size).otherwise(0.0).sum().alias(f"{side}_more"),
        (there & (size > 0)).sum().cast(pl.Int64).alias(f"{side}_more_n"),
        pl.when(there & (size < 0)).then(-size).otherwise(0.0).sum().alias(f"{side}_less"),
    ]


def with_doubts(firm_years: pl.LazyFrame, dated: pl.DataFrame, undated: pl.DataFrame) -> pl.LazyFrame:
    """Return firm-years with what is certain and what is possible of each side, in the values' own unit.

    Columns `import_...` and `export_...`: value and n (as the known records have them), more and more_n
    (what doubtful records could add; more is infinite where a value is missing), less (what they could take
    away), raw (transactions before netting, of which a doubtful record could bring some back).
    """
    joined = firm_years.join(dated.lazy(), on=["firm", "year"], how="left")
    joined = joined.join(undated.lazy(), on="firm", how="left", suffix="_of_firm")
    names = [f"{side}_{name}" for side in ("import", "export") for name in DOUBTS]
    added = [pl.col(name).fill_null(0) + pl.col(f"{name}_of_firm").fill_null(0) for name in names]
    blanks = (*(f"{side}_{part}" for side in ("import", "export") for part in ("blank", "raw")), *FLAGGED)
    filled = [pl.col(name).fill_null(0) for name in blanks]
    together = joined.with_columns(
        *(sum_of.alias(name) for name, sum_of in zip(names, added, strict=True)), *filled
    )
    judged = together.with_columns([*_of_values("import"), *_of_values("export")]).with_columns(_of_flags())
    amounts = [f"{side}_{part}" for side in ("import", "export") for part in ("value", "more", "less")]
    return judged.with_columns(pl.col(amounts) / PARTS)


def _of_values(side: str) -> list[pl.Expr]:
    """Return a side with its transactions of unknown value: they are some, of any size."""
    blank = pl.col(f"{side}_blank")
    n = pl.col(f"{side}_n")
    raw = pl.when(pl.col(f"{side}_raw") > 0).then(pl.col(f"{side}_raw")).otherwise(n)
    return [
        (n + blank).alias(f"{side}_n"),
        (raw + blank).alias(f"{side}_raw"),
        (pl.col(f"{side}_more") + _endless(blank)).alias(f"{side}_more"),
    ]


def _of_flags() -> list[pl.Expr]:
    """Return the imports with what hangs on whether a flagged product goes both ways.

    Where a doubtful record could be an export, an import that was kept could be a re-import; where one
    could undo an export, an import that was set aside could be none.
    """
    exported, undone = pl.col("export_more_n") > 0, pl.col("export_less") > 0
    back = pl.when(undone).then(pl.col("taken_plus") + _endless(pl.col("taken_blank"))).otherwise(0.0)
    back_n = pl.when(undone).then(pl.col("taken_n") + pl.col("taken_blank")).otherwise(0)
    gone = pl.when(exported).then(pl.col("kept_plus") + _endless(pl.col("kept_blank"))).otherwise(0.0)
    return [
        (pl.col("import_more") + pl.col("maybe_plus") + _endless(pl.col("maybe_blank")) + back).alias(
            "import_more"
        ),
        (pl.col("import_more_n") + pl.col("maybe_n") + pl.col("maybe_blank") + back_n).alias("import_more_n"),
        (pl.col("import_less") - pl.col("maybe_minus") + gone).alias("import_less"),
    ]


def _endless(blank: pl.Expr) -> pl.Expr:
    """Return no limit where a transaction has no value."""
    return pl.when(blank > 0).then(float("inf")).otherwise(0.0)
