"""What is wrong with a panel, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif.present.cells import text_column
from vcif.present.gt import exhibit, unavailable
from vcif.present.labels import capitalized
from vcif.present.notes import note_lines
from vcif.present.numbers import count

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_NAME = "vcif-panel-problems"
_EXAMPLES = 2
_KINDS = {
    "before its year of first entry": "active before its year of first entry",
    "was not active": "not active in its year of first entry",
    "in its other waves": "another year of first entry than in other waves",
    "probably not asked": "activity that does not vary in a wave",
}


def table_panel_problems(panel: Panel) -> GT:
    """Return what is wrong with the panel, grouped by kind.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        One row per kind of problem: how many rows, examples, and what was done.

    Examples
    --------
    >>> import vcif
    >>> "another year" in table_panel_problems(vcif.run_panel(vcif.example_panel())).as_raw_html().lower()
    True
    """
    codebook = panel.survey.codebook
    if panel.problems.is_empty():
        return unavailable(_NAME, "Problems", "the panel has none", note_lines(codebook))
    kind = pl.col("problem")
    for mark, name in _KINDS.items():
        kind = pl.when(pl.col("problem").str.contains(mark, literal=True)).then(pl.lit(name)).otherwise(kind)
    rows = (
        panel.problems.group_by(kind.alias("kind"), "action", maintain_order=True)
        .agg(n=pl.len().cast(pl.Int64), examples=pl.col("problem").head(_EXAMPLES).str.join("; "))
        .sort("n", descending=True, maintain_order=True)
        .select(
            pl.col("kind").map_elements(capitalized, return_dtype=pl.String),
            text_column(count, "n").alias("n"),
            "examples",
            pl.col("action").map_elements(capitalized, return_dtype=pl.String),
        )
    )
    headers = {"kind": "Problem", "n": "Rows", "examples": "Examples", "action": "Treatment"}
    notes = note_lines(codebook, f"Examples: the first {_EXAMPLES} of each kind.")
    return exhibit(rows, _NAME, headers, stub="kind", left=["examples", "action"], notes=notes)
