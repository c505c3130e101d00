"""The files of the jobs at scale: customs records, and a panel of firms over five waves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from tests.benchmarks.transactions import FIRST_YEAR, SEED, YEARS, write_transactions
from vcif._columns import CATEGORIES, CATEGORY


def make_panel(n: int, seed: int = SEED) -> pl.DataFrame:
    """Return n firm-years: firm_id, wave and category, five waves a firm, sorted.

    A firm keeps its category in three steps of four; otherwise any category follows.

    >>> make_panel(10).select("firm_id", "wave").rows()[4:6]
    [('1000000000', 2023), ('1000000001', 2019)]
    """
    firms = n // YEARS
    raw = np.random.PCG64(seed).random_raw(firms * YEARS).reshape(firms, YEARS)
    states = (raw & np.uint64(3)).astype(np.uint32)
    for wave in range(1, YEARS):
        stays = (raw[:, wave] >> np.uint64(2)) % np.uint64(4) < 3
        states[:, wave] = np.where(stays, states[:, wave - 1], states[:, wave])
    firm = np.repeat(np.arange(firms), YEARS) + 1_000_000_000
    return pl.DataFrame({
        "firm_id": pl.Series(firm).cast(pl.String),
        "wave": pl.Series(np.tile(np.arange(FIRST_YEAR, FIRST_YEAR + YEARS), firms)),
        "category": pl.Series(CATEGORIES, dtype=CATEGORY).gather(pl.Series(states.ravel())),
    })  # fmt: skip


def write_data(folder: Path, job: str, n: int) -> Path:
    """Return the Parquet file of a job, made if it is not there yet."""
    if job == "transactions":
        return write_transactions(folder, n)
    path = folder / f"panel-{n}.parquet"
    if not path.exists():
        make_panel(n).write_parquet(path)
    return path
