"""The two paths compared once for every way in which firms can be put on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import FRAMES, PATH_SOURCE, PATH_SOURCES, PATHS, schema
from vcif._errors import require_one_of
from vcif.classified import classified
from vcif.comparisons import PathComparison, by_path
from vcif.inference.hypotheses import HYPOTHESES
from vcif.inference.verdicts import Evidence, weigh
from vcif.path_groups import count_paths, followed_wave, group_by_source, sizes_of_routes
from vcif.settings import Settings

if TYPE_CHECKING:
    from vcif.dataset.survey import Survey

STATEMENTS = ("S8", "S9", "S10")


@dataclass(frozen=True)
class PathSources:
    """One comparison of the two paths for every source.

    Attributes
    ----------
    wave
        The wave whose answers are compared; None where the survey has no waves.
    counts
        Firms by source and path, those without one in a row with a null path (`FRAMES["path_counts"]`).
    effects
        The tests and effect sizes of all items, with `source` as first column and then those of
        `FRAMES["pairwise"]`.
    verdicts
        S8 to S10 by source, with the sizes of the two groups and the mean effect size of the statement's
        items (`FRAMES["path_verdicts"]`).
    reasons
        Why a source has no comparison.
    """

    wave: int | None
    counts: pl.DataFrame
    effects: pl.DataFrame
    verdicts: pl.DataFrame
    reasons: dict[str, str]


def compare_path_sources(
    survey: Survey,
    settings: Settings | None = None,
    *,
    sources: Sequence[str] = PATH_SOURCES,
    step: int = 1,
) -> PathSources:
    """Return S8 to S10 on the groups of firms that each source of paths makes, in one wave.

    By entry years, by waves and by reports the firms of the wave that are in C4 are compared; by the
    category those in C3 with those in C2, which is no comparison of paths: there the items that are true by
    construction of the categories are left out.

    Parameters
    ----------
    survey
        A survey, as a rule with several waves.
    settings
        The rule of classification, the wave (the last one if none is chosen), the test of paths and the
        levels; the package's defaults if left out.
    sources
        "entry_years", "waves_exact", "waves_contiguous", "waves_subsequence", "waves_first_entry",
        "reported", "category".
    step
        How far apart consecutive waves are.

    Returns
    -------
    PathSources

    Raises
    ------
    ArgumentError
        When a source is unknown.
    DataError
        When no firm answered the wave, a firm stands twice in a wave, or weights are frequencies.

    Notes
    -----
    The groups overlap: most firms are in several of them, so that agreement between the sources is no
    replication.

    Examples
    --------
    >>> import vcif
    >>> found = compare_path_sources(vcif.example_panel(), sources=["entry_years", "waves_first_entry"])
    >>> found.verdicts.filter(hypothesis="S8").select("source", "n1", "n2", "verdict").rows()
    [('entry_years', 62, 38, 'supported'), ('waves_first_entry', 19, 21, 'supported')]
    """
    chosen = settings or Settings()
    for name in sources:
        require_one_of("compare_path_sources", "source", name, PATH_SOURCES)
    wave = followed_wave(survey, chosen)
    firms = classified(survey.firms, chosen)
    no_items = "" if survey.codebook.indicators else "the codebook names no indicators"
    counts, effects, verdicts, reasons = [], [], [], {}
    for name in dict.fromkeys(sources):
        grouped, reason = group_by_source(firms, name, wave, step)
        counts.append(count_paths(grouped, name))
        found, reason = by_path(grouped, survey.codebook, chosen, reason or no_items)
        if found is None:
            reasons[name] = reason
        tests = None if found is None else _counted(found, name)
        effects += [] if tests is None else [_named(tests, name)]
        verdicts.append(_verdicts(survey, chosen, tests, reason, name, sizes_of_routes(grouped)))
    kinds = {"source": PATH_SOURCE} | schema("pairwise", pl.Enum(PATHS))
    return PathSources(
        wave=wave,
        counts=pl.concat([pl.DataFrame(schema=schema("path_counts")), *counts]),
        effects=pl.concat([pl.DataFrame(schema=kinds), *(part.cast(pl.Schema(kinds)) for part in effects)]),
        verdicts=pl.concat([pl.DataFrame(schema=schema("path_verdicts")), *verdicts]),
        reasons=reasons,
    )


def _counted(found: PathComparison, source: str) -> pl.DataFrame:
    """Return the tests that count: those of items that are true by construction only where all are in C4."""
    return found.pairwise.filter(~pl.col("defining")) if source == "category" else found.pairwise


def _named(tests: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return tests with their source."""
    return tests.select(pl.lit(source).cast(PATH_SOURCE).alias("source"), *FRAMES["pairwise"])


def _verdicts(
    survey: Survey,
    settings: Settings,
    tests: pl.DataFrame | None,
    reason: str,
    source: str,
    sizes: tuple[int, int],
) -> pl.DataFrame:
    """Return the verdicts on the statements that compare paths."""
    nothing = pl.DataFrame(schema=schema("pairwise"))
    named = {
        name: [entry.id for entry in survey.codebook.indicators if name in entry.hypotheses]
        for name in STATEMENTS
    }
    evidence = Evidence(
        omnibus=pl.DataFrame(schema=schema("omnibus")), pairwise=nothing, composites=nothing, paths=tests,
        no_paths=reason, routes={}, contrast="", named=named, alpha=settings.alpha,
    )  # fmt: skip
    wanted = [entry for entry in HYPOTHESES if entry.hypothesis in STATEMENTS]
    means = {
        entry.hypothesis: _mean(tests, entry.blocks, named if entry.named else {}, entry.hypothesis)
        for entry in wanted
    }
    return (
        weigh(evidence, wanted)
        .with_columns(
            pl.lit(source).cast(PATH_SOURCE).alias("source"),
            pl.lit(sizes[0], pl.Int64).alias("n1"),
            pl.lit(sizes[1], pl.Int64).alias("n2"),
            pl.col("hypothesis").replace_strict(means, return_dtype=pl.Float64).alias("mean_effect"),
        )
        .select(list(schema("path_verdicts")))
    )


def _mean(
    tests: pl.DataFrame | None, blocks: Sequence[str], named: dict[str, list[str]], statement: str
) -> float | None:
    """Return the mean effect size of a statement's items; None where there is none."""
    if tests is None:
        return None
    rows = tests.filter(pl.col("block").cast(pl.String).is_in(list(blocks)))
    if named:
        rows = rows.filter(pl.col("indicator").is_in(named[statement]))
    mean: float | None = rows.select(pl.col("estimate").mean()).item()
    return mean
