"""Rows in memory: the group and the weight of each, a piece at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif.indicators.cells import Floats
from vcif.indicators.exact_weights import Weights, split


@dataclass(frozen=True)
class Rows:
    """The place of each row's group, null for none, and its weight, if there are weights."""

    group: pl.Series
    groups: int
    weight: pl.Series | None
    weights: Weights | None

    @property
    def steps(self) -> int:
        """The number of parts in which the weights are summed."""
        return 0 if self.weights is None else len(self.weights.steps)

    def lines(self, start: int, length: int) -> NDArray[Any]:
        """Return the groups' places of a piece, none being the place after the last."""
        piece = self.group.slice(start, length)
        found = piece.to_numpy()  # with nulls: floats, NaN for null
        if piece.null_count():
            found = np.where(np.isnan(found), self.groups, found)
        return found.astype(np.min_scalar_type(self.groups), copy=False)

    def parts(self, start: int, length: int) -> list[Floats]:
        """Return the weights of a piece in parts that sum exactly, 0 for none."""
        if self.weight is None or self.weights is None:
            return []
        return split(self.weight.slice(start, length).fill_null(0.0).to_numpy(), self.weights.steps)
