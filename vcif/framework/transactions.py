"""From customs records to categories: which firm-years import, export, do both, or neither by a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vcif._engines import collected, open_frame
from vcif._errors import ArgumentError
from vcif.framework.firm_places import FirmPlaces
from vcif.framework.transaction_counts import Facts, rules_of
from vcif.framework.transaction_reading import Reading, read_records
from vcif.framework.transaction_reading_elsewhere import read_elsewhere
from vcif.framework.transaction_rows import Columns, coded_rows
from vcif.framework.transaction_rule import Rule, Threshold, activity_rule
from vcif.framework.transaction_years import Register, judge_firm_years

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame


@dataclass(frozen=True)
class TransactionResult:
    """Firm-years made from customs records, and what became of every record.

    Attributes
    ----------
    firms
        One row per firm and year, as a survey's: firm_id, wave (the year), upstream (imports), downstream
        (exports), category; and import_value, export_value, import_share, export_share, import_n, export_n.
        Rows are in no order.
    counts
        One row per rule that was met: rule, unit, n, action. The rows whose unit is "records" add up to the
        records that were read, which is the first row.
    """

    firms: pl.DataFrame
    counts: pl.DataFrame


def categories_from_transactions(
    transactions: IntoFrame,
    *,
    firm: str = "firm_id",
    date: str = "date",
    flow: str = "flow",
    value: str = "value",
    product: str | None = None,
    quantity: str | None = None,
    processing: str | None = None,
    re_import: str | None = None,
    imports: Sequence[str | int] = ("import",),
    exports: Sequence[str | int] = ("export",),
    rule: Rule = "any",
    threshold: Threshold = None,
    inclusive: bool = True,
    least_transactions: int = 1,
    processing_counts: bool = True,
    register: IntoFrame | None = None,
) -> TransactionResult:
    """Return the category of every firm and year that customs records show.

    Parameters
    ----------
    transactions
        Customs records, one row each: a DataFrame or LazyFrame of polars, a frame of pandas or pyarrow, a
        relation of DuckDB, a DataFrame of Spark, or another that narwhals takes. A LazyFrame
        (`pl.scan_parquet`) is read streaming and never held whole; DuckDB and Spark add up themselves. What
        comes back are firm-years in polars, which memory has to hold: about 75 bytes each.
    firm, date, flow, value
        The columns: the firm's identifier; the date (a date, a year, or 201503 or "2015-03-01"); the flow;
        the value, in any one currency.
    product
        The product's code. Corrections are netted within it; without it, within the firm, year and flow.
    quantity
        The quantity. Where its sign contradicts the value's, the value is taken as not known.
    processing
        Yes/no: processing trade.
    re_import
        Yes/no: the record is flagged as a re-import (the goods' origin is the importing country). Needs
        `product`.
    imports, exports
        The labels of the two flows, exactly as the column holds them; any other label is "not known", and
        `.counts` names it. Where no record has any of the labels, they are refused.
    rule
        When a side counts: "any": a transaction is left after netting; "value": the year's net value;
        "share": that value's share of the firm's trade on both sides; "count": the number of transactions.
    threshold
        The least that counts under the other rules; a pair gives (imports, exports).
    inclusive
        Whether a firm at the threshold counts.
    least_transactions
        A side with fewer transactions does not count, whatever the rule: one stray record makes no importer.
    processing_counts
        False leaves processing trade out; compare both with `compare_rules(with_.firms, without.firms)`.
    register
        All firms that exist: firm_id, and wave or every year that occurs. Firm-years without a record are
        then C1; a firm that never trades is in no customs file, so without a register there are none.

    Returns
    -------
    TransactionResult
        `.firms`, one row per firm and year; `.counts`, what became of the records.

    Raises
    ------
    DataError
        When a column is absent or of the wrong kind, the flows are all others than the labels, or the
        register holds a firm-year twice or a row without a firm or year.
    ArgumentError
        When a rule, threshold or label is not as above, or re_import is given without product.

    Notes
    -----
    The rules, each counted in `.counts`:

    - Negative values are corrections: netted within firm, year, flow and product before any threshold. A
    net of zero
      or below (corrections of an earlier year's trade, say) is no activity.
    - A flagged import of a product that the same firm exports in the same year is a re-import and set
    aside; one of a
      product that it does not export is an import like any other. Where the flag is not known and the
      product goes both ways, the import is in doubt.
    - A record without a value is a transaction of unknown size: it counts under "any" and "count", and
    leaves open
      what a threshold of value or share would say.
    - A record without a known flow could be on either side, one without a year in any of the firm's years.
    They make
      no activity, but where they could, the answer is not known: never "no".
    - A record without a firm is left out.

    A value that is missing, NaN, infinite or beyond 1e290 is not known. Sums of values of three
    decimals at most are exact up to 9e12, so the order of the records changes no digit of them; sums of
    other values may differ in their last digit.

    An export share of the firm's own trade is no share of its sales. With the sales at hand, join them to
    `.firms` and use `classify(rule="threshold")` on the ratio.

    Source
    ------
    Value chain activities in customs records: imports as upstream, exports as downstream; two-way traders
    are C4. On processing trade: Dai, Maitra and Yu (2016), Journal of International Economics 102, 234-254.

    Examples
    --------
    >>> records = pl.DataFrame({
    ...     "firm_id": ["a", "a", "a", "b", "b"],
    ...     "date": ["2015-02-01", "2015-07-01", "2016-03-01", "2015-01-15", "2015-02-20"],
    ...     "flow": ["import", "export", "export", "import", "import"],
    ...     "value": [100.0, 250.0, 90.0, 70.0, -70.0],
    ... })
    >>> found = categories_from_transactions(records)
    >>> found.firms.sort("firm_id", "wave").select("firm_id", "wave", "category").rows()
    [('a', 2015, 'C4'), ('a', 2016, 'C3'), ('b', 2015, 'C1')]
    """
    active = activity_rule(rule, threshold, inclusive, least_transactions)
    if re_import is not None and product is None:
        raise ArgumentError(
            "categories_from_transactions() tells re-imports by the product going both ways; name its column"
        )
    columns = Columns(
        firm, date, flow, value, product, quantity, processing, re_import, tuple(imports), tuple(exports)
    )
    known = FirmPlaces()
    reading = _read(transactions, columns, known, processing_counts=processing_counts)
    firms = judge_firm_years(reading, active, known, _opened(register))
    facts = Facts(firms, reading, least_transactions)
    return TransactionResult(firms.drop("in_records", "in_register"), rules_of(facts))


def _read(
    transactions: IntoFrame, columns: Columns, known: FirmPlaces, *, processing_counts: bool
) -> Reading:
    """Return what the records add up to, whatever engine they are in."""
    named = [columns.firm, columns.date, columns.flow, columns.value]
    frame = open_frame("categories_from_transactions", transactions, [*named, *columns.optional])
    if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return read_elsewhere(frame, columns, known, processing_counts=processing_counts)
    rows = coded_rows(frame.lazy(), columns, known, processing_counts=processing_counts)
    return read_records(rows, by_product=columns.product is not None)


def _opened(register: IntoFrame | None) -> Register:
    """Return the register in polars."""
    if register is None:
        return None
    frame = open_frame("categories_from_transactions", register, ["firm_id"], ["wave"])
    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return frame
    there = [name for name in ("firm_id", "wave") if name in frame.collect_schema()]
    return collected(frame.select(*there)) if there else pl.DataFrame()
