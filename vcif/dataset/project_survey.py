"""The survey that a set of documents is about: the researcher's own, or the example."""

from __future__ import annotations

import os
from pathlib import Path

from vcif._errors import DataError
from vcif.dataset.example import example_survey
from vcif.dataset.survey import Survey, read_survey

DATA_VARIABLE = "VCIF_DATA"
CODEBOOK_VARIABLE = "VCIF_CODEBOOK"


def project_survey() -> Survey:
    """Return the survey that `vcif render DATA CODEBOOK` names, or the synthetic example.

    The two file names reach the documents through the environment (VCIF_DATA and VCIF_CODEBOOK), because
    both rendering engines run the cells in a process of their own.

    Raises
    ------
    DataError
        When only one of the two is set, or a file is absent.

    Examples
    --------
    >>> project_survey().codebook.study.synthetic
    True
    """
    data, codebook = os.environ.get(DATA_VARIABLE), os.environ.get(CODEBOOK_VARIABLE)
    if bool(data) != bool(codebook):
        raise DataError(f"set both {DATA_VARIABLE} and {CODEBOOK_VARIABLE}, or neither")
    if not data or not codebook:
        return example_survey()
    return read_survey(Path(data), Path(codebook))
