"""Activities with one answer, or none, for all firms of a wave: they were probably not asked there."""

from __future__ import annotations

import polars as pl

from vcif._columns import schema
from vcif.dataset.codebook import Activity, Codebook

NO_AMOUNT = 'means "yes" without an amount'


def constant_activities(firms: pl.DataFrame, codebook: Codebook, problems: pl.DataFrame) -> pl.DataFrame:
    """Return the activities that tell the firms of a wave nothing apart; n = firms with that answer."""
    # A code that says yes without an amount leaves no number behind, so such a column is not judged.
    spared = set(problems.filter(pl.col("problem").str.contains(NO_AMOUNT, literal=True))["column"])
    parts = [_of_one(firms, activity) for activity in codebook.activities if activity.column not in spared]
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema("check_constant"))


def _of_one(firms: pl.DataFrame, activity: Activity) -> pl.DataFrame:
    """Return the waves in which one activity is constant."""
    value = pl.col(activity.id)
    active = (value.cast(pl.Float64) > 0).sum()
    rounds = firms.group_by("wave").agg(asked=value.count(), yes=active, firms=pl.len()).sort("wave")
    asked, yes = pl.col("asked"), pl.col("yes")
    answer = (
        pl.when(asked == 0).then(pl.lit("no answer"))
        .when((yes == 0) & (asked > 1)).then(pl.lit("no"))
        .when((yes == asked) & (asked > 1)).then(pl.lit("yes"))
    )  # fmt: skip
    return (
        rounds.with_columns(
            answer=answer,
            n=pl.when(asked == 0).then("firms").otherwise(asked),
            activity=pl.lit(activity.id),
            column=pl.lit(activity.column),
            side=pl.lit(activity.side),
        )
        .filter(pl.col("answer").is_not_null(), pl.col("firms") > 1)
        # What the codebook says itself is no finding.
        .filter(~pl.col("wave").is_in(list(activity.not_asked_in), nulls_equal=True))
        .select(pl.col(name).cast(kind) for name, kind in schema("check_constant").items())
    )
