"""What is measured at scale, as data: customs records from Parquet to firm-years, and steps of a large panel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

JOBS = ("transactions", "panel")
PARTS = ("firm-years", "firm-years by product", "transitions", "window by firm", "shift of sorted rows")
SIZES = (10**5, 10**6, 10**7, 10**8)
PANEL_SIZES = (10**5, 10**6, 10**7)
SMALL = 10**4  # what every process goes through before its clock starts
CONTENDERS = {"vcif": "vcif", "polars": "polars by hand", "duckdb": "DuckDB SQL", "pandas": "pandas by hand"}
_MOST = {"pandas": 10**7}  # rows; more do not fit


@dataclass(frozen=True)
class Measurement:
    """One process to start: its parts run one after the other on a file of n rows."""

    job: str
    contender: str
    parts: tuple[str, ...]
    n: int


def measurements() -> Iterator[Measurement]:
    """Yield everything to measure.

    >>> sum(each.contender == "vcif" for each in measurements())
    8
    """
    for n in SIZES:
        for contender in CONTENDERS:
            if n <= _MOST.get(contender, n):
                parts = ("firm-years", "transitions") if contender == "vcif" else ("firm-years",)
                yield Measurement("transactions", contender, parts, n)
    yield Measurement("transactions", "vcif", ("firm-years by product",), SIZES[-1])
    for n in PANEL_SIZES:
        yield Measurement("panel", "vcif", ("transitions",), n)
        yield Measurement("panel", "polars", PARTS[3:], n)
