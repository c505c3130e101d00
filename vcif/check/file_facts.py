"""How a file was read: its kind, its encoding, its size."""

from __future__ import annotations

from pathlib import PurePath

import polars as pl

from vcif.dataset.file_kinds import ENDINGS
from vcif.dataset.survey import Survey

KINDS = {
    "text": "delimited text",
    "parquet": "Parquet",
    "excel": "Excel workbook",
    "spss": "SPSS",
    "stata": "Stata",
    "sas7bdat": "SAS",
    "xpt": "SAS transport file",
}


def file_facts(survey: Survey, used: pl.DataFrame) -> pl.DataFrame:
    """Return the facts, one row each, in the order in which they are shown."""
    file = survey.codebook.file
    kind = ENDINGS.get(PurePath(survey.source).suffix.lower(), "")
    facts = {"file": survey.source, "kind": KINDS.get(kind, "made in memory")}
    if kind == "text":
        facts |= {"encoding": file.encoding, "separator": file.separator, "decimal mark": file.decimal}
    elif kind in ("spss", "stata", "sas7bdat", "xpt"):
        set_ = "encoding" in file.model_fields_set
        facts["encoding"] = file.encoding if set_ else "the file's own"
    elif kind == "excel":
        facts["sheet"] = file.sheet or "the first"
    facts |= {
        "rows": str(survey.n_rows),
        "columns used": str(used["column"].n_unique()),
        "firms": str(survey.firms.height),
        "rows rejected": str(survey.rejected),
    }
    waves = survey.firms["wave"].drop_nulls().unique().sort().to_list()
    if waves:
        facts["waves"] = ", ".join(str(wave) for wave in waves)
    return pl.DataFrame({"fact": list(facts), "value": list(facts.values())})
