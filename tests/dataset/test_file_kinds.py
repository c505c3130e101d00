"""Files that are missing, empty, or other than their ending says."""

from __future__ import annotations

import re

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from vcif._errors import ArgumentError, DataError
from vcif.dataset.survey import read_survey

EXPORT_AGAIN = "export the data again as CSV, Excel, SPSS, Stata or Parquet."


@pytest.fixture(name="refusal")
def _refusal(tmp_path, codebook_of):
    def refuse(name, data=None):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(DataError) as error:
            read_survey(tmp_path / name, codebook_of())
        return str(error.value)

    return refuse


def test_a_missing_file_names_its_neighbours(tmp_path, refusal):
    (tmp_path / "firms.sav").write_bytes(b"$FL2")
    assert (
        refusal("frims.sav")
        == f'{tmp_path / "frims.sav"} does not exist; data files in that folder: "firms.sav".'
    )


def test_a_missing_file_in_an_empty_or_missing_folder(tmp_path, refusal):
    assert refusal("a.csv").endswith("a.csv does not exist; its folder holds no data file.")
    assert refusal("no/a.csv").endswith(f"does not exist: there is no folder {tmp_path / 'no'}.")


def test_a_folder(tmp_path, refusal):
    (tmp_path / "data.csv").mkdir()
    assert refusal("data.csv").endswith("data.csv is a folder: name the data file in it.")


@pytest.mark.parametrize(
    ("name", "data", "holds"),
    [
        ("a.json", b"{}", "JSON: export the data again as CSV, Excel, SPSS, Stata or Parquet."),
        ("a.xls", b"<html><table>", "a web page (HTML): open it in a spreadsheet and save it as .xlsx."),
        (
            "a.xls",
            b'\xef\xbb\xbf<?xml version="1.0"?>',
            "XML: open it in a spreadsheet and save it as .xlsx.",
        ),
        ("a.csv", b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it and name the data file in it."),
    ],
)
def test_what_holds_no_table(refusal, name, data, holds):
    assert refusal(name, data) == f"{name} holds {holds}"


@pytest.mark.parametrize(
    "name", ["a.csv", "a.xlsx", "a.sav", "a.dta", "a.parquet", "a.sas7bdat", "a.xpt", "a.xls"]
)
def test_an_empty_file(refusal, name):
    assert refusal(name, b"") == f"{name} is empty: it needs a header row and a row for every firm."


@pytest.mark.parametrize(
    ("name", "data", "holds"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        ("a.csv", b"%PDF-1.7", "a PDF"),
        ("a.txt", b"a\0b", "data of an unknown kind"),
    ],
)
def test_no_data_file(refusal, name, data, holds):
    assert refusal(name, data) == f"{name} holds {holds}: {EXPORT_AGAIN}"


@pytest.mark.parametrize(
    ("name", "data", "fails", "holds"),
    [
        ("a.csv", b"$FL2@(#)", "cannot be read (", "an SPSS file"),
        ("a.csv", b"PK\x03\x04", "cannot be unpacked (", ""),
        ("a.xlsx", b"id,buys\nA,1\n", 'lacks a column that the codebook names: "sells"', "text"),
        ("a.sav", b"id,buys\nA,1\n", 'lacks a column that the codebook names: "sells"', "text"),
        ("a.parquet", b"<stata_dta>", "cannot be read (", "a Stata file"),
        ("a.xpt", b"\x72\x01\x01\x00", "cannot be read (", "a Stata file"),
        ("a.sas7bdat", b"HEADER RECORD*******", "cannot be read (", "a SAS transport file"),
    ],
)
def test_a_failure_names_the_true_kind(refusal, name, data, fails, holds):
    text = refusal(name, data)
    assert text.startswith(f"{name} {fails}")
    assert not holds or text.endswith(f' It is named "{name[1:]}" but holds {holds}.')


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "a.xlsx cannot be read as an Excel workbook ("),
        ("a.sav", b"$FL2 broken", "a.sav cannot be read (Unable to read from file)"),
        ("a.dta", b"<stata_dta> broken", "a.dta cannot be read ("),
        (
            "a.parquet",
            b"PAR1 broken",
            "a.parquet cannot be read as a Parquet file (File out of specification: ",
        ),
        ("a.sas7bdat", bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf broken", "a.sas7bdat cannot be read ("),
        ("a.xpt", b"HEADER RECORD******* broken", "a.xpt cannot be read ("),
    ],
)
def test_a_damaged_file(refusal, name, data, text):
    assert refusal(name, data).startswith(text)


