"""Firms as whole numbers from 0 up, in the order in which they are met."""

from __future__ import annotations

import polars as pl


class FirmPlaces:
    """The identifiers that were met, each with its place."""

    def __init__(self) -> None:
        self._kind = pl.Categorical(pl.Categories.random())
        # polars forgets the places as soon as no column has them: this one keeps them alive.
        self._kept = pl.Series([], dtype=self._kind)

    def place(self, firm: pl.Expr) -> pl.Expr:
        """Return the place of an identifier, as text; a new one is given the next place."""
        return firm.cast(pl.String).cast(self._kind).to_physical()

    def text(self, place: pl.Expr) -> pl.Expr:
        """Return the identifier at a place.

        >>> firms = FirmPlaces()
        >>> places = pl.DataFrame({"firm": ["x", "y", "x"]}).select(firms.place(pl.col("firm")))
        >>> places["firm"].to_list(), places.select(firms.text(pl.col("firm")))["firm"].to_list()
        ([0, 1, 0], ['x', 'y', 'x'])
        """
        return place.cat.to(self._kind).cast(pl.String)
