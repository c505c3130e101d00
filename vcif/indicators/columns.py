"""The columns that a tally is counted from: held in memory, or read in a stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from vcif._columns import GLOSSARY
from vcif._errors import DataError
from vcif.indicators.cells import Values, as_number

FEW_ROWS = 50_000  # up to here a query over all columns takes longer than going through them one by one


@dataclass(frozen=True)
class Columns:
    """The groups' column, the indicators' and the weights' if there are any, in this order.

    `first` holds them whole, or as many rows as are counted in memory; `rows` is the frame that they come
    from, with the columns "0", "1", .., None where they are held whole.
    """

    first: list[pl.Series]
    rows: pl.LazyFrame | None
    by: str
    indicators: int

    @property
    def held(self) -> bool:
        """Whether all rows are in memory."""
        return self.rows is None

    @property
    def few(self) -> bool:
        """Whether the rows are so few that a query takes longer than going through the columns."""
        return self.held and self.first[0].len() <= FEW_ROWS

    @property
    def weighted(self) -> bool:
        """Whether there is a column of weights."""
        return len(self.first) > self.indicators + 1

    @property
    def indicator(self) -> dict[int, pl.Series]:
        """The indicators' first rows, by their place."""
        return dict(enumerate(self.first[1 : self.indicators + 1]))

    @cached_property
    def groups(self) -> pl.Enum:
        """The groups: an Enum's own, the glossary's for the column, or the sorted values that occur."""
        kind = self.first[0].dtype
        if isinstance(kind, pl.Enum):
            return kind
        return groups_of(self._texts(), self.by)

    @cached_property
    def codes(self) -> pl.Series:
        """The place of each row's group, null for none, where the rows are held."""
        return self._coded(self.first[0])

    @cached_property
    def weight(self) -> pl.Series:
        """The weights, where the rows are held."""
        return self.first[-1].cast(pl.Float64)

    @cached_property
    def stream(self) -> pl.LazyFrame:
        """All rows: the groups' codes as "g", the indicators as numbers "0", "1", .., the weights as "w"."""
        if self.rows is None:
            held = [self.codes, *self.first[1:]]
            rows, code = pl.DataFrame([each.alias(f"{k}") for k, each in enumerate(held)]).lazy(), pl.col("0")
        else:
            rows, code = self.rows, self._coded(pl.col("0"))
        columns = [
            as_number(pl.col(f"{i + 1}"), each.dtype).alias(f"{i}") for i, each in self.indicator.items()
        ]
        if self.weighted:
            columns.append(pl.col(f"{self.indicators + 1}").cast(pl.Float64).alias("w"))
        return rows.select(code.alias("g"), *columns)

    def _texts(self) -> pl.Series:
        """Return the different values of the groups' column as texts."""
        if self.rows is None:
            return self.first[0].cast(pl.String).unique()
        return self.rows.select(pl.col("0").cast(pl.String).unique()).collect(engine="streaming").to_series()

    def _coded(self, groups: Values) -> Values:
        """Return groups as their places."""
        if isinstance(self.first[0].dtype, pl.Enum):
            return groups.to_physical()
        return groups.cast(pl.String).cast(self.groups).to_physical()


def groups_of(texts: pl.Series, by: str) -> pl.Enum:
    """Return the groups of a column by the texts that occur: the glossary's, or these, sorted.

    Raises
    ------
    DataError
        When a text is none of the glossary's.
    """
    levels = texts.drop_nulls().unique().sort()
    known = GLOSSARY[by].dtype if by in GLOSSARY else None
    if not isinstance(known, pl.Enum):
        return pl.Enum(levels)
    strange = levels.filter(~levels.is_in(known.categories.to_list()))
    if strange.len():
        raise DataError(f"tally() needs {by} to be one of {', '.join(known.categories)}; got {strange[0]!r}")
    return known


def columns_of(firms: pl.DataFrame | pl.LazyFrame, names: Sequence[str], by: str) -> Columns:
    """Return the columns of a frame by their names; those of a lazy frame that is small are read."""
    place = {name: i for i, name in enumerate(firms.collect_schema().names())}
    wanted = [place[name] for name in (by, *names, *(["weight"] if "weight" in place else []))]
    if isinstance(firms, pl.DataFrame):
        return Columns([firms.to_series(i) for i in wanted], None, by, len(names))
    rows = firms.select(pl.nth(i).alias(f"{k}") for k, i in enumerate(wanted))
    first = rows.head(FEW_ROWS + 1).collect(engine="streaming")
    return Columns(first.get_columns(), None if first.height <= FEW_ROWS else rows, by, len(names))
