"""From a data file and a codebook to classified firms, with the problems told."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.markup import escape

import vcif
from vcif._errors import ArgumentError, PathFromCategoryWarning
from vcif.dataset import Survey


@dataclass(frozen=True)
class Sorting:
    """How the command line asks for firms to be sorted."""

    threshold: float | None
    upstream: list[str] | None
    downstream: list[str] | None
    path_by: str = "entry_years"


def classified_firms(data: Path, codebook: Path, sorting: Sorting) -> tuple[Survey, pl.DataFrame]:
    """Return the survey and its firms with category and path; what was wrong goes to standard error."""
    survey = vcif.read_survey(data, codebook)
    told = Console(stderr=True, soft_wrap=True)
    if survey.codebook.study.synthetic:
        told.print("[bold]Synthetic data[/]")
    _tell_problems(survey, told)
    firms = vcif.classify(survey.firms, **_rule(survey, sorting))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PathFromCategoryWarning)
        firms = vcif.assign_path(firms, by=sorting.path_by)  # type: ignore[arg-type]
    for warning in caught:
        told.print(f"[yellow]warning:[/] {escape(str(warning.message))}")
    return survey, firms


def _rule(survey: Survey, sorting: Sorting) -> dict[str, object]:
    """Return the keywords of classify()."""
    known = {side: [a.id for a in survey.codebook.activities if a.side == side] for side in ("upstream", "downstream")}
    chosen = {"upstream": sorting.upstream or None, "downstream": sorting.downstream or None}
    for side, names in chosen.items():
        for name in names or []:
            if name not in known[side]:
                raise ArgumentError(f"--{side} {name}: the codebook has no such activity; it has {', '.join(known[side])}")
    columns = {side: chosen[side] or known[side] for side in known}
    if sorting.threshold is None:
        return dict(columns)
    return {"rule": "threshold", "threshold": sorting.threshold, **columns}


def _tell_problems(survey: Survey, told: Console) -> None:
    """Say how many firms were read and how many problems there are."""
    told.print(
        f"{escape(survey.source)}: {survey.n_rows} rows read, {survey.firms.height} firms, "
        f"{survey.rejected} rows rejected, {survey.problems.height} problems"
    )
