"""Descriptions: R's mean, sd, quartiles of type 7 and t interval, and groups with few firms."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal
from scipy.special import stdtrit

from tests.expected import data_sets, read_expected, read_samples
from tests.strategies import samples
from vcif import describe, tally
from vcif._columns import schema
from vcif._errors import ArgumentError, DataError

REL = 1e-9  # R computes in double precision; means and deviations are good to some 1e-13


@pytest.mark.parametrize("dataset", data_sets("describe"))
def test_agrees_with_r(dataset: str) -> None:
    samples, expected = read_samples(dataset), read_expected()[dataset, "describe"]
    rows = [(f"g{i}", float(score)) for i, sample in enumerate(samples) for score in sample]
    firms = pl.DataFrame(rows, schema=["g", "score"], orient="row")
    for i, row in enumerate(describe(tally(firms, ["score"], by="g")).iter_rows(named=True)):
        assert row["n"] == len(samples[i])
        for name in ("mean", "sd", "q1", "median", "q3", "conf_low", "conf_high"):
            if f"{name}:{i}" in expected:
                assert row[name] == pytest.approx(expected[f"{name}:{i}"], rel=REL, abs=1e-12)


def test_one_firm_has_a_mean_and_no_spread() -> None:
    firms = pl.DataFrame({"category": ["C2", "C3", "C3"], "q": [4, 1, None]})
    rows = {row["group"]: row for row in describe(tally(firms, ["q"])).iter_rows(named=True)}
    assert rows["C2"] == {
        "indicator": "q", "block": None, "group": "C2", "n": 1, "n_missing": 0, "mean": 4.0, "sd": None,
        "median": 4.0, "q1": 4.0, "q3": 4.0, "conf_low": None, "conf_high": None,
    }  # fmt: skip
    assert (rows["C3"]["n"], rows["C3"]["n_missing"], rows["C1"]["mean"]) == (1, 1, None)


def test_an_item_that_nobody_answered() -> None:
    firms = pl.DataFrame({"category": ["C2", "C3"], "q": [None, None]})
    found = describe(tally(firms, ["q"]))
    assert found.select("n", "n_missing", "mean").rows() == [
        (0, 0, None),
        (0, 1, None),
        (0, 1, None),
        (0, 0, None),
    ]


def test_a_constant_group_has_no_width() -> None:
    firms = pl.DataFrame({"category": ["C2"] * 3, "q": [0.1] * 3})
    row = describe(tally(firms, ["q"])).row(1, named=True)
    assert (row["mean"], row["sd"], row["conf_low"], row["conf_high"]) == (0.1, 0.0, 0.1, 0.1)


def test_level_and_frame_are_checked() -> None:
    firms = pl.DataFrame({"category": ["C2"], "q": [1]})
    with pytest.raises(ArgumentError) as raised:
        describe(tally(firms, ["q"]), level=95)
    assert str(raised.value) == "describe() needs a level between 0 and 1; got 95"
    with pytest.raises(DataError) as raised:
        describe(firms)
    assert str(raised.value) == (
        "describe() needs a tally, as vcif.tally() returns it; it lacks indicator, block, defining, group, score, n, weight"
    )


def plainly(sample: list[float]) -> dict[str, float | None]:
    """Describe a sample by fractions, rounded at the end, and by sorting it."""
    exact, n, ordered = [Fraction(str(x)) for x in sample], len(sample), sorted(sample)
    mean = sum(exact) / Fraction(n)
    found: dict[str, float | None] = {"mean": float(mean)}
    for name, quarter in (("q1", 1), ("median", 2), ("q3", 3)):
        whole, rest = divmod(quarter * (n - 1), 4)
        low, high = ordered[whole], ordered[min(whole + 1, n - 1)]
        found[name] = low + rest / 4 * (high - low)
    if n < 2:
        return found | {"sd": None, "conf_low": None, "conf_high": None}
    variance = sum((x - mean) ** 2 for x in exact) / (n - 1)
    margin = -float(stdtrit(n - 1, (1 - 0.95) / 2)) * math.sqrt(variance / n)
    limits = {"conf_low": float(mean) - margin, "conf_high": float(mean) + margin}
    return found | {"sd": math.sqrt(variance)} | limits


@given(samples(), samples())
def test_every_number_is_that_of_the_plain_way_to_the_bit(
    first: list[list[Any]], second: list[list[Any]]
) -> None:
    names = [f"g{i}" for i in range(5)]
    wanted, frames = [], []
    for indicator, drawn in (("a", first), ("b", second)):
        rows = [(group, float(x)) for group, sample in zip(names, drawn, strict=False) for x in sample]
        rows += [(names[0], None), (None, 3.0)]
        firms = pl.DataFrame(rows, schema={"g": pl.Enum(names), indicator: pl.Float64}, orient="row")
        frames.append(tally(firms, [indicator], by="g"))
        for i, name in enumerate([*names, None]):
            sample = [float(x) for x in drawn[i]] if i < len(drawn) else [] if name else [3.0]
            row = {"indicator": indicator, "group": name, "n": len(sample), "n_missing": int(i == 0)}
            wanted.append(row | (plainly(sample) if sample else {}))
    found = describe(pl.concat(frames))
    assert_frame_equal(
        found, pl.DataFrame(wanted, schema=schema("descriptives", pl.Enum(names))), check_exact=True
    )
