"""A column's cells: each different text once, and for every row its place among these texts.

A survey question has a handful of answers. Each is judged once, however many firms gave it, and a cell takes
four bytes, so that a file of millions of rows stays small in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif.dataset.cell_text import cell_text

SAMPLE = 10_000


@dataclass(frozen=True)
class Cells:
    """The different `texts` of a column (an empty cell is "") and the `places` of its cells (UInt32)."""

    texts: pl.Series
    places: pl.Series

    def text(self) -> pl.Series:
        """Return the cells as text, one per row."""
        return self.texts.gather(self.places)

    def filter(self, wanted: pl.Series) -> Cells:
        """Return the wanted cells; a text that only the others hold is gone."""
        kept = self.places.filter(wanted)
        used = kept.unique(maintain_order=True)
        return Cells(self.texts.gather(used), _renumbered(kept, used))

    def replaced(self, where: pl.Series, text: str) -> Cells:
        """Return the cells with another text in some of them."""
        at, places = self.texts.len(), self.places.to_numpy().copy()
        places[where.to_numpy()] = at
        texts = pl.concat([self.texts, pl.Series(self.texts.name, [text])])
        return Cells(texts, pl.Series("place", places, dtype=pl.UInt32))

    def holding(self, wanted: pl.Series) -> pl.Series:
        """Tell of every cell whether its text is wanted; `wanted` says so of each text."""
        return wanted.gather(self.places)

    def counts(self) -> NDArray[np.int64]:
        """Return how many cells hold each text."""
        return np.bincount(self.places.to_numpy(), minlength=self.texts.len()).astype(np.int64)


def code_columns(frame: pl.DataFrame) -> dict[str, Cells]:
    """Return the columns of a frame, of any type, as cells."""
    return {column.name: code(column) for column in frame.get_columns()}


def code(column: pl.Series) -> Cells:
    """Return one column, of any type, as cells."""
    if column.dtype == pl.String and is_repetitive(column):
        column = column.fill_null("").cast(pl.Categorical)
    if isinstance(column.dtype, pl.Categorical):
        different = column.unique(maintain_order=True)
        places = _renumbered(column.to_physical(), different.to_physical())
        return Cells(different.cast(pl.String).alias(column.name), places)
    if column.dtype == pl.String or not is_repetitive(column):
        text = cell_text(column) if column.dtype != pl.String else column
        return Cells(text.fill_null(""), pl.int_range(column.len(), dtype=pl.UInt32, eager=True))
    different = column.unique(maintain_order=True)
    numbered = pl.DataFrame({"cell": different}).with_row_index("place")
    cells = column.alias("cell").to_frame()
    places = cells.join(numbered, on="cell", how="left", nulls_equal=True, maintain_order="left")["place"]
    return Cells(cell_text(different).fill_null(""), places.cast(pl.UInt32))


def joined(parts: Sequence[Cells]) -> Cells:
    """Return the cells of parts of a column, one after the other."""
    if len(parts) == 1:
        return parts[0]
    sizes = np.cumsum([0, *(part.texts.len() for part in parts)])
    texts = pl.concat([part.texts.alias("text") for part in parts])
    places = pl.concat(
        [
            (part.places + int(start)).cast(pl.UInt32).alias("place")
            for part, start in zip(parts, sizes[:-1], strict=True)
        ]
    )
    if texts.len() * 2 > places.len() > SAMPLE:
        return Cells(texts, places)
    once = code(texts.cast(pl.Categorical))
    return Cells(once.texts, once.places.gather(places))


def dictionary_coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose text columns are Categorical, but for those whose cells mostly differ."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    repetitive = [name for name in texts if is_repetitive(frame[name])]
    return frame.with_columns(pl.col(repetitive).fill_null("").cast(pl.Categorical))


def is_repetitive(column: pl.Series) -> bool:
    """Tell whether a column has few different cells; a short column is taken to have."""
    return column.len() <= SAMPLE or column.head(SAMPLE).n_unique() <= SAMPLE // 2


def _renumbered(places: pl.Series, used: pl.Series) -> pl.Series:
    """Return places as positions in `used`, which holds each of them once."""
    numbers = np.zeros(int(used.max() or 0) + 1, dtype=np.uint32)  # type: ignore[arg-type]
    numbers[used.to_numpy()] = np.arange(used.len(), dtype=np.uint32)
    return pl.Series("place", numbers[places.to_numpy()], dtype=pl.UInt32)
