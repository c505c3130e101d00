"""The law of conservation: rows in the file = firms + rejected rows, each with a reason, in every kind of file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.book import BOOK, COLUMNS
from tests.fuzz.files import Table, to_bytes
from vcif.dataset import read_to_check
from vcif.dataset.codebook_file import parse_codebook

KINDS = (".csv", ".tsv", ".xlsx", ".sav", ".dta", ".parquet")
REJECTED = "row rejected"
CODEBOOK = parse_codebook({**BOOK, "firm": {**BOOK["firm"], "absent": [-1]}}, "law.toml")
# Few firms and waves, so that the same firm stands in a file twice now and then; blanks, codes and odd answers.
IDENTIFIERS = st.sampled_from(["A", "B", "C", "F007", "", " ", "na", "id", "是", "#N/A"])
WAVES = st.sampled_from(["1", "2", "3", "", "2.5", "x", "9999", "wave"])
CELLS = st.sampled_from(
    ["", "1", "2", "0", "-1", "9", "-5", "2001", "0.5", "yes", "否", "low", "no way", "3.0"]
)
ALL_ABSENT = st.tuples(IDENTIFIERS, WAVES).map(lambda who: (*who, *["-1"] * (len(COLUMNS) - 2)))
FILLED = st.tuples(IDENTIFIERS, WAVES, *[CELLS] * (len(COLUMNS) - 2))
# A row with nothing in it is none at the end of a sheet or a text file, so one column is always filled.
PLACE = COLUMNS.index("size")


def _with_size(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(*row[:PLACE], row[PLACE] or "7", *row[PLACE + 1 :]) for row in rows]


ROWS = st.lists(st.one_of(FILLED, FILLED, FILLED, ALL_ABSENT), min_size=1, max_size=7).map(_with_size)
# Each example writes and reads a file.
fewer = settings(
    max_examples=settings().max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


@pytest.mark.parametrize("ending", KINDS)
@fewer
@given(rows=ROWS)
def test_every_row_is_a_firm_or_rejected_with_a_reason(folder: Path, ending: str, rows: Any) -> None:
    path = folder / f"rows{ending}"
    path.write_bytes(to_bytes(Table(COLUMNS, tuple(rows)), ending))
    survey = read_to_check(path, CODEBOOK)
    assert survey.n_rows == len(rows)
    assert survey.n_rows == survey.firms.height + survey.rejected
    lost = survey.problems.filter(pl.col("action") == REJECTED)
    reasons = lost.select("row", "problem")
    assert reasons.drop_nulls().height == lost.height
    assert (reasons["problem"].str.len_chars() > 0).all()
    # The rows that are listed as rejected are as many as are gone, and the others are the firms, in order.
    numbers = set(reasons["row"])
    assert len(numbers) == survey.rejected
    assert numbers <= set(range(2, 2 + len(rows)))
    kept = [row[0].strip() for place, row in enumerate(rows, start=2) if place not in numbers]
    assert survey.firms["firm_id"].to_list() == kept


@pytest.mark.parametrize("ending", KINDS)
def test_rejected_rows_have_their_own_reasons(folder: Path, ending: str) -> None:
    rest = ["1", "2010", "2010", "1990", "", "1", "yes", "5", "3", "1", "2", "low", "0.5", "7", "a", "1"]
    rows = [
        ("A", "1", *rest),
        ("", "1", *rest),
        ("B", "", *rest),
        ("C", "2", *["-1"] * len(rest)),
        ("D", "2", *rest),
        ("D", "2", *rest),
        ("E", "2", *rest),
    ]
    path = folder / f"reasons{ending}"
    path.write_bytes(to_bytes(Table(COLUMNS, tuple(rows)), ending))
    survey = read_to_check(path, CODEBOOK)
    lost = survey.problems.filter(pl.col("action") == REJECTED).sort("row")
    told = dict(zip(lost["row"], lost["problem"], strict=True))
    assert told == {
        3: "no firm identifier",
        4: "no wave",
        5: "absent in wave 2: every question holds the code for it",
        6: "the same firm twice in wave 2 (rows 6, 7)",
        7: "the same firm twice in wave 2 (rows 6, 7)",
    }
    assert survey.firms["firm_id"].to_list() == ["A", "E"]
