"""How often each permutation test rejects where nothing differs: `python -m tests.inference.resampling.type_one`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from tests.inference.resampling.statistics import LARGEST, extremity
from vcif import Counts
from vcif._counts import as_counts
from vcif.inference.registry import TESTS
from vcif.inference.resampling.permutation import permutation_p_values
from vcif.inference.resampling.tables import Tables

RESAMPLES = 199  # so that .05 is one of the p-values that can come about
ALPHA = 0.05


@dataclass(frozen=True)
class Design:
    """Four groups of firms whose answers follow one law; `chances` None = a continuous score with a long tail."""

    sizes: tuple[int, ...]
    chances: tuple[float, ...] | None


DESIGNS = {
    "equal, 5 points": Design((20, 20, 20, 20), (0.1, 0.2, 0.3, 0.25, 0.15)),
    "unequal, 5 points": Design((12, 20, 60, 30), (0.05, 0.1, 0.2, 0.35, 0.3)),
    "small, 7 points": Design((9, 8, 7, 10), (0.1, 0.15, 0.2, 0.2, 0.15, 0.1, 0.1)),
    "unequal, continuous": Design((10, 30, 15, 8), None),
}


def simulated(design: Design, rng: np.random.Generator) -> Counts:
    """Return the counts of one study in which the groups do not differ."""
    if design.chances is not None:
        return Counts(scores=range(len(design.chances)), n=rng.multinomial(design.sizes, design.chances))
    return as_counts(np.split(rng.exponential(1.0, sum(design.sizes)), np.cumsum(design.sizes)[:-1]))


def p_values(names: list[str], counts: Counts, seed: int) -> dict[str, float]:
    """Return the p-values of some tests over the same random tables.

    A family's is that of its largest statistic, the smallest of its adjusted ones; Dunn's, which are not adjusted, that
    of the first pair.
    """

    def rows(tables: Tables) -> np.ndarray:
        found = [extremity(name, tables, "two-sided") for name in names]
        pairs = zip(names, found, strict=True)
        return np.stack([row.max(axis=0) if name in LARGEST else row[0] for name, row in pairs])

    return dict(zip(names, permutation_p_values(counts, rows, RESAMPLES, seed), strict=True))


def rejections(counts: Counts, seed: int) -> dict[str, bool]:
    """Return which tests reject; tests of pairs look at the first two groups."""
    named = bool(counts.ties.max() > 1)  # where every firm has its own score all tables are alike for names
    tests = [entry for entry in TESTS.values() if named or not entry.nominal]
    two = [entry.name for entry in tests if entry.kind == "pair"]
    all_groups = [entry.name for entry in tests if entry.kind != "pair"]
    found = p_values(all_groups, counts, seed) | p_values(two, counts.select([0, 1]), seed)
    return {name: p_value <= ALPHA for name, p_value in found.items()}


def shares(design: Design, studies: int, seed: int) -> dict[str, float]:
    """Return the share of studies in which each test rejects."""
    rng = np.random.default_rng(seed)
    found = pl.DataFrame([rejections(simulated(design, rng), study) for study in range(studies)])
    return {name: column.mean() for name, column in found.to_dict().items()}


def main() -> None:
    """Print the table."""
    columns = {label: shares(design, 4000, 1) for label, design in DESIGNS.items()}
    print(f"{'':24}" + "".join(f"{label:>22}" for label in columns))
    for name in TESTS:
        cells = (
            f"{100 * column[name]:22.2f}" if name in column else f"{'':22}" for column in columns.values()
        )
        print(f"{name:24}" + "".join(cells))


if __name__ == "__main__":
    main()
