"""Customs records, read: the net values and transactions of every firm and year, one year after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from vcif.framework.transaction_netting import COUNTED, NET_COLUMNS, cells_of, net_firm_years, net_of_sides
from vcif.framework.transaction_rule import SIDES
from vcif.framework.transaction_sums import KINDS, LEFT_OUT, ODD, sum_records

_AT_ONCE = 1_000_000  # firm-years whose products are told apart together; more of them go year by year
_KINDS_OF = {"transactions": "plus", "corrections": "minus", "blanks": "blank", "zeros": "zero"}


@dataclass
class Reading:
    """What records add up to.

    Attributes
    ----------
    parts
        Firm-years with `touched` and the columns of SUMMED, in parts; given once.
    touched
        The firms and years with another record than simply a positive value.
    unplaced
        The records that lack a firm, a year, a flow or a flag.
    labels
        How many of these, of a known firm and year, have a flow that is neither an import nor an export.
    kinds
        How many records there are of each kind.
    cells
        From some of the touched firms and years to the sums of their products.
    by_product
        Whether products are told apart.
    totals
        How many records, or cells, met each of the rules COUNTED; complete once all firm-years were given.
    """

    parts: Iterator[pl.DataFrame]
    touched: pl.DataFrame
    unplaced: pl.DataFrame
    labels: Counter[str]
    kinds: list[int]
    cells: Callable[[pl.DataFrame], pl.LazyFrame]
    by_product: bool
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    @property
    def left_out(self) -> int:
        """The number of records that were left out."""
        return self.kinds[LEFT_OUT]

    def firm_years(self) -> Iterator[pl.LazyFrame]:
        """Yield firm-years in parts: firm, year and NET_COLUMNS."""
        parts = self._with_products() if self.by_product else self._whole_sides()
        for part in parts:
            yield part.select("firm", "year", *NET_COLUMNS)

    def _whole_sides(self) -> Iterator[pl.LazyFrame]:
        """Yield firm-years of which each side is netted as a whole."""
        for name, what in _KINDS_OF.items():
            self.totals[name] = sum(self.kinds[KINDS[f"{side}_{what}"]] for side in SIDES)
        for part in self.parts:
            netted = net_of_sides(part).collect(engine="streaming")
            for name, what in (("below_zero", "below"), ("cancelled", "even")):
                self.totals[name] += sum(int(netted[f"{side}_{what}"].sum()) for side in SIDES)
            yield netted.lazy()

    def _with_products(self) -> Iterator[pl.LazyFrame]:
        """Yield firm-years of which those that need it are netted product by product."""
        together = self._net(self.touched) if self.touched.height <= _AT_ONCE else None
        for part in self.parts:
            here = pl.col("year").is_in(part["year"].unique().implode())
            netted = self._net(self.touched.filter(here)) if together is None else together.filter(here)
            simple = part.filter(~pl.col("touched"))
            for name in COUNTED:
                self.totals[name] += int(netted[name].sum())
            self.totals["transactions"] += sum(int(simple[f"{side}_n"].sum()) for side in SIDES)
            named = simple.rename({f"{side}_plus": f"{side}_value" for side in SIDES})
            yield pl.concat([named.lazy(), netted.lazy()], how="diagonal_relaxed")

    def _net(self, touched: pl.DataFrame) -> pl.DataFrame:
        """Return firm-years netted product by product."""
        return net_firm_years(self.cells(touched))


def read_records(rows: pl.LazyFrame, *, by_product: bool) -> Reading:
    """Return what coded rows add up to.

    Raises
    ------
    DataError
        As `sum_records`.
    """
    sums = sum_records(rows)
    empty = rows.select(ODD).clear().collect()
    placed = pl.all_horizontal(pl.col(name).is_not_null() for name in ("firm", "year", "side"))
    known = rows.filter(placed & pl.col("out").eq_missing(pl.lit(False)))
    return Reading(
        parts=sums.parts(),
        touched=sums.touched if by_product else pl.DataFrame(),
        unplaced=pl.concat([empty, *sums.unplaced]),
        labels=sums.labels,
        kinds=sums.counted.tolist(),
        cells=partial(cells_of, known),
        by_product=by_product,
    )
