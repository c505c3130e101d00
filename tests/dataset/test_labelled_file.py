"""SPSS, Stata and SAS: value labels, declared missing values, encodings."""

from __future__ import annotations

import datetime as dt
import struct

import pandas as pd
import polars as pl
import pyreadstat
import pytest

from vcif._errors import DataError
from vcif.dataset import missing_reasons
from vcif.dataset.declared_missing import declared_in, special_text
from vcif.dataset.survey import read_survey

FILLED = "treated as no answer"


def sav(path, labels=None, ranges=None, **columns):
    n = len(next(iter(columns.values())))
    frame = pl.DataFrame(
        {"id": [f"F{i}" for i in range(n)], "buys": [1.0] * n, "sells": [1.0] * n, **columns}
    )
    pyreadstat.write_sav(frame, path, variable_value_labels=labels or {}, missing_ranges=ranges or {})
    return path


def test_an_answer_is_matched_by_its_value_label(tmp_path, codebook_of, activity, item):
    words = ["low", "high"]
    path = sav(
        tmp_path / "a.sav",
        {
            "buys": {1: "No", 2: "Yes"},
            "q": {0: "high", 5: "low"},
            "route": {1: "Sold first"},
            "sector": {2: "Trade", 1: "Mining"},
        },
        buys=[1.0, 2.0],
        q=[0.0, 5.0],
        route=[1.0, 1.0],
        sector=[2.0, 1.0],
    )
    codebook = codebook_of(
        firm={"id": "id", "path_reported": "route", "path_levels": {"sold first": "market_seeking"}},
        activities=[activity("buys", "upstream"), activity("sells", "downstream")],
        indicators=[item("q", scale=[1, 2], words=words)],
        covariates=[item("sector", kind="category")],
    )
    firms = read_survey(path, codebook).firms
    # The shared list takes 1 for yes, but here the file's own label says no.
    assert firms["buys"].to_list() == [False, True]
    assert firms["q"].to_list() == [2.0, 1.0]
    assert firms["path_reported"].to_list() == ["market_seeking"] * 2
    assert firms["sector"].to_list() == ["Trade", "Mining"]
    assert firms["sector"].dtype == pl.Enum(["Mining", "Trade"])


def test_the_columns_own_list_comes_before_labels_and_declared_missing(tmp_path, codebook_of, activity):
    path = sav(tmp_path / "a.sav", {"buys": {1: "No"}}, {"sells": [2]}, buys=[1.0, 2.0], sells=[1.0, 2.0])
    survey = read_survey(path, codebook_of())
    assert survey.firms.select("buys", "sells").rows() == [(True, True), (False, False)]
    assert survey.problems.is_empty()


def test_the_columns_own_list_comes_before_the_shared_ones_by_labels_too(
    tmp_path, codebook_of, activity, told
):
    labels = {"buys": {1: "Often", 2: "Does not apply"}, "sells": {-5: "Refused", -7: "Not applicable"}}
    share = activity("sells", "downstream", kind="share", maximum=100, yes=["refused"], no=["not applicable"])
    book = codebook_of(activities=[activity("buys", "upstream", yes=["often"], no=["does not apply"]), share])
    path = sav(tmp_path / "a.sav", labels, buys=[1.0, 2.0, 2.0], sells=[-5.0, -7.0, 10.0])
    survey = read_survey(path, book)
    assert survey.firms.select("buys", "sells", "downstream").rows() == [
        (True, None, True),
        (False, 0.0, False),
        (False, 0.1, True),
    ]
    code = 'code -5 means "yes" without an amount: 1 cell'
    assert told(survey) == [(None, "sells", "-5", code, "active, the amount is not known")]
    assert missing_reasons(path, survey)["sells"].to_list() == ["active, the amount is not known", None, None]


def test_a_missing_code_by_its_label(tmp_path, codebook_of, item, told):
    path = sav(tmp_path / "a.sav", {"q": {8: "Don't know"}}, q=[8.0, 3.0])
    survey = read_survey(path, codebook_of(indicators=[item("q", scale=[1, 5], missing=["don't know"])]))
    assert told(survey) == [(None, "q", "8", "missing code 8 (Don't know): 1 cell", FILLED)]


