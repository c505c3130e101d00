"""What the data say about each statement of the framework."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vcif.present.cells import text_column
from vcif.present.gt import exhibit
from vcif.present.labels import capitalized, in_words, indicator_labels
from vcif.present.notes import note_lines, remarks_of
from vcif.present.numbers import MISSING, count

if TYPE_CHECKING:
    from great_tables import GT

    from vcif.study import Study


def table_verdicts(study: Study) -> GT:
    """Return the verdicts on the statements S3 to S10.

    Parameters
    ----------
    study
        As `run_study` returns it.

    Returns
    -------
    great_tables.GT
        One row per statement: its words, how many findings bear on it, how many are significant for and
        against it, the verdict and the evidence, or the reason that it cannot be tested.

    Examples
    --------
    >>> import vcif
    >>> "S10" in table_verdicts(vcif.run_study(vcif.example_survey())).as_raw_html()
    True
    """
    rows = study.verdicts.select(
        "hypothesis",
        "statement",
        text_column(count, "n_indicators").alias("n"),
        text_column(count, "n_supporting").alias("ahead"),
        text_column(count, "n_contradicting").alias("against"),
        text_column(_verdict, "verdict").alias("verdict"),
        text_column(partial(_evidence, labels=indicator_labels(study.survey.codebook)), "evidence").alias(
            "evidence"
        ),
    )
    headers = {
        "hypothesis": "No.",
        "statement": "Statement",
        "n": "*n*",
        "ahead": "For",
        "against": "Against",
        "verdict": "Verdict",
        "evidence": "Evidence",
    }
    words = ["statement", "verdict", "evidence"]
    return exhibit(rows, "vcif-verdicts", headers, stub="hypothesis", left=words, notes=_notes(study))


def _verdict(verdict: str) -> str:
    """Return a verdict as a cell."""
    return capitalized(verdict)


def _evidence(evidence: str | None, labels: dict[str, str]) -> str:
    """Return the evidence as a sentence."""
    remarks = "; ".join(remarks_of(evidence))
    return f"{capitalized(in_words(remarks, labels))}." if remarks else MISSING


def _notes(study: Study) -> list[str]:
    """Return the table's note."""
    alpha = f"{study.settings.alpha:g}".removeprefix("0")
    untested = study.verdicts.filter(pl.col("n_indicators").is_null()).height
    return note_lines(
        study.survey.codebook,
        f"n = findings that the statement's rule looks at; For, Against = those significant at {alpha} "
        "(adjusted p) in the stated direction and against it.",
        "Supported: the statement's own rule holds. Contradicted: at least one significant finding against, "
        "none for. Partly: any other significant finding. Not supported: none.",
        "Items that are true by construction of the categories count only among firms that completed a path.",
        "– Not testable: the evidence gives the reason." if untested else "",
    )
