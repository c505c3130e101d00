"""The counting pass: chooses the fastest of four ways to count, which all give the same cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vcif.indicators.cells import Cells, Crossing, cells_of, together
from vcif.indicators.columns import Columns
from vcif.indicators.count_by_equality import count_by_equality, guess_levels
from vcif.indicators.count_by_group import count_by_group
from vcif.indicators.count_by_place import count_by_place
from vcif.indicators.count_by_sorting import count_by_sorting
from vcif.indicators.exact_weights import Weights
from vcif.indicators.rows import Rows

_SAMPLE = 2_000
# Up to so many rows a column is counted by place sooner than by equality, whose query takes time to plan:
# whole numbers without gaps, which numpy takes as they are, and others.
_PLACE_ROWS, _PLACE_ROWS_OTHERS = 350_000, 150_000


def count(columns: Columns, scales: Sequence[Sequence[float]], weights: Weights | None) -> Cells:
    """Return how many rows each indicator, group and score has, and the sums of their weights.

    Few rows are counted column by column: whole numbers by their place, others by sorting. Of many rows, all
    columns of few levels are counted by equality, in one query. What is not in memory is counted by a
    group-by. `scales` are the levels that indicators are expected to have; others are counted just as well.
    """
    groups = len(columns.groups.categories)
    crossings: dict[int, Crossing] = {}
    found: dict[int, Cells] = {}
    if columns.held:
        rows = Rows(columns.codes, groups, None if weights is None else columns.weight, weights)
        soon = {i: values for i, values in columns.indicator.items() if _is_soon_placed(values)}
        crossings = count_by_place(soon, rows)
    if not columns.few and weights is None:
        guesses = _guesses(columns, [i for i in columns.indicator if i not in crossings], scales, groups)
        crossings |= count_by_equality(columns.stream, guesses, groups)
    if columns.held:
        left = {i: values for i, values in columns.indicator.items() if i not in crossings}
        crossings |= count_by_place({i: values for i, values in left.items() if i not in soon}, rows)
        found = count_by_sorting({i: values for i, values in left.items() if i not in crossings}, rows)
    rest = [i for i in columns.indicator if i not in crossings and i not in found]
    by_group = [count_by_group(columns.stream, rest, groups, weights)] if rest else []
    return together([cells_of(crossings), *found.values(), *by_group])


def _is_soon_placed(values: pl.Series) -> bool:
    """Return whether a column in memory is counted by place sooner than by equality."""
    as_it_is = values.dtype.is_integer() and not values.null_count()
    return values.len() <= (_PLACE_ROWS if as_it_is else _PLACE_ROWS_OTHERS)


def _guesses(
    columns: Columns, places: Sequence[int], scales: Sequence[Sequence[float]], groups: int
) -> dict[int, Sequence[int | float]]:
    """Return the levels of those columns, by their places, that seem to have few of them."""
    every = max(columns.first[0].len() // _SAMPLE, 1)
    samples = {i: columns.indicator[i].gather_every(every) for i in places}
    guesses = {i: guess_levels(sample, scales[i], groups) for i, sample in samples.items()}
    return {i: guess for i, guess in guesses.items() if guess is not None}
