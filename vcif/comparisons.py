"""A study's comparisons: the items by category, the composites by category, the items by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vcif._columns import CATEGORIES
from vcif._tables import ParsedTally, parse_tally
from vcif.indicators import describe, tally
from vcif.inference import compare, compare_pairs
from vcif.settings import Settings

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook

_COMPARED = ("C2", "C3", "C4")
_TO_C4 = (("C2", "C4"), ("C3", "C4"))
_ROUTES = ("market_seeking", "efficiency_seeking")


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


def by_category(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> Comparison:
    """Return the items over C2, C3 and C4."""
    counts = tally(firms, codebook=codebook)
    parsed = parse_tally("run_study", counts)
    return Comparison(
        tally=counts,
        descriptives=describe(parsed, level=settings.level),
        omnibus=_stacked_omnibus(parsed, _COMPARED, settings, (settings.omnibus, settings.rank_omnibus)),
        pairwise=_stacked_pairs(parsed, _TO_C4, settings),
    )


def of_composites(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> Comparison:
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


def by_path(
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
