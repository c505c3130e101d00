"""Laws of reading: whatever the cells, firms are conserved and nothing vanishes without a word."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vcif._columns import schema
from vcif._errors import DataError, VcifError
from vcif.dataset.cell_text import name_text
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.firms import firms_of
from vcif.dataset.raw_table import row_numbers, table_of
from vcif.dataset.survey import read_survey

COLUMNS = (
    "id",
    "wave",
    "w",
    "year",
    "founded",
    "route",
    "buys",
    "share",
    "amount",
    "q",
    "word",
    "ratio",
    "n",
    "kind",
)
BOOK = parse_codebook(
    {
        "study": {"title": "Laws"},
        "firm": {
            "id": "id",
            "wave": "wave",
            "weight": "w",
            "upstream_year": "year",
            "founding_year": "founded",
            "survey_year": 2020,
            "path_reported": "route",
            "missing": [9999],
        },
        "activities": [
            {"id": "a", "column": "buys", "side": "upstream", "label": "l", "blank_means": "no"},
            {"id": "b", "column": "share", "side": "downstream", "label": "l", "kind": "share", "yes": [-5]},
            {"id": "c", "column": "amount", "side": "downstream", "label": "l", "kind": "count"},
        ],
        "indicators": [
            {"id": "q", "column": "q", "label": "l", "scale": [1, 5], "reversed": True, "missing": [8, 9]},
            {"id": "v", "column": "word", "label": "l", "scale": [1, 2], "words": ["low", "high"]},
            {"id": "r", "column": "ratio", "label": "l", "kind": "ratio", "scale": [0, 1]},
        ],
        "covariates": [
            {"id": "n", "column": "n", "label": "l", "minimum": 0},
            {"id": "k", "column": "kind", "label": "l", "kind": "category"},
        ],
    },
    "laws.toml",
)
USUAL = st.sampled_from(
    [
        "",
        " ",
        "1",
        "2",
        "3.0",
        "3.5",
        "6",
        "8",
        "9",
        "-5",
        "9999",
        "2001",
        "NA",
        "Yes",
        "no",
        "high",
        "direct",
        "inf",
        "１",
    ]
)
CELL = st.one_of(USUAL, st.text(max_size=6), st.floats().map(str), st.integers().map(str))
ROWS = st.lists(st.tuples(st.integers(0, 99).map(str) | USUAL, *[CELL] * (len(COLUMNS) - 1)), max_size=6)


def check(survey_firms, problems, n_rows, rejected, cells):
    assert n_rows == survey_firms.height + rejected
    assert dict(problems.schema) == schema("problems")
    lost = problems.filter(pl.col("action") == "row rejected")["row"]
    assert lost.n_unique() == rejected
    kept = cells.with_row_index("row", offset=2).filter(~pl.col("row").is_in(lost.implode()))
    for column, name in (
        ("q", "q"),
        ("word", "v"),
        ("ratio", "r"),
        ("share", "b"),
        ("w", "weight"),
        ("kind", "k"),
    ):
        told = problems.filter(pl.col("column") == column)
        null = kept.filter(survey_firms[name].is_null())
        assert null.is_empty() or not told.is_empty()
        in_sum = told.filter(pl.col("row").is_null())["problem"].str.extract(r"(\d+)(?: blank)? cells?$|^$")
        one_by_one = told.filter(pl.col("row").is_not_null(), pl.col("action") != "row rejected").height
        assert null.height == one_by_one + sum(int(number or 0) for number in in_sum)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_any_cells_are_read_or_refused(rows):
    cells = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    table = table_of("laws.csv", cells, row_numbers(cells.height))
    try:
        firms = firms_of(table, BOOK)
    except DataError:
        assert any(cells.select(name_text(pl.col("id"))).is_duplicated())
        return
    check(firms.frame, firms.problems, cells.height, firms.rejected, cells)


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_a_csv_of_any_cells_is_read_or_refused(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("laws") / "laws.csv"
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    try:
        survey = read_survey(path, BOOK)
    except VcifError:
        return
    assert survey.n_rows == len(rows) == survey.firms.height + survey.rejected


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=80),
    st.sampled_from(["a.csv", "a.tsv", "a.xlsx", "a.sav", "a.dta", "a.parquet", "a.xpt"]),
)
def test_any_bytes_are_refused_in_words(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)
    with pytest.raises(DataError, match=name):
        read_survey(path, BOOK)


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_rows_does_not_matter(order):
    rows = [
        (str(i), "1", "2", "2001", "1990", "direct", "yes", "0.5", "3", str(i + 1), "low", "1", "4", "x")
        for i in range(5)
    ]
    frames = []
    for places in (range(5), order):
        cells = pl.DataFrame(
            [rows[i] for i in places], schema=dict.fromkeys(COLUMNS, pl.String), orient="row"
        )
        frames.append(firms_of(table_of("laws.csv", cells, row_numbers(5)), BOOK).frame.sort("firm_id"))
    assert frames[0].equals(frames[1])
