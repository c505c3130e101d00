"""What became of customs records, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.cells import text_column
from vcif.present.gt import exhibit
from vcif.present.labels import capitalized
from vcif.present.numbers import count

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.framework.transactions import TransactionResult

_SYNTHETIC = "Synthetic data: simulated records of firms that do not exist."


def table_transactions(result: TransactionResult, *, synthetic: bool = False) -> GT:
    """Return every rule that customs records met, with how often and what was done.

    Parameters
    ----------
    result
        As `categories_from_transactions` returns it.
    synthetic
        Whether the records were simulated, which the table then says first.

    Returns
    -------
    great_tables.GT
        One row per rule; the rows that count records add up to the first. The note has the categories.

    Examples
    --------
    >>> import vcif
    >>> found = vcif.categories_from_transactions(vcif.simulate_transactions(n=50), product="product")
    >>> "Correction (negative value)" in table_transactions(found, synthetic=True).as_raw_html()
    True
    """
    rows = result.counts.select(
        *(
            pl.col(name).map_elements(capitalized, return_dtype=pl.String)
            for name in ("rule", "unit", "action")
        ),
        text_column(count, "n").alias("n"),
    )
    headers = {"rule": "Rule", "unit": "Counted are", "n": "*n*", "action": "Treatment"}
    sizes = dict(result.firms.group_by(pl.col("category").cast(pl.String)).agg(pl.len()).rows())
    named = ", ".join(f"{name} {count(sizes.get(name, 0))}" for name in CATEGORIES)
    lines = [
        *([_SYNTHETIC] if synthetic else []),
        f"Firm-years by category: {named}, not known {count(sizes.get(None, 0))}.",
        "Firms that never trade are in no customs file: C1 here are firm-years whose trade does not count.",
    ]
    notes = [f"Note. {lines[0]}", *lines[1:]]
    return exhibit(rows, "vcif-transactions", headers, stub="rule", left=["unit", "action"], notes=notes)