def test_a_truncated_spss_file(tmp_path, codebook_of):
    frame = pl.DataFrame({"id": [f"F{i}" for i in range(500)], "buys": [1.0] * 500, "sells": [1.0] * 500})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    whole = (tmp_path / "a.sav").read_bytes()
    (tmp_path / "a.sav").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"a\.sav cannot be read"):
        read_survey(tmp_path / "a.sav", codebook_of())


def test_an_unknown_sheet_and_a_chosen_one(tmp_path, codebook_of):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("notes")
    sheet = book.add_worksheet("answers")
    sheet.write_row(2, 1, ["id", "buys", "sells", "q"])
    sheet.write_row(3, 1, ["A", 1, 2])
    sheet.write_row(4, 1, ["B", True, "#N/A"])
    sheet.write_formula(4, 3, "=NA()", value="#N/A")
    book.close()
    with pytest.raises(DataError) as error:
        read_survey(tmp_path / "a.xlsx", codebook_of(file={"sheet": "answer"}))
    assert str(error.value) == (
        'a.xlsx has no sheet "answer"; it has: "notes", "answers". Set sheet in [file] to one of them, or leave it '
        'out to read the first; did you mean "answers"?'
    )
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(file={"sheet": "answers"}))
    assert survey.firms.select("firm_id", "buys", "sells").rows() == [("A", True, False), ("B", None, None)]
    assert survey.problems.select("row", "column", "value").rows()[:2] == [
        (5, "buys", "true"),
        (5, "sells", "#N/A"),
    ]
    with pytest.raises(DataError, match=re.escape("a.xlsx is empty: it needs a header row")):
        read_survey(tmp_path / "a.xlsx", codebook_of())


def test_nested_columns_of_parquet(tmp_path, codebook_of):
    frame = pl.DataFrame({"id": ["A"], "buys": [[1, 2]], "sells": [1]})
    frame.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(
        DataError, match=r'a\.parquet has columns that hold more than one value a cell: "buys"\.'
    ):
        read_survey(tmp_path / "a.parquet", codebook_of())


def test_typed_columns_of_parquet(tmp_path, codebook_of, activity):
    frame = pl.DataFrame(
        {"id": [7.0, 8.0], "buys": [True, False], "sells": pl.Series(["yes", "no"], dtype=pl.Categorical)}
    )
    frame.with_columns(w=pl.Series(["1.50", None]).cast(pl.Decimal(10, 2)), d=float("nan")).write_parquet(
        tmp_path / "a.parquet"
    )
    codebook = codebook_of(
        firm={"id": "id", "weight": "w"},
        activities=[
            activity("buys", "upstream"),
            activity("sells", "downstream"),
            activity("d", "downstream"),
        ],
    )
    survey = read_survey(tmp_path / "a.parquet", codebook)
    assert survey.firms.select("firm_id", "buys", "sells", "d", "weight").rows() == [
        ("7", True, True, None, 1.5),
        ("8", False, False, None, None),
    ]


@pytest.mark.parametrize("path", [None, 3])
def test_what_is_no_path(path, codebook_of):
    with pytest.raises(ArgumentError, match=r"read_survey\(\) needs the path of a data file; got "):
        read_survey(path, codebook_of())
    with pytest.raises(ArgumentError, match=r"read_survey\(\) needs a Codebook or the path of one; got "):
        read_survey("a.csv", path)
