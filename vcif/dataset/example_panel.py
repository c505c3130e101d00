"""The shipped example panel, and the panel that a set of documents is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vcif.dataset.example import example_files
from vcif.dataset.project_survey import project_survey
from vcif.dataset.survey import Survey, read_survey

CSV, CODEBOOK = "chinese_smes_panel.csv", "chinese_smes_panel.toml"


@dataclass(frozen=True)
class PanelFiles:
    """Where the files of the synthetic panel lie.

    Attributes
    ----------
    csv : pathlib.Path
        The panel as text.
    codebook : pathlib.Path
        Its codebook.
    """

    csv: Path
    codebook: Path


def panel_files() -> PanelFiles:
    """Return the paths of the synthetic panel's files.

    Raises
    ------
    DataError
        If the files are neither inside the installed package nor beside it.

    Examples
    --------
    >>> from vcif.dataset.example_panel import panel_files
    >>> panel_files().csv.name
    'chinese_smes_panel.csv'
    """
    folder = example_files().csv.parent
    return PanelFiles(csv=folder / CSV, codebook=folder / CODEBOOK)


def example_panel() -> Survey:
    """Read the shipped panel: 320 synthetic Chinese small and medium enterprises from 2017 to 2023.

    Nobody answered it: the firms, their moves and their answers were simulated.

    Returns
    -------
    Survey
        One row per firm and wave, the codebook, and what was wrong with the file.

    Raises
    ------
    DataError
        If the files are neither inside the installed package nor beside it.

    Notes
    -----
    `data/README.md` says how it was made. The same panel comes from `simulate_panel(n=320, waves=7, seed=1)`.

    Examples
    --------
    >>> from vcif.dataset.example_panel import example_panel
    >>> panel = example_panel()
    >>> panel.firms["firm_id"].n_unique(), panel.firms["wave"].n_unique()
    (320, 7)
    """
    files = panel_files()
    return read_survey(files.csv, files.codebook)


def project_panel() -> Survey:
    """Return the survey that `vcif render DATA CODEBOOK` names if it has several waves, else the example.

    Raises
    ------
    DataError
        As `project_survey`.

    Examples
    --------
    >>> project_panel().codebook.study.synthetic
    True
    """
    survey = project_survey()
    return survey if survey.firms["wave"].n_unique() > 1 else example_panel()
