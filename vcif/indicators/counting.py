"""The counting pass: chooses the fastest of three ways to count, which all give the same cells."""

from __future__ import annotations

from collections.abc import Sequence

from vcif.indicators.cells import Cells, Crossing, cells_of, together
from vcif.indicators.columns import Columns
from vcif.indicators.count_by_equality import count_by_equality, guess_levels
from vcif.indicators.count_by_group import count_by_group
from vcif.indicators.count_in_memory import Rows, count_in_memory
from vcif.indicators.exact_weights import Weights

_SAMPLE = 2_000


def count(columns: Columns, scales: Sequence[Sequence[float]], weights: Weights | None) -> Cells:
    """Return how many rows each indicator, group and score has, and the sums of their weights.

    Few rows are counted in memory. Of many rows, columns of few levels are counted by equality, all in one
    query; columns of whole numbers in memory, if that is where they are; what is left by a group-by each.
    `scales` are the levels that the indicators are expected to have; others are counted just as well.
    """
    groups = len(columns.groups.categories)
    crossings: dict[int, Crossing] = {}
    if not columns.few and weights is None:
        guesses = _guesses(columns, scales, groups)
        crossings |= count_by_equality(columns.stream, guesses, groups)
    if columns.held:
        rest = {i: values for i, values in columns.indicator.items() if i not in crossings}
        rows = Rows(columns.codes, groups, None if weights is None else columns.weight, weights)
        crossings |= count_in_memory(rest, rows, sort=columns.few)
    left = [i for i in columns.indicator if i not in crossings]
    by_group = [count_by_group(columns.stream, left, groups, weights)] if left else []
    return together([cells_of(crossings), *by_group])


def _guesses(
    columns: Columns, scales: Sequence[Sequence[float]], groups: int
) -> dict[int, Sequence[int | float]]:
    """Return the levels of the columns that seem to have few of them."""
    every = max(columns.first[0].len() // _SAMPLE, 1)
    samples = {i: values.gather_every(every) for i, values in columns.indicator.items()}
    guesses = {i: guess_levels(sample, scales[i], groups) for i, sample in samples.items()}
    return {i: guess for i, guess in guesses.items() if guess is not None}
