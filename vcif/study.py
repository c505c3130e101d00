"""The whole study: classify, count, describe, compare and weigh, by one set of settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import polars as pl

from vcif._columns import PATH
from vcif._errors import DataError, NotComputableError
from vcif.classified import classified
from vcif.comparisons import Comparison, PathComparison, by_category, by_path, of_composites
from vcif.framework import assign_path
from vcif.indicators import add_composites
from vcif.inference.equal_size import EqualSize, equal_size_counts
from vcif.inference.gap_contrast import GapContrast, gap_contrast
from vcif.inference.verdicts import Evidence, weigh
from vcif.settings import Settings, Source

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook
    from vcif.dataset.survey import Survey


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

    @cached_property
    def equal_size(self) -> EqualSize | str:
        """Significant performance items with groups thinned to one size, or why there are none."""
        items = _contrasted(self.survey.codebook)
        if not items:
            return "the codebook has no performance item that is not true by construction"
        try:
            return equal_size_counts(
                _by_id(self.classified), items, alpha=self.settings.alpha, seed=self.settings.seed
            )
        except NotComputableError as reason:
            return str(reason)


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
    firms, source, no_source = _with_paths(_firms_of_wave(survey, chosen), chosen)
    firms = add_composites(firms, codebook)
    by_id = _by_id(firms)
    items = by_category(by_id, codebook, chosen)
    composites = of_composites(by_id, codebook, chosen)
    paths, no_paths = by_path(by_id, codebook, chosen, no_source)
    contrast = _contrast(by_id, codebook, chosen)
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


def _firms_of_wave(survey: Survey, settings: Settings) -> pl.DataFrame:
    """Return the firms of the chosen wave with their category."""
    firms = survey.firms
    waves = firms["wave"].drop_nulls().unique().sort().to_list()
    if settings.wave is None and len(waves) > 1:
        raise DataError(f"run_study() needs one wave; the survey has {waves}; choose with Settings(wave=...)")
    if settings.wave is not None:
        firms = firms.filter(pl.col("wave") == settings.wave)
    if firms.height == 0:
        raise DataError(f"run_study() needs firms; there are none in wave {settings.wave}; waves: {waves}")
    if survey.codebook.firm.weight_kind == "frequency":
        firms = _repeated(firms)
    return classified(firms, settings)


def _by_id(firms: pl.DataFrame) -> pl.DataFrame:
    """Return the firms by identifier: a seed draws places, which must be the same firms in any order."""
    return firms if firms["firm_id"].is_sorted() else firms.sort("firm_id", maintain_order=True)


def _repeated(firms: pl.DataFrame) -> pl.DataFrame:
    """Return each row as often as its frequency weight says; they are then without weight."""
    broken = firms.filter(pl.col("weight").is_null() | (pl.col("weight") != pl.col("weight").floor())).height
    if broken:
        raise DataError(
            f"run_study() needs whole frequency weights; {broken} firms have none or a broken one; "
            'see survey.problems, or declare weight_kind = "sampling" in the codebook'
        )
    rows = firms.select(pl.int_range(pl.len()).repeat_by(pl.col("weight").cast(pl.Int64)).explode())
    return firms[rows.to_series()].with_columns(weight=pl.lit(None, pl.Float64))


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


def _counted(frame: pl.DataFrame, method: str, settings: Settings) -> pl.DataFrame:
    """Return the rows of one test, with no item flagged where defining items are to count."""
    rows = frame.filter(pl.col("method") == method)
    return rows.with_columns(defining=pl.lit(False)) if settings.include_defining else rows


def _contrast(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> GapContrast | str:
    """Return the contrast of gaps on performance, or the reason that there is none."""
    items = _contrasted(codebook)
    if not items:
        return "the codebook has no performance item that is not true by construction"
    try:
        return gap_contrast(
            firms, items, level=settings.level, n_resamples=settings.n_resamples, seed=settings.seed
        )
    except NotComputableError as reason:
        return str(reason)


def _contrasted(codebook: Codebook) -> list[str]:
    """Return the performance items that are not true by construction: what S6 speaks of."""
    return [item.id for item in codebook.block("performance") if not item.defining]


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
