"""Why firms have no category: the activities without an answer, the most frequent first."""

from __future__ import annotations

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY, schema
from vcif.dataset.codebook import Codebook


def category_counts(firms: pl.DataFrame) -> pl.DataFrame:
    """Return how many firms of each wave are in each category; null = not known."""
    waves = firms.select(pl.col("wave").unique().sort()) if firms.height else pl.DataFrame({"wave": [None]})
    every = pl.DataFrame({"category": [*CATEGORIES, None]}, schema={"category": CATEGORY})
    counted = firms.group_by("wave", "category").agg(n=pl.len().cast(pl.Int64))
    grid = waves.cast({"wave": pl.Int64}).join(every, how="cross", maintain_order="left_right")
    return grid.join(
        counted, on=["wave", "category"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.col("n").fill_null(0))


def unknown_firms(firms: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Return for each set of missing activities how many firms have no category because of it."""
    lost = firms.filter(pl.col("category").is_null())
    up, down = pl.col("upstream").is_null(), pl.col("downstream").is_null()
    side = (
        pl.when(up & down)
        .then(pl.lit("both"))
        .when(up)
        .then(pl.lit("upstream"))
        .otherwise(pl.lit("downstream"))
    )
    missing = pl.concat_list(
        pl.when(_settles(activity.side, activity.id)).then(pl.lit(activity.id))
        for activity in codebook.activities
    )
    return (
        lost.select(side=side, missing=missing.list.drop_nulls().list.join(", "))
        .group_by("side", "missing")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("n", "side", "missing", descending=[True, False, False])
    )


def _settles(side: str, activity: str) -> pl.Expr:
    """Tell whether an answer to this activity could settle its side."""
    return pl.col(side).is_null() & pl.col(activity).is_null()


def unknown_activities(firms: pl.DataFrame, codebook: Codebook, problems: pl.DataFrame) -> pl.DataFrame:
    """Return for each activity how many firms it leaves unknown, and what stands there instead of answers."""
    lost = firms.filter(pl.col("category").is_null())
    told = _instead_of_answers(problems)
    rows = []
    for activity in codebook.activities:
        same_side = [entry.id for entry in codebook.activities if entry.side == activity.side]
        open_ = _settles(activity.side, activity.id)
        alone = open_ & (pl.sum_horizontal(pl.col(name).is_null().cast(pl.Int64) for name in same_side) == 1)
        n, n_alone = lost.select(n=open_.sum(), alone=alone.sum()).row(0)
        rows.append((activity.side, activity.id, activity.column, n, n_alone, told.get(activity.column, "")))
    frame = pl.DataFrame(rows, schema=schema("check_unknown_activities"), orient="row")
    return frame.filter(pl.col("n") > 0).sort("n", descending=True, maintain_order=True)


def _instead_of_answers(problems: pl.DataFrame) -> dict[str, str]:
    """Return by column what cells without an answer hold, with their numbers."""
    lost = problems.filter(pl.col("action") == "treated as no answer")
    counted = (
        lost.with_columns(
            text=pl.col("problem")
            .str.replace(r": \d+ cells?$", "")
            .str.replace(r"^\d+ blank cells?$", "blank")
        )
        .group_by("column", "text", maintain_order=True)
        .agg(n=pl.col("n_cells").sum())
        .sort("n", descending=True, maintain_order=True)
        .group_by("column", maintain_order=True)
        .agg(told=pl.format("{} ({})", "text", "n").str.join("; "))
    )
    return dict(counted.rows())
