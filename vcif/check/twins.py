"""Rows that may be one firm: refused twins, identifiers that look alike, answers that are all the same."""

from __future__ import annotations

import polars as pl

from vcif._columns import schema
from vcif.dataset.codebook import Codebook

TWICE = r"^the same firm twice.* \(rows (.*)\)$"
ALIKE = "identifiers that differ only in case, spaces, signs or leading zeros"
SAME = "the same answers to every question"
FEWEST_ANSWERS = 10
SHOWN = 8


def duplicates(firms: pl.DataFrame, codebook: Codebook, problems: pl.DataFrame) -> pl.DataFrame:
    """Return the groups of rows that may be one firm, each with the firms' identifiers."""
    columns = schema("check_duplicates")
    parts = [_twins(problems), _alike(firms), _same_answers(firms, codebook)]
    return pl.concat(part.select(pl.col(name).cast(kind) for name, kind in columns.items()) for part in parts)


def _twins(problems: pl.DataFrame) -> pl.DataFrame:
    """Return the firms that stand in the file twice in one wave and were rejected."""
    twice = problems.with_columns(rows=pl.col("problem").str.extract(TWICE)).drop_nulls("rows")
    return twice.group_by("value", "rows", maintain_order=True).agg(
        finding=pl.lit("the same firm twice in one wave: rows rejected").first(),
        wave=pl.lit(None, pl.Int64).first(),
        firms=pl.col("value").first(),
    )


def _alike(firms: pl.DataFrame) -> pl.DataFrame:
    """Return identifiers of one wave that a person would take for the same."""
    bare = pl.col("firm_id").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    bare = bare.str.replace_all(r"(^|\p{L})0+(\d)", "${1}${2}")
    named = firms.select("wave", "firm_id", bare=bare).filter(pl.col("bare") != "")
    return _groups(named, ["wave", "bare"], ALIKE)


def _same_answers(firms: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Return firms of one wave with the same answers throughout, if the questionnaire is long enough."""
    names = [entry.id for entry in codebook.activities] + [entry.id for entry in codebook.indicators]
    names += [entry.id for entry in codebook.covariates]
    if len(names) < FEWEST_ANSWERS:
        return pl.DataFrame(schema=schema("check_duplicates"))
    answered = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in names)
    full = firms.filter(answered >= FEWEST_ANSWERS)
    # An id of the codebook may be any word, so the answers have names here that it cannot be.
    answers = [pl.col(name).alias(f"answer {place}") for place, name in enumerate(names)]
    together = full.select("wave", "firm_id", *answers)
    return _groups(together, ["wave", *together.columns[2:]], SAME)


def _groups(firms: pl.DataFrame, by: list[str], finding: str) -> pl.DataFrame:
    """Return the groups of more than one firm."""
    return (
        firms.group_by(by, maintain_order=True)
        .agg(shown=pl.col("firm_id").head(SHOWN), size=pl.len())
        .filter(pl.col("size") > 1)
        .select(
            "wave",
            finding=pl.lit(finding),
            firms=pl.col("shown").list.join(", ")
            + pl.when(pl.col("size") > SHOWN).then(pl.lit(", ...")).otherwise(pl.lit("")),
            rows=pl.lit(None, pl.String),
        )
    )
