"""Whether the transition matrix is the same in all waves, and in all groups of firms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.cells import text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import capitalized, category_label
from vcif.present.notes import note_lines, remarks_of
from vcif.present.numbers import MISSING, estimate, number, p_text, percent

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_NAME = "vcif-homogeneity"
_WHOLE = "Whole matrix"
# What a test says of itself; the table has a column for it.
_SPARSE = r"(\d+ of \d+) expected counts are below 5"


def table_homogeneity(panel: Panel) -> GT:
    """Return the tests that all waves, and all groups of firms, have one transition matrix.

    Parameters
    ----------
    panel
        As `run_panel` returns it, with or without groups.

    Returns
    -------
    great_tables.GT
        Five rows for each question: the whole matrix and each of its rows, with both statistics and their
        p-values and Cramer's V of each row.

    Examples
    --------
    >>> import vcif
    >>> "Over the waves" in table_homogeneity(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    questions = {"Over the waves": panel.homogeneity}
    if panel.between is not None:
        questions[f"Between groups: {capitalized(_group_name(panel))}"] = panel.between
    if all(frame["p_value"].null_count() == frame.height for frame in questions.values()):
        reason = "no category has steps in two waves or groups"
        return unavailable(_NAME, "Transition matrices", reason, note_lines(panel.survey.codebook))
    rows = pl.concat(_rows(frame, heading) for heading, frame in questions.items())
    level = percent(panel.settings.level)
    headers = {
        "label": "Steps from", "n": "Steps", "df": "*df*", "ratio": "*G*", "p_ratio": "*p*", "chi": "χ²",
        "p_chi": "*p*", "sparse": "Small cells", "effect": f"*V* [{level} CI]",
    }  # fmt: skip
    spanners = {"Likelihood ratio": ["ratio", "p_ratio"], "Chi-squared": ["chi", "p_chi"]}
    return exhibit(
        rows, _NAME, headers, stub="label", group="heading", spanners=spanners, notes=_notes(panel, questions)
    )  # fmt: skip


def _group_name(panel: Panel) -> str:
    """Return the label of the column of groups."""
    labels = {entry.id: entry.label for entry in panel.survey.codebook.covariates}
    return labels.get(str(panel.groups), str(panel.groups).replace("_", " "))


def _rows(tests: pl.DataFrame, heading: str) -> pl.DataFrame:
    """Return one question's rows as text."""
    both = tests.filter(pl.col("method") == "likelihood_ratio").join(
        tests.filter(pl.col("method") == "pearson"),
        on="from",
        suffix="_chi",
        nulls_equal=True,
        maintain_order="left",
    )
    label = pl.col("from").map_elements(lambda name: category_label(name), return_dtype=pl.String)
    return both.select(
        label.fill_null(_WHOLE).alias("label"),
        pl.lit(heading).alias("heading"),
        text_column(lambda n: number(n, 0), "n").alias("n"),
        text_column(lambda df: number(df, 0), "df1").alias("df"),
        text_column(number, "statistic").alias("ratio"),
        text_column(p_text, "p_adjusted").alias("p_ratio"),
        text_column(number, "statistic_chi").alias("chi"),
        text_column(p_text, "p_adjusted_chi").alias("p_chi"),
        pl.when(pl.col("statistic").is_null())
        .then(pl.lit(MISSING))
        .otherwise(pl.col("note").str.extract(_SPARSE).fill_null(pl.lit("0")))
        .alias("sparse"),
        pl.when(pl.col("from").is_null())
        .then(pl.lit(""))
        .otherwise(text_column(_effect, "estimate", "conf_low", "conf_high"))
        .alias("effect"),
    )


def _effect(value: float | None, low: float | None, high: float | None) -> str:
    """Return an effect size that cannot exceed 1."""
    return estimate(value, low, high, bounded=True)


def _notes(panel: Panel, questions: dict[str, pl.DataFrame]) -> list[str]:
    """Return the table's note, with what each test says of itself."""
    said: dict[str, list[str]] = {}
    for frame in questions.values():
        for name, note in frame.filter(pl.col("method") == "pearson").select("from", "note").rows():
            for remark in remarks_of(note):
                if not re.search(_SPARSE, remark):
                    said.setdefault(remark, []).append(name or _WHOLE.lower())
    return note_lines(
        panel.survey.codebook,
        "Null: the chance of each step is the same in all waves (in all groups). Degrees of freedom count "
        "the rows and columns that hold steps.",
        "p of the rows adjusted by Holm's method over the four of a question, of the whole matrix not "
        "adjusted. Steps are taken as independent given the category that they start from.",
        "Small cells: expected counts below 5, of all; where they are many the p-values are rough.",
        *(f"– {capitalized(_named(names))}: {remark}." for remark, names in said.items()),
    )


def _named(names: list[str]) -> str:
    """Return which rows a remark concerns."""
    every = dict.fromkeys(names)
    return "all rows" if len(every) == 1 + len(CATEGORIES) else ", ".join(every)
