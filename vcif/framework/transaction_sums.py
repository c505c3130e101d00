"""One reading of customs records: what each firm and year adds up to, in arrays that are added to in place.

Records come in the order of their dates, so that hardly two neighbours share a firm and a year, and a
group-by over them keeps about a line a record until its end. Here a firm is a place in an array and a year
has arrays of its own: memory grows with the firms and years that there are, and not with the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif.framework.transaction_labels import refuse_labels
from vcif.framework.transaction_rows import EXPORT, IMPORT

Array = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]

# What a record is: left out; an import or export of positive, negative, unknown or zero value; an import that
# is or may be flagged as a re-import; or a record that lacks its firm, year, flow or flag.
LEFT_OUT, FLAGGED, UNPLACED = 0, 9, 10
KINDS = {
    f"{side}_{value}": 4 * i + j
    for i, side in enumerate(("import", "export"))
    for j, value in enumerate(("plus", "minus", "blank", "zero"), 1)
}
SUMMED = tuple(f"{side}_{part}" for side in ("import", "export") for part in ("plus", "minus", "n", "blank"))
ODD = ("firm", "year", "side", "value", "out")
_BATCH = 500_000  # rows; a batch takes some 20 MB
_MORE = 8  # a full array grows by an eighth


def kind_of() -> pl.Expr:
    """Return what a coded row is, as a number."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in ("firm", "year", "side", "out"))
    value = pl.col("value")
    size = (
        pl.when(value > 0).then(pl.lit(1, pl.Int8)).when(value < 0).then(pl.lit(2, pl.Int8))
        .when(value.is_null()).then(pl.lit(3, pl.Int8)).otherwise(pl.lit(4, pl.Int8))
    )  # fmt: skip
    export = pl.when(pl.col("side") == EXPORT).then(pl.lit(4, pl.Int8)).otherwise(pl.lit(0, pl.Int8))
    return (
        pl.when(pl.col("out")).then(pl.lit(LEFT_OUT, pl.Int8))
        .when(~known).then(pl.lit(UNPLACED, pl.Int8))
        .when((pl.col("side") == IMPORT) & pl.col("back").ne_missing(pl.lit(False)))
        .then(pl.lit(FLAGGED, pl.Int8))
        .otherwise(size + export)
    )  # fmt: skip


@dataclass
class Sums:
    """What the records add up to.

    Attributes
    ----------
    years
        For each year, arrays with a place per firm: those of SUMMED; `seen`, whether there is a record;
        `touched`, whether there is one that is not simply a positive value.
    unplaced
        The records that lack something, as coded rows.
    labels
        How many of them, of a known firm and year, have a flow that is neither an import nor an export.
    counted
        How many records there are of each kind.
    """

    years: dict[int, dict[str, Array]] = field(default_factory=dict)
    unplaced: list[pl.DataFrame] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    counted: NDArray[np.int64] = field(default_factory=lambda: np.zeros(UNPLACED + 1, dtype=np.int64))

    def add(self, batch: pl.DataFrame) -> None:
        """Add a batch of coded rows."""
        self.counted += np.bincount(batch["kind"].to_numpy(), minlength=self.counted.size)
        odd = batch.filter(pl.col("kind") == UNPLACED)
        if odd.height:
            self.unplaced.append(odd.select(ODD))
            self.labels.update(
                dict(odd.drop_nulls(["firm", "year"])["strange"].drop_nulls().value_counts().rows())
            )
        dated = batch.select("firm", "year", "kind", "value").drop_nulls(["firm", "year"])
        one_year = dated["year"].min() == dated["year"].max()
        for rows in [dated] if one_year else dated.partition_by("year"):
            if rows.height:
                self._add_year(int(rows["year"][0]), rows)

    def _add_year(self, year: int, rows: pl.DataFrame) -> None:
        """Add the rows of one year."""
        firm, kind, value = (rows[name].to_numpy() for name in ("firm", "kind", "value"))
        cells = self._cells(year, int(firm.max()) + 1)
        cells["seen"][firm] = True
        for name, place in KINDS.items():
            at = np.flatnonzero(kind == place)
            if not at.size:
                continue
            side, size = name.split("_")
            if size in ("plus", "minus"):
                np.add.at(cells[name], firm[at], value[at])
            if size in ("plus", "blank"):
                np.add.at(cells[f"{side}_{'n' if size == 'plus' else size}"], firm[at], 1)
            if size != "plus":
                cells["touched"][firm[at]] = True
        cells["touched"][firm[kind == FLAGGED]] = True

    def _cells(self, year: int, places: int) -> dict[str, Array]:
        """Return a year's arrays, with room for so many firms."""
        cells = self.years.setdefault(year, {})
        held = cells["seen"].size if cells else -1
        if held < places:
            room = max(places, held + held // _MORE)
            for name in (*SUMMED, "seen", "touched"):
                grown: Array = np.zeros(room, dtype=_dtype(name))
                if cells.get(name) is not None:
                    grown[:held] = cells[name]
                cells[name] = grown
        return cells

    @property
    def touched(self) -> pl.DataFrame:
        """The firms and years that have another record than simply a positive value."""
        found = [pl.DataFrame(schema={"firm": pl.UInt32, "year": pl.Int32})]
        for year, cells in self.years.items():
            firm = pl.Series("firm", np.flatnonzero(cells["touched"]), dtype=pl.UInt32)
            found.append(firm.to_frame().with_columns(year=pl.lit(year, pl.Int32)))
        return pl.concat(found)

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield firm-years: firm, year, those of SUMMED, and touched; few years together, many one by one.

        What was given is forgotten.
        """
        gathered: list[pl.DataFrame] = []
        for part in self._years():
            gathered.append(part)
            if sum(each.height for each in gathered) >= _BATCH:
                yield pl.concat(gathered)
                gathered = []
        if gathered:
            yield pl.concat(gathered)

    def _years(self) -> Iterator[pl.DataFrame]:
        """Yield each year's firms."""
        if not self.years:
            self._cells(0, 0)
        for year in sorted(self.years):
            cells = self.years.pop(year)
            there = np.flatnonzero(cells["seen"])
            columns = {name: cells.pop(name)[there] for name in (*SUMMED, "touched")}
            firm = pl.Series(there.astype(np.uint32))
            yield pl.DataFrame({"firm": firm, **columns}).with_columns(year=pl.lit(year, pl.Int32))


def sum_records(rows: pl.LazyFrame) -> Sums:
    """Return what coded rows, whose firms are whole numbers from 0 up, add up to.

    Raises
    ------
    DataError
        When every flow that is there is another than the labels.
    """
    found, known = Sums(), False
    query = rows.select(*ODD, "strange", kind=kind_of())
    for batch in query.collect_batches(chunk_size=_BATCH, maintain_order=True, engine="streaming"):
        if not known and batch["strange"].count():  # before rows without a flow fill the memory
            known = batch["side"].count() > 0 or _some_side(rows)
        found.add(batch)
    return found


def _some_side(rows: pl.LazyFrame) -> bool:
    """Return that some rows have a flow that is known; raise where none has."""
    counted = rows.group_by("strange").agg(pl.col("side").count()).collect(engine="streaming")
    refuse_labels(counted["strange"], sides=int(counted["side"].sum()))
    return True


def _dtype(name: str) -> type[np.generic]:
    """Return the type of an array."""
    if name in ("seen", "touched"):
        return np.bool_
    return np.float64 if name.endswith(("plus", "minus")) else np.int64
