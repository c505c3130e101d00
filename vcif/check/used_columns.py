"""What a codebook uses of a file: one row per column and purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from vcif.dataset.codebook import Codebook

SCHEMA = {"column": pl.String, "name": pl.String, "role": pl.String}
FIRM_ROLES = {
    "id": ("firm_id", "identifier"),
    "wave": ("wave", "wave"),
    "weight": ("weight", "weight"),
    "upstream_year": ("upstream_year", "first year upstream"),
    "downstream_year": ("downstream_year", "first year downstream"),
    "founding_year": (None, "founding year"),
    "path_reported": ("path_reported", "reported path"),
}


def entries(codebook: Codebook) -> pl.DataFrame:
    """Return column, name (the column of the firms that it becomes; null = none) and role."""
    return pl.DataFrame(list(_rows(codebook)), schema=SCHEMA, orient="row")


def _rows(codebook: Codebook) -> Iterator[tuple[str, str | None, str]]:
    """Go through the codebook in its order."""
    for key, (name, role) in FIRM_ROLES.items():
        column = getattr(codebook.firm, key)
        if column is not None:
            yield column, name, role
    for activity in codebook.activities:
        yield activity.column, activity.id, f"{activity.side} activity"
        if activity.blank_where is not None:
            yield activity.blank_where.column, None, f"filter question of {activity.id}"
    for item in codebook.indicators:
        kind = item.block or "no block"
        turned = ", reversed" if item.reversed else ""
        yield item.column, item.id, f"indicator ({kind}{turned})"
    for covariate in codebook.covariates:
        yield covariate.column, covariate.id, "covariate"


def used_columns(
    firms: pl.DataFrame, codebook: Codebook, problems: pl.DataFrame, letters: Mapping[str, str]
) -> pl.DataFrame:
    """Return every column used with its numbers of answers, empty cells and cells that need a look."""
    used = entries(codebook)
    serious = problems.filter("serious").group_by("column").agg(n_problems=pl.col("n_cells").sum())
    answered = [None if name is None else firms[name].count() for name in used["name"]]
    return (
        used.with_columns(n_answered=pl.Series(answered, dtype=pl.Int64))
        .with_columns(n_missing=firms.height - pl.col("n_answered"))
        .join(serious, on="column", how="left", maintain_order="left")
        .with_columns(pl.col("n_problems").fill_null(0))
        .pipe(with_letters, letters)
        .select("column", "letter", "name", "role", "n_answered", "n_missing", "n_problems")
    )


def with_letters(frame: pl.DataFrame, letters: Mapping[str, str]) -> pl.DataFrame:
    """Add the letter under which a spreadsheet shows the column; null where it is not known."""
    letter = pl.col("column").replace_strict(dict(letters), default=None, return_dtype=pl.String)
    return frame.with_columns(letter=letter)
