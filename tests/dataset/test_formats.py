"""One set of data, written in every kind of file, gives the same firms."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pyreadstat
import pytest
from polars.testing import assert_frame_equal

from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.survey import read_survey

WORDS = ["low", "middle", "high"]
FORMATS = ("a.csv", "a.tsv", "a.txt", "a.parquet", "a.xlsx", "a.sav", "a.zsav", "a.dta", "a.xpt")
FRAME = pl.DataFrame(
    {
        "id": [1, 2, 3, 4, 5, 6],
        "name": ["F1", "F2", "F3", "F4", "F5", "F6"],
        "buys": [1, 2, 9, 1, None, 3],
        "sells": [12.5, 0.0, -5.0, 100.0, None, 120.0],
        "office": ["Yes", "no", "是", "", "Maybe", "No"],
        "q": [1.0, 5.0, 6.0, 3.5, None, 99.0],
        "word": ["Low", "high ", "MIDDLE", "2", "", "other"],
        "ratio": [1 / 3, 1e-7, 123456789.25, -3.0, None, 1e15],
        "w": [0.5, 1.0, 0.0, -1.0, None, 2.0],
        "year": [1999, 2001, 2030, 1980, None, 99],
        "founded": [1990, 1990, 1990, 1990, 1990, 1990],
        "route": ["sold first", "bought first", "none", "", "Sold First", "sold first"],
        "size": [10, 20, 30, None, 5000, 7],
        "sector": [1, 2, 2, 3, None, 1],
        "wave": [1, 1, 2, 2, 2, 2],
    }
)
TABLES = {
    "study": {"title": "Test"},
    "firm": {
        "id": "id",
        "wave": "wave",
        "weight": "w",
        "upstream_year": "year",
        "founding_year": "founded",
        "survey_year": 2019,
        "path_reported": "route",
        "path_levels": {"sold first": "market_seeking", "bought first": "efficiency_seeking"},
    },
    "activities": [
        {
            "id": "a",
            "column": "buys",
            "side": "upstream",
            "label": "l",
            "yes": [1],
            "no": [2],
            "missing": [9],
        },
        {"id": "b", "column": "office", "side": "upstream", "label": "l", "blank_means": "no"},
        {
            "id": "c",
            "column": "sells",
            "side": "downstream",
            "label": "l",
            "kind": "share",
            "maximum": 100,
            "yes": [-5],
        },
        {"id": "d", "column": "size", "side": "downstream", "label": "l", "kind": "count"},
    ],
    "indicators": [
        {"id": "q", "column": "q", "label": "l", "scale": [1, 5], "reversed": True, "missing": [99]},
        {"id": "word", "column": "word", "label": "l", "scale": [1, 3], "words": WORDS},
        {"id": "ratio", "column": "ratio", "label": "l", "kind": "ratio"},
    ],
    "covariates": [
        {"id": "size", "column": "size", "label": "l", "maximum": 1000},
        {
            "id": "sector",
            "column": "sector",
            "label": "l",
            "kind": "category",
            "levels": {"1": "x", "2": "y"},
        },
        {"id": "name", "column": "name", "label": "l", "kind": "category"},
        {"id": "wave_level", "column": "wave", "label": "l", "kind": "category"},
    ],
}
WRITERS = {
    ".csv": lambda frame, path: frame.write_csv(path),
    ".txt": lambda frame, path: frame.write_csv(path),
    ".tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    ".parquet": lambda frame, path: frame.write_parquet(path),
    ".xlsx": lambda frame, path: frame.write_excel(path),
    ".sav": pyreadstat.write_sav,
    ".zsav": lambda frame, path: pyreadstat.write_sav(frame, path, compress=True),
    ".dta": pyreadstat.write_dta,
    ".xpt": pyreadstat.write_xport,
}


@pytest.fixture(name="written")
def _written(tmp_path):
    for name in FORMATS:
        path = tmp_path / name
        WRITERS[path.suffix](FRAME, path)
    return tmp_path


def test_every_format_gives_the_same_firms_and_problems(written):
    codebook = parse_codebook(TABLES, "test.toml")
    first = read_survey(written / FORMATS[0], codebook)
    assert first.firms.height == FRAME.height
    assert first.problems.height > 25
    for name in FORMATS[1:]:
        survey = read_survey(written / name, codebook)
        assert_frame_equal(survey.firms, first.firms, check_exact=True)
        # A CSV may hold 9.0 where a workbook holds 9: the list shows a cell as it stands in the file.
        assert_frame_equal(survey.problems.drop("file", "value"), first.problems.drop("file", "value"))
        assert survey.problems["file"].unique().to_list() == [name]


def test_columns_and_types_are_those_of_the_glossary(written):
    firms = read_survey(written / "a.csv", parse_codebook(TABLES, "test.toml")).firms
    paths = pl.Enum(["market_seeking", "efficiency_seeking", "direct", "mixed", "other", "undetermined"])
    assert dict(firms.schema) == {
        "firm_id": pl.String,
        "wave": pl.Int64,
        "upstream": pl.Boolean,
        "downstream": pl.Boolean,
        "a": pl.Boolean,
        "b": pl.Boolean,
        "c": pl.Float64,
        "d": pl.Float64,
        "q": pl.Float64,
        "word": pl.Float64,
        "ratio": pl.Float64,
        "weight": pl.Float64,
        "upstream_year": pl.Int64,
        "downstream_year": pl.Int64,
        "path_reported": paths,
        "size": pl.Float64,
        "sector": pl.Enum(["x", "y"]),
        "name": pl.Enum(["F1", "F2", "F3", "F4", "F5", "F6"]),
        "wave_level": pl.Enum(["1", "2"]),
    }
    assert firms["firm_id"].to_list() == ["1", "2", "3", "4", "5", "6"]
    assert firms["path_reported"].to_list() == [
        "market_seeking",
        "efficiency_seeking",
        None,
        None,
        "market_seeking",
        "market_seeking",
    ]


def test_a_side_is_kleenes_or_of_its_activities(written):
    firms = read_survey(written / "a.csv", parse_codebook(TABLES, "test.toml")).firms
    assert firms.select("a", "b", "upstream").rows() == [
        (True, True, True),
        (False, False, False),
        (None, True, True),
        (True, False, True),
        (None, None, None),
        (None, False, None),
    ]


def test_a_span_of_time_is_no_number(tmp_path, codebook_of, item, told):
    frame = pl.DataFrame(
        {"id": ["A", "B"], "buys": [1, 2], "sells": [1, 1], "q": [dt.timedelta(days=1), None]}
    )
    frame.write_parquet(tmp_path / "a.parquet")
    survey = read_survey(tmp_path / "a.parquet", codebook_of(indicators=[item("q", scale=[1, 5])]))
    assert survey.firms["q"].to_list() == [None, None]
    assert told(survey)[1:] == [(2, "q", "P1D", "not a number", "treated as no answer")]


def test_columns_that_the_codebook_does_not_name_are_not_read(tmp_path, read_text):
    survey = read_text("id,buys,other,sells\nA,1,x,1\n")
    assert "other" not in survey.firms.columns
    assert survey.problems.is_empty()
