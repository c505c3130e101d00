"""Who is in the panel: firms by category in every wave, and how they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif.present.cells import text_column
from vcif.present.gt import exhibit
from vcif.present.notes import note_lines
from vcif.present.numbers import count

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_MOVES = {"entries": "Enter", "returns": "Return", "pauses": "Pause", "exits": "Leave"}


def table_panel(panel: Panel) -> GT:
    """Return the firms of every wave, by category and by how they come and go.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        One row a wave: all firms, those of each category, those whose category is not known, and those that
        enter, return, pause or leave.

    Examples
    --------
    >>> import vcif
    >>> "Return" in table_panel(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    by_category = panel.states.drop_nulls("category").pivot(on="category", index="wave", values="n")
    rows = panel.flow.join(by_category, on="wave", how="left", maintain_order="left")
    columns = ["n", *CATEGORIES, "n_unknown", *_MOVES]
    texts = rows.select(
        pl.col("wave").cast(pl.String).alias("label"),
        *(text_column(count, name).alias(name) for name in columns),
    )
    headers = {
        "label": "Wave",
        "n": "Firms",
        **{name: name for name in CATEGORIES},
        "n_unknown": "Not known",
        **_MOVES,
    }
    spanners = {
        "Category": [*CATEGORIES, "n_unknown"],
        "In this wave": ["entries", "returns"],
        "After it": ["pauses", "exits"],
    }
    return exhibit(texts, "vcif-panel", headers, stub="label", spanners=spanners, notes=_notes(panel))


def _notes(panel: Panel) -> list[str]:
    """Return the table's note."""
    firms, rows = int(panel.movers["n"].sum()), int(panel.flow["n"].sum())
    lost = panel.firms.height - rows
    return note_lines(
        panel.survey.codebook,
        f"{count(firms)} firms in {count(rows)} rows."
        + (f" {count(lost)} rows without a firm or a wave are left out." if lost else ""),
        "Enter: seen for the first time. Return: seen before, but not in the wave before. Pause: not seen "
        "in the next wave, but later. Leave: not seen again, which says nothing about whether the firm "
        "went on.",
        "– After the last wave nothing can be seen.",
    )
