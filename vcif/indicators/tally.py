"""The tally: how many firms of each group gave each answer to each indicator."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from vcif._engines import open_frame, polars_schema
from vcif._errors import ArgumentError, DataError, nearest, require_one_of
from vcif.indicators.cells import EXACT, Cells
from vcif.indicators.columns import columns_of
from vcif.indicators.count_elsewhere import count_elsewhere
from vcif.indicators.counting import count
from vcif.indicators.exact_weights import weights_of
from vcif.indicators.tally_frame import Facts, tally_frame

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

    from vcif.dataset.codebook import Codebook


Weights = Literal["sampling", "frequency"]


def tally(
    firms: IntoFrame,
    indicators: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    by: str = "category",
    *,
    weights: Weights = "sampling",
) -> pl.DataFrame:
    """Return how many firms of each group gave each score, for every indicator.

    Parameters
    ----------
    firms
        One row per firm (or firm and wave), with the column `by`: a DataFrame or LazyFrame of polars, a frame
        of pandas or pyarrow, a relation of DuckDB, a DataFrame of Spark, or another that narwhals takes. A
        LazyFrame of many rows (a scanned file, say) is counted in a stream and never held whole; DuckDB and
        Spark count themselves, and only the counts are collected.
    indicators
        Columns to count: numbers or yes/no. All of the codebook's if left out.
    codebook
        Gives blocks, the flag `defining` and the scales; without it there are none, and the levels are those
        that occur.
    by
        The grouping column: an Enum (its levels are the groups, with firms or without; so are those of an
        ordered categorical in pandas and of an ENUM in DuckDB), or text or yes/no (the sorted values that
        occur). As category, text that says C1 to C4 is the Enum.
    weights
        What a column `weight` means. "sampling": how many firms of the population a firm stands for; summed
        beside the counts for `describe(weighted=True)`. "frequency": how often the row is to count, a whole
        number; n then is what repeated rows would give, and so is every statistic.

    Returns
    -------
    polars.DataFrame
        The same from every engine. One row per indicator, group and score with the columns of
        `FRAMES["tally"]`. score null = no answer;
        group null = firms that could not be classified (rows only where there are such firms). Every level
        of a scale has its row; of a ratio the values that occur. The sum of n is firms x indicators
        (with frequency weights, the sum of weights x indicators).

    Raises
    ------
    DataError
        When a column is absent, is no number, or holds NaN or infinity (in pandas NaN is how nothing is
        written, and counts as no answer); or a weight is no number or negative,
        or a frequency weight is missing or no whole number.
    ArgumentError
        When neither indicators nor a codebook is given, or an indicator stands twice.

    Notes
    -----
    A firm without a sampling weight counts in n and adds nothing to `weight`. Sums of weights are exact and
    rounded once, so the order of the rows changes no digit of the tally. Scores are floats: whole numbers
    beyond 2^53 that have the same float are one score.

    Examples
    --------
    >>> firms = pl.DataFrame({"category": ["C2", "C4", "C4", "C4"], "growth": [3, 4, 4, None]})
    >>> tally(firms, ["growth"]).filter(pl.col("n") > 0).select("group", "score", "n").rows()
    [('C2', 3.0, 1), ('C4', 4.0, 2), ('C4', None, 1)]
    """
    require_one_of("tally", "weights", weights, ("sampling", "frequency"))
    names = _indicator_names(indicators, codebook)
    frequency = weights == "frequency"
    needed = [*names, *(["weight"] if frequency else [])]
    frame = open_frame("tally", firms, [*needed, by], ["weight"])
    facts = _facts(names, codebook)
    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        _check_columns(frame.collect_schema(), needed, by)
        columns = columns_of(frame, names, by)
        known = weights_of(columns.stream, frequency=frequency) if columns.weighted else None
        cells, groups = count(columns, facts.scales, known), columns.groups
    else:
        _check_columns(polars_schema(frame), needed, by)
        cells, groups = count_elsewhere(frame, names, by, frequency=frequency)
    _check_scores(cells, names)
    return tally_frame(_as_frequencies(cells) if frequency else cells, facts, groups)


def _indicator_names(indicators: Sequence[str] | None, codebook: Codebook | None) -> list[str]:
    """Return the columns to count."""
    if indicators is None and codebook is None:
        raise ArgumentError("tally() needs indicators or a codebook; got neither")
    known = [] if codebook is None else [entry.id for entry in codebook.indicators]
    names = known if indicators is None else list(indicators)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not names or isinstance(indicators, str):
        raise ArgumentError(f"tally() needs a list of different indicators; got {indicators!r}")
    return names


def _check_columns(columns: pl.Schema, names: list[str], by: str) -> None:
    """Raise unless all columns are there, and the indicators are numbers or yes/no."""
    for name in (*names, by):
        if name not in columns:
            hint = "; run classify() first" if name == "category" else nearest(name, columns.names())
            raise DataError(f"tally() needs the column {name!r}{hint}")
    for name in names:
        if not (columns[name].is_numeric() or columns[name] in (pl.Boolean, pl.Null)):
            raise DataError(
                f"tally() needs numbers or yes/no in {name!r}; got {columns[name]}; "
                "read the file with a codebook, which gives words their place on the scale"
            )
    weight = columns.get("weight", pl.Float64())
    if not (weight.is_numeric() or weight in (pl.Boolean, pl.Null)):
        raise DataError(f"tally() needs numbers in 'weight'; got {weight}")
    if columns[by].is_numeric() or columns[by].is_nested():
        raise DataError(f"tally() needs groups in {by!r} (an Enum, text or yes/no); got {columns[by]}")


def _facts(names: list[str], codebook: Codebook | None) -> Facts:
    """Return what the codebook says of each indicator."""
    entries = {} if codebook is None else {entry.id: entry for entry in codebook.indicators}
    known = [entries.get(name) for name in names]
    return Facts(
        names=names,
        blocks=[None if entry is None else entry.block for entry in known],
        defining=[False if entry is None else entry.defining for entry in known],
        scales=[() if entry is None else entry.levels for entry in known],
    )


def _as_frequencies(cells: Cells) -> Cells:
    """Return the cells with each firm taken as often as its weight says."""
    n = np.zeros(cells.rows.size) if cells.weight is None else cells.weight
    if n.sum() > EXACT:
        raise DataError(f'tally(weights="frequency") counts up to 2^53 firms; got {n.sum():g}')
    return dataclasses.replace(cells, rows=n.astype(np.int64), weight=None)


def _check_scores(cells: Cells, names: list[str]) -> None:
    """Raise where a score is NaN or infinite."""
    bad = np.flatnonzero(cells.answered & ~np.isfinite(cells.score))
    if bad.size:
        first = min(bad.tolist(), key=lambda i: (cells.indicator[i], cells.group[i], repr(cells.score[i])))
        raise DataError(
            f"tally() needs finite scores; got {cells.score[first]} in {names[cells.indicator[first]]!r} "
            f"({cells.rows[bad].sum()} cells); make missing answers null"
        )
