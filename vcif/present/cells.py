"""Columns of numbers turned into columns of text, and the marks that labels carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from vcif.present.labels import DAGGER, DOUBLE_DAGGER

_NO_BREAK = "\u00a0"


def text_column(function: Callable[..., str], *columns: str) -> pl.Expr:
    """Return the text that a function makes of some columns, row by row; intervals do not break."""
    text = pl.struct(columns).map_elements(
        lambda row: function(*(row[name] for name in columns)), return_dtype=pl.String, skip_nulls=False
    )
    return text.str.replace_all(", ", f",{_NO_BREAK}", literal=True).str.replace_all(
        " [", f"{_NO_BREAK}[", literal=True
    )


def label_column(
    labels: Mapping[str, str], *, disagree: pl.Expr | None = None, defining: bool = True
) -> pl.Expr:
    """Return the indicators' labels, looked up by id, with their marks."""
    label = pl.col("indicator").replace_strict(list(labels), list(labels.values()), return_dtype=pl.String)
    if not defining:
        return label
    dagger = pl.when(pl.col("defining")).then(pl.lit(f"\u00a0{DAGGER}")).otherwise(pl.lit(""))
    if disagree is None:
        return label + dagger
    return label + dagger + pl.when(disagree).then(pl.lit(f"\u00a0{DOUBLE_DAGGER}")).otherwise(pl.lit(""))


def disagreement(first: str, second: str, alpha: float) -> pl.Expr:
    """Return whether one of two p-values is significant, the other not; a missing one never disagrees."""
    return ((pl.col(first) < alpha) != (pl.col(second) < alpha)).fill_null(False)


def heading_column(headings: Mapping[str | None, str]) -> pl.Expr:
    """Return the blocks' headings."""
    named = {block: heading for block, heading in headings.items() if block is not None}
    known = pl.col("block").cast(pl.String).replace_strict(
        list(named), list(named.values()), default=None, return_dtype=pl.String
    )  # fmt: skip
    return known.fill_null(headings.get(None, "Other indicators"))


def wide(frame: pl.DataFrame, columns: Sequence[str], *, by: str, groups: Sequence[str]) -> pl.DataFrame:
    """Return one row per indicator with each group's columns side by side, named `column_group`."""
    parts = [
        frame.filter(pl.col(by).cast(pl.String) == group).select(
            "indicator", *(pl.col(name).alias(f"{name}_{group}") for name in columns)
        )
        for group in groups
    ]
    joined = frame.select("indicator").unique(maintain_order=True)
    for part in parts:
        joined = joined.join(part, on="indicator", how="left", maintain_order="left")
    return joined
