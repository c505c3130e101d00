"""How often each interval covers the true effect: `python -m tests.inference.resampling.coverage` prints the table.

Firms answer a five-point item; what they answer in each group is a known law, so that the true effects are exact.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vcif import Counts
from vcif._errors import NotComputableError
from vcif.inference.registry import EFFECTS
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import resampled
from vcif.inference.resampling.tables import given_levels, observed_table
from vcif.inference.results import EffectSize

LEVEL = 0.95
POINTS = np.arange(1.0, 6.0)


@dataclass(frozen=True)
class Population:
    """The chances of the five answers in three groups, and how many firms of each are asked."""

    chances: tuple[tuple[float, ...], ...]
    sizes: tuple[int, ...]


POPULATIONS = {
    "weak": Population(
        ((0.12, 0.22, 0.32, 0.22, 0.12), (0.10, 0.20, 0.32, 0.24, 0.14), (0.08, 0.16, 0.30, 0.28, 0.18)),
        (80, 60, 100),
    ),
    "medium": Population(
        ((0.15, 0.25, 0.30, 0.20, 0.10), (0.08, 0.18, 0.30, 0.28, 0.16), (0.04, 0.12, 0.24, 0.34, 0.26)),
        (80, 60, 100),
    ),
    "strong, at the ceiling": Population(
        ((0.20, 0.30, 0.25, 0.15, 0.10), (0.05, 0.15, 0.25, 0.30, 0.25), (0.02, 0.04, 0.14, 0.30, 0.50)),
        (60, 60, 60),
    ),
}


def true_effects(population: Population) -> dict[str, float]:
    """Return the effects of the population itself, groups weighed as they are asked; pairs: the first and the last."""
    n, chances = np.array(population.sizes), np.array(population.chances)
    found = {name: _explained(n, chances, POINTS) for name in ("eta_squared", "omega_squared")}
    mixture = n @ chances / n.sum()
    found["rank_epsilon_squared"] = _explained(n, chances, np.cumsum(mixture) - mixture / 2)
    association = float((n / n.sum()) @ (chances**2 / mixture).sum(axis=1) - 1)
    found["cramers_v"] = float(np.sqrt(association / 2))
    two, pair = n[[0, 2]], chances[[0, 2]]
    means, variances = _moments(pair, POINTS)
    found["hedges_g"] = float((means[1] - means[0]) / np.sqrt(two @ variances / two.sum()))
    below = np.cumsum(pair[0]) - pair[0]
    found["common_language"] = float(pair[1] @ (below + pair[0] / 2))
    found["cliffs_delta"] = 2 * found["common_language"] - 1
    return found


def _moments(chances: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    means = chances @ values
    return means, chances @ values**2 - means**2


def _explained(n: np.ndarray, chances: np.ndarray, values: np.ndarray) -> float:
    """Return the share of the variance of values that lies between the groups."""
    means, variances = _moments(chances, values)
    share = n / n.sum()
    between = share @ (means - share @ means) ** 2
    return float(between / (between + share @ variances))


def studies(population: Population, n: int, seed: int) -> Iterator[Counts]:
    """Yield the counts of simulated studies."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        yield Counts(
            scores=POINTS.astype(int).tolist(), n=rng.multinomial(population.sizes, population.chances)
        )


def limits(effect: str, interval: str, counts: Counts, n_resamples: int, seed: int) -> tuple[float, float]:
    """Return an effect's limits; the bootstrap's without computing the analytic ones first."""
    table = counts.select([0, 2]) if EFFECTS[effect].groups == "two" else given_levels(counts)
    if interval == "analytic":
        found = EFFECTS[effect].function(table, level=LEVEL)
    else:
        statistic = getattr(of_effects, effect)
        estimate = float(statistic(observed_table(table))[0])
        bare = EffectSize(effect, estimate, estimate, estimate, LEVEL)
        found = resampled(bare, table, statistic, interval, n_resamples, seed)
    return found.conf_low, found.conf_high


@dataclass
class Hits:
    """How many studies' intervals lie around, below and above the true effect, and how many there are none of."""

    inside: int = 0
    below: int = 0
    above: int = 0
    without: int = 0

    @property
    def coverage(self) -> float:
        """The share of the intervals that cover."""
        return self.inside / (self.inside + self.below + self.above)


def covered(
    population: Population, intervals: tuple[str, ...], n: int, n_resamples: int, seed: int
) -> dict[tuple[str, str], Hits]:
    """Return the hits of each effect and interval over n studies."""
    true = true_effects(population)
    found = {(effect, interval): Hits() for effect in EFFECTS for interval in intervals}
    for study, counts in enumerate(studies(population, n, seed)):
        for (effect, interval), hits in found.items():
            try:
                low, high = limits(effect, interval, counts, n_resamples, study)
            except NotComputableError:
                hits.without += 1
                continue
            hits.below += high < true[effect]
            hits.above += low > true[effect]
            hits.inside += low <= true[effect] <= high
    return found


def main(n: int = 2000) -> None:
    """Print the table: coverage in percent, and the intervals wholly below and above the true effect."""
    for label, population in POPULATIONS.items():
        found = covered(population, ("analytic", "percentile", "bca"), n, 1999, 1)
        print(f"\n{label}, {population.sizes} firms, {n} studies")
        for effect, true in true_effects(population).items():
            cells = []
            for interval in ("analytic", "percentile", "bca"):
                hits = found[effect, interval]
                cells.append(
                    f"{interval} {100 * hits.coverage:5.1f} ({hits.below}, {hits.above}, none {hits.without})"
                )
            print(f"{effect:22}{true:8.4f}  " + "   ".join(cells))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
