"""The shipped example: a synthetic survey, its SPSS twin and the codebook that reads both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vcif._errors import DataError
from vcif.dataset.survey import Survey, read_survey

CSV, SAV, CODEBOOK = "chinese_smes.csv", "chinese_smes.sav", "chinese_smes.toml"


@dataclass(frozen=True)
class ExampleFiles:
    """Where the files of the synthetic example lie.

    Attributes
    ----------
    csv : pathlib.Path
        The survey as text.
    sav : pathlib.Path
        The same survey for SPSS.
    codebook : pathlib.Path
        The codebook of both.
    """

    csv: Path
    sav: Path
    codebook: Path


def example_files() -> ExampleFiles:
    """Return the paths of the synthetic example's files.

    Returns
    -------
    ExampleFiles
        Three paths: of the CSV file, the SPSS file and the codebook.

    Raises
    ------
    DataError
        If the files are neither inside the installed package nor beside it.

    Examples
    --------
    >>> from vcif.dataset.example import example_files
    >>> example_files().codebook.name
    'chinese_smes.toml'
    """
    folder = _data_folder()
    return ExampleFiles(csv=folder / CSV, sav=folder / SAV, codebook=folder / CODEBOOK)


def example_survey() -> Survey:
    """Read the shipped example: a synthetic survey of 400 Chinese small and medium enterprises.

    Nobody answered this survey; the answers were simulated so that the pattern of the study's abstract is
    there to be found.

    Returns
    -------
    Survey
        The firms, the codebook, and what was wrong with the file.

    Raises
    ------
    DataError
        If the files are neither inside the installed package nor beside it.

    Notes
    -----
    `data/README.md` describes every column and how it was made. The same survey comes from
    `simulate_survey(n=400, seed=1)`.

    Examples
    --------
    >>> from vcif.dataset.example import example_survey
    >>> survey = example_survey()
    >>> survey.codebook.study.title
    'Synthetic survey of Chinese small and medium enterprises, 2023'
    >>> survey.firms.height
    400
    """
    files = example_files()
    return read_survey(files.csv, files.codebook)


def _data_folder() -> Path:
    """Return the folder of the shipped data: in an installed package inside it, in a checkout beside it."""
    package = Path(__file__).resolve().parents[1]
    candidates = (package / "data", package.parent / "data")
    for folder in candidates:
        if (folder / CODEBOOK).is_file():
            return folder
    looked = " and ".join(str(folder) for folder in candidates)
    raise DataError(f"the example data are missing: looked for {CODEBOOK} in {looked}; install vcif again")
