"""The tally: how many firms of each group gave each answer to each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import polars as pl

from vcif._columns import BLOCK, GLOSSARY, schema
from vcif._errors import ArgumentError, DataError, nearest, require_one_of

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook


Weights = Literal["sampling", "frequency"]


def tally(
    firms: pl.DataFrame | pl.LazyFrame,
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
        One row per firm (or firm and wave), DataFrame or LazyFrame, with the column `by`.
    indicators
        Columns to count: numbers or yes/no. All of the codebook's if left out.
    codebook
        Gives blocks, the flag `defining` and the scales; without it there are none, and the levels are those
        that occur.
    by
        The grouping column: an Enum (its levels are the groups, with firms or without), or text or yes/no
        (the sorted values that occur).
    weights
        What a column `weight` means. "sampling": how many firms of the population a firm stands for; summed
        beside the counts for `describe(weighted=True)`. "frequency": how often the row is to count, a whole
        number; n then is what repeated rows would give, and so is every statistic.

    Returns
    -------
    polars.DataFrame
        One row per indicator, group and score with the columns of `FRAMES["tally"]`. score null = no answer;
        group null = firms that could not be classified (rows only where there are such firms). Every level
        of a scale has its row; of a ratio the values that occur. The sum of n is firms x indicators
        (with frequency weights, the sum of weights x indicators).

    Raises
    ------
    DataError
        When a column is absent, is no number, or holds NaN or infinity; or a weight is negative, or a
        frequency weight is missing or no whole number.
    ArgumentError
        When neither indicators nor a codebook is given, or an indicator stands twice.

    Notes
    -----
    A firm without a sampling weight counts in n and adds nothing to `weight`.

    Examples
    --------
    >>> firms = pl.DataFrame({"category": ["C2", "C4", "C4", "C4"], "growth": [3, 4, 4, None]})
    >>> tally(firms, ["growth"]).filter(pl.col("n") > 0).select("group", "score", "n").rows()
    [('C2', 3.0, 1), ('C4', 4.0, 2), ('C4', None, 1)]
    """
    require_one_of("tally", "weights", weights, ("sampling", "frequency"))
    names = _indicator_names(indicators, codebook)
    lazy = firms.lazy()
    _check_columns(lazy.collect_schema(), [*names, *(["weight"] if weights == "frequency" else [])], by)
    counted = _count(lazy, names, by)
    if weights == "frequency":
        counted = _as_frequencies(counted)
    _check_values(counted)
    facts = _facts(names, codebook)
    rows = _grid(counted, facts).join(
        counted, on=["indicator", "group", "score"], how="left", nulls_equal=True
    )
    weighted = bool(counted["n_weights"].sum())
    return (
        rows.join(facts.drop("levels"), on="indicator", how="left")
        .sort("place", "group", "score", nulls_last=True)
        .with_columns(
            n=pl.col("n").fill_null(0),
            weight=pl.col("weight").fill_null(0.0) if weighted else pl.lit(None, pl.Float64),
        )
        .select(pl.col(name).cast(kind) for name, kind in schema("tally", counted.schema["group"]).items())
    )


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
    if columns[by].is_numeric() and columns[by] != pl.Boolean:
        raise DataError(f"tally() needs groups in {by!r} (an Enum, text or yes/no); got {columns[by]}")


def _count(lazy: pl.LazyFrame, names: list[str], by: str) -> pl.DataFrame:
    """Return n, the sum of weights and what is wrong with them, by indicator, group and score that occur."""
    columns = lazy.collect_schema().names()
    weight = pl.col("weight").cast(pl.Float64) if "weight" in columns else pl.lit(None, pl.Float64)
    long = lazy.select(
        pl.col(by).alias("__group__"),
        weight.alias("__weight__"),
        *(pl.col(name).cast(pl.Float64) for name in names),
    ).unpivot(
        on=names, index=["__group__", "__weight__"], variable_name="__indicator__", value_name="__score__"
    )
    weights = pl.col("__weight__")
    counted = (
        long.group_by(
            indicator="__indicator__",
            group="__group__",
            score=pl.col("__score__") + 0.0,  # -0.0 is 0.0
        )
        .agg(
            n=pl.len().cast(pl.Int64),
            weight=weights.sum(),
            n_weights=weights.count(),
            bad_weights=((weights < 0) | ~weights.is_finite()).sum(),
            broken_weights=(weights != weights.floor()).sum(),
        )
        .collect(engine="streaming")
    )
    return counted.with_columns(_as_group(counted["group"], by))


