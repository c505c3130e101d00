"""From a data file and a codebook to classified firms, with the problems told."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl
from rich.console import Console

import vcif
from vcif._errors import ArgumentError, PathFromCategoryWarning
from vcif.cli.terminal import terminal_text
from vcif.dataset import Survey

PathSource = Literal["entry_years", "reported", "category"]
Side = Literal["upstream", "downstream"]


@dataclass(frozen=True)
class Sorting:
    """How the command line asks for firms to be sorted."""

    threshold: float | None
    upstream: list[str] | None
    downstream: list[str] | None
    path_by: PathSource = "entry_years"


def classified_firms(data: Path, codebook: Path, sorting: Sorting) -> tuple[Survey, pl.DataFrame]:
    """Return the survey and its firms with category and path; what was wrong goes to standard error."""
    survey = vcif.read_survey(data, codebook)
    told = Console(stderr=True, soft_wrap=True)
    _tell_reading(survey, told)
    firms = vcif.classify(
        survey.firms,
        rule="any" if sorting.threshold is None else "threshold",
        upstream=_columns(survey, "upstream", sorting),
        downstream=_columns(survey, "downstream", sorting),
        threshold=sorting.threshold,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PathFromCategoryWarning)
        firms = vcif.assign_path(firms, by=sorting.path_by)
    for warning in caught:
        told.print(f"[yellow]warning:[/] {terminal_text(str(warning.message))}")
    return survey, firms


def _columns(survey: Survey, side: Side, sorting: Sorting) -> list[str]:
    """Return the columns of a side: the activities chosen, or the side itself, or all its activities.

    The side itself knows more than its activities: a code that says yes without an amount counts in it. A
    threshold needs the amounts.
    """
    chosen = sorting.upstream if side == "upstream" else sorting.downstream
    if chosen is None and sorting.threshold is None:
        return [side]
    return _activities(survey, side, chosen)


def _activities(survey: Survey, side: Side, chosen: list[str] | None) -> list[str]:
    """Return a side's activities: those chosen, or all of the codebook's."""
    known = [activity.id for activity in survey.codebook.activities if activity.side == side]
    for name in chosen or []:
        if name not in known:
            raise ArgumentError(
                f"--{side} {name}: the codebook has no such activity; it has {', '.join(known)}"
            )
    return chosen or known


def _tell_reading(survey: Survey, told: Console) -> None:
    """Say what the data are, how many firms were read and how many problems there are."""
    if survey.codebook.study.synthetic:
        told.print("[bold]Synthetic data[/]")
    told.print(
        f"{terminal_text(survey.source)}: {survey.n_rows} rows read, {survey.firms.height} firms, "
        f"{survey.rejected} rows rejected, {survey.problems.height} problems"
    )
