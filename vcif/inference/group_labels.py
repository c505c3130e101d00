"""Each firm's group, read from the frame as the tally reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import GLOSSARY
from vcif._errors import DataError


@dataclass(frozen=True)
class GroupLabels:
    """The groups in their order, and each firm's place among them; -1 for firms in none."""

    names: tuple[str, ...]
    codes: NDArray[np.int64]

    def chosen(self, groups: tuple[str, ...]) -> NDArray[np.int64]:
        """Return each firm's place among some of the groups; -1 for the other firms."""
        places = np.full(len(self.names) + 1, -1, dtype=np.int64)
        for place, name in enumerate(groups):
            places[self.names.index(name)] = place
        return places[self.codes]


def group_labels(function: str, firms: pl.DataFrame, by: str) -> GroupLabels:
    """Return the groups of a column: an Enum's levels, the glossary's, or the sorted values that occur."""
    values = firms[by]
    if values.dtype.is_numeric():
        raise DataError(f"{function}() needs groups in {by!r} (an Enum, text or yes/no); got {values.dtype}")
    if not isinstance(values.dtype, pl.Enum):
        values = values.cast(pl.String)
        known = GLOSSARY[by].dtype if by in GLOSSARY else None
        levels = known.categories if isinstance(known, pl.Enum) else values.drop_nulls().unique().sort()
        strange = values.drop_nulls().filter(~values.drop_nulls().is_in(levels.to_list()))
        if strange.len():
            raise DataError(f"{function}() needs {by} to be one of {', '.join(levels)}; got {strange[0]!r}")
        values = values.cast(pl.Enum(levels))
    names = tuple(values.dtype.categories.to_list()) if isinstance(values.dtype, pl.Enum) else ()
    codes = values.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    return GroupLabels(names, np.asarray(codes, dtype=np.int64))
