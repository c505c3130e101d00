"""What columns of other engines stand for, and what is refused, in words that name the column."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest

import vcif
from tests.engines.frames import frame_in, in_polars, needs
from vcif._errors import ArgumentError, DataError

pytestmark = pytest.mark.filterwarnings("ignore::vcif._errors.PanelWarning")
FOREIGN = ("duckdb", "pandas", "pyarrow")
FIRMS = pl.DataFrame(
    {
        "firm_id": ["a", "b"],
        "wave": [1, 1],
        "category": ["C1", "C4"],
        "growth": [3, 4],
        "upstream": [True, None],
    }
)


def pandas() -> Any:
    needs("pandas")
    import pandas

    return pandas


def duckdb_sql(query: str) -> Any:
    needs("duckdb")
    import duckdb

    return duckdb.connect().sql(query)


def scores(tally: pl.DataFrame) -> list[tuple[Any, ...]]:
    return tally.filter(pl.col("n") > 0).select("score", "n").sort("score", nulls_last=True).rows()


@pytest.mark.parametrize("engine", FOREIGN)
def test_a_column_that_is_not_there_is_named_with_the_nearest(engine: str) -> None:
    needs(engine)
    frame = frame_in(engine, FIRMS)
    with pytest.raises(DataError, match=r"tally\(\) needs the column 'grwth'; did you mean \"growth\"\?"):
        vcif.tally(frame, ["grwth"])
    with pytest.raises(DataError, match=r"classify\(\) needs the column 'downstream'"):
        vcif.classify(frame)
    with pytest.raises(DataError, match=r"categories_from_transactions\(\) needs the column 'date'"):
        vcif.categories_from_transactions(frame)
    renamed = frame_in(engine, FIRMS.rename({"category": "categories"}))
    with pytest.raises(DataError, match=r"needs the column 'category'; run classify\(\) first"):
        vcif.transitions(renamed)


@pytest.mark.parametrize("engine", FOREIGN)
def test_labels_of_flows_are_refused_or_counted_by_name_as_in_polars(engine: str) -> None:
    needs(engine)
    records = pl.DataFrame({
        "firm_id": ["a", "a", "b", None, "b"], "date": [2015, 2015, 2015, 2015, None],
        "flow": ["Imp", "Exp", None, "Exp", "Exp"], "value": [1.0] * 5,
    })  # fmt: skip
    frame = frame_in(engine, records)
    with pytest.raises(DataError, match='the flows are "Exp", "Imp"; say which of them are which'):
        vcif.categories_from_transactions(frame)
    counts = vcif.categories_from_transactions(frame, imports=["Imp"]).counts
    assert counts.equals(vcif.categories_from_transactions(records, imports=["Imp"]).counts)
    assert ('flow not known: "Exp"', 1) in counts.select("rule", "n").rows()
    of_numbers = frame_in(engine, records.with_columns(flow=pl.Series([1, 2, 3, 4, 5])))
    with pytest.raises(DataError, match='the flows are "1", "2", "3", "4", "5"; say which of them are which'):
        vcif.categories_from_transactions(of_numbers, imports=[8], exports=[9])


@pytest.mark.parametrize("engine", FOREIGN)
def test_values_beyond_all_sums_are_not_known(engine: str) -> None:
    needs(engine)
    values = [1e308, 1e308, -1e308, float("inf"), 0.1, 0.2]
    records = pl.DataFrame({"firm_id": "a", "date": 2015, "flow": "import", "product": "p", "value": values})
    for product in (None, "product"):
        found = vcif.categories_from_transactions(frame_in(engine, records), product=product)
        assert found.firms.select("upstream", "import_value", "import_n").row(0) == (True, 0.3, 6)


@pytest.mark.parametrize("engine", FOREIGN)
def test_text_is_no_number(engine: str) -> None:
    needs(engine)
    with pytest.raises(DataError, match="needs numbers or yes/no in 'firm_id'; got String"):
        vcif.tally(frame_in(engine, FIRMS), ["firm_id"])
    with pytest.raises(DataError, match="needs yes/no or numbers in 'firm_id'; got String"):
        vcif.classify(frame_in(engine, FIRMS), upstream="firm_id", downstream="upstream")


@pytest.mark.parametrize("engine", ["duckdb", "pyarrow"])
def test_nan_is_a_fault_where_there_is_a_null_beside_it(engine: str) -> None:
    needs(engine)
    frame = frame_in(engine, FIRMS.with_columns(growth=pl.lit(float("nan"))))
    with pytest.raises(DataError, match="needs finite scores; got nan in 'growth'"):
        vcif.tally(frame, ["growth"])


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_amount_is_neither_yes_nor_no_in_an_engine_that_computes_later(value: float) -> None:
    needs("duckdb")
    frame = frame_in("duckdb", pl.DataFrame({"upstream": [value], "downstream": [0.0]}))
    for options in ({}, {"rule": "threshold", "threshold": 0.1}):
        found = in_polars(vcif.classify(frame, **options))
        assert found.select("upstream", "downstream", "category").row(0) == (None, False, None)


def test_nan_in_pandas_is_no_answer() -> None:
    frame = pandas().DataFrame({"category": ["C1", None, "C4"], "growth": [3.0, float("nan"), 4.5]})
    assert scores(vcif.tally(frame, ["growth"])) == [(3.0, 1), (4.5, 1), (None, 1)]


def test_yes_and_no_in_pandas_may_be_booleans_objects_or_numbers() -> None:
    pd = pandas()
    columns = {
        "nullable": pd.array([True, None, False], dtype="boolean"), "objects": [True, None, False],
        "numbers": [1, None, 0], "wholes": pd.array([1, None, 0], dtype="Int64"),
    }  # fmt: skip
    for name, answers in columns.items():
        frame = pd.DataFrame({"upstream": answers, "downstream": [True, True, False]}, index=[7, 7, 9])
        found = vcif.classify(frame)
        assert in_polars(found)["category"].to_list() == ["C4", None, "C1"], name
        assert list(found.index) == [7, 7, 9]
        assert str(found["upstream"].dtype) == "boolean"
        tally = vcif.tally(found.rename(columns={"upstream": "answer"}), ["answer"])
        assert scores(tally) == [(0.0, 1), (1.0, 1), (None, 1)], name


def test_objects_of_which_none_is_there_could_be_anything() -> None:
    pd = pandas()
    rule: dict[str, Any] = {
        "rule": "threshold",
        "upstream": ["a", "b"],
        "downstream": "b",
        "threshold": (2, 1),
    }
    frame = pd.DataFrame({"a": pd.array([None], dtype="object"), "b": [False]})
    assert in_polars(vcif.classify(frame, **rule))["upstream"].to_list() == [None]
    as_answers = frame.astype({"a": "boolean"})
    assert in_polars(vcif.classify(as_answers, **rule))["upstream"].to_list() == [False]


@pytest.mark.parametrize("kind", ["several", "complex", "sparse"])
def test_a_pandas_column_that_is_of_no_one_kind_is_named(kind: str) -> None:
    pd = pandas()
    values = {"several": [3, "often"], "complex": [1j, 2j], "sparse": pd.arrays.SparseArray([0, 1])}[kind]
    frame = pd.DataFrame({"category": ["C1", "C4"], "growth": values})
    with pytest.raises(DataError, match=r"tally\(\) cannot read the column 'growth'; it needs values of one"):
        vcif.tally(frame, ["growth"])


def test_a_number_too_wide_for_polars_is_refused_and_lack_of_memory_is_not_renamed() -> None:
    needs("pyarrow")
    import pyarrow as pa

    wide = pa.array([Decimal("1.5"), Decimal(2)], pa.decimal256(60, 2))
    with pytest.raises(DataError, match="cannot read the column 'growth'"):
        vcif.tally(pa.table({"category": ["C1", "C4"], "growth": wide}), ["growth"])
    frame = frame_in("pyarrow", FIRMS)
    with patch("narwhals.stable.v2.DataFrame.to_polars", side_effect=MemoryError), pytest.raises(MemoryError):
        vcif.tally(frame, ["growth"])


def test_pandas_columns_of_one_name_are_refused() -> None:
    frame = pandas().DataFrame([[1, 2]], columns=["growth", "growth"])
    with pytest.raises(DataError, match=r"tally\(\) needs columns with different names"):
        vcif.tally(frame, ["growth"])


def test_whole_numbers_with_gaps_are_whole_in_pandas_too() -> None:
    frame = pandas().DataFrame({
        "firm_id": [7, None, 8], "date": [2015, 2015, None], "flow": ["import", "export", "export"],
        "value": [1.0, 2.0, 3.0],
    })  # fmt: skip
    firms = vcif.categories_from_transactions(frame).firms
    assert firms.select("firm_id", "wave").rows() == [("7", 2015)]


def test_levels_of_an_ordered_categorical_and_of_an_enum_are_the_groups() -> None:
    pd = pandas()
    size = pd.Categorical(["small", "large"], categories=["small", "medium", "large"], ordered=True)
    frame = pd.DataFrame({"size": size, "growth": [1, 2]})
    by_pandas = vcif.tally(frame, ["growth"], by="size")
    assert by_pandas["group"].unique(maintain_order=True).to_list() == ["small", "medium", "large"]
    sql = "SELECT s::ENUM('small', 'medium', 'large') AS size, g AS growth FROM (VALUES ('small', 1), ('large', 2)) t(s, g)"
    assert vcif.tally(duckdb_sql(sql), ["growth"], by="size").equals(by_pandas)


def test_decimals_and_wide_numbers_are_scores() -> None:
    needs("pandas")
    frame = pandas().DataFrame({"category": ["C1", "C1"], "money": [Decimal("1.50"), Decimal("2")]})
    assert scores(vcif.tally(frame, ["money"])) == [(1.5, 1), (2.0, 1)]
    sql = "SELECT 'C1' AS category, 1.50::DECIMAL(9, 2) AS money, 2::HUGEINT AS wide, 1::UTINYINT AS small"
    tally = vcif.tally(duckdb_sql(sql), ["money", "wide", "small"]).filter(pl.col("n") > 0)
    assert tally["score"].to_list() == [1.5, 2.0, 1.0]


@pytest.mark.parametrize("engine", FOREIGN)
def test_a_firm_twice_in_a_wave_is_refused(engine: str) -> None:
    needs(engine)
    twice = frame_in(engine, pl.concat([FIRMS, FIRMS.head(1)]))
    with pytest.raises(DataError, match='needs a firm once in a wave; got firm "a" in wave 1 in') as raised:
        vcif.transitions(twice)
    assert ("rows 2, 4" in str(raised.value)) == (engine != "duckdb")  # whose rows have no order


@pytest.mark.parametrize("engine", FOREIGN)
@pytest.mark.filterwarnings("default::vcif._errors.PanelWarning")
def test_a_constant_wave_and_rows_without_a_place_warn(engine: str) -> None:
    needs(engine)
    rows = pl.DataFrame({
        "firm_id": ["a", "b", None], "wave": [1.0, 1.0, 1.5], "category": ["C2", "C2", None], "upstream": [True] * 3,
    })  # fmt: skip
    with pytest.warns(vcif._errors.PanelWarning) as caught:
        vcif.transitions(frame_in(engine, rows))
    told = " ".join(str(each.message) for each in caught)
    assert "leaves out 1 rows" in told
    assert "every firm that answers says yes in 'upstream': probably not asked" in told


def test_what_goes_from_firm_to_firm_says_so() -> None:
    needs("duckdb")
    with pytest.raises(
        ArgumentError, match=r"spells\(\) goes from firm to firm and does not run in duckdb; collect"
    ):
        vcif.spells(frame_in("duckdb", FIRMS))
    with pytest.raises(ArgumentError, match=r"assign_path\(\) needs a frame of polars; got DuckDBPyRelation"):
        vcif.assign_path(frame_in("duckdb", FIRMS), by="waves", definition="exact")


@pytest.mark.parametrize("frame", [None, [1, 2], {"category": ["C1"]}])
def test_what_is_no_frame_is_refused(frame: Any) -> None:
    with pytest.raises(ArgumentError, match="needs a frame of polars, pandas, pyarrow, DuckDB or Spark; got"):
        vcif.tally(frame, ["growth"])


def test_polars_frames_load_no_other_engine() -> None:
    script = (
        "import polars as pl, vcif, sys\n"
        "vcif.tally(vcif.classify(pl.DataFrame({'upstream': [True], 'downstream': [None], 'x': [1]})), ['x'])\n"
        "print([name for name in ('narwhals', 'pandas', 'duckdb', 'pyspark', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
