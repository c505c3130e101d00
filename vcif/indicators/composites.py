"""One number per firm and block: the mean of its answered items."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

from vcif._errors import DataError

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook, Indicator

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def add_composites(firms: Frame, codebook: Codebook) -> Frame:
    """Return the firms with one composite column per block, named as in `codebook.composites()`.

    A composite is the mean of the items that a firm answered, provided that it answered at least half of
    them; otherwise null. Items that are true by construction of the categories (`defining`) and indicators
    that are no scale answers are left out.

    Parameters
    ----------
    firms
        One row per firm, with the indicators under their codebook ids.
    codebook
        Names the items of each block.

    Returns
    -------
    polars.DataFrame or polars.LazyFrame
        The same rows with a Float64 column per block that has items.

    Raises
    ------
    DataError
        When an item's column is absent.

    Notes
    -----
    Items on another scale than the block's first are brought to that scale linearly. Reversed items have
    been turned round when the file was read.

    Examples
    --------
    >>> import vcif
    >>> survey = vcif.example_survey()
    >>> "performance_composite" in add_composites(survey.firms, survey.codebook).columns
    True
    """
    names = firms.collect_schema().names()
    columns = {}
    for composite in codebook.composites().indicators:
        items = codebook.composite_items(composite.block)
        absent = [item.id for item in items if item.id not in names]
        if absent:
            raise DataError(f"add_composites() needs the columns {', '.join(absent)}")
        columns[composite.id] = _mean_of_answered(items)
    return firms.with_columns(**columns)


def _mean_of_answered(items: tuple[Indicator, ...]) -> pl.Expr:
    """Return the mean of the answered items, null when fewer than half are answered."""
    scores = [_on_scale_of(items[0], item) for item in items]
    answered = pl.sum_horizontal(score.is_not_null().cast(pl.Int64) for score in scores)
    return pl.when(2 * answered >= len(items)).then(pl.mean_horizontal(scores)).otherwise(None)


def _on_scale_of(first: Indicator, item: Indicator) -> pl.Expr:
    """Return an item's score on the scale of the block's first item."""
    score = pl.col(item.id).cast(pl.Float64)
    if first.scale is None or item.scale is None or item.scale == first.scale:
        return score
    (low, high), (to_low, to_high) = item.scale, first.scale
    return to_low + (score - low) * (to_high - to_low) / (high - low)
