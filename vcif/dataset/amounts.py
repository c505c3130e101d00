"""Shares and counts of an activity: above zero is active."""

from __future__ import annotations

import polars as pl

from vcif.dataset.answers import Columns, judged, number, refuse, set_missing_aside, with_parameters
from vcif.dataset.codebook import Activity, Answers
from vcif.dataset.number_checks import not_a_number, outside, plain
from vcif.dataset.settle import Settled, settle, whole_column
from vcif.dataset.yes_no import Activities, blank_as_no, in_own_lists, own_answer, own_lists

AMOUNT_UNKNOWN = "active, the amount is not known"
KEPT = "kept as they stand"


def read_amounts(asked: Columns, activities: Activities, shared: Answers) -> Settled:
    """Read shares (as 0 to 1) and counts; codes in the column's own yes and no lists come first.

    A code in `yes` means active by an amount that is not known (`value` null, `active` true); a code in
    `no` means none at all.
    """
    said = {ask: _parameters(entry) for ask, entry in activities.items()}

    def judge(answers: pl.DataFrame) -> pl.DataFrame:
        return _judge(own_lists(with_parameters(answers, said), activities), shared)

    settled = settle(asked, judged(asked, judge, ("value", "active")), ("value", "active"))
    odd = [_percent_or_share(settled, asked, ask, entry) for ask, entry in activities.items()]
    return Settled(settled.values, pl.concat([settled.problems, *(part for part in odd if part is not None)]))


def _judge(answers: pl.DataFrame, shared: Answers) -> pl.DataFrame:
    """Give every answer its amount, whether it is active, and its fault."""
    answers = set_missing_aside(answers, shared, known=in_own_lists)
    said_so, value = pl.col("said"), number / pl.col("unit")
    answers = answers.with_columns(said=own_answer)
    answers = answers.with_columns(value=pl.when(said_so.is_null()).then(value).when(~said_so).then(0.0))
    answers = refuse(answers, pl.when(said_so.is_null()).then(_fault()))
    lacks = pl.col("problem").is_not_null()
    answers = answers.with_columns(active=pl.when(~lacks).then(pl.coalesce("said", pl.col("value") > 0)))
    answers = blank_as_no(answers, {"value": pl.lit(0.0), "active": pl.lit(False)})
    return _name_unknown_amounts(answers)


def _parameters(activity: Activity) -> dict[str, object]:
    """Return what the codebook says of an amount."""
    share = activity.kind == "share"
    hint = " (percents need maximum = 100)" if activity.maximum == 1 else ""
    text = f"a share outside 0 to {plain(activity.maximum)}{hint}" if share else "a negative amount"
    return {
        "unit": activity.maximum if share else 1,
        "high": activity.maximum if share else None,
        "beyond": text,
        "blank_no": activity.blank_means == "no",
    }


def _fault() -> pl.Expr:
    """Say what is wrong with an amount."""
    return pl.coalesce(not_a_number(), outside(pl.lit(0.0), pl.col("high"), pl.col("beyond")))


def _percent_or_share(settled: Settled, asked: Columns, ask: int, activity: Activity) -> pl.DataFrame | None:
    """Warn where shares of 1 seem to stand in a column of percents: they would be read as a hundredth."""
    unit, largest = activity.maximum, settled.values["value"][ask].max()
    if activity.kind == "count" or unit == 1 or not isinstance(largest, float) or not 0 < largest * unit <= 1:
        return None
    text = f"no share is above 1 of {plain(unit)}: shares from 0 to 1 need maximum = 1"
    return whole_column(asked[ask], ask, text, KEPT)


def _name_unknown_amounts(answers: pl.DataFrame) -> pl.DataFrame:
    """Record the answers that say yes without an amount, since their number is null in the result."""
    unknown = pl.col("active") & pl.col("value").is_null()
    text = pl.format('code {} means "yes" without an amount', "shown")
    return answers.with_columns(
        problem=pl.when(unknown).then(text).otherwise("problem"),
        action=pl.when(unknown).then(pl.lit(AMOUNT_UNKNOWN)).otherwise("action"),
    )