def test_declared_missing_texts_and_dates(tmp_path, codebook_of, item, told):
    days = [dt.date(2020, 1, 1), None]
    path = sav(tmp_path / "a.sav", ranges={"name": ["x"]}, name=["x", "y"], day=days)
    covariates = [item("name", kind="category"), item("day", kind="category")]
    survey = read_survey(path, codebook_of(covariates=covariates))
    assert survey.firms.select("name", "day").rows() == [(None, "2020-01-01"), ("y", None)]
    assert told(survey)[0] == (None, "name", "x", "declared missing: x: 1 cell", FILLED)


def test_rows_are_counted_as_in_a_spreadsheet(tmp_path, codebook_of, item, told):
    path = sav(tmp_path / "a.sav", q=[1.0, 6.0])
    assert told(read_survey(path, codebook_of(indicators=[item("q", scale=[1, 5])])))[0][0] == 3


def test_special_missing_values_of_sas_and_stata():
    texts = special_text([1.0, "a", None, "Z", 2.5])
    assert texts.to_list() == ["1", ".a", None, ".z", "2.5"]
    assert declared_in(texts, (), {".a": "refused"}) == {".a": "refused", ".z": ""}


def test_a_float_of_stata_is_meant_as_its_seven_digits(tmp_path, codebook_of, item):
    frame = pd.DataFrame({"id": ["A"], "buys": [1], "sells": [1], "q": pd.Series([0.1], dtype="float32")})
    frame.to_stata(tmp_path / "a.dta", write_index=False)
    survey = read_survey(tmp_path / "a.dta", codebook_of(indicators=[item("q", kind="ratio")]))
    assert survey.firms["q"].to_list() == [0.1]


def test_a_float_of_stata_keeps_its_seven_digits_beside_special_missing_values(tmp_path, codebook_of, item):
    q = pd.Series([0.1, 0.3, None], dtype="float32")
    frame = pd.DataFrame({"id": ["A", "B", "C"], "buys": [1] * 3, "sells": [1] * 3, "q": q})
    frame.to_stata(tmp_path / "a.dta", write_index=False, version=118)
    # pandas writes only the missing value "."; that of .a is this number.
    data = (tmp_path / "a.dta").read_bytes()
    dot, dot_a = (struct.pack("<I", code) for code in (0x7F000000, 0x7F000800))
    before, _, after = data.rpartition(dot)
    (tmp_path / "a.dta").write_bytes(before + dot_a + after)
    survey = read_survey(tmp_path / "a.dta", codebook_of(indicators=[item("q", kind="ratio")]))
    assert survey.firms["q"].to_list() == [0.1, 0.3, None]
    assert survey.problems["problem"].to_list() == ["declared missing: .a: 1 cell"]


@pytest.fixture(name="curly")
def _curly(tmp_path):
    """A Stata file whose texts are in windows-1252 although its kind promises UTF-8 (ReadStat, issue 239)."""
    frame = pd.DataFrame({"id": ["aXb", "c"], "buys": [1, 2], "sells": [1, 1]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=15, column_labels={"buys": "firmXs buying"})
    data = (tmp_path / "a.dta").read_bytes()
    (tmp_path / "a.dta").write_bytes(data.replace(b"firmXs", b"firm\x92s").replace(b"aXb", b"a\x92b"))
    return tmp_path / "a.dta"


def test_f4_the_error_names_the_encoding_and_with_it_the_file_reads(curly, codebook_of):
    with pytest.raises(DataError) as error:
        read_survey(curly, codebook_of())
    assert str(error.value) == (
        'a.dta holds text in another encoding than it states: set encoding = "windows-1252" in [file].'
    )
    survey = read_survey(curly, codebook_of(file={"encoding": "windows-1252"}))
    assert survey.firms["firm_id"].to_list() == ["a’b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "no-such"])
def test_an_encoding_that_does_not_fit(curly, codebook_of, encoding):
    with pytest.raises(DataError) as error:
        read_survey(curly, codebook_of(file={"encoding": encoding}))
    assert str(error.value) == (
        "a.dta cannot be read in this encoding: set another in [file], such as "
        'encoding = "windows-1252" (Western Europe) or encoding = "gb18030" (China).'
    )


def test_identifiers_that_a_number_cannot_hold_are_told(tmp_path, codebook_of, told):
    frame = pl.DataFrame({"id": [1.2345678901234568e17, 7.0], "buys": [1.0, 2.0], "sells": [1.0, 1.0]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    fault = "an identifier in scientific notation, of which digits are lost: 1 cell"
    survey = read_survey(tmp_path / "a.sav", codebook_of())
    assert told(survey) == [(None, "id", "1.2345678901234568e+17", fault, "kept as they stand")]
