"""R's values for steps and waiting times; both are made by `tests/reference/panels.R`."""

from __future__ import annotations

import csv
import math
from functools import cache

import polars as pl

from tests.expected import REFERENCE

FOLDER = REFERENCE / "panels"


@cache
def read_expected() -> dict[tuple[str, str], dict[str, float | None]]:
    """Return {(data set, what): {quantity: value}}; None where R has no value."""
    found: dict[tuple[str, str], dict[str, float | None]] = {}
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            value = math.nan if row["value"] == "NA" else float(row["value"])
            kept = found.setdefault((row["dataset"], row["what"]), {})
            kept[row["quantity"]] = None if math.isnan(value) else value
    return found


def read_data(dataset: str) -> pl.DataFrame:
    """Return a data set as R read it."""
    return pl.read_csv(FOLDER / f"{dataset}.csv", schema_overrides={"group": pl.String})
