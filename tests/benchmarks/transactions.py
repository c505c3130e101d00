"""The customs records that every contender gets: seeded, and written block by block, so that any number fits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

SEED = 1
FIRST_YEAR, YEARS = 2019, 5
_DAYS = 1826  # of the five years from 2019 on, one of them a leap year
_PER_FIRM = 50  # records per firm, on average
_BLOCK = 1_000_000
_PRODUCTS = 40
# Of 1,000 records: corrections, values and flows that were not recorded.
_CORRECTED, _NO_VALUE, _NO_FLOW = 20, 2, 1
_START = np.datetime64(f"{FIRST_YEAR}-01-01", "D")


def make_block(n: int, block: int, seed: int = SEED) -> pl.DataFrame:
    """Return one block of a file of n records: firm_id, date, flow, product, value.

    Records come in the order of their dates. Half of them are spread over all firms, half over one firm in
    ten. Three firms in ten import only and three export only, until some begin with the other side in a later
    year; the others do both. Values are whole numbers, whose sums are exact in any order. A block has a
    stream of random numbers of its own, of which only raw bits of PCG64 are used: the same everywhere.

    >>> make_block(1_000, 0).rows()[0]
    ('1000000010', datetime.date(2019, 1, 1), 'export', '840320', 7201.0)
    """
    start = block * _BLOCK
    rows = np.arange(start, min(start + _BLOCK, n), dtype=np.int64)
    first, second = (_raw(seed, stream, block, rows.size) for stream in (0, 1))
    firms = max(n // _PER_FIRM, 10)
    few = (first & np.uint64(1)).astype(bool)
    firm = np.where(
        few, _below(first >> np.uint64(1), firms // 10) * 10, _below(first >> np.uint64(1), firms)
    )
    day = rows * _DAYS // n
    date = _START + day.astype("timedelta64[D]")
    year = date.astype("datetime64[Y]").astype(np.int64) + 1970 - FIRST_YEAR
    imports = _imports(firm, year, (second & np.uint64(1)).astype(bool))
    chance = _below(second >> np.uint64(1), 1_000)
    size = (second >> np.uint64(24)) % np.uint64(9_999) + np.uint64(1)
    corrected = chance < _CORRECTED
    value = size.astype(np.float64) * np.where(corrected, -1.0, 1.0)
    no_value = pl.Series((chance >= _CORRECTED) & (chance < _CORRECTED + _NO_VALUE))
    no_flow = pl.Series(chance >= 1_000 - _NO_FLOW)
    product = (firm * 7 + (second >> np.uint64(40)).astype(np.int64) % 4) % _PRODUCTS
    columns = {
        "firm_id": pl.Series(firm + 1_000_000_000).cast(pl.String),
        "date": pl.Series(date).cast(pl.Date),
        "flow": pl.Series(imports),
        "product": pl.Series(840_000 + product * 10).cast(pl.String),
        "value": pl.Series(value),
    }
    flow = pl.when(pl.col("flow")).then(pl.lit("import")).otherwise(pl.lit("export"))
    return pl.DataFrame(columns).with_columns(
        flow=pl.when(~no_flow).then(flow), value=pl.when(~no_value).then(pl.col("value"))
    )


def _imports(firm: np.ndarray, year: np.ndarray, either: np.ndarray) -> np.ndarray:
    """Return whether each record is an import, by what its firm does in that year."""
    kind, begins = firm // 3 % 10, firm // 30 % 8 + 1
    only = (kind < 6) & (year < begins)
    return np.where(only, kind < 3, either)


def _raw(seed: int, stream: int, block: int, n: int) -> np.ndarray:
    """Return raw 64-bit numbers of one of a block's streams."""
    return np.random.PCG64(np.random.SeedSequence([seed, stream, block])).random_raw(n)


def _below(raw: np.ndarray, most: int) -> np.ndarray:
    """Return whole numbers from 0 to most - 1, from the lower 32 bits."""
    return ((raw & np.uint64(0xFFFFFFFF)) * np.uint64(most) >> np.uint64(32)).astype(np.int64)


def write_transactions(folder: Path, n: int) -> Path:
    """Return the Parquet file of n records in a folder, made if it is not there yet; a row group per block."""
    import pyarrow.parquet as pq

    path = folder / f"transactions-{n}.parquet"
    if path.exists():
        return path
    part = path.with_suffix(".part")
    writer = None
    for block in range(-(-n // _BLOCK)):
        table = make_block(n, block).to_arrow(compat_level=pl.CompatLevel.oldest())
        if writer is None:
            writer = pq.ParquetWriter(
                part, table.schema, compression="zstd", use_dictionary=["flow", "product", "date"]
            )
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return part.rename(path)
