"""Synthetic customs records: firms' imports and exports over some years, with all that goes wrong in them."""

from __future__ import annotations

import numpy as np
import polars as pl

from vcif._errors import ArgumentError
from vcif.dataset.simulate_draws import BoolArray, Draws, IntArray
from vcif.dataset.simulate_firms import SURVEY_YEAR
from vcif.dataset.simulate_histories import START, STEPS

_PRODUCTS = 40  # codes that a firm's trade is drawn from
# Of 1,000: sides without activity that show one stray record; records that are corrected, wholly or in
# part; exports that come back; flows, dates, firms and values that were not recorded; flags that were not.
_STRAY, _CORRECTED, _RETURNED = 40, 20, 12
_NO_FLOW, _NO_DATE, _NO_FIRM, _NO_VALUE, _NO_FLAG = 3, 2, 1, 2, 5
_PROCESSING = 300
_MANY = ((1, 10), (2, 20), (4, 30), (8, 20), (15, 15), (30, 5))  # transactions of an active side: how often


def simulate_transactions(n: int = 400, *, years: int = 5, seed: int = 1) -> pl.DataFrame:
    """Simulate customs records of firms that move between the categories from year to year.

    Parameters
    ----------
    n : int
        Number of firms, 1 or more; those that never trade have no record.
    years : int
        Number of years, 1 or more; the last is 2023.
    seed : int
        Start of the random numbers, 0 or more. The same seed gives the same records on every platform.

    Returns
    -------
    polars.DataFrame
        One row per record: firm_id, date, flow ("import", "export", or null), product (six digits), value
        (in whole currency units; negative = a correction), processing and re_import (yes/no). Some cells
        are null.

    Raises
    ------
    ArgumentError
        If n, years or seed is not a whole number or is too small.

    Notes
    -----
    No firm exists and nothing was ever shipped. On average an active side has about seven records a year.

    Examples
    --------
    >>> from vcif.dataset.simulate_transactions import simulate_transactions
    >>> simulate_transactions(n=50, years=2, seed=1).columns
    ['firm_id', 'date', 'flow', 'product', 'value', 'processing', 're_import']
    """
    for name, value, low in (("n", n, 1), ("years", years, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            raise ArgumentError(
                f"simulate_transactions() needs a whole number for {name}; got {value!r}; "
                f"allowed: {low} or more"
            )
    firm, year, imports = _active_records(Draws(seed, n), years)
    draws = Draws(seed, firm.size)
    records = _records(firm, SURVEY_YEAR - years + 1 + year, imports, draws)
    corrections, returned = _corrections(records, draws), _returned(records, draws)
    together = pl.concat([records, corrections, returned])
    return _with_gaps(together, Draws(seed, together.height)).sort(
        "date", "firm_id", "product", nulls_last=True, maintain_order=True
    )


def _active_records(draws: Draws, years: int) -> tuple[IntArray, IntArray, BoolArray]:
    """Return one entry per record: firm, year (from 0) and whether it is an import."""
    state = draws.choice("start", START)
    firms, when, sides = [], [], []
    for t in range(years):
        if t:
            moves = [draws.choice(f"step {t} from {i}", weights) for i, weights in enumerate(STEPS)]
            state = np.choose(state, moves).astype(np.int64)
        for side, active in (("import", np.isin(state, (1, 3))), ("export", np.isin(state, (2, 3)))):
            many = np.array([size for size, _ in _MANY])[draws.choice(f"{t} {side} n", [w for _, w in _MANY])]
            stray = draws.chance(f"{t} {side} stray", _STRAY).astype(np.int64)
            times = np.where(active, many, stray)
            firms.append(np.repeat(np.arange(draws.n), times))
            when.append(np.full(int(times.sum()), t))
            sides.append(np.full(int(times.sum()), side == "import"))
    return np.concatenate(firms), np.concatenate(when), np.concatenate(sides)


def _records(firm: IntArray, year: IntArray, imports: BoolArray, draws: Draws) -> pl.DataFrame:
    """Return the records without anything that goes wrong."""
    own = (firm * 7 + draws.whole("product", 0, 4) + np.where(imports, 0, 3)) % _PRODUCTS
    value = draws.whole("mantissa", 100, 999) * 10 ** draws.whole("size", 0, 3)
    return pl.DataFrame({
        "firm_id": "F" + pl.Series(firm + 1).cast(pl.String).str.zfill(4),
        "date": pl.Series(year * 10_000 + draws.whole("month", 1, 12) * 100 + draws.whole("day", 1, 28)),
        "flow": np.where(imports, "import", "export"),
        "product": pl.Series(840_000 + own * 10).cast(pl.String),
        "value": value.astype(np.float64),
        "processing": draws.chance("processing", _PROCESSING),
        "re_import": np.zeros(firm.size, dtype=np.bool_),
    }).with_columns(pl.col("date").cast(pl.String).str.to_date("%Y%m%d"))  # fmt: skip


def _corrections(records: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Return corrections of some records: one in two takes all of the value back, the others half."""
    chosen = records.filter(pl.Series(draws.chance("corrected", _CORRECTED)))
    whole = pl.Series(Draws(draws.seed, chosen.height).chance("whole", 500), dtype=pl.Boolean)
    half = (pl.col("value") / 2).floor()
    return chosen.with_columns(value=-pl.when(whole).then(pl.col("value")).otherwise(half))


def _returned(records: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Return re-imports of some exported goods, a part of their value."""
    chosen = records.filter(pl.Series(draws.chance("returned", _RETURNED)), pl.col("flow") == "export")
    return chosen.with_columns(
        flow=pl.lit("import"), value=(pl.col("value") / 4).ceil(), re_import=pl.lit(True)
    )


def _with_gaps(records: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Return the records with some cells empty."""
    gaps = {
        "flow": _NO_FLOW, "date": _NO_DATE, "firm_id": _NO_FIRM, "value": _NO_VALUE, "processing": _NO_FLAG,
        "re_import": _NO_FLAG,
    }  # fmt: skip
    return records.with_columns(
        pl.when(~pl.Series(draws.chance(f"gap {name}", rate))).then(pl.col(name)).alias(name)
        for name, rate in gaps.items()
    )
