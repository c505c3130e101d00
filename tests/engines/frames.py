"""The same frame in every engine; an engine that is not installed is skipped, and the reason said."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import settings

ENGINES = ("eager", "lazy", "streaming", "duckdb", "pandas", "pyarrow", "pyspark")
_SPARK = {
    pl.Int64: "long", pl.Int32: "int", pl.String: "string", pl.Boolean: "boolean", pl.Float64: "double",
    pl.Date: "date", pl.Enum: "string", pl.Datetime: "timestamp",
}  # fmt: skip


def examples_of(engine: str) -> settings:
    """Return how many frames an engine is given: Spark takes about a second for each."""
    most = settings().max_examples
    return settings(max_examples=25 if engine == "pyspark" else max(most // 4, 25), deadline=None)


def needs(engine: str) -> None:
    """Skip the test where the engine is not installed."""
    if engine in ("duckdb", "pandas", "pyarrow", "pyspark") and importlib.util.find_spec(engine) is None:
        pytest.skip(f"{engine} is not installed; nox -s engines has it")
    java = shutil.which("java") or (Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java").exists()
    if engine == "pyspark" and not java:
        pytest.skip("Spark needs Java (default-jre-headless in Debian), which is not installed")


@contextmanager
def streaming(engine: str) -> Iterator[None]:
    """Let the counting pass take every lazy frame for one of many rows."""
    with patch("vcif.indicators.columns.FEW_ROWS", 2 if engine == "streaming" else 50_000):
        yield


def frame_in(engine: str, frame: pl.DataFrame) -> Any:
    """Return a polars frame as another engine holds it."""
    match engine:
        case "eager":
            return frame
        case "lazy":
            return frame.lazy()
        case "streaming":
            file = io.BytesIO()
            frame.write_parquet(file)
            file.seek(0)
            return pl.scan_parquet(file)
        case "pyarrow":
            return frame.to_arrow()
        case "pandas":
            # Objects of which none is there have no kind: yes/no without an answer has to say what it is.
            blank = [
                name for name, kind in frame.schema.items() if kind == pl.Boolean and not frame[name].count()
            ]
            return frame.to_pandas().astype(dict.fromkeys(blank, "boolean"))
        case "duckdb":
            return _duckdb().from_arrow(frame.to_arrow())
        case "pyspark":
            return _spark().createDataFrame(frame.rows(), schema=_spark_schema(frame))
    raise AssertionError(engine)


def in_polars(frame: Any) -> pl.DataFrame:
    """Return any engine's frame in polars."""
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if hasattr(frame, "toArrow"):
        return pl.DataFrame(frame.toArrow())
    return frame.pl() if hasattr(frame, "pl") else pl.DataFrame(frame)


@cache
def _duckdb() -> Any:
    """Return a connection that is not the default one."""
    import duckdb

    return duckdb.connect()


@cache
def _spark() -> Any:
    """Return the one session of Spark on this machine."""
    from pyspark.sql import SparkSession

    options = {
        "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1",
        "spark.sql.codegen.wholeStage": "false", "spark.ui.showConsoleProgress": "false",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[2]").appName("vcif")
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _spark_schema(frame: pl.DataFrame) -> str:
    """Return a frame's columns as Spark names their types."""
    kinds = []
    for name, kind in frame.schema.items():
        decimal = isinstance(kind, pl.Decimal)
        kinds.append(
            f"`{name}` {f'decimal({kind.precision},{kind.scale})' if decimal else _SPARK[kind.base_type()]}"
        )
    return ", ".join(kinds)
