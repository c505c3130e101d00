"""Corrections and re-imports: the firm-years that have any are worked out product by product."""

from __future__ import annotations

import polars as pl

from vcif.framework.transaction_rows import EXPORT, IMPORT

# A sum of values that cancel leaves a hair of rounding; against the sum of their sizes it is nothing.
_NOTHING = 1e-9
CELL_KINDS = ("import", "export", "back", "maybe")
CELL_PARTS = ("plus", "minus", "n", "blank", "corrections", "zeros")
FLAGGED = (
    *(f"maybe_{part}" for part in ("plus", "minus", "n", "blank")),
    *(f"{kind}_{part}" for kind in ("kept", "taken") for part in ("plus", "n", "blank")),
)
NET_COLUMNS = (
    *(f"{side}_{part}" for side in ("import", "export") for part in ("value", "n", "blank", "raw")),
    *FLAGGED,
)
COUNTED = (
    "transactions", "corrections", "zeros", "blanks", "taken_back", "doubtful_back", "kept_back",
    "below_zero", "cancelled",
)  # fmt: skip


def cells_of(rows: pl.LazyFrame, touched: pl.DataFrame) -> pl.LazyFrame:
    """Return the sums of some firm-years' products, by kind of record.

    `rows` are coded rows whose firm, year and flow are known and that are not left out; `touched` names firm
    and year.
    """
    chosen = rows.join(touched.lazy(), on=["firm", "year"], how="semi")
    return chosen.group_by("firm", "year", "product").agg(_sums())


def net_firm_years(cells: pl.LazyFrame) -> pl.DataFrame:
    """Return the net values and transactions of firm-years, with what was netted and set aside.

    `cells` is as `cells_of` returns it. One row per firm and year: NET_COLUMNS and COUNTED. Of a side: value
    and n after netting, blank (transactions of unknown value), raw (transactions before netting). Of flagged
    imports: maybe (the flag is not known and the product goes both ways), kept (not exported as well), taken
    (set aside).
    """
    both_ways = (pl.col("export_n") > 0) | (pl.col("export_blank") > 0)
    settled = (
        cells.with_columns(_net("export")).with_columns(both_ways=both_ways).with_columns(_settled_imports())
    )
    netted = settled.with_columns(_net("import"))
    return netted.group_by("firm", "year").agg(_firm_year()).collect(engine="streaming")


def net_of_sides(sums: pl.DataFrame) -> pl.LazyFrame:
    """Return firm-years with NET_COLUMNS and sides below zero or even, where no product is told apart.

    `sums` has of each side plus, minus, n and blank: the side is one cell.
    """
    none = [pl.lit(0, pl.Int64).alias(name) for name in FLAGGED]
    return sums.lazy().with_columns(*_net("import"), *_net("export"), *none)


def _sums() -> list[pl.Expr]:
    """Return a cell's sums of positive and negative values, and its transactions, by kind."""
    side, value, back = pl.col("side"), pl.col("value"), pl.col("back")
    of_kind = {
        "import": (side == IMPORT) & back.eq_missing(pl.lit(False)),
        "export": side == EXPORT,
        "back": (side == IMPORT) & back.fill_null(False),
        "maybe": (side == IMPORT) & back.is_null(),
    }
    sums = []
    for kind, there in of_kind.items():
        sums += [
            pl.when(there & (value > 0)).then(value).otherwise(0.0).sum().alias(f"{kind}_plus"),
            pl.when(there & (value < 0)).then(value).otherwise(0.0).sum().alias(f"{kind}_minus"),
            (there & (value > 0)).fill_null(False).sum().cast(pl.Int64).alias(f"{kind}_n"),
            (there & value.is_null()).sum().cast(pl.Int64).alias(f"{kind}_blank"),
            (there & (value < 0)).fill_null(False).sum().cast(pl.Int64).alias(f"{kind}_corrections"),
            (there & (value == 0)).fill_null(False).sum().cast(pl.Int64).alias(f"{kind}_zeros"),
        ]
    return sums


def _settled_imports() -> list[pl.Expr]:
    """Return the imports with what is flagged but not exported; the rest is set aside or in doubt."""
    both = pl.col("both_ways")
    taken = [
        pl.when(both).then(f"import_{part}")
        .otherwise(pl.sum_horizontal(f"{kind}_{part}" for kind in ("import", "back", "maybe")))
        .alias(f"import_{part}")
        for part in CELL_PARTS
    ]  # fmt: skip
    named = [
        pl.when(there).then(sum_of).otherwise(0).alias(f"{kind}_{part}")
        for part in CELL_PARTS
        for kind, there, sum_of in (
            ("maybe", both, pl.col(f"maybe_{part}")),
            ("taken", both, pl.col(f"back_{part}")),
            ("kept", ~both, pl.col(f"back_{part}") + pl.col(f"maybe_{part}")),
        )
    ]
    flagged, in_doubt = (
        pl.sum_horizontal(f"{kind}_{part}" for part in CELL_PARTS[2:]) for kind in ("back", "maybe")
    )
    return [
        *taken,
        *named,
        pl.when(both).then(flagged).otherwise(0).alias("taken_back"),
        pl.when(both).then(in_doubt).otherwise(0).alias("doubtful_back"),
        pl.when(both).then(0).otherwise(flagged).alias("kept_back"),
    ]


def _net(side: str) -> list[pl.Expr]:
    """Return a cell's net value and transactions: nothing where the corrections undo it."""
    plus, minus = pl.col(f"{side}_plus"), pl.col(f"{side}_minus")
    net, size = plus + minus, plus - minus
    left = net > _NOTHING * size
    return [
        pl.when(left).then(net).otherwise(0.0).alias(f"{side}_value"),
        pl.when(left).then(pl.col(f"{side}_n")).otherwise(0).alias(f"{side}_n"),
        pl.col(f"{side}_n").alias(f"{side}_raw"),
        (net < -_NOTHING * size).alias(f"{side}_below"),
        ((net.abs() <= _NOTHING * size) & (size > 0)).alias(f"{side}_even"),
    ]


def _firm_year() -> list[pl.Expr]:
    """Return a firm-year's sums over its products."""
    both_sides = {
        "transactions": "raw", "corrections": "corrections", "zeros": "zeros", "blanks": "blank",
        "below_zero": "below", "cancelled": "even",
    }  # fmt: skip
    added = [
        pl.sum_horizontal(pl.col(f"{side}_{part}").cast(pl.Int64) for side in ("import", "export"))
        .sum()
        .alias(name)
        for name, part in both_sides.items()
    ]
    backs = ("taken_back", "doubtful_back", "kept_back")
    return [*(pl.col(name).sum() for name in (*NET_COLUMNS, *backs)), *added]
