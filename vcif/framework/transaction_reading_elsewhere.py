"""Customs records, read by another engine: it adds them up, and firm-years and odd records are collected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from vcif._engines import collected
from vcif.framework.firm_places import FirmPlaces
from vcif.framework.transaction_labels import refuse_labels
from vcif.framework.transaction_netting import CELL_KINDS, CELL_PARTS
from vcif.framework.transaction_reading import Reading
from vcif.framework.transaction_rows import EXPORT, IMPORT, Columns
from vcif.framework.transaction_rows_elsewhere import coded_elsewhere
from vcif.framework.transaction_sums import KINDS, ODD, SUMMED, UNPLACED

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

_TYPES = {"year": pl.Int32, "side": pl.Int8, "value": pl.Float64, "out": pl.Boolean}


def read_elsewhere(
    transactions: nw.LazyFrame[Any], columns: Columns, firms: FirmPlaces, *, processing_counts: bool
) -> Reading:
    """Return what customs records in another engine add up to.

    Raises
    ------
    DataError
        When every flow that is there is another than the labels.
    """
    import narwhals.stable.v2 as nw

    rows = coded_elsewhere(transactions, columns, processing_counts=processing_counts)
    summed = rows.group_by("kind").agg(nw.len().alias("n"), nw.col("side").count(), nw.col("strange").count())
    found = collected(summed)
    counted = dict(found.select("kind", "n").rows())
    labels = _labels(rows, int(found["side"].sum())) if found["strange"].sum() else Counter()
    sums = _with_places(collected(_firm_years(rows)), firms)
    odd = collected(rows.filter(nw.col("kind") == UNPLACED).select(*ODD))
    by_product = columns.product is not None
    cells = _with_places(collected(_cells(rows)), firms).lazy() if by_product else pl.LazyFrame()
    return Reading(
        parts=iter([sums]),
        touched=sums.filter("touched").select("firm", "year"),
        unplaced=_with_places(odd, firms).select(ODD),
        labels=labels,
        kinds=[int(counted.get(kind, 0)) for kind in range(UNPLACED + 1)],
        cells=lambda touched: cells.join(touched.lazy(), on=["firm", "year"], how="semi"),
        by_product=by_product,
    )


def _labels(rows: nw.LazyFrame[Any], sides: int) -> Counter[str]:
    """Return the flows that are no labels, with the records that have them; raise where all are such."""
    import narwhals.stable.v2 as nw

    dated = ~nw.col("firm").is_null() & ~nw.col("year").is_null() & (nw.col("kind") == UNPLACED)
    strange = rows.filter(~nw.col("strange").is_null()).select("strange", n=dated.cast(nw.Int64))
    found = collected(strange.group_by("strange").agg(nw.col("n").sum()))
    refuse_labels(found["strange"], sides=sides)
    return Counter({label: int(n) for label, n in found.select("strange", "n").rows() if n})


def _with_places(found: pl.DataFrame, firms: FirmPlaces) -> pl.DataFrame:
    """Return collected rows with the firm's place, and in the types that rows of polars have."""
    whole = [
        pl.col(name).cast(pl.Int64)
        for name in found.columns
        if name.endswith(("_n", "_blank", "_corrections", "_zeros"))
    ]
    typed = [pl.col(name).cast(kind) for name, kind in _TYPES.items() if name in found.columns]
    touched = [pl.col("touched").cast(pl.Int64) > 0] if "touched" in found.columns else []
    return found.with_columns(firms.place(pl.col("firm")), *whole, *typed, *touched)


def _firm_years(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the sums of every firm and year: SUMMED, and touched."""
    import narwhals.stable.v2 as nw

    kind, columns = nw.col("kind"), {}
    for side in ("import", "export"):
        for part in ("plus", "minus"):
            there = kind == KINDS[f"{side}_{part}"]
            columns[f"{side}_{part}"] = nw.when(there).then(nw.col("value")).otherwise(nw.lit(0.0))
        for part, of_kind in (("n", "plus"), ("blank", "blank")):
            there = kind == KINDS[f"{side}_{of_kind}"]
            columns[f"{side}_{part}"] = nw.when(there).then(nw.lit(1)).otherwise(nw.lit(0))
    dated = rows.filter(~nw.col("firm").is_null(), ~nw.col("year").is_null())
    touched = nw.when(_is_touched()).then(nw.lit(1)).otherwise(nw.lit(0))
    added = dated.select("firm", "year", touched=touched, **columns).group_by("firm", "year")
    return added.agg(nw.col("touched").max(), *(nw.col(name).sum() for name in SUMMED))


def _is_touched() -> nw.Expr:
    """Return whether a placed record is not simply a positive value."""
    import narwhals.stable.v2 as nw

    simple = [KINDS["import_plus"], KINDS["export_plus"]]
    return nw.col("kind").is_between(1, UNPLACED - 1) & ~nw.col("kind").is_in(simple)


def _cells(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the sums of the products of firm-years that are touched, as `transaction_netting.cells_of`."""
    import narwhals.stable.v2 as nw

    keys = ["firm", "year"]
    touched = rows.filter(_is_touched()).select(*keys).unique()
    placed = rows.filter(nw.col("kind").is_between(1, UNPLACED - 1)).join(touched, on=keys, how="semi")
    side, back, value = nw.col("side"), nw.col("back"), nw.col("value")
    of_kind = {
        "import": (side == IMPORT) & ~back.is_null() & ~back,
        "export": side == EXPORT,
        "back": (side == IMPORT) & ~back.is_null() & back,
        "maybe": (side == IMPORT) & back.is_null(),
    }
    of_part = {
        "plus": (value > 0, value, 0.0), "minus": (value < 0, value, 0.0), "n": (value > 0, nw.lit(1), 0),
        "blank": (value.is_null(), nw.lit(1), 0), "corrections": (value < 0, nw.lit(1), 0),
        "zeros": (value == 0, nw.lit(1), 0),
    }  # fmt: skip
    columns = {
        f"{kind}_{part}": nw.when(of_kind[kind] & there).then(amount).otherwise(nw.lit(nothing))
        for kind in CELL_KINDS
        for part, (there, amount, nothing) in ((part, of_part[part]) for part in CELL_PARTS)
    }
    cells = placed.select(*keys, "product", **columns).group_by(*keys, "product")
    return cells.agg(*(nw.col(name).sum() for name in columns))
