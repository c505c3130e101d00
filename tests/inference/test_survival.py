"""Curves of the time to C4, log-rank tests and hazard ratios against R's survival package, and degenerate groups."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.panels import of
from tests.panels_expected import read_data, read_expected
from vcif import log_rank, survival_curves, waiting_times
from vcif._columns import FRAMES, schema
from vcif._errors import ArgumentError, DataError

ROUTES = ("market_seeking", "efficiency_seeking")
WAITS = sorted({dataset for dataset, _ in read_expected() if dataset.startswith("waits")})
# Both sides are sums of the same products in another order.
CLOSE = 1e-12


def times_of(dataset: str) -> pl.DataFrame:
    return read_data(dataset).select(path="group", time="time", reached=pl.col("reached") == 1)


@pytest.mark.parametrize("limits", ["log_log", "greenwood"])
@pytest.mark.parametrize("dataset", WAITS)
def test_curves_are_rs(dataset: str, limits: Any) -> None:
    found = survival_curves(times_of(dataset), limits=limits)
    for route in ROUTES:
        rows = {row["time"]: row for row in found.filter(pl.col("group") == route).to_dicts()}
        wanted = read_expected()[dataset, f"{route} {limits}"]
        assert len(wanted) >= 6 * 3
        for quantity, value in wanted.items():
            name, time = quantity.split()
            got = rows[int(time)][name]
            if value is None or (limits == "greenwood" and got is None):
                # R gives the limits [1, 1] and [0, 0] where the standard error is 0: that is no interval.
                assert got is None
                assert rows[int(time)]["survival"] in (0, 1)
                assert rows[int(time)]["note"]
            else:
                assert got == pytest.approx(value, rel=CLOSE), quantity


@pytest.mark.parametrize("dataset", WAITS)
def test_log_rank_and_hazard_ratio_are_rs(dataset: str) -> None:
    row = log_rank(times_of(dataset)).row(0, named=True)
    wanted = read_expected()[dataset, "log_rank"]
    for name in ("statistic", "p_value"):
        assert row[name] == pytest.approx(wanted[name], rel=1e-9), name
    for name in ("estimate", "conf_low", "conf_high"):  # both iterate
        assert row[name] == pytest.approx(wanted[name], rel=1e-5), name
    assert (row["group1"], row["group2"], row["df"], row["note"]) == (*ROUTES, 1, None)


times = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12)


def frame(first: list[tuple[int, bool]], second: list[tuple[int, bool]]) -> pl.DataFrame:
    rows = [(route, *row) for route, part in zip(ROUTES, (first, second), strict=True) for row in part]
    return pl.DataFrame(
        rows, orient="row", schema={"path": pl.String, "time": pl.Int64, "reached": pl.Boolean}
    )


@given(times, times)
def test_every_firm_is_counted_and_the_curve_is_the_product(first: Any, second: Any) -> None:
    found = survival_curves(frame(first, second))
    assert found.columns == list(FRAMES["survival"])
    assert dict(found.schema) == schema("survival", pl.Enum(ROUTES))
    for route, part in zip(ROUTES, (first, second), strict=True):
        rows = found.filter(pl.col("group") == route)
        assert rows["n_events"].sum() + rows["n_censored"].sum() == len(part)
        survival = 1.0
        at_risk = len(part)
        for row in rows.iter_rows(named=True):
            assert row["n_risk"] == at_risk
            survival *= 1 - row["n_events"] / at_risk
            assert row["survival"] == pytest.approx(survival, abs=1e-12)
            at_risk -= row["n_events"] + row["n_censored"]
            if row["conf_low"] is None:
                assert row["note"]
            else:
                assert 0 <= row["conf_low"] <= row["survival"] <= row["conf_high"] <= 1
        assert at_risk == 0


@given(times, times)
def test_turning_the_groups_round_turns_the_ratio_over(first: Any, second: Any) -> None:
    one = log_rank(frame(first, second)).row(0, named=True)
    two = log_rank(frame(second, first)).row(0, named=True)
    assert (one["p_value"] is None) == (two["p_value"] is None)
    assert (one["p_value"] is None) <= (one["note"] is not None)
    if one["p_value"] is not None:
        assert one["statistic"] == pytest.approx(two["statistic"], abs=1e-9)
        assert 0 <= one["p_value"] <= 1
    assert (one["estimate"] is None) == (two["estimate"] is None)
    if one["estimate"] is not None:
        assert one["estimate"] * two["estimate"] == pytest.approx(1, rel=1e-4)
        assert one["conf_low"] <= one["estimate"] <= one["conf_high"]
    else:
        assert one["note"]


def test_all_firms_as_one_curve_and_other_groups() -> None:
    data = times_of("waits_waves")
    found = survival_curves(data, by=None)
    assert found["group"].null_count() == found.height == data["time"].max() + 1
    named = data.with_columns(region=pl.col("path").replace_strict(dict(zip(ROUTES, "ab", strict=True))))
    other = survival_curves(named, by="region", groups=["a", "b"])
    assert other.drop("group").equals(survival_curves(data).drop("group"))


def test_firms_without_a_time_are_left_out() -> None:
    panel = waiting_times(of(a="134", b="12", c="4", d="1334", e="124", f="11"))
    found = survival_curves(panel)
    assert found.filter(pl.col("time") == 0)["n_risk"].to_list() == [2, 2]


@pytest.mark.parametrize(
    ("first", "second", "statistic", "note"),
    [
        ([], [(1, True)], None, "no firm with a time in market_seeking"),
        ([(1, False)], [(2, True)], None, "no firm arrives while firms of both groups are observed"),
        ([(2, True), (3, True)], [(1, False), (4, False)], True, "no hazard ratio: no firm of efficiency_seeking arrives"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_why(first: Any, second: Any, statistic: bool | None, note: str) -> None:
    row = log_rank(frame(first, second)).row(0, named=True)
    assert (row["statistic"] is None) == (statistic is None)
    assert row["note"] == note
    assert row["estimate"] is None


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda data: survival_curves(data, limits="wald"), ArgumentError, "survival_curves() needs a known limits; got 'wald'; allowed: log_log, greenwood"),
        (lambda data: survival_curves(data.drop("time")), DataError, "survival_curves() needs the column 'time'"),
        (lambda data: log_rank(data, groups=["market_seeking"]), ArgumentError, "log_rank() needs two different groups; got ['market_seeking']"),
        (lambda data: log_rank(data.with_columns(time=pl.lit(-1))), DataError, "log_rank() needs times of at least 0"),
        (lambda data: log_rank(data, level=2), ArgumentError, "log_rank() needs a level between 0 and 1; got 2"),
    ],
)  # fmt: skip
def test_errors(call: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        call(times_of("waits_few"))
    assert str(raised.value).startswith(text)
