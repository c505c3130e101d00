"""What is timed at scale is the same work: every contender makes the same firm-years and the same counts."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.benchmarks import transactions
from tests.benchmarks.contenders import firm_years
from tests.benchmarks.scale_data import make_panel, write_data
from tests.benchmarks.scale_plan import Measurement
from tests.benchmarks.scale_run import SCHEMA, measure, updated
from tests.benchmarks.transactions import make_block, write_transactions
from vcif import categories_from_transactions, transitions

N = 20_000
KEYS = ["firm_id", "wave"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_transactions(tmp_path_factory.mktemp("scale"), N)


@pytest.mark.parametrize("contender", ["polars", "duckdb", "pandas"])
def test_every_contender_makes_vcifs_firm_years(path: Path, contender: str) -> None:
    if importlib.util.find_spec(contender) is None:
        pytest.skip(f"{contender} is not installed; nox -s bench-transactions has it")
    ours = firm_years.by_vcif(path).with_columns(pl.col("category").cast(pl.String)).sort(KEYS)
    found = pl.DataFrame(getattr(firm_years, f"by_{contender}")(path))
    theirs = found.select(ours.columns).cast(dict(ours.schema)).sort(KEYS)
    assert_frame_equal(theirs, ours, check_exact=True)


def test_records_have_what_customs_records_have(path: Path) -> None:
    found = categories_from_transactions(pl.scan_parquet(path))
    assert {"correction (negative value)", "value not known", "flow not known"} <= set(found.counts["rule"])
    assert found.firms["category"].n_unique() == 5  # one of them not known
    records = pl.read_parquet(path)
    assert records.height == N
    assert records["date"].is_sorted()
    assert records["firm_id"].n_unique() == N // 50


def test_a_file_is_its_blocks_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_BLOCK", 300)
    written = pl.read_parquet(write_transactions(tmp_path, 1_000))
    assert written.equals(pl.concat(make_block(1_000, block) for block in range(4)))
    assert [make_block(1_000, block).height for block in range(4)] == [300, 300, 300, 100]


def test_the_panels_steps_are_those_of_a_window(tmp_path: Path) -> None:
    panel = make_panel(5_000)
    assert pl.read_parquet(write_data(tmp_path, "panel", 5_000)).equals(panel)
    before = pl.col("category").shift(1).over("firm_id", order_by="wave").alias("from")
    counted = (
        panel.select(before, pl.col("category").alias("to")).drop_nulls().group_by("from", "to").len("n")
    )
    wanted = counted.with_columns(pl.col("n").cast(pl.Int64)).sort("from", "to")
    assert_frame_equal(transitions(panel).filter(pl.col("n") > 0).select("from", "to", "n"), wanted)


def test_a_job_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    rows = measure(Measurement("transactions", "vcif", ("firm-years", "transitions"), N), tmp_path, 2, 60)
    assert [row["runs"] for row in rows] == [2, 2], rows
    assert all(row["seconds"] > 0 for row in rows)
    if sys.platform == "linux":
        assert all(10 < row["memory_mib"] < 2_000 for row in rows)
    frame = updated(pl.DataFrame(schema=SCHEMA), rows)
    assert updated(frame, rows[:1]).equals(frame)


def test_a_failure_is_told(tmp_path: Path) -> None:
    (row,) = measure(Measurement("panel", "vcif", ("steps",), 1_000), tmp_path, 1, 1)
    assert (row["seconds"], row["runs"]) == (None, 0)
    assert row["remark"] == "KeyError: 'steps'"
