"""Tests of transition matrices against R's log-linear models, by hand, and on tables with empty lines."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.panels import of
from tests.panels_expected import read_data, read_expected
from vcif import compare_transitions, transitions
from vcif._columns import CATEGORIES, CATEGORY, FRAMES, schema
from vcif._errors import ArgumentError, DataError, NotComputableError
from vcif.inference import effects, htests
from vcif.inference.homogeneity import transition_homogeneity

# loglin() iterates until no fitted count moves by 1e-10; the differences of large counts lose digits.
CLOSE = 1e-9
STEPS = sorted({dataset for dataset, _ in read_expected() if dataset.startswith("steps")})


def frame_of(dataset: str) -> pl.DataFrame:
    data = read_data(dataset)
    groups = pl.Enum(data["group"].unique(maintain_order=True))
    blank = pl.lit(None, pl.Float64)
    return data.with_columns(
        pl.col("group").cast(groups),
        pl.col("from", "to").cast(CATEGORY),
        share=blank,
        conf_low=blank,
        conf_high=blank,
    )


def tables_of(dataset: str) -> Any:
    data = read_data(dataset)
    return data["n"].to_numpy().reshape(data["group"].n_unique(), 4, 4)


@pytest.mark.parametrize("method", ["likelihood_ratio", "pearson"])
@pytest.mark.parametrize("dataset", STEPS)
def test_whole_and_rows_are_rs_log_linear_models(dataset: str, method: Any) -> None:
    found = compare_transitions(frame_of(dataset), method=method, adjust="none")
    seen = 0
    for row in found.iter_rows(named=True):
        wanted = read_expected().get((dataset, row["from"] or "all"))
        if wanted is None:
            assert row["p_value"] is None
            assert "no category has two groups" in row["note"]
            continue
        seen += 1
        assert row["statistic"] == pytest.approx(wanted[method], rel=CLOSE)
        assert row["p_value"] == pytest.approx(wanted[f"p_{method}"], rel=1e-7)
        assert (row["df1"], row["n"]) == (wanted["df"], wanted["n"])
    assert seen >= 3


def test_a_table_by_hand() -> None:
    # From C1: 30 of 40 and 20 of 40 stay; chi-squared = 80 (30 * 20 - 10 * 20)^2 / (50 * 30 * 40 * 40) = 16/3.
    found = transition_homogeneity([[[30, 10]], [[20, 20]]], method="pearson").result
    assert (found.statistic, found.df1) == (pytest.approx(16 / 3, rel=1e-15), 1)
    ratio = 2 * (
        30 * math.log(30 / 25) + 10 * math.log(10 / 15) + 20 * math.log(20 / 25) + 20 * math.log(20 / 15)
    )
    assert transition_homogeneity([[[30, 10]], [[20, 20]]]).result.statistic == pytest.approx(
        ratio, rel=1e-14
    )


def test_degrees_of_freedom_of_full_tables_are_anderson_and_goodmans() -> None:
    tables = np.arange(1, 5 * 16 + 1).reshape(5, 4, 4)
    found = transition_homogeneity(tables)
    assert found.result.df1 == (5 - 1) * 4 * (4 - 1)
    assert found.cells == 80


def test_rows_and_columns_without_steps_are_not_counted() -> None:
    # C1: two groups, two destinations: 1. C2: one group. C3: one destination. C4: nobody.
    tables = np.zeros((2, 4, 4), dtype=int)
    tables[:, 0, 0] = [3, 5]
    tables[:, 0, 3] = [4, 2]
    tables[0, 1, :] = 2
    tables[:, 2, 1] = 6
    found = transition_homogeneity(tables).result
    assert (found.df1, found.n) == (1, 14)
    alone = htests.chi_squared([[3, 4], [5, 2]])
    pearson = transition_homogeneity(tables, method="pearson").result
    assert (pearson.statistic, pearson.p_value) == (alone.statistic, alone.p_value)


@given(st.lists(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3),
                min_size=2, max_size=4))  # fmt: skip
def test_the_whole_is_the_sum_of_its_rows_and_order_is_nothing(tables: list[list[list[int]]]) -> None:
    for method in ("likelihood_ratio", "pearson"):
        parts = []
        for i in range(3):
            try:
                parts.append(transition_homogeneity([[table[i]] for table in tables], method=method).result)
            except NotComputableError:
                continue
        if not parts:
            with pytest.raises(NotComputableError):
                transition_homogeneity(tables, method=method)
            continue
        whole = transition_homogeneity(tables, method=method).result
        assert whole.statistic == pytest.approx(sum(part.statistic for part in parts), abs=1e-9)
        assert (whole.df1, whole.n) == (sum(p.df1 or 0 for p in parts), sum(part.n for part in parts))
        assert 0 <= whole.p_value <= 1
        turned = transition_homogeneity([table[::-1] for table in tables[::-1]], method=method).result
        assert turned.statistic == pytest.approx(whole.statistic, abs=1e-9)


def test_groups_alike_have_a_statistic_of_nought() -> None:
    for method in ("likelihood_ratio", "pearson"):
        found = transition_homogeneity([[[3, 6], [7, 1]], [[6, 12], [21, 3]]], method=method).result
        assert found.statistic == pytest.approx(0, abs=1e-12)
        assert found.p_value == pytest.approx(1)


def test_the_chi_squared_approximation_holds_its_level() -> None:
    """Simulated: 2,000 pairs of waves from one matrix; 5 % of p-values below .05, within four standard errors."""
    raw = np.random.PCG64(7).random_raw(2000 * 2 * 60)
    to = (raw % np.uint64(3)).astype(int).reshape(2000, 2, 60)
    tables = np.stack([(to == j).sum(axis=2) for j in range(3)], axis=2)
    for method in ("likelihood_ratio", "pearson"):
        low = [
            transition_homogeneity(table[:, None, :], method=method).result.p_value < 0.05 for table in tables
        ]
        assert abs(np.mean(low) - 0.05) < 4 * math.sqrt(0.05 * 0.95 / 2000)


def test_effects_are_cramers_v_and_rows_are_corrected_together() -> None:
    found = compare_transitions(frame_of("steps_drift"))
    assert found.columns == list(FRAMES["transition_tests"])
    assert dict(found.schema) == schema("transition_tests")
    tables = tables_of("steps_drift")
    for i, row in enumerate(found.tail(4).iter_rows(named=True)):
        wanted = effects.cramers_v(tables[:, i, :].tolist())
        assert (row["estimate"], row["conf_low"], row["conf_high"]) == (
            wanted.estimate, wanted.conf_low, wanted.conf_high,
        )  # fmt: skip
        assert row["p_adjusted"] >= row["p_value"]
    whole = found.row(0, named=True)
    assert (whole["from"], whole["effect"], whole["p_adjusted"]) == (None, None, whole["p_value"])


def test_notes_count_what_is_left_out_and_what_is_sparse() -> None:
    panel = of(a="11", b="12", c="1?", d="11", e="12").with_columns(
        region=pl.Series(["x", "x", "x", "x", "x", "x", "y", "y", None, None])
    )
    found = compare_transitions(transitions(panel, by="region"))
    assert found["note"][1] == (
        "4 of 4 expected counts are below 5; 1 steps from or to an unknown category left out; "
        "1 steps of no known group left out"
    )
    assert found["note"][4].startswith("no category has two groups with steps that lead to two categories; ")
    assert all("; " not in part for note in found["note"] for part in note.split("; "))


def test_some_groups_alone() -> None:
    steps = frame_of("steps_drift")
    two = compare_transitions(steps, groups=["2019", "2020"])
    by_hand = transition_homogeneity(tables_of("steps_drift")[1:])
    assert two["statistic"][0] == by_hand.result.statistic


def test_one_group_has_nothing_to_compare() -> None:
    found = compare_transitions(transitions(of(a="11", b="12"), by="wave"))
    assert found["p_value"].null_count() == 5
    assert found["note"].null_count() == 0


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"method": "lr"}, ArgumentError, "compare_transitions() needs a known method; got 'lr'; allowed: likelihood_ratio, pearson"),
        ({"groups": ["2018"]}, ArgumentError, "compare_transitions() needs at least two different groups; got ['2018']"),
        ({"groups": ["2018", "2091"]}, ArgumentError, "compare_transitions() needs a known group; got '2091'; allowed: 2018, 2019, 2020"),
        ({"adjust": "holmes"}, ArgumentError, "compare_transitions() needs a known adjust; got 'holmes'"),
    ],
)  # fmt: skip
def test_errors(options: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        compare_transitions(frame_of("steps_drift"), **options)
    assert str(raised.value).startswith(text)


def test_wrong_frames_and_arrays_are_refused() -> None:
    with pytest.raises(DataError, match=r"needs the frame of transitions\(firms, by=...\)"):
        compare_transitions(transitions(of(a="11")))
    for wrong in ([[1, 2], [3, 4]], [[[1, -2]]], [[[0.5, 1]]], [], [[[1], [2, 3]]]):
        with pytest.raises(ArgumentError, match="transition_homogeneity"):
            transition_homogeneity(wrong)  # type: ignore[arg-type]


def test_all_categories_are_rows() -> None:
    found = compare_transitions(frame_of("steps_sparse"))
    assert found["from"].to_list() == [None, *CATEGORIES]
