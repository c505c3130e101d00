"""A study's comparisons: the items by category, the composites by category, the items by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import polars as pl

from vcif._columns import CATEGORIES
from vcif._tables import ParsedTally, parse_tally
from vcif.indicators import describe, tally
from vcif.inference import compare, compare_pairs, westfall_young
from vcif.inference.joint_adjustment import with_joint_adjustment
from vcif.inference.resampling.bootstrap import Interval
from vcif.inference.results import PMethod
from vcif.settings import Settings

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook

_COMPARED = ("C2", "C3", "C4")
_TO_C4 = (("C2", "C4"), ("C3", "C4"))
_ROUTES = ("market_seeking", "efficiency_seeking")
_ORDER = "framework_order"


class _How(TypedDict):
    """How p-values and limits are to come about, as `compare` takes it."""

    p_method: PMethod
    intervals: Interval
    n_resamples: int
    seed: int
    level: float


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
    tests = (settings.omnibus, settings.rank_omnibus)
    counted = _Counted(firms, codebook, parsed)
    return Comparison(
        tally=counts,
        descriptives=describe(parsed, level=settings.level),
        omnibus=_stacked_omnibus(counted, _COMPARED, settings, tests),
        pairwise=_stacked_pairs(parsed, _TO_C4, settings),
    )


def of_composites(firms: pl.DataFrame, codebook: Codebook, settings: Settings) -> Comparison:
    """Return the composites over all four categories, with the framework-order test."""
    counts = tally(firms, codebook=codebook.composites())
    parsed = parse_tally("run_study", counts)
    tests = (settings.omnibus, settings.rank_omnibus, _ORDER)
    counted = _Counted(firms, codebook.composites(), parsed)
    return Comparison(
        tally=counts,
        descriptives=describe(parsed, level=settings.level),
        omnibus=_stacked_omnibus(counted, CATEGORIES, settings, tests),
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
        pairwise=compare_pairs(parsed, test=settings.path_pairs, pairs=(_ROUTES,), **_how(settings)),
    )
    return compared, ""


@dataclass(frozen=True)
class _Counted:
    """Firms, the codebook of what is compared, and their counts."""

    firms: pl.DataFrame
    codebook: Codebook
    counts: ParsedTally


def _stacked_omnibus(
    counted: _Counted, groups: tuple[str, ...], settings: Settings, tests: tuple[str, ...]
) -> pl.DataFrame:
    """Return several tests of all groups, one below the other."""
    return pl.concat(_omnibus(counted, groups, settings, test) for test in tests)


def _omnibus(counted: _Counted, groups: tuple[str, ...], settings: Settings, test: str) -> pl.DataFrame:
    """Return one test of all groups, adjusted as the settings say.

    A block has one composite, so the framework's order, which takes no joint permutations, needs none.
    """
    adjust, how = settings.adjust, _how(settings)
    if adjust != "westfall_young":
        return compare(counted.counts, test=test, groups=groups, adjust=adjust, **how)
    alone = compare(counted.counts, test=test, groups=groups, adjust="none", **how)
    if test == _ORDER:
        return alone
    joint = westfall_young(
        counted.firms, codebook=counted.codebook, test=test, groups=groups,
        n_resamples=settings.n_permutations, seed=settings.seed, level=settings.level,
    )  # fmt: skip
    return with_joint_adjustment(alone, joint)


def _stacked_pairs(
    counts: ParsedTally, pairs: tuple[tuple[str, str], ...] | None, settings: Settings
) -> pl.DataFrame:
    """Return the parametric and the rank test of pairs, one below the other."""
    tests, adjust, how = (settings.pairs, settings.rank_pairs), settings.pair_adjust, _how(settings)
    return pl.concat(compare_pairs(counts, test=test, pairs=pairs, adjust=adjust, **how) for test in tests)


def _how(settings: Settings) -> _How:
    """Return how p-values and limits are to come about."""
    return {
        "p_method": settings.p_method,
        "intervals": settings.intervals,
        "n_resamples": settings.n_permutations,
        "seed": settings.seed,
        "level": settings.level,
    }
