"""How a file was read: its kind, how it is written, its size, and what was found rather than stated."""

from __future__ import annotations

import polars as pl

from vcif.dataset.survey import Survey

SEPARATORS = {"\t": "tab"}


def file_facts(survey: Survey, used: pl.DataFrame) -> pl.DataFrame:
    """Return the facts, one row each, in the order in which they are shown."""
    reading = survey.reading
    rows = reading.header_rows
    facts = {
        "file": survey.source,
        "file inside": reading.entry,
        "kind": reading.kind or "made in memory",
        "written by": reading.platform,
        "encoding": reading.encoding,
        "separator": SEPARATORS.get(reading.separator or "", reading.separator),
        "decimal mark": reading.decimal,
        "sheet": reading.sheet,
        "header rows": ", ".join(str(row) for row in rows) if rows and rows != (1,) else None,
        "rows": str(survey.n_rows),
        "columns used": str(used["column"].n_unique()),
        "firms": str(survey.firms.height),
        "rows rejected": str(survey.rejected),
        "waves": ", ".join(str(wave) for wave in survey.firms["wave"].drop_nulls().unique().sort()) or None,
        "found": " ".join(reading.remarks) or None,
    }
    told = {fact: value for fact, value in facts.items() if value is not None}
    return pl.DataFrame({"fact": list(told), "value": list(told.values())})
