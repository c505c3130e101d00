"""The results file: one row per job, contender, part and number of firms; rows are replaced one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median

import polars as pl

from tests.benchmarks.plan import CONTENDERS, ITEMS, JOBS, PARTS, Measurement
from tests.benchmarks.processes import Outcome

KEY = ("job", "contender", "part", "n")
SCHEMA = {
    "job": pl.String,
    "contender": pl.String,
    "part": pl.String,
    "n": pl.Int64,
    "items": pl.Int64,
    "items_timed": pl.Int64,
    "runs": pl.Int64,
    "seconds": pl.Float64,
    "fastest": pl.Float64,
    "at_least": pl.Boolean,
    "ratio": pl.Float64,
    "memory_mib": pl.Float64,
    "missing": pl.Int64,
    "status": pl.String,
    "remark": pl.String,
    "limit": pl.Float64,
    "machine": pl.String,
    "software": pl.String,
    "measured_on": pl.String,
}


def row(measurement: Measurement, outcome: Outcome, limit: float, machine: str) -> dict[str, object]:
    """Return an outcome as a row: the median over the runs, brought to all items by their number.

    Of a run that was ended only a lower bound is known: `at_least`.
    """
    scale = ITEMS / measurement.items_timed
    over = outcome.status == "over limit"
    seconds = outcome.seconds or ([limit] if over else [])
    return {
        "job": measurement.job,
        "contender": measurement.contender,
        "part": outcome.part,
        "n": measurement.n,
        "items": ITEMS,
        "items_timed": measurement.items_timed,
        "runs": len(outcome.seconds),
        "seconds": median(seconds) * scale if seconds else None,
        "fastest": min(seconds) * scale if seconds else None,
        "at_least": over,
        "memory_mib": outcome.memory_mib,
        "missing": outcome.missing,
        "status": outcome.status,
        "remark": outcome.remark,
        "limit": limit,
        "machine": machine,
        "software": outcome.software,
        "measured_on": date.today().isoformat(),
    }


def read(path: Path) -> pl.DataFrame:
    """Return the rows of a results file, none where there is no file."""
    return pl.read_csv(path, schema=SCHEMA) if path.exists() else pl.DataFrame(schema=SCHEMA)


def updated(old: pl.DataFrame, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Return the old rows with the new ones in place of those of the same key, in order, with all ratios."""
    new = pl.DataFrame(rows, schema=SCHEMA)
    kept = old.join(new, on=KEY, how="anti")
    places = {"job": JOBS, "contender": tuple(CONTENDERS), "part": PARTS}
    order = [pl.col(name).cast(pl.Enum(values)) for name, values in places.items()]
    return with_ratios(pl.concat([kept, new])).sort(*order, "n")


def with_ratios(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with `ratio`: their seconds over vcif's for the same job, firms and machine.

    In the comparison vcif's full job is what everybody is set against; polars' bound is set against vcif's
    counting pass. In the resampling jobs each part is set against the same part.
    """
    against = pl.when(pl.col("job") != "comparison").then(pl.col("part"))
    against = against.when(pl.col("part") == "bound").then(pl.lit("count")).otherwise(pl.lit("full"))
    vcif = frame.filter(pl.col("contender") == "vcif").select(
        "job", "n", "machine", against="part", reference="seconds"
    )
    return (
        frame.with_columns(against=against)
        .join(vcif, on=["job", "n", "machine", "against"], how="left")
        .with_columns(ratio=pl.col("seconds") / pl.col("reference"))
        .select(list(SCHEMA))
    )
