"""How many firms each source of paths puts on which path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import PATHS
from vcif.present.gt import exhibit
from vcif.present.labels import PATH_NAMES
from vcif.present.notes import note_lines
from vcif.present.numbers import count
from vcif.present.tables.path_sources import SOURCE_LABELS

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.panel import Panel

_NONE = "none"


def table_path_counts(panel: Panel) -> GT:
    """Return how many firms are on each path, for every source of paths.

    Parameters
    ----------
    panel
        As `run_panel` returns it.

    Returns
    -------
    great_tables.GT
        One row per source; the paths and "no path" as columns, which add up to the firms of the wave.

    Examples
    --------
    >>> import vcif
    >>> "Undetermined" in table_path_counts(vcif.run_panel(vcif.example_panel())).as_raw_html()
    True
    """
    rows = []
    for name, label in SOURCE_LABELS.items():
        mine = panel.sources.counts.filter(pl.col("source").cast(pl.String) == name)
        sizes = dict(mine.select(pl.col("path").cast(pl.String).fill_null(_NONE), "n").rows())
        if sizes:
            cells = {path: count(sizes[path]) for path in (*PATHS, _NONE)}
            rows.append({"label": label} | cells | {"total": count(sum(sizes.values()))})
    headers = {"label": "Paths from", **PATH_NAMES, _NONE: "No path", "total": "Firms"}
    return exhibit(pl.DataFrame(rows), "vcif-path-counts", headers, stub="label", notes=_notes(panel))


def _notes(panel: Panel) -> list[str]:
    """Return the table's note."""
    wave = "" if panel.sources.wave is None else f" of wave {panel.sources.wave}"
    return note_lines(
        panel.survey.codebook,
        f"Firms{wave}. Waves: whole sequence = the history is C1 C3 C4 (or C1 C2 C4) and nothing else; run "
        "without break = it occurs in it; in this order = with others between; first entry = from C1 first "
        "to C3 (or C2), to C4 later. An unknown wave could be anything.",
        "Undetermined: the history does not tell, most often because the firm was not in C1 when it was "
        "first seen. No path: not in C4 in this wave (by the category: in C1), or the category is not known.",
    )
