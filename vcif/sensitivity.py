"""The study again under other choices: a threshold, ranks alone, and items that are true by construction."""

from __future__ import annotations

from vcif.dataset.survey import Survey
from vcif.settings import Settings
from vcif.study import Study, run_study

EXPORTER_THRESHOLD = 0.1  # World Bank indicators call a firm an exporter from 10 % of sales


def by_threshold(survey: Survey, threshold: float = EXPORTER_THRESHOLD) -> Study:
    """Return the study with shares at or above a threshold; a side without shares keeps its yes or no.

    Examples
    --------
    >>> import vcif
    >>> by_threshold(vcif.example_survey()).settings.threshold
    (0.1, 0.1)
    """
    upstream, downstream = _shares(survey, "upstream"), _shares(survey, "downstream")
    settings = Settings(
        rule="threshold",
        upstream=upstream or "upstream",
        downstream=downstream or "downstream",
        threshold=(threshold if upstream else 1.0, threshold if downstream else 1.0),
    )
    return run_study(survey, settings)


def _shares(survey: Survey, side: str) -> tuple[str, ...]:
    """Return a side's activities that are shares."""
    return tuple(a.id for a in survey.codebook.activities if a.side == side and a.kind == "share")


def by_ranks(survey: Survey) -> Study:
    """Return the study with the verdicts drawn from rank tests.

    Examples
    --------
    >>> import vcif
    >>> by_ranks(vcif.example_survey()).settings.pairs
    'dunn'
    """
    settings = Settings(
        omnibus="kruskal_wallis",
        rank_omnibus="welch_anova",
        pairs="dunn",
        rank_pairs="games_howell",
        path_pairs="mann_whitney",
    )
    return run_study(survey, settings)


def with_defining(survey: Survey) -> Study:
    """Return the study with items counted that are true by construction of the categories.

    Examples
    --------
    >>> import vcif
    >>> with_defining(vcif.example_survey()).settings.include_defining
    True
    """
    return run_study(survey, Settings(include_defining=True))
