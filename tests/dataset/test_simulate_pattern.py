"""The pattern of the study's abstract is in the shipped survey, by SciPy and statsmodels alone.

vcif's own tests are left out on purpose: what it should find has to be there by other means.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway

from vcif._columns import BLOCKS
from vcif.dataset.codebook import Codebook
from vcif.dataset.simulate import simulate_survey

Sample = npt.NDArray[np.float64]
C1, C2, C3, C4 = range(4)
LEVEL = 0.05


@dataclass(frozen=True)
class Firms:
    """The firms with `category` 0 to 3 and `path` 'market' or 'efficiency', both null where not known."""

    frame: pl.DataFrame
    codebook: Codebook

    def items(self, block: str | None = None, tag: str | None = None) -> list[str]:
        """Ids of the items of a block that are not defining, or of all items with a tag."""
        if tag is not None:
            return [item.id for item in self.codebook.indicators if tag in item.hypotheses]
        chosen = self.codebook.indicators if block is None else self.codebook.block(block)
        return [item.id for item in chosen if not item.defining]

    def samples(self, item: str, groups: tuple[int, ...] = (C2, C3, C4)) -> list[Sample]:
        return [self._sample(item, pl.col("category") == group) for group in groups]

    def paths(self, item: str) -> tuple[Sample, Sample]:
        """The answers of C4 firms: efficiency seekers, market seekers."""
        return self._sample(item, pl.col("path") == "efficiency"), self._sample(
            item, pl.col("path") == "market"
        )

    def _sample(self, item: str, chosen: pl.Expr) -> Sample:
        return self.frame.filter(chosen)[item].drop_nulls().to_numpy()


def read(seed: int) -> Firms:
    survey = simulate_survey(400, seed=seed)
    up, down = pl.col("upstream"), pl.col("downstream")
    later = pl.col("upstream_year") - pl.col("downstream_year")
    path = pl.when(later > 0).then(pl.lit("market")).when(later < 0).then(pl.lit("efficiency"))
    frame = survey.firms.with_columns(category=up.cast(pl.Int64) + 2 * down.cast(pl.Int64))
    frame = frame.with_columns(path=pl.when(pl.col("category") == C4).then(path))
    firms = Firms(frame, survey.codebook)
    composites = [pl.mean_horizontal(firms.items(block)).alias(f"mean {block}") for block in BLOCKS]
    return Firms(frame.with_columns(composites), survey.codebook)


@pytest.fixture(scope="module")
def firms() -> Firms:
    return read(seed=1)


@dataclass(frozen=True)
class Gap:
    """A difference of means, later group minus earlier, with its p-value."""

    difference: float
    p_value: float

    @property
    def higher(self) -> bool:
        return self.difference > 0 and self.p_value < LEVEL

    @property
    def lower(self) -> bool:
        return self.difference < 0 and self.p_value < LEVEL


def games_howell(samples: list[Sample], first: int, second: int) -> Gap:
    low, high = samples[first], samples[second]
    parts = [sample.var(ddof=1) / len(sample) for sample in (low, high)]
    df = sum(parts) ** 2 / (parts[0] ** 2 / (len(low) - 1) + parts[1] ** 2 / (len(high) - 1))
    difference = float(high.mean() - low.mean())
    q = abs(difference) / np.sqrt(sum(parts) / 2)
    return Gap(difference, float(stats.studentized_range.sf(q, len(samples), df)))


def dunn(samples: list[Sample]) -> dict[tuple[int, int], float]:
    """Holm-adjusted p-values of Dunn's test (Dunn 1964), tie-corrected."""
    pooled = np.concatenate(samples)
    total = len(pooled)
    ends = np.cumsum([len(sample) for sample in samples])[:-1]
    means = [ranks.mean() for ranks in np.split(stats.rankdata(pooled), ends)]
    ties = np.unique(pooled, return_counts=True)[1].astype(float)
    variance = total * (total + 1) / 12 - (ties**3 - ties).sum() / (12 * (total - 1))
    pairs = list(combinations(range(len(samples)), 2))
    z = [
        (means[j] - means[i]) / np.sqrt(variance * (1 / len(samples[i]) + 1 / len(samples[j])))
        for i, j in pairs
    ]
    adjusted = multipletests(2 * stats.norm.sf(np.abs(z)), method="holm")[1]
    return dict(zip(pairs, adjusted, strict=True))


def path_gap(firms: Firms, item: str) -> Gap:
    """Market seekers minus efficiency seekers, Welch's t."""
    efficiency, market = firms.paths(item)
    p_value = float(stats.ttest_ind(market, efficiency, equal_var=False).pvalue)
    return Gap(float(market.mean() - efficiency.mean()), p_value)


def test_s2_the_four_categories_have_the_planned_sizes(firms: Firms) -> None:
    sizes = [firms.frame.filter(pl.col("category") == group).height for group in range(4)]
    unknown = firms.frame["category"].null_count()
    assert 100 <= sizes[C1] <= 125
    assert 48 <= sizes[C2] <= 60
    assert 92 <= sizes[C3] <= 110
    assert 120 <= sizes[C4] <= 135
    assert sizes[C3] > 1.5 * sizes[C2]
    assert 3 <= unknown <= 15
    assert sum(sizes) + unknown == 400


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("pair", [(C1, C2), (C1, C3), (C2, C4), (C3, C4)])
def test_s3_each_comparable_pair_of_categories_rises(firms: Firms, block: str, pair: tuple[int, int]) -> None:
    samples = firms.samples(f"mean {block}", (C1, C2, C3, C4))
    gap = games_howell(samples, *pair)
    assert gap.difference > 0
    assert gap.p_value < LEVEL / 10
    assert dunn(samples)[pair] < LEVEL / 10


