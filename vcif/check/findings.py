"""What a check finds, as tidy frames."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Check:
    """What `check_survey` finds. Every frame is there, with no rows where there is nothing to say.

    Attributes
    ----------
    source, title, synthetic
        The data file, the study's title, and whether the data were simulated.
    n_rows, n_firms, rejected
        Rows of the file, firms that were read, and rows that are no firm: n_rows = n_firms + rejected.
    reading : polars.DataFrame
        How the file was read, one row per fact: fact, value.
    columns : polars.DataFrame
        One row per column used and purpose: column, letter (as the spreadsheet shows it; null where not
        known), name (in results), role, n_answered, n_missing, n_problems (cells that need a look).
    kinds : polars.DataFrame
        One row per kind of problem and treatment: kind, serious (false = as the codebook or the file says,
        nothing to do), n_cells, n_columns, action, advice.
    examples : polars.DataFrame
        The first problems of each kind: kind, file, row, column, letter, value, problem, action.
    outside : polars.DataFrame
        Answers that their column does not allow: column, letter, name, allowed, value, n_cells, rows (the
        first, as the spreadsheet shows them).
    codes : polars.DataFrame
        Values that look like codes for no answer and are not declared: column, letter, name, value, n_cells,
        why.
    items : polars.DataFrame
        One row per item of a block: block, indicator, column, n, item_rest (correlation with the mean of the
        block's other items), reversed (as the codebook has it), suspect (the correlation is negative), note.
    constant : polars.DataFrame
        Activities with one answer, or none, for all firms of a wave: activity, column, side, wave, n, answer.
    categories : polars.DataFrame
        wave, category (null = not known), n; every category has its row.
    unknown : polars.DataFrame
        Why firms have no category, the most frequent reason first: side, missing (the activities without an
        answer, any of which could settle it), n.
    unknown_activities : polars.DataFrame
        side, activity, column, n (unknown firms that it could settle), n_alone (those of which it is the only
        one missing), reasons (what stands in the whole column instead of answers).
    duplicates : polars.DataFrame
        Rows that may be one firm: finding, wave, firms, rows.
    """

    source: str
    title: str
    synthetic: bool
    n_rows: int
    n_firms: int
    rejected: int
    reading: pl.DataFrame
    columns: pl.DataFrame
    kinds: pl.DataFrame
    examples: pl.DataFrame
    outside: pl.DataFrame
    codes: pl.DataFrame
    items: pl.DataFrame
    constant: pl.DataFrame
    categories: pl.DataFrame
    unknown: pl.DataFrame
    unknown_activities: pl.DataFrame
    duplicates: pl.DataFrame

    @property
    def conserved(self) -> bool:
        """Whether every row of the file is a firm or was rejected."""
        return self.n_rows == self.n_firms + self.rejected

    @property
    def suspects(self) -> pl.DataFrame:
        """The items that correlate negatively with the rest of their block."""
        return self.items.filter("suspect")

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look at: no problem but what codebook and file declare, nothing odd."""
        odd = (self.outside, self.codes, self.suspects, self.constant, self.duplicates)
        nothing_odd = all(frame.is_empty() for frame in odd)
        return self.conserved and nothing_odd and not self.kinds["serious"].any() and self.n_firms > 0
