"""A whole panel: who moves where, which way to C4, how fast, and what hangs on the definition of paths."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vcif._errors import DataError, PanelWarning, nearest
from vcif.classified import classified
from vcif.framework import (
    directions,
    follow_ups,
    movers,
    panel_flow,
    panel_problems,
    reversals,
    spells,
    transitions,
    waiting_times,
    wave_states,
)
from vcif.inference import compare_transitions, log_rank, survival_curves
from vcif.path_sources import PathSources, compare_path_sources
from vcif.settings import Settings

if TYPE_CHECKING:
    from vcif.dataset.survey import Survey


@dataclass(frozen=True)
class Panel:
    """A panel's results, from the survey to the comparison of paths.

    Attributes
    ----------
    survey, settings, step, groups
        What it was made from.
    firms
        All rows with their category.
    states, flow, movers, follow_ups
        Who is in the panel and in which category; what follows every row.
    transitions, directions, reversals, spells
        The steps between consecutive waves and what they add up to.
    homogeneity
        The tests that all waves have one transition matrix, by likelihood ratio and by chi-squared.
    between
        The same for the groups of firms, or None where none were named.
    times, curves, log_rank
        The time from the first step abroad to C4, by the side of that step.
    sources
        S8 to S10 on the groups that each source of paths makes, in the wave chosen in the settings or the
        last.
    problems
        What is wrong with the panel, row by row.
    """

    survey: Survey
    settings: Settings
    step: int
    groups: str | None
    firms: pl.DataFrame
    states: pl.DataFrame
    flow: pl.DataFrame
    movers: pl.DataFrame
    follow_ups: pl.DataFrame
    transitions: pl.DataFrame
    directions: pl.DataFrame
    reversals: pl.DataFrame
    spells: pl.DataFrame
    homogeneity: pl.DataFrame
    between: pl.DataFrame | None
    times: pl.DataFrame
    curves: pl.DataFrame
    log_rank: pl.DataFrame
    sources: PathSources
    problems: pl.DataFrame


def run_panel(
    survey: Survey, settings: Settings | None = None, *, groups: str | None = None, step: int = 1
) -> Panel:
    """Return everything that a survey with several waves says about firms over time.

    Parameters
    ----------
    survey
        As `read_survey` or `example_panel` returns it, with waves.
    settings
        The rule of classification, the wave in which paths are compared, tests and levels; the package's
        defaults if left out.
    groups
        A column of the firms (an Enum, text or yes/no) whose groups' transition matrices are compared.
    step
        How far apart consecutive waves are: 1 for yearly waves and for numbered rounds.

    Returns
    -------
    Panel
        Frozen; every table and figure of a panel is a function of it.

    Raises
    ------
    DataError
        When the survey has fewer than two waves, a firm stands twice in a wave, or the column of groups is
        absent.

    Warns
    -----
    PanelWarning
        As `transitions`; each warning once.

    Examples
    --------
    >>> import vcif
    >>> panel = run_panel(vcif.example_panel())
    >>> panel.directions.select("direction", "n").rows()
    [('stay', 1074), ('forward', 250), ('switch', 11), ('reversal', 75)]
    """
    chosen = settings or Settings()
    firms = _classified(survey, chosen, groups)
    steps = transitions(firms, step=step, level=chosen.level)
    with warnings.catch_warnings():  # the first count has said it all
        warnings.simplefilter("ignore", PanelWarning)
        times = waiting_times(firms, step=step)
        return Panel(
            survey=survey,
            settings=chosen,
            step=step,
            groups=groups,
            firms=firms,
            states=wave_states(firms, step=step),
            flow=panel_flow(firms, step=step),
            movers=movers(firms, step=step),
            follow_ups=follow_ups(firms, step=step),
            transitions=steps,
            directions=directions(steps, level=chosen.level),
            reversals=reversals(firms, step=step),
            spells=spells(firms, step=step),
            homogeneity=_homogeneity(firms, "wave", chosen, step),
            between=None if groups is None else _homogeneity(firms, groups, chosen, step),
            times=times,
            curves=survival_curves(times, level=chosen.level),
            log_rank=log_rank(times, level=chosen.level),
            sources=compare_path_sources(survey, chosen, step=step),
            problems=panel_problems(survey.firms, activities=_activities(survey)),
        )


def _classified(survey: Survey, settings: Settings, groups: str | None) -> pl.DataFrame:
    """Return all rows with their category, after checking that there are waves to follow firms over."""
    waves = survey.firms["wave"].drop_nulls().unique().sort().to_list()
    if len(waves) < 2:
        raise DataError(
            f"run_panel() needs several waves; the survey has {waves or 'none'}; name the column of the wave "
            "in [firm] of the codebook, or use run_study()"
        )
    if groups is not None and groups not in survey.firms.columns:
        raise DataError(f"run_panel() needs the column {groups!r}{nearest(groups, survey.firms.columns)}")
    return classified(survey.firms, settings)


def _homogeneity(firms: pl.DataFrame, by: str, settings: Settings, step: int) -> pl.DataFrame:
    """Return both tests of one transition matrix."""
    steps = transitions(firms, by=by, step=step)
    return pl.concat(
        compare_transitions(steps, method=method, level=settings.level)
        for method in ("likelihood_ratio", "pearson")
    )


def _activities(survey: Survey) -> list[str]:
    """Return the columns to look at for waves in which nothing varies."""
    return ["upstream", "downstream", *(entry.id for entry in survey.codebook.activities)]
