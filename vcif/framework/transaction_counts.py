"""What became of every customs record: each rule with how often it was met."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vcif._columns import schema
from vcif.framework.transaction_labels import counts_of_labels
from vcif.framework.transaction_reading import Reading

_RECORDS, _FLAGGED = "records", "flagged records"
_CELLS, _SIDES, _YEARS = "firm, year, flow and product", "firm-year sides", "firm-years"
_OPEN = "makes no activity; where it could, the answer is not known"


@dataclass(frozen=True)
class Facts:
    """What the counts are taken from.

    Attributes
    ----------
    firms
        The firm-years with their transactions and activities, and whether a record and the register have
        them.
    reading
        What the records added up to.
    least
        The fewest transactions that an active side has.
    """

    firms: pl.DataFrame
    reading: Reading
    least: int


def rules_of(facts: Facts) -> pl.DataFrame:
    """Return one row per rule that was met, after the records read.

    A record counts under the first rule that it meets, so that the rows of records below the first one add
    up to it.
    """
    of_records = _of_records(facts)
    read = (
        "records read",
        _RECORDS,
        sum(n for _, _, n, _ in of_records),
        "each counted once in the rows below",
    )
    rows = [read, *(row for row in [*of_records, *_of_firm_years(facts)] if row[2])]
    return pl.DataFrame(rows, schema=schema("transaction_rules"), orient="row")


def _of_records(facts: Facts) -> list[tuple[str, str, int, str]]:
    """Return the rules that place every record."""
    totals, unplaced = facts.reading.totals, facts.reading.unplaced
    firm, year, side, out = (unplaced[name].is_null() for name in ("firm", "year", "side", "out"))
    no_flow = int((~firm & ~year & side).sum())
    return [
        ("transaction", _RECORDS, totals["transactions"], "counted in its firm, year and flow"),
        ("value not known", _RECORDS, totals["blanks"], "counted as a transaction of unknown size"),
        ("correction (negative value)", _RECORDS, totals["corrections"],
         "netted within firm, year, flow and product"),
        ("value of zero", _RECORDS, totals["zeros"], "no activity"),
        ("re-import: flagged, and the product goes both ways", _RECORDS, totals["taken_back"],
         "set aside: the firm's own goods came back"),
        ("perhaps a re-import: flag not known, and the product goes both ways", _RECORDS,
         totals["doubtful_back"], _OPEN),
        *((rule, _RECORDS, n, _OPEN) for rule, n in counts_of_labels(no_flow, facts.reading.labels)),
        ("date not known", _RECORDS, int((~firm & year).sum()), _OPEN),
        ("perhaps processing trade: flag not known", _RECORDS, int((~firm & ~year & ~side & out).sum()),
         _OPEN),
        ("processing trade", _RECORDS, facts.reading.left_out, "left out, as asked"),
        ("no firm", _RECORDS, int(firm.sum()), "left out"),
    ]  # fmt: skip


def _of_firm_years(facts: Facts) -> list[tuple[str, str, int, str]]:
    """Return the rules that concern what records add up to."""
    firms, totals = facts.firms, facts.reading.totals
    sides = ("import", "export")
    stray = sum(int(firms[f"{side}_n"].is_between(1, facts.least - 1).sum()) for side in sides)
    unknown = int(firms["upstream"].null_count() + firms["downstream"].null_count())
    unseen, unlisted = int((~firms["in_records"]).sum()), int((~firms["in_register"]).sum())
    return [
        ("flagged as a re-import, but the firm does not export the product", _FLAGGED,
         totals["kept_back"], "kept as imports"),
        ("net below zero", _CELLS, totals["below_zero"], "no activity"),
        ("cancelled to zero", _CELLS, totals["cancelled"], "no activity"),
        (f"fewer than {facts.least} transactions", _SIDES, stray, "not active for certain by these alone"),
        ("activity not known", _SIDES, unknown, "null: neither yes nor no"),
        ("firm-years", _YEARS, firms.height, "classified"),
        ("without a record", _YEARS, unseen, "not active on either side"),
        ("not in the register", _YEARS, unlisted, "kept"),
    ]  # fmt: skip