def _as_frequencies(counted: pl.DataFrame) -> pl.DataFrame:
    """Return the counts with each firm taken as often as its weight says."""
    missing = int(counted["n"].sum()) > int(counted["n_weights"].sum())
    if missing or counted["broken_weights"].sum():
        what = "a missing weight" if missing else "a weight that is no whole number"
        raise DataError(f'tally(weights="frequency") needs whole numbers from 0 up in weight; got {what}')
    return counted.with_columns(n=pl.col("weight").cast(pl.Int64), n_weights=pl.lit(0, pl.UInt32))


def _as_group(values: pl.Series, by: str) -> pl.Series:
    """Return the groups as an Enum: the column's own, the glossary's, or the sorted values that occur."""
    if isinstance(values.dtype, pl.Enum):
        return values
    text = values.cast(pl.String)
    known = GLOSSARY[by].dtype if by in GLOSSARY else None
    levels = known.categories if isinstance(known, pl.Enum) else text.drop_nulls().unique().sort()
    strange = text.drop_nulls().filter(~text.drop_nulls().is_in(levels.to_list()))
    if strange.len():
        raise DataError(f"tally() needs {by} to be one of {', '.join(levels)}; got {strange[0]!r}")
    return text.cast(pl.Enum(levels))


def _check_values(counted: pl.DataFrame) -> None:
    """Raise where a score is NaN or infinite, or a weight cannot be one."""
    bad = counted.filter(~pl.col("score").is_finite())
    if bad.height:
        raise DataError(
            f"tally() needs finite scores; got {bad['score'][0]} in {bad['indicator'][0]!r} "
            f"({bad['n'].sum()} cells); make missing answers null"
        )
    if counted["bad_weights"].sum():
        raise DataError("tally() needs weights from 0 up; got a negative, NaN or infinite weight")


def _facts(names: list[str], codebook: Codebook | None) -> pl.DataFrame:
    """Return what the codebook says of each indicator: place, block, defining, levels of the scale."""
    entries = {} if codebook is None else {entry.id: entry for entry in codebook.indicators}
    known = [entries.get(name) for name in names]
    return pl.DataFrame(
        {
            "indicator": names,
            "place": range(len(names)),
            "block": [None if entry is None else entry.block for entry in known],
            "defining": [False if entry is None else entry.defining for entry in known],
            "levels": [[] if entry is None else list(entry.levels) for entry in known],
        },
        schema_overrides={"block": BLOCK, "levels": pl.List(pl.Float64)},
    )


def _grid(counted: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return every row that the tally must have: scale levels and null by group, and whatever occurs."""
    kind = counted.schema["group"]
    names = kind.categories.to_list() if isinstance(kind, pl.Enum) else []
    groups = pl.DataFrame(
        {"group": [*names, None] if counted["group"].null_count() else names}, schema={"group": kind}
    )
    scales = facts.select("indicator", score="levels").explode("score", empty_as_null=True)
    observed = counted.select("indicator", "score").join(
        facts.filter(pl.col("levels").list.len() > 0).select("indicator"), on="indicator", how="semi"
    )
    none = facts.select("indicator", score=pl.lit(None, pl.Float64))
    levels = pl.concat([scales, observed, none]).unique()
    crossed = levels.join(groups, how="cross").select("indicator", "group", "score")
    return pl.concat([crossed, counted.select("indicator", "group", "score")]).unique()
