"""Kinds of problems: which need a look, and what to change."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

COUNTED = (r"^(\d+) blank cells?$", r": (\d+) cells?$")
IN_THE_FILE = "Correct the cell in the file"
NOTHING = "Nothing to do: the codebook says so."
OTHER_ADVICE = (
    f"{IN_THE_FILE}, or say in the codebook what it means: a list of its own for an answer, `missing` for a "
    "code that is no answer."
)


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its name, the pattern of its texts, what to do, and whether it needs a look.

    The pattern is held against "problem -> action".
    """

    name: str
    pattern: str
    advice: str
    serious: bool = True


KINDS = (
    Kind('blank cell that means "no"', r'^\d+ blank cells? -> treated as "no"', NOTHING, serious=False),
    Kind("blank cell", r"^\d+ blank cells? -> ", "Nothing to do: no answer was given.", serious=False),
    Kind("blank after a filter question", r"^blank where .*: \d+ cells? -> ", NOTHING, serious=False),
    Kind("code for no answer", r"^missing code .*: \d+ cells? -> ", NOTHING, serious=False),
    Kind(
        "declared missing in the file",
        r"^declared missing: ",
        "Nothing to do: the data file says so.",
        serious=False,
    ),
    Kind('code that says "yes" without an amount', r'^code .* means "yes" without an amount', NOTHING, False),
    Kind(
        "not a number, perhaps a decimal comma",
        r"^not a number \(with a decimal comma",
        'Set decimal = "," in [file] of the codebook, or write the number with a point.',
    ),
    Kind(
        "not a number",
        r"^not a number",
        f"{IN_THE_FILE}: digits only, without % or words. If the text means that there is no answer, add it "
        "to `missing` of this column.",
    ),
    Kind(
        "outside the scale or the bounds",
        r"^outside the scale |^outside |^above |^below ",
        f"{IN_THE_FILE}. If it is a code for no answer, add it to `missing` of this column. If the scale is "
        "wider, correct `scale`.",
    ),
    Kind(
        "between two answers of the scale",
        r"^between the answers of the scale",
        f"{IN_THE_FILE}. If such answers are right, set `step`, for example step = 0.5.",
    ),
    Kind(
        "not one of the answers",
        r"^not one of the answers|^not one of the levels",
        f"{IN_THE_FILE}, or add the answer to `words` or `levels` of this column, or to its `missing`.",
    ),
    Kind(
        "neither yes nor no",
        r"^listed neither as yes",
        "Add the answer to `yes`, `no` or `missing` of this column in the codebook.",
    ),
    Kind(
        "a share outside its bounds",
        r"^a share outside",
        f"{IN_THE_FILE}. If the column holds percentages, set maximum = 100. If it is a code for no answer, "
        "add it to `missing`.",
    ),
    Kind(
        "percentages or shares",
        r"^no share is above 1 of ",
        "If the column holds shares from 0 to 1, set maximum = 1. If it holds percentages, nothing is wrong.",
    ),
    Kind("a negative amount", r"^a negative amount", f"{IN_THE_FILE}, or add the code to `missing`."),
    Kind(
        "a weight that is not above zero",
        r"^a weight of zero|^a negative weight",
        "Ask who made the weights. The firm counts, and adds nothing to weighted results.",
    ),
    Kind("not a year", r"^not a year of four digits", f"{IN_THE_FILE}: four digits, for example 2014."),
    Kind("a year after the survey", r"^after the survey year", f"{IN_THE_FILE}, or correct `survey_year`."),
    Kind("a year before the firm existed", r"^before the founding year", IN_THE_FILE + "."),
    Kind(
        "the same firm twice",
        r"^the same firm twice",
        "Keep one row for each firm and wave, or name the column of the wave in [firm].",
    ),
    Kind("no firm identifier", r"^no firm identifier", "Give the row an identifier, or remove it."),
    Kind("no wave", r"^no wave|^not a whole number", "Give the row a wave (a whole number), or remove it."),
    Kind(
        'nobody answers "yes"',
        r'^no firm answers "yes"',
        "Find out whether it was asked in that wave. If it was not, leave the activity out of the codebook: "
        'as it stands, it counts as "no" for every firm.',
    ),
    Kind(
        "yes against a filter question",
        r"^says yes, although ",
        "Look both answers up in the questionnaire and correct the wrong one.",
    ),
    Kind(
        "a row with too few cells",
        r"^a row of \d+ cells",
        "Open the file in a text editor at that row: a line break or quotation mark in an answer splits it.",
    ),
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
