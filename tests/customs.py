"""Customs records that hypothesis draws, and what counting by hand makes of them, one possibility after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product as every
from typing import Any

import polars as pl
from hypothesis import assume
from hypothesis import strategies as st

COLUMNS = ("firm_id", "date", "flow", "value", "product", "quantity", "processing", "re_import")
KINDS = {
    "firm_id": pl.String, "date": pl.Int64, "flow": pl.String, "value": pl.Float64, "product": pl.String,
    "quantity": pl.Float64, "processing": pl.Boolean, "re_import": pl.Boolean,
}  # fmt: skip
OPTIONS: dict[str, Any] = {
    "product": "product", "quantity": "quantity", "processing": "processing", "re_import": "re_import",
}  # fmt: skip
HUGE, TINY = 10.0**6, 0.25


@dataclass(frozen=True)
class Record:
    """One customs record with all that is known of it."""

    firm: str | None
    year: int | None
    flow: str | None
    value: float | None
    product: str | None
    processing: bool | None
    back: bool | None
    blank: bool = False  # its value was not known and has been supposed


@st.composite
def customs(draw: Callable[..., Any], *, most: int = 12, doubts: bool = True) -> pl.DataFrame:
    """Draw customs records of two firms and two years: corrections, flags, and if asked what is not known."""
    maybe = [None] if doubts else []
    row = st.tuples(
        st.sampled_from(["a", "b", *maybe]),
        st.sampled_from([2015, 2015, 2015, 2016, *maybe]),
        st.sampled_from(["import", "import", "export", *(["transit", None] if doubts else [])]),
        st.sampled_from([1.0, 2.0, 5.0, -1.0, -2.0, 0.0, *([None, float("nan")] if doubts else [])]),
        st.sampled_from(["p", "q"]),
        st.sampled_from([1.0, 1.0, None, *([-1.0] if doubts else [])]),
        st.sampled_from([False, False, True, *maybe]),
        st.sampled_from([False, False, True, *maybe]),
    )
    rows = draw(st.lists(row, max_size=most))
    flows = {each[2] for each in rows}
    assume("transit" not in flows or flows & {"import", "export"})  # or the labels are refused
    if not doubts:  # the quantity never contradicts the value
        rows = [(*each[:5], None, *each[6:]) for each in rows]
    return pl.DataFrame(rows, schema=KINDS, orient="row")


def records(frame: pl.DataFrame) -> list[Record]:
    """Return the records as they are to be read."""
    found = []
    for firm, year, flow, value, product, quantity, processing, back in frame.select(COLUMNS).rows():
        known = value is not None and value == value and not (quantity is not None and quantity * value < 0)
        found.append(Record(
            firm, year, flow if flow in ("import", "export") else None, value if known else None, product,
            processing, back,
        ))  # fmt: skip
    return found


def possibilities(found: list[Record], *, processing_counts: bool) -> Iterator[list[Record]]:
    """Yield every way in which what is not known could be: flow, year, flags, and a small or a huge value."""
    years = sorted({record.year for record in found if record.year is not None})
    ways = []
    for record in found:
        if record.firm is None:
            continue
        options = [record]
        if record.year is None:
            options = [replace(one, year=year) for one in options for year in (*years, 1900)]
        if record.flow is None:
            options = [replace(one, flow=flow) for one in options for flow in ("import", "export")]
        if record.value is None:
            options = [replace(one, value=value, blank=True) for one in options for value in (TINY, HUGE)]
        if record.processing is None and not processing_counts:
            options = [replace(one, processing=flag) for one in options for flag in (True, False)]
        if record.back is None:
            options = [replace(one, back=flag) for one in options for flag in (True, False)]
        ways.append(options)
    for chosen in every(*ways):
        yield list(chosen)


def judge(
    resolved: list[Record],
    *,
    rule: str,
    limits: tuple[float, float],
    inclusive: bool,
    least: int,
    processing_counts: bool,
) -> dict[tuple[str | None, int | None], tuple[bool, bool]]:
    """Return whether each firm-year is active upstream and downstream when everything is known."""
    kept = [r for r in resolved if processing_counts or not r.processing]
    found: dict[tuple[str | None, int | None], tuple[bool, bool]] = {}
    for firm, year in {(r.firm, r.year) for r in resolved}:
        mine = [r for r in kept if (r.firm, r.year) == (firm, year)]
        exports = _net([r for r in mine if r.flow == "export"])
        both_ways = {product for product, (_, n) in exports.items() if n}
        bought = [r for r in mine if r.flow == "import" and not (r.back and r.product in both_ways)]
        sums = []
        for cells in (_net(bought), exports):
            sums.append((sum(value for value, _ in cells.values()), sum(n for _, n in cells.values())))
        total = sums[0][0] + sums[1][0]
        active = []
        for (value, n), limit in zip(sums, limits, strict=True):
            amount = {"any": 1, "value": value, "share": value / total if total else 0.0, "count": n}[rule]
            over = True if rule == "any" else amount >= limit if inclusive else amount > limit
            active.append(bool(over and n >= least))
        found[firm, year] = (active[0], active[1])
    return found


def _net(mine: list[Record]) -> dict[str | None, tuple[float, int]]:
    """Return each product's net value and the transactions that corrections leave."""
    cells = {}
    for product in {r.product for r in mine}:
        values = [r.value or 0.0 for r in mine if r.product == product and not r.blank]
        blanks = [r.value or 0.0 for r in mine if r.product == product and r.blank]
        net = sum(values)
        left = net if net > 0 else 0.0
        n = sum(value > 0 for value in values) if net > 0 else 0
        cells[product] = (left + sum(blanks), n + len(blanks))
    return cells
