"""The choices that the framework leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vcif.inference.adjust import Adjustment, FirmAdjustment
from vcif.inference.resampling.bootstrap import Interval

Source = Literal["entry_years", "reported", "category"]


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
        "westfall_young" permutes whole firms, see `westfall_young`; the p-values before adjustment stay the
        tests' own.
    include_defining
        Whether items that are true by construction count as findings; for showing what they would do.
    alpha, level
        Significance level and confidence level.
    p_method, intervals
        How p-values and the effects' limits come about, see `compare`; "exact" is for ordered tests only.
    n_resamples, seed
        Bootstrap resamples of the contrast of gaps, and the seed of all random numbers.
    n_permutations
        Random tables of permutation p-values and bootstrap intervals, and permutations of the firms' groups
        where `adjust` is "westfall_young".
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
    adjust: Adjustment | FirmAdjustment = "holm"
    pair_adjust: Adjustment | None = None
    include_defining: bool = False
    p_method: Literal["asymptotic", "permutation", "auto"] = "asymptotic"
    intervals: Interval = "analytic"
    alpha: float = 0.05
    level: float = 0.95
    n_resamples: int = 2000
    seed: int = 1
    n_permutations: int = 9999