@pytest.mark.parametrize("block", BLOCKS)
def test_s4_most_but_not_all_items_differ_over_the_three_categories(firms: Firms, block: str) -> None:
    items = firms.items(block)
    p_values = [
        anova_oneway(firms.samples(item), use_var="unequal", welch_correction=True).pvalue for item in items
    ]
    significant = int((multipletests(p_values, method="holm")[1] < LEVEL).sum())
    assert len(items) / 2 < significant < len(items)


def test_s5_c4_is_above_both_others_on_most_items(firms: Firms) -> None:
    items = firms.items()
    gaps = [[games_howell(firms.samples(item), first, 2) for first in (0, 1)] for item in items]
    both = sum(all(gap.higher for gap in pair) for pair in gaps)
    assert both >= 0.6 * len(items)
    assert not any(gap.lower for pair in gaps for gap in pair)


def test_s6_c3_lies_further_below_c4_on_performance_than_c2_does(firms: Firms) -> None:
    items = firms.items("performance")
    rng = np.random.default_rng(1)
    estimate = contrast([firms.samples(item) for item in items])
    rows = [
        firms.frame.filter(pl.col("category") == group).select(items).to_numpy() for group in (C2, C3, C4)
    ]
    resampled = []
    for _ in range(400):
        drawn = [group[rng.integers(0, len(group), len(group))] for group in rows]
        resampled.append(contrast([[_known(group[:, k]) for group in drawn] for k in range(len(items))]))
    assert 0.2 < estimate < 0.45
    assert np.quantile(resampled, 0.025) > 0.05
    counts = [sum(games_howell(firms.samples(item), first, 2).higher for item in items) for first in (0, 1)]
    assert counts[1] > counts[0]


def contrast(samples: list[list[Sample]]) -> float:
    """Mean over items of (m2 - m3) / s with s pooled over C2, C3 and C4."""
    values = []
    for groups in samples:
        squares = sum(((group - group.mean()) ** 2).sum() for group in groups)
        spread = np.sqrt(squares / (sum(len(group) for group in groups) - 3))
        values.append((groups[0].mean() - groups[1].mean()) / spread)
    return float(np.mean(values))


def _known(values: Sample) -> Sample:
    return values[~np.isnan(values)]


def test_s7_both_paths_are_there_and_some_firms_took_neither(firms: Firms) -> None:
    c4 = firms.frame.filter(pl.col("category") == C4)
    both = c4.drop_nulls(["upstream_year", "downstream_year"])
    assert 60 <= c4.filter(pl.col("path") == "market").height <= 90
    assert 38 <= c4.filter(pl.col("path") == "efficiency").height <= 55
    assert 2 <= both.filter(pl.col("upstream_year") == pl.col("downstream_year")).height <= 10
    assert 2 <= c4.height - both.height <= 15


def test_s8_market_seekers_perform_better_on_every_item(firms: Firms) -> None:
    items = [item.id for item in firms.codebook.block("performance")]
    gaps = [path_gap(firms, item) for item in items]
    assert min(gap.difference for gap in gaps) > 0.1
    assert sum(gap.higher for gap in gaps) >= 0.6 * len(items)


def test_s9_efficiency_seekers_have_more_complex_structures_and_more_sourcing(firms: Firms) -> None:
    gaps = [path_gap(firms, item) for item in firms.items(tag="S9")]
    assert sum(gap.lower for gap in gaps) >= 0.6 * len(gaps)
    assert not any(gap.higher for gap in gaps)
    for item in ("international_sourcing", "import_ratio"):
        assert path_gap(firms, item).p_value < 0.001


def test_s10_market_seekers_weigh_incentives_and_innovation_more(firms: Firms) -> None:
    gaps = [path_gap(firms, item) for item in firms.items(tag="S10")]
    assert [gap.higher for gap in gaps] == [True, True, True]


def test_the_first_trap_path_read_off_the_category_turns_s8_round(firms: Firms) -> None:
    """C3 as "market seekers" against C2 as "efficiency seekers": now they perform less well."""
    gaps = [games_howell(firms.samples(item, (C2, C3)), 0, 1) for item in firms.items("performance")]
    assert np.mean([gap.difference for gap in gaps]) < -0.15
    assert not any(gap.higher for gap in gaps)


def test_the_second_trap_defining_items_are_constant_in_c1(firms: Firms) -> None:
    """No firm of C1 can differ on them, so a "finding" against C1 would be an artefact."""
    defining = [item.id for item in firms.codebook.indicators if item.defining]
    assert len(defining) == 9
    for item in defining:
        (answers,) = firms.samples(item, (C1,))
        assert np.unique(answers).size == 1


def test_the_pattern_holds_for_most_other_seeds() -> None:
    """Directions only, over eight seeds: composites in order, C2 above C3 on performance, S8."""
    held = 0
    for seed in range(2, 10):
        firms = read(seed)
        means = [[s.mean() for s in firms.samples(f"mean {block}", (C1, C2, C3, C4))] for block in BLOCKS]
        ordered = all(m[C1] < min(m[C2], m[C3]) and max(m[C2], m[C3]) < m[C4] for m in means)
        ahead = all(path_gap(firms, item).difference > 0 for item in firms.items("performance"))
        held += ordered and means[0][C2] > means[0][C3] and ahead
    assert held >= 7
