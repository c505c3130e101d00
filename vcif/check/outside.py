"""Answers that their column does not allow, and values that look like undeclared codes for no answer."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from vcif.dataset.codebook import Activity, Codebook, Covariate, Indicator
from vcif.dataset.missing_words import CODES, says_missing

OUTSIDE = {
    "column": pl.String,
    "name": pl.String,
    "allowed": pl.String,
    "value": pl.String,
    "n_cells": pl.Int64,
    "rows": pl.String,
}
CODE = {"column": pl.String, "name": pl.String, "value": pl.String, "n_cells": pl.Int64, "why": pl.String}
SHOWN = 5
REFUSED = (
    "stands outside of what the column allows: list it in `missing`, if it means that there is no answer"
)
FAR = "stands far from all other numbers of the column and was taken for a number"
BELOW = "is the only kind of number below zero in the column and was taken for a number"


def answers_outside(problems: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Return the answers that could not be taken, by column and value, with the first rows."""
    asked = _questions(codebook)
    refused = problems.filter(
        pl.col("row").is_not_null(),
        pl.col("action") == "treated as no answer",
        pl.col("value").str.strip_chars() != "",
        pl.col("column").is_in(asked["column"].implode()),
    ).unique(["row", "column"], keep="first", maintain_order=True)
    return (
        refused.group_by("column", value=pl.col("value").str.strip_chars(), maintain_order=True)
        .agg(n_cells=pl.len(), rows=_few(pl.col("row").cast(pl.String)))
        .join(asked, on="column", how="left", maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in OUTSIDE.items())
    )


def _few(texts: pl.Expr) -> pl.Expr:
    """Write the first of some texts in one."""
    more = pl.when(pl.len() > SHOWN).then(pl.lit(", ...")).otherwise(pl.lit(""))
    return texts.head(SHOWN).str.join(", ") + more


def _questions(codebook: Codebook) -> pl.DataFrame:
    """Return every column that asks something, with the names that it has in results and what it allows."""
    rows = [
        *((entry.column, entry.id, _allowed_activity(entry, codebook)) for entry in codebook.activities),
        *((entry.column, entry.id, _allowed_number(entry)) for entry in codebook.indicators),
        *((entry.column, entry.id, _allowed_covariate(entry)) for entry in codebook.covariates),
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("column", "name", "allowed"), pl.String), orient="row")
    together = frame.group_by("column", maintain_order=True)
    return together.agg(pl.col("name").str.join(", "), pl.col("allowed").first())


def _allowed_activity(activity: Activity, codebook: Codebook) -> str:
    """Write what an activity allows."""
    if activity.kind == "share":
        return f"0 to {activity.maximum:g}"
    if activity.kind == "count":
        return "0 and above"
    yes = codebook.answers.yes if activity.yes is None else activity.yes
    no = codebook.answers.no if activity.no is None else activity.no
    return f"yes: {_listed(yes)}; no: {_listed(no)}"


def _listed(codes: tuple[object, ...]) -> str:
    """Write the first codes of a list."""
    return ", ".join(str(code) for code in codes[:3]) + (", ..." if len(codes) > 3 else "")


def _allowed_number(item: Indicator) -> str:
    """Write what an indicator allows."""
    if item.words:
        return ", ".join(item.words)
    if item.scale is None:
        return "any number"
    step = "" if item.kind == "ratio" or item.step == 1 else f" in steps of {item.step:g}"
    return f"{item.scale[0]:g} to {item.scale[1]:g}{step}"


def _allowed_covariate(covariate: Covariate) -> str:
    """Write what a covariate allows."""
    if covariate.kind == "category":
        return ", ".join(covariate.levels) if covariate.levels else "any text"
    low, high = covariate.minimum, covariate.maximum
    if low is None and high is None:
        return "any number"
    if high is None:
        return f"{low:g} and above"
    return f"{high:g} and below" if low is None else f"{low:g} to {high:g}"


def undeclared_codes(firms: pl.DataFrame, codebook: Codebook, outside: pl.DataFrame) -> pl.DataFrame:
    """Return values that look like codes for no answer: refused ones, and numbers far from all others."""
    looks = [_looks_like_a_code(value) for value in outside["value"]]
    refused = outside.filter(pl.Series(looks, dtype=pl.Boolean)).with_columns(why=pl.lit(REFUSED))
    taken = pl.DataFrame(list(_taken_codes(firms, codebook)), schema=CODE, orient="row")
    return pl.concat([refused.select(list(CODE)), taken])


def _looks_like_a_code(value: str) -> bool:
    """Tell whether a value is a usual code or word for no answer."""
    try:
        return float(value) in CODES
    except ValueError:
        return says_missing(value)


def _taken_codes(firms: pl.DataFrame, codebook: Codebook) -> Iterator[tuple[str, str, str, int, str]]:
    """Find codes that were taken for numbers, in columns of which the codebook gives no bounds."""
    for column, name in _unbounded(codebook):
        numbers = firms[name].drop_nulls().alias("number")
        counted = numbers.value_counts(name="n").sort("number")
        is_code = pl.col("number").is_in([float(code) for code in CODES])
        codes, others = counted.filter(is_code, pl.col("n") > 1), counted.filter(~is_code)["number"]
        if others.is_empty():
            continue
        low, high = float(others.min()), float(others.max())  # type: ignore[arg-type]
        for value, n in codes.rows():
            if value < 0 <= low:
                yield column, name, f"{value:g}", n, BELOW
            elif value >= 97 and value > 2 * high:
                yield column, name, f"{value:g}", n, FAR


def _unbounded(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Go through the columns of plain numbers that may hold anything."""
    for activity in codebook.activities:
        if activity.kind == "count":
            yield activity.column, activity.id
    for item in codebook.indicators:
        if item.kind == "ratio" and item.scale is None:
            yield item.column, item.id
    for covariate in codebook.covariates:
        if covariate.kind == "number" and covariate.maximum is None:
            yield covariate.column, covariate.id
