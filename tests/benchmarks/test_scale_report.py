"""What the page says of the results at scale is computed from them."""

from __future__ import annotations

import polars as pl
import pytest

from reports._benchmarks.scale import read_scale, scale_facts
from reports._benchmarks.scale_exhibits import figure_growth, table_firm_years, table_steps
from tests.present.reading import read


@pytest.fixture(scope="module")
def results() -> pl.DataFrame:
    return read_scale()


def test_the_facts_are_the_results(results: pl.DataFrame) -> None:
    """Three sizes of ten, with times 1, 10 and 200: the slope is log10(200)/2, the steepest step log10(20)."""
    sizes = [10**6, 10**7, 10**8]
    ours = results.filter(
        pl.col("part") == "firm-years", pl.col("contender") == "vcif", pl.col("n").is_in(sizes)
    )
    timed = ours.sort("n").with_columns(seconds=pl.Series([1.0, 10.0, 200.0]))
    rest = results.filter((pl.col("part") != "firm-years") | (pl.col("contender") != "vcif"))
    found = scale_facts(pl.concat([timed, rest]))
    assert found.slope == "1.15"
    assert found.steepest == "1.30 from 10,000,000 to 100,000,000 records"
    assert found.sizes == "1,000,000 to 100,000,000"
    assert found.rate == "500,000"


def test_runs_are_told_of_every_contender_on_the_largest_file(results: pl.DataFrame) -> None:
    largest = results.filter(pl.col("part") == "firm-years").filter(pl.col("n") == pl.col("n").max())
    told = scale_facts(results).runs.split(", ")
    assert told == [f"{label} {runs}" for label, runs in largest.select("label", "runs").rows()]
    others = results.filter(pl.col("part") == "firm-years").filter(pl.col("n") < pl.col("n").max())
    assert others["runs"].unique().to_list() == [5]  # the page says so


def test_every_measurement_is_shown(results: pl.DataFrame) -> None:
    assert len(read(table_firm_years(results)).rows) == 4
    panel = results.filter(pl.col("job") == "panel")
    assert len(read(table_steps(results)).rows) == panel["n"].n_unique()
    assert figure_growth(results).data.height == results.filter(pl.col("part") == "firm-years").height
