"""Kinds of problems: which need a look, and what to change."""

from __future__ import annotations

import polars as pl

from vcif.check.known_kinds import IN_THE_FILE, KINDS

COUNTED = (r"^(\d+) blank cells?$", r": (\d+) cells?$")
OTHER_ADVICE = (
    f"{IN_THE_FILE}, or say in the codebook what it means: a list of its own for an answer, `missing` for a "
    "code that is no answer."
)


def with_kinds(problems: pl.DataFrame) -> pl.DataFrame:
    """Add to every problem its kind, whether it needs a look, the advice, and the cells that it speaks of."""
    # A column that serves two purposes is read twice, and so are its problems.
    problems = problems.unique(maintain_order=True)
    text = pl.col("problem")
    kind, serious, advice = _of_text(text), pl.lit(True), pl.lit(OTHER_ADVICE)
    for entry in reversed(KINDS):
        fits = pl.format("{} -> {}", text, "action").str.contains(entry.pattern)
        kind = pl.when(fits).then(pl.lit(entry.name)).otherwise(kind)
        serious = pl.when(fits).then(pl.lit(entry.serious)).otherwise(serious)
        advice = pl.when(fits).then(pl.lit(entry.advice)).otherwise(advice)
    n_cells = pl.coalesce(text.str.extract(pattern) for pattern in COUNTED).cast(pl.Int64).fill_null(1)
    return problems.with_columns(kind=kind, serious=serious, advice=advice, n_cells=n_cells)


def _of_text(text: pl.Expr) -> pl.Expr:
    """Name a kind that is not listed by its text, without what differs from cell to cell."""
    return text.str.replace(r": \d+ cells?$", "").str.replace_all(r" \([^()]*\)", "")


def by_kind(problems: pl.DataFrame) -> pl.DataFrame:
    """Return the problems (with kinds) by kind and treatment; those that need a look come first."""
    return (
        problems.group_by("kind", "serious", "action", "advice", maintain_order=True)
        .agg(n_cells=pl.col("n_cells").sum(), n_columns=pl.col("column").n_unique().cast(pl.Int64))
        .sort("serious", "n_cells", descending=True, maintain_order=True)
        .select("kind", "serious", "n_cells", "n_columns", "action", "advice")
    )


def first_of_each(problems: pl.DataFrame, kinds: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the first problems of each kind and treatment, in the order of the kinds."""
    order = kinds.select("kind", "action").with_row_index("place")
    first = problems.group_by("kind", "action", maintain_order=True).head(most)
    return first.join(order, on=["kind", "action"], how="left", maintain_order="left").sort(
        "place", maintain_order=True
    )
