"""Data sets and the values that R gives for them; both are made by `tests/reference/make.R`."""

from __future__ import annotations

import csv
from functools import cache
from itertools import combinations
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"
Samples = list[list[str]]


@cache
def read_expected() -> dict[tuple[str, str], dict[str, float]]:
    """Return {(data set, method): {quantity: value}}."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    with (REFERENCE / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = found.setdefault((row["dataset"], row["method"]), {})
            values[row["quantity"]] = float(row["value"])
    return found


def data_sets(method: str) -> list[str]:
    """Return the data sets for which R gives this method's values."""
    return [dataset for dataset, name in read_expected() if name == method]


@cache
def read_samples(dataset: str) -> Samples:
    """Return a data set's scores by group, as decimal text, groups in the order of the file."""
    groups: dict[str, list[str]] = {}
    with (REFERENCE / "data" / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["group"], []).append(row["score"])
    return list(groups.values())


def pairs_of(samples: Samples) -> list[tuple[int, int]]:
    """Return all pairs of groups, in the order in which families report them."""
    return list(combinations(range(len(samples)), 2))
