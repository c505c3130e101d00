"""The whole study: classify, count, describe, compare and weigh, by one set of settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from vcif._columns import CATEGORIES, PATH
from vcif._errors import DataError, NotComputableError
from vcif._tables import ParsedTally, parse_tally
from vcif.framework import assign_path, classify
from vcif.indicators import add_composites, describe, tally
from vcif.inference import compare, compare_pairs
from vcif.inference.adjust import Adjustment
from vcif.inference.gap_contrast import GapContrast, gap_contrast
from vcif.inference.verdicts import Evidence, weigh

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook
    from vcif.dataset.survey import Survey

Source = Literal["entry_years", "reported", "category"]
_COMPARED = ("C2", "C3", "C4")
_TO_C4 = (("C2", "C4"), ("C3", "C4"))
_ROUTES = ("market_seeking", "efficiency_seeking")


@dataclass(frozen=True)
class Settings:
    """The choices that the framework leaves open, with the defaults of this package.

    Attributes
    ----------
    rule, upstream, downstream, threshold, inclusive
        How firms are sorted, see `classify`.
    wave
        The wave to study, where the survey has several.
    path_by
        Where paths come from, see `assign_path`; "auto" takes entry years, else reports, where there are any,
        and never the category.
    completed
        Whether only firms that reached C4 count as having a path.
    omnibus, rank_omnibus
        The test of all groups and the rank test that stands beside it.
    pairs, rank_pairs
        The tests of pairs, likewise.
    path_pairs
        The test of the two paths.
    adjust, pair_adjust
        Corrections over a block's indicators and within an indicator's pairs (None = the test's own).
    include_defining
        Whether items that are true by construction count as findings; for showing what they would do.
    alpha, level
        Significance level and confidence level.
    n_resamples, seed
        Bootstrap resamples of the contrast of gaps, and their seed.
    """

    rule: Literal["any", "threshold"] = "any"
    upstream: tuple[str, ...] | str = "upstream"
    downstream: tuple[str, ...] | str = "downstream"
    threshold: float | tuple[float, float] | None = None
    inclusive: bool = True
    wave: int | None = None
    path_by: Source | Literal["auto"] = "auto"
    completed: bool = True
    omnibus: str = "welch_anova"
    rank_omnibus: str = "kruskal_wallis"
    pairs: str = "games_howell"
    rank_pairs: str = "dunn"
    path_pairs: str = "welch_t"
    adjust: Adjustment = "holm"
    pair_adjust: Adjustment | None = None
    include_defining: bool = False
    alpha: float = 0.05
    level: float = 0.95
    n_resamples: int = 2000
    seed: int = 1


@dataclass(frozen=True)
class Comparison:
    """Some indicators compared over some groups: counts, descriptions and tests."""

    tally: pl.DataFrame
    descriptives: pl.DataFrame
    omnibus: pl.DataFrame
    pairwise: pl.DataFrame


@dataclass(frozen=True)
class PathComparison:
    """The items compared over the two paths: counts, descriptions and the test of the pair."""

    tally: pl.DataFrame
    descriptives: pl.DataFrame
    pairwise: pl.DataFrame


@dataclass(frozen=True)
class Study:
    """A study's results, from the survey to the verdicts.

    Attributes
    ----------
    survey, settings
        What it was made from.
    classified
        The firms with category, path and composites.
    tally, descriptives, omnibus, pairwise
        The items by category. `omnibus` and `pairwise` hold the parametric test and then the rank test of
        each indicator, told apart by `method`; they compare C2, C3 and C4.
    composites
        The blocks' composites over all four categories; its omnibus also holds the framework-order test.
    paths
        The items over the two paths, or None where no firm has one of them; `no_paths` then says why.
    path_source
        Where the paths come from.
    contrast
        The contrast of gaps on performance, or the reason that there is none.
    verdicts
        One row per statement S3 to S10.
    """

    survey: Survey
    settings: Settings
    classified: pl.DataFrame
    tally: pl.DataFrame
    descriptives: pl.DataFrame
    omnibus: pl.DataFrame
    pairwise: pl.DataFrame
    composites: Comparison
    paths: PathComparison | None
    no_paths: str
    path_source: Source | None
    contrast: GapContrast | str
    verdicts: pl.DataFrame


def run_study(survey: Survey, settings: Settings | None = None) -> Study:
    """Return the whole study of a survey.

    Parameters
    ----------
    survey
        As `read_survey` or `example_survey` returns it.
    settings
        The open choices; the package's defaults if left out.

    Returns
    -------
    Study
        Frozen; every table, figure and number of the paper is a function of it.

    Raises
    ------
    DataError
        When the survey has several waves and no wave is chosen, or no firm in the chosen one.
    ArgumentError
        When a setting is unknown.

    Examples
    --------
    >>> import vcif
    >>> study = run_study(vcif.example_survey())
    >>> study.verdicts["verdict"].unique().to_list()
    ['supported']
    """
    chosen = settings or Settings()
    codebook = survey.codebook
    if not codebook.indicators:
        raise DataError("run_study() needs indicators; the codebook names none: add [[indicators]] tables")
    firms, source, no_source = _with_paths(_classified(survey, chosen), chosen)
    firms = add_composites(firms, codebook)
    items = _by_category(firms, codebook, chosen)
    composites = _composites(firms, codebook, chosen)
    paths, no_paths = _by_path(firms, codebook, chosen, no_source)
    contrast = _contrast(firms, codebook, chosen)
    evidence = Evidence(
        omnibus=_counted(items.omnibus, chosen.omnibus, chosen),
        pairwise=_counted(items.pairwise, chosen.pairs, chosen),
        composites=composites.pairwise.filter(pl.col("method") == chosen.pairs),
        paths=None if paths is None else paths.pairwise,
        no_paths=no_paths,
        routes={} if source in (None, "category") else _routes(firms),
        contrast=contrast,
        named=_named(codebook),
        alpha=chosen.alpha,
    )
    return Study(
        survey=survey,
        settings=chosen,
        classified=firms,
        tally=items.tally,
        descriptives=items.descriptives,
        omnibus=items.omnibus,
        pairwise=items.pairwise,
        composites=composites,
        paths=paths,
        no_paths=no_paths,
        path_source=source,
        contrast=contrast,
        verdicts=weigh(evidence),
    )


def _classified(survey: Survey, settings: Settings) -> pl.DataFrame:
    """Return the firms of the chosen wave with their category."""
    firms = survey.firms
    waves = firms["wave"].drop_nulls().unique().sort().to_list()
    if settings.wave is None and len(waves) > 1:
        raise DataError(f"run_study() needs one wave; the survey has {waves}; choose with Settings(wave=...)")
    if settings.wave is not None:
        firms = firms.filter(pl.col("wave") == settings.wave)
    if firms.height == 0:
        raise DataError(f"run_study() needs firms; there are none in wave {settings.wave}; waves: {waves}")
    return classify(
        firms,
        rule=settings.rule,
        upstream=settings.upstream,
        downstream=settings.downstream,
        threshold=settings.threshold,
        inclusive=settings.inclusive,
    )


def _with_paths(firms: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, Source | None, str]:
    """Return the firms with their paths, the source that was taken, and why there is none."""
    source = _path_source(firms, settings.path_by)
    if source is None:
        reason = "the survey has neither entry years nor reported paths"
        return firms.with_columns(path=pl.lit(None).cast(PATH)), None, reason
    return assign_path(firms, by=source, completed=settings.completed), source, ""


def _path_source(firms: pl.DataFrame, asked: Source | Literal["auto"]) -> Source | None:
    """Return where paths can come from; "auto" never takes the category."""
    there: dict[Source, bool] = {
        "entry_years": all(
            firms[name].null_count() < firms.height for name in ("upstream_year", "downstream_year")
        ),
        "reported": firms["path_reported"].null_count() < firms.height,
    }
    if asked == "auto":
        return next((source for source, usable in there.items() if usable), None)
    return asked if there.get(asked, True) else None


def _by_category(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> Comparison:
    """Return the items over C2, C3 and C4."""
    counts = tally(firms, codebook=codebook)
    parsed = parse_tally("run_study", counts)
    return Comparison(
        tally=counts,
        descriptives=describe(parsed, level=settings.level),
        omnibus=_stacked_omnibus(parsed, _COMPARED, settings, (settings.omnibus, settings.rank_omnibus)),
        pairwise=_stacked_pairs(parsed, _TO_C4, settings),
    )


def _composites(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> Comparison:
    """Return the composites over all four categories, with the framework-order test."""
    counts = tally(firms, codebook=codebook.composites())
    parsed = parse_tally("run_study", counts)
    tests = (settings.omnibus, settings.rank_omnibus, "framework_order")
    return Comparison(
        tally=counts,
        descriptives=describe(parsed, level=settings.level),
        omnibus=_stacked_omnibus(parsed, CATEGORIES, settings, tests),
        pairwise=_stacked_pairs(parsed, None, settings),
    )


def _by_path(
    firms: pl.DataFrame, codebook: Codebook, settings: Settings, no_source: str
) -> tuple[PathComparison | None, str]:
    """Return the items over the two paths, or the reason that they cannot be compared."""
    if no_source:
        return None, no_source
    absent = [name for name in _ROUTES if not (firms["path"] == name).any()]
    if absent:
        return None, f"no firm is on the path {' or '.join(absent)}"
    counts = tally(firms, codebook=codebook, by="path")
    parsed = parse_tally("run_study", counts)
    compared = PathComparison(
        tally=counts,
        descriptives=describe(parsed, level=settings.level),
        pairwise=compare_pairs(parsed, test=settings.path_pairs, pairs=(_ROUTES,), level=settings.level),
    )
    return compared, ""


def _stacked_omnibus(
    counts: ParsedTally, groups: tuple[str, ...], settings: Settings, tests: tuple[str, ...]
) -> pl.DataFrame:
    """Return several tests of all groups, one below the other."""
    adjust, level = settings.adjust, settings.level
    return pl.concat(compare(counts, test=test, groups=groups, adjust=adjust, level=level) for test in tests)


def _stacked_pairs(
    counts: ParsedTally, pairs: tuple[tuple[str, str], ...] | None, settings: Settings
) -> pl.DataFrame:
    """Return the parametric and the rank test of pairs, one below the other."""
    frames = []
    for test in (settings.pairs, settings.rank_pairs):
        frames.append(
            compare_pairs(counts, test=test, pairs=pairs, adjust=settings.pair_adjust, level=settings.level)
        )
    return pl.concat(frames)


def _counted(frame: pl.DataFrame, method: str, settings: Settings) -> pl.DataFrame:
    """Return the rows of one test, with no item flagged where defining items are to count."""
    rows = frame.filter(pl.col("method") == method)
    return rows.with_columns(defining=pl.lit(False)) if settings.include_defining else rows


def _contrast(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> GapContrast | str:
    """Return the contrast of gaps on performance, or the reason that there is none."""
    items = [item.id for item in codebook.composite_items("performance")]
    if not items:
        return "the codebook has no performance item that is not true by construction"
    try:
        return gap_contrast(
            firms, items, level=settings.level, n_resamples=settings.n_resamples, seed=settings.seed
        )
    except NotComputableError as reason:
        return str(reason)


def _routes(firms: pl.DataFrame) -> dict[str, int]:
    """Return by which path how many firms reached C4; firms under way have not."""
    arrived = (pl.col("category") == "C4") & pl.col("path").is_not_null()
    counted = firms.filter(arrived).group_by("path").agg(n=pl.len())
    return {str(path): int(n) for path, n in counted.rows()}


def _named(codebook: Codebook) -> dict[str, list[str]]:
    """Return the items that the codebook marks with each statement's number."""
    named: dict[str, list[str]] = {}
    for entry in codebook.indicators:
        for statement in entry.hypotheses:
            named.setdefault(statement, []).append(entry.id)
    return named
