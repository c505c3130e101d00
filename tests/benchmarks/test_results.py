"""The results file is brought up to date row by row, and the page can read what is committed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports._benchmarks.facts import facts
from reports._benchmarks.figure import drawn, figure_time
from reports._benchmarks.results import RESULTS, read_results
from reports._benchmarks.tables import table_comparison, table_growth, table_memory, table_resampling
from tests.benchmarks.plan import CONTENDERS, JOBS, PARTS, Measurement, measurements
from tests.benchmarks.processes import Outcome
from tests.benchmarks.results import KEY, SCHEMA, read, row, updated
from tests.benchmarks.run import RESULTS as WRITTEN
from tests.benchmarks.run import main

HERE = "2 cores"


def measured(
    contender: str, part: str, *seconds: float, n: int = 300, items: int = 30, **outcome: Any
) -> dict[str, Any]:
    """Return a row of the comparison."""
    measurement = Measurement("comparison", contender, (part,), n, items)
    return row(measurement, Outcome(part, list(seconds), **outcome), 120, HERE)


def one(frame: pl.DataFrame, contender: str, part: str) -> dict[str, Any]:
    """Return the only row of a contender's part."""
    return frame.row(by_predicate=(pl.col("contender") == contender) & (pl.col("part") == part), named=True)


EMPTY = pl.DataFrame(schema=SCHEMA)


def test_ratios_are_over_vcifs_full_job_and_the_bound_over_its_counting_pass() -> None:
    rows = [
        measured("vcif", "full", 0.2, 0.1, 0.3),
        measured("vcif", "count", 0.05),
        measured("vcif", "bound", 0.025),
        measured("scipy", "core", 1.0),
    ]
    frame = updated(EMPTY, rows)
    assert one(frame, "vcif", "full")["ratio"] == 1
    assert one(frame, "vcif", "count")["ratio"] == 0.25
    assert one(frame, "vcif", "bound")["ratio"] == 0.5
    assert one(frame, "scipy", "core")["ratio"] == 5


def test_few_items_are_brought_to_all_and_a_limit_is_a_lower_bound() -> None:
    rows = [
        measured("rstatix", "core", 2.0, items=3),
        measured("rstatix", "full", items=1, status="over limit"),
    ]
    frame = updated(EMPTY, rows)
    assert (one(frame, "rstatix", "core")["seconds"], one(frame, "rstatix", "core")["at_least"]) == (
        20,
        False,
    )
    assert (one(frame, "rstatix", "full")["seconds"], one(frame, "rstatix", "full")["at_least"]) == (
        3600,
        True,
    )


def test_a_failure_has_no_time() -> None:
    found = one(
        updated(EMPTY, [measured("pingouin", "as documented", status="out of memory")]),
        "pingouin",
        "as documented",
    )
    assert (found["seconds"], found["ratio"], found["status"]) == (None, None, "out of memory")


def test_only_rows_measured_anew_are_replaced_and_their_ratios_follow(tmp_path: Path) -> None:
    first = updated(EMPTY, [measured("vcif", "full", 1.0), measured("scipy", "core", 4.0)])
    first.write_csv(tmp_path / "results.csv")
    second = updated(read(tmp_path / "results.csv"), [measured("vcif", "full", 0.5)])
    assert second.height == 2
    assert (one(second, "scipy", "core")["seconds"], one(second, "scipy", "core")["ratio"]) == (4, 8)


def test_machines_are_never_set_against_each_other() -> None:
    elsewhere = measured("scipy", "core", 4.0) | {"machine": "64 cores"}
    assert one(updated(EMPTY, [measured("vcif", "full", 1.0), elsewhere]), "scipy", "core")["ratio"] is None


def test_the_plan_has_every_part_once() -> None:
    for quick in (True, False):
        keys = [
            (each.job, each.contender, part, each.n)
            for each in measurements(quick=quick)
            for part in each.parts
        ]
        assert len(set(keys)) == len(keys)
        assert {key[0] for key in keys} == set(JOBS)
        assert {key[1] for key in keys} == set(CONTENDERS)
        assert {key[2] for key in keys} == set(PARTS)


def test_a_misspelt_choice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "vcif,numpy"])
    assert "got 'numpy'; allowed: vcif, scipy," in capsys.readouterr().err


def test_the_page_reads_the_file_that_the_measurements_write() -> None:
    assert RESULTS == WRITTEN
    committed = read(RESULTS)
    assert committed.columns == list(SCHEMA)
    assert not committed.select(pl.struct(KEY).is_duplicated()).to_series().any()
    known = committed.filter(pl.col("status") == "measured")
    assert known.select(pl.col("seconds", "fastest") > 0).to_series().all()
    assert committed.equals(updated(committed, []))


def test_the_page_shows_every_contender_of_the_file() -> None:
    results = read_results()
    compared = table_comparison(results).as_raw_html()
    for label in results.filter(
        pl.col("job") == "comparison", ~pl.col("part").is_in(["count", "rest", "bound"])
    )["label"]:
        assert label in compared
        assert label in table_memory(results).as_raw_html()
    for job in JOBS[1:]:
        shown = table_resampling(results, job).as_raw_html()
        assert all(label in shown for label in results.filter(pl.col("job") == job)["label"])
    sizes = results.filter(pl.col("part") == "count")["n"]
    assert all(f"{n:,}" in table_growth(results).as_raw_html() for n in sizes)


def test_the_figure_and_the_sentences_follow_the_file() -> None:
    results = read_results()
    assert drawn(results)["label"].cast(pl.String).str.starts_with("vcif").any()
    figure_time(results).draw()
    slow = results.with_columns(ratio=pl.when(pl.col("contender") == "scipy").then(0.5).otherwise(2.0))
    assert "SciPy script, core at 300 firms (0.50)" in facts(slow).faster
    assert facts(slow.with_columns(ratio=pl.lit(2.0))).faster == "none"
    assert facts(results).machine == results["machine"][0]


def test_a_job_not_measured_yet_says_so() -> None:
    none = read_results().filter(pl.col("job") == "comparison")
    assert "not measured yet" in table_resampling(none, "bootstrap").as_raw_html()
