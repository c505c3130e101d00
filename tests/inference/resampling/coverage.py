"""How often each interval covers the true effect: `python -m tests.inference.resampling.coverage` prints the table.

Firms answer a five-point item; what they answer in each group is a known law, so that the true effects are exact.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from vcif import Counts
from vcif._errors import NotComputableError
from vcif.inference.registry import EFFECTS
from vcif.inference.resampling import of_effects
from vcif.inference.resampling.bootstrap import BIASED, resampled
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


def found_in(effect: str, interval: str, counts: Counts, n_resamples: int, seed: int) -> EffectSize:
    """Return an effect with its limits; the bootstrap's without computing the analytic ones first."""
    table = counts.select([0, 2]) if EFFECTS[effect].groups == "two" else given_levels(counts)
    if interval == "analytic":
        return EFFECTS[effect].function(table, level=LEVEL)
    statistic = getattr(of_effects, effect)
    estimate = float(statistic(observed_table(table))[0])
    bare = EffectSize(effect, estimate, estimate, estimate, LEVEL)
    return resampled(bare, table, statistic, interval, n_resamples, seed)


@dataclass
class Hits:
    """How many studies' intervals lie around, below and above the true effect, have none, and are called biased."""

    inside: int = 0
    below: int = 0
    above: int = 0
    without: int = 0
    biased: int = 0

    @property
    def coverage(self) -> float:
        """The share of the intervals that cover."""
        return self.inside / self.known

    @property
    def known(self) -> int:
        """How many intervals there are."""
        return self.inside + self.below + self.above

    def count(self, found: EffectSize, true: float) -> None:
        """Count one study's interval."""
        self.below += found.conf_high < true
        self.above += found.conf_low > true
        self.inside += found.conf_low <= true <= found.conf_high
        self.biased += BIASED in (found.note or "")


def covered(
    population: Population, chosen: Sequence[tuple[str, str]], n: int, n_resamples: int, seed: int
) -> dict[tuple[str, str], Hits]:
    """Return the hits of some effects and intervals over n studies."""
    true = true_effects(population)
    hits = {choice: Hits() for choice in chosen}
    for study, counts in enumerate(studies(population, n, seed)):
        for (effect, interval), those in hits.items():
            try:
                those.count(found_in(effect, interval, counts, n_resamples, study), true[effect])
            except NotComputableError:
                those.without += 1
    return hits


def main(n: int = 4000) -> None:
    """Print the table: coverage in percent; intervals wholly below and above the true effect, none, called biased."""
    kinds = ("analytic", "percentile", "bca")
    for label, population in POPULATIONS.items():
        hits = covered(population, list(product(EFFECTS, kinds)), n, 1999, 1)
        print(f"\n{label}, {population.sizes} firms, {n} studies")
        for effect, true in true_effects(population).items():
            cells = (
                f"{kind} {100 * those.coverage:5.1f} ({those.below}, {those.above}, {those.without}, {those.biased})"
                for kind, those in ((kind, hits[effect, kind]) for kind in kinds)
            )
            print(f"{effect:22}{true:8.4f}  " + "   ".join(cells))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
