"""The numbers that the prose of the documents needs, as text: no document types a number of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES, PATHS
from vcif._version import __version__
from vcif.inference.gap_contrast import GapContrast
from vcif.inference.registry import TESTS
from vcif.present.numbers import interval, number, percent

if TYPE_CHECKING:
    from vcif.settings import Settings
    from vcif.study import Study


@dataclass(frozen=True)
class Facts:
    """A study's facts in words and rounded numbers.

    Attributes
    ----------
    title, source, nature
        The study's title and source; nature is "Synthetic data" or "Survey data".
    rows, firms, rejected, classified, unclassified, problems, indicators, defining
        Counts of rows, firms, problems and indicators.
    category, share
        Firms per category, and their share of the classified firms.
    route
        Firms per path.
    path_source
        Where paths come from, in words.
    verdict, evidence
        Per statement.
    level, alpha, resamples, seed
        Confidence level, significance level, bootstrap resamples and their seed.
    omnibus, rank_omnibus, pairs, rank_pairs, path_pairs, adjust
        The tests and the correction, by their labels.
    contrast
        The contrast of gaps with its interval, or why there is none.
    versions
        Program versions, for the colophon.
    """

    title: str
    source: str
    nature: str
    rows: str
    firms: str
    rejected: str
    classified: str
    unclassified: str
    problems: str
    indicators: str
    defining: str
    category: dict[str, str]
    share: dict[str, str]
    route: dict[str, str]
    path_source: str
    verdict: dict[str, str]
    evidence: dict[str, str]
    level: str
    alpha: str
    resamples: str
    seed: str
    omnibus: str
    rank_omnibus: str
    pairs: str
    rank_pairs: str
    path_pairs: str
    adjust: str
    contrast: str
    versions: str


_SOURCES = {
    "entry_years": "the years in which the firms entered each side of the value chain",
    "reported": "the firms' own reports",
    "category": "the category itself, which shows no path",
    None: "nowhere: the survey holds neither entry years nor reported paths",
}
_ADJUSTMENTS = {
    "holm": "Holm's correction",
    "bh": "the Benjamini-Hochberg correction",
    "by": "the Benjamini-Yekutieli correction",
    "bonferroni": "Bonferroni's correction",
    "westfall_young": "the Westfall-Young correction by permutations",
    "none": "no correction",
}


def facts(study: Study) -> Facts:
    """Return the facts of a study for inline use in documents.

    Examples
    --------
    >>> import vcif
    >>> facts(vcif.run_study(vcif.example_survey())).nature
    'Synthetic data'
    """
    survey, codebook = study.survey, study.survey.codebook
    counts = {str(name): int(n) for name, n in study.classified.group_by("category").agg(n=pl.len()).rows()}
    classified = sum(counts.get(name, 0) for name in CATEGORIES)
    verdicts = study.verdicts
    return Facts(
        title=codebook.study.title,
        source=codebook.study.source,
        nature="Synthetic data" if codebook.study.synthetic else "Survey data",
        rows=str(survey.n_rows),
        firms=str(study.classified.height),
        rejected=str(survey.rejected),
        classified=str(classified),
        unclassified=str(study.classified.height - classified),
        problems=str(survey.problems.height),
        indicators=str(len(codebook.indicators)),
        defining=str(sum(entry.defining for entry in codebook.indicators)),
        category={name: str(counts.get(name, 0)) for name in CATEGORIES},
        share={name: percent(counts.get(name, 0) / max(classified, 1)) for name in CATEGORIES},
        route=_routes(study),
        path_source=_SOURCES[study.path_source],
        verdict=dict(zip(verdicts["hypothesis"], verdicts["verdict"].cast(pl.String), strict=True)),
        evidence=dict(zip(verdicts["hypothesis"], verdicts["evidence"], strict=True)),
        contrast=_contrast(study.contrast),
        versions=_versions(),
        **_methods(study.settings),
    )


def _methods(settings: Settings) -> dict[str, str]:
    """Return the settings in words."""
    return {
        "level": percent(settings.level),
        "alpha": number(settings.alpha, 2).removeprefix("0"),
        "resamples": f"{settings.n_resamples:,}",
        "seed": str(settings.seed),
        "omnibus": TESTS[settings.omnibus].label,
        "rank_omnibus": TESTS[settings.rank_omnibus].label,
        "pairs": TESTS[settings.pairs].label,
        "rank_pairs": TESTS[settings.rank_pairs].label,
        "path_pairs": TESTS[settings.path_pairs].label,
        "adjust": _ADJUSTMENTS[settings.adjust],
    }


def _routes(study: Study) -> dict[str, str]:
    """Return firms per path, with 0 for paths that nobody took."""
    counted = study.classified.group_by("path").agg(n=pl.len())
    there = {str(name): int(n) for name, n in counted.rows()}
    return {name: str(there.get(name, 0)) for name in PATHS}


def _contrast(contrast: GapContrast | str) -> str:
    """Return the contrast of gaps with its interval."""
    if isinstance(contrast, str):
        return f"not computable ({contrast})"
    limits = interval(contrast.conf_low, contrast.conf_high)
    return f"{number(contrast.estimate, 2)}, {percent(contrast.conf_level)} interval {limits}"


def _versions() -> str:
    """Return the versions of what made the numbers."""
    import platform
    from importlib.metadata import version

    names = ("polars", "numpy", "scipy", "great-tables", "plotnine")
    found = [f"vcif {__version__}", *(f"{name} {version(name)}" for name in names)]
    return f"Python {platform.python_version()}, " + ", ".join(found)
