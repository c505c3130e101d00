"""From a Parquet file of customs records to classified firm-years: by vcif, and by hand in polars, DuckDB and pandas.

By hand means what somebody would write who knows the library well and wants these firm-years: net values by firm,
year and flow, transactions that corrections leave, and no "no" where a record's flow is not known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

import vcif

SIDES = ("import", "export")
CATEGORIES = ("C1", "C2", "C3", "C4")


def by_vcif(path: Path, product: str | None = None) -> pl.DataFrame:
    """Return the firm-years."""
    return vcif.categories_from_transactions(pl.scan_parquet(path), product=product).firms


def by_polars(path: Path) -> pl.DataFrame:
    """Return the firm-years: one group-by, in a stream."""
    value, flow = pl.col("value"), pl.col("flow")
    sums = [flow.is_null().sum().alias("unknown")]
    for side in SIDES:
        there = flow == side
        sums += [
            pl.when(there).then(value).otherwise(0.0).sum().alias(f"{side}_net"),
            (there & (value > 0)).sum().alias(f"{side}_plus"),
            (there & value.is_null()).sum().alias(f"{side}_blank"),
        ]
    years = (
        pl.scan_parquet(path)
        .group_by("firm_id", pl.col("date").dt.year().cast(pl.Int64).alias("wave"))
        .agg(sums)
    )
    net = {side: pl.col(f"{side}_net") > 0 for side in SIDES}
    left = years.select(
        "firm_id", "wave", "unknown",
        **{f"{side}_value": pl.when(net[side]).then(f"{side}_net").otherwise(0.0) for side in SIDES},
        **{f"{side}_n": pl.when(net[side]).then(f"{side}_plus").otherwise(0).cast(pl.Int64) + pl.col(f"{side}_blank")
           for side in SIDES},
    )  # fmt: skip
    active = [
        pl.when(pl.col(f"{side}_n") > 0).then(True).when(pl.col("unknown") == 0).then(False) for side in SIDES
    ]
    both = pl.col("import_value") + pl.col("export_value")
    up, down = pl.col("upstream"), pl.col("downstream")
    category = (
        pl.when(~up & ~down).then(pl.lit("C1")).when(up & ~down).then(pl.lit("C2"))
        .when(~up & down).then(pl.lit("C3")).when(up & down).then(pl.lit("C4")).cast(pl.Enum(CATEGORIES))
    )  # fmt: skip
    return left.with_columns(upstream=active[0], downstream=active[1]).select(
        "firm_id", "wave", "upstream", "downstream", category.alias("category"), "import_value", "export_value",
        *(pl.when(both > 0).then(pl.col(f"{side}_value") / both).alias(f"{side}_share") for side in SIDES),
        *(pl.col(f"{side}_n").cast(pl.Int64) for side in SIDES),
    ).collect(engine="streaming")  # fmt: skip


_SQL = """
WITH sums AS (
  SELECT firm_id, year(date) AS wave, count(*) FILTER (flow IS NULL) AS unknown,
    coalesce(sum(value) FILTER (flow = 'import'), 0) AS import_net,
    coalesce(sum(value) FILTER (flow = 'export'), 0) AS export_net,
    count(*) FILTER (flow = 'import' AND value > 0) AS import_plus,
    count(*) FILTER (flow = 'export' AND value > 0) AS export_plus,
    count(*) FILTER (flow = 'import' AND value IS NULL) AS import_blank,
    count(*) FILTER (flow = 'export' AND value IS NULL) AS export_blank
  FROM read_parquet('{path}') GROUP BY firm_id, wave
), nets AS (
  SELECT firm_id, wave, unknown, greatest(import_net, 0) AS import_value, greatest(export_net, 0) AS export_value,
    CASE WHEN import_net > 0 THEN import_plus ELSE 0 END + import_blank AS import_n,
    CASE WHEN export_net > 0 THEN export_plus ELSE 0 END + export_blank AS export_n
  FROM sums
), sides AS (
  SELECT *, CASE WHEN import_n > 0 THEN true WHEN unknown = 0 THEN false END AS upstream,
    CASE WHEN export_n > 0 THEN true WHEN unknown = 0 THEN false END AS downstream
  FROM nets
)
SELECT firm_id, wave, upstream, downstream,
  CASE WHEN NOT upstream AND NOT downstream THEN 'C1' WHEN upstream AND NOT downstream THEN 'C2'
       WHEN NOT upstream AND downstream THEN 'C3' WHEN upstream AND downstream THEN 'C4' END AS category,
  import_value, export_value,
  CASE WHEN import_value + export_value > 0 THEN import_value / (import_value + export_value) END AS import_share,
  CASE WHEN import_value + export_value > 0 THEN export_value / (import_value + export_value) END AS export_share,
  import_n, export_n
FROM sides
"""


def by_duckdb(path: Path) -> Any:
    """Return the firm-years as an Arrow table."""
    import duckdb

    connection = duckdb.connect(config={"preserve_insertion_order": False})
    return connection.sql(_SQL.format(path=path)).to_arrow_table()


def by_pandas(path: Path) -> Any:
    """Return the firm-years as a pandas frame."""
    import pandas as pd

    records = pd.read_parquet(path, columns=["firm_id", "date", "flow", "value"], dtype_backend="pyarrow")
    records["wave"] = records.pop("date").dt.year
    value, flow = records["value"], records["flow"]
    records["unknown"] = flow.isna()
    for side in SIDES:
        there = (flow == side).fillna(False)
        records[f"{side}_net"] = value.where(there, 0.0).fillna(0.0)
        records[f"{side}_plus"] = (there & (value > 0)).fillna(False)
        records[f"{side}_blank"] = there & value.isna()
    years = (
        records.drop(columns=["flow", "value"]).groupby(["firm_id", "wave"], sort=False).sum().reset_index()
    )
    for side in SIDES:
        left = years[f"{side}_net"] > 0
        years[f"{side}_value"] = years[f"{side}_net"].where(left, 0.0)
        years[f"{side}_n"] = years[f"{side}_plus"].where(left, 0) + years[f"{side}_blank"]
    for name, side in zip(("upstream", "downstream"), SIDES, strict=True):
        some = (years[f"{side}_n"] > 0).astype("boolean")
        years[name] = some.where(some | (years["unknown"] == 0))
    both = years["import_value"] + years["export_value"]
    up, down = years["upstream"], years["downstream"]
    years["category"] = pd.Series(None, index=years.index, dtype="string")
    for name, there in zip(CATEGORIES, (~up & ~down, up & ~down, ~up & down, up & down), strict=True):
        years.loc[there.fillna(False), "category"] = name
    for side in SIDES:
        years[f"{side}_share"] = (years[f"{side}_value"] / both).where(both > 0)
    columns = ["import_value", "export_value", "import_share", "export_share", "import_n", "export_n"]
    return years[["firm_id", "wave", "upstream", "downstream", "category", *columns]]
