"""Workbooks: sheets, formulas, errors, dates, cells of mixed kinds."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from vcif._errors import DataError
from vcif.dataset.sheet_xml import cells_without_value
from vcif.dataset.survey import read_survey

FILLED = "treated as no answer"
HEADER = ["id", "buys", "sells", "q"]


def workbook(path, *rows, sheet="answers", before=(), first=(0, 0)):
    book = xlsxwriter.Workbook(path)
    for name in before:
        book.add_worksheet(name).write_row(0, 0, ["some", "notes"])
    page = book.add_worksheet(sheet)
    for number, row in enumerate([HEADER, *rows]):
        page.write_row(first[0] + number, first[1], row)
    book.close()
    return path


def edit(path, old, new):
    """Change the XML of the first sheet."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old in parts[sheet]
    parts[sheet] = parts[sheet].replace(old, new)
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def test_the_first_sheet_is_read_and_said(tmp_path, codebook_of):
    path = workbook(tmp_path / "a.xlsx", ["A", 1, 2, 3])
    book = openpyxl.load_workbook(path)
    book.create_sheet("notes")
    book.save(path)
    survey = read_survey(path, codebook_of())
    assert survey.reading.sheet == "answers"
    assert survey.reading.remarks == ('The workbook has 2 sheets; the first, "answers", was read.',)
    assert read_survey(path, codebook_of(file={"sheet": "answers"})).reading.remarks == ()


def test_the_sheet_that_has_the_columns_is_named(tmp_path, codebook_of):
    path = workbook(tmp_path / "a.xlsx", ["A", 1, 2, 3], before=["cover", "codes"])
    with pytest.raises(DataError) as error:
        read_survey(path, codebook_of())
    assert str(error.value).endswith(
        'The file has: "some", "notes". Sheet "answers" has all of them: set sheet = "answers" in [file].'
    )
    assert read_survey(path, codebook_of(file={"sheet": "answers"})).n_rows == 1


def test_cells_are_placed_as_the_spreadsheet_shows_them(tmp_path, codebook_of, item, told):
    path = workbook(tmp_path / "a.xlsx", ["A", 1, 2, 9], first=(4, 2))
    survey = read_survey(path, codebook_of(indicators=[item("q", scale=[1, 5])]))
    ((row, column, *_),) = told(survey)
    assert survey.reading.place(row, column) == "row 6, column F (q)"


def test_a_formula_without_a_stored_value_is_told(tmp_path, codebook_of, item, told):
    book = openpyxl.Workbook()
    for row in (HEADER, ["A", 1, 1, "=1+1"], ["B", "=B2", 1, 4], ["C", 1, 1, None]):
        book.active.append(row)
    book.active["F2"] = "=1+1"  # not a column that is read
    book.save(tmp_path / "a.xlsx")
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(indicators=[item("q", scale=[1, 5])]))
    assert survey.firms["q"].to_list() == [None, 4.0, None]
    action = "read as blank: open the workbook in Excel, save it and read it again"
    assert told(survey) == [
        (3, "buys", "", "a formula without a stored value", action),
        (2, "q", "", "a formula without a stored value", action),
        (None, "buys", "", "1 blank cell", FILLED),
        (None, "q", "", "2 blank cells", FILLED),
    ]


def test_a_formula_with_its_value_is_a_cell_like_any(tmp_path, codebook_of, item, told):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ["A", 1, 1])
    page.write_formula(1, 3, "=1+1", value=2)
    page.write_row(2, 0, ["B", 1, 1])
    page.write_formula(2, 3, '=IF(1,"","x")', value="EMPTY")
    book.close()
    # Excel stores an empty text so; the library that writes this workbook cannot.
    edit(tmp_path / "a.xlsx", b"<v>EMPTY</v>", b"<v></v>")
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(indicators=[item("q", scale=[1, 5])]))
    assert survey.firms["q"].to_list() == [2.0, None]
    assert told(survey) == [(None, "q", "", "1 blank cell", FILLED)]
    assert cells_without_value(tmp_path / "a.xlsx", "Sheet1") == ()


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
def test_cells_in_error_are_shown_as_the_spreadsheet_does(tmp_path, codebook_of, item, told, error):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write_row(0, 0, HEADER)
    for row in (1, 2):
        page.write_row(row, 0, [f"F{row}", 1, 1, row])
    page.write_formula(2, 3, "=X", value=error)
    page.write_formula(1, 1, "=X", value=error)
    book.close()
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(indicators=[item("q", scale=[1, 5])]))
    assert survey.firms.select("buys", "q").rows() == [(None, 1.0), (True, None)]
    assert told(survey) == [
        (2, "buys", error, "an error of the spreadsheet", FILLED),
        (3, "q", error, "an error of the spreadsheet", FILLED),
    ]


def test_dates_where_numbers_belong(tmp_path, codebook_of, item, told):
    book = openpyxl.Workbook()
    for row in (HEADER, ["A", 1, 1, dt.date(2021, 5, 1)], ["B", 1, 1, dt.time(12, 30)], ["C", 1, 1, 3]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(indicators=[item("q", kind="ratio")]))
    assert survey.firms["q"].to_list() == [None, None, 3.0]
    assert [(row, value, problem) for row, _, value, problem, _ in told(survey)] == [
        (2, "2021-05-01 00:00:00", "not a number but a date or time"),
        (3, "1899-12-31 12:30:00", "not a number but a date or time"),
    ]


def test_one_column_of_many_kinds(tmp_path, codebook_of, item):
    cells = [1, "2", 3.0, "x", True, "  ", dt.date(2020, 1, 1), "é"]
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (HEADER, *([f"F{i}", 1, 2, cell] for i, cell in enumerate(cells))):
        book.active.append(row)
    book.save(path)
    survey = read_survey(path, codebook_of(covariates=[item("q", kind="category")]))
    assert survey.firms["q"].cast(pl.String).to_list() == [
        *("1", "2", "3", "x", "true"), None, "2020-01-01 00:00:00", "é"
    ]  # fmt: skip


def test_identifiers_of_which_a_workbook_lost_digits_are_told(tmp_path, codebook_of, told):
    path = workbook(tmp_path / "a.xlsx", [91330100123456789, 1, 2, 5], [13800138000, 2, 1, 1])
    survey = read_survey(path, codebook_of())
    assert survey.firms["firm_id"].to_list() == ["91330100123456784", "13800138000"]
    fault = (
        "an identifier of more than 15 digits, of which a number in a workbook keeps only the first: 1 cell"
    )
    assert told(survey) == [(None, "id", "91330100123456784", fault, "kept as they stand")]


@pytest.mark.parametrize("name", ["91330100123456789", "7" * 400])
def test_long_identifiers_kept_as_text_are_whole(tmp_path, codebook_of, told, name):
    survey = read_survey(workbook(tmp_path / "a.xlsx", [name, 1, 2, 5], ["B", 2, 1, 1]), codebook_of())
    assert survey.firms["firm_id"].to_list() == [name, "B"]
    assert told(survey) == []
