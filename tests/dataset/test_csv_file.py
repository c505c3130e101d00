"""Delimited text: separators, broken rows, quotation marks, encodings."""

from __future__ import annotations

import pytest

from vcif._errors import DataError

NO_SUCH_MARK = (
    "a quoted text must end before the next separator, and a quotation mark inside it is written twice."
)


def refusal(read_text, *args, **keys):
    with pytest.raises(DataError) as error:
        read_text(*args, **keys)
    return str(error.value)


def test_a_tsv_has_tabs_unless_the_codebook_says_otherwise(read_text):
    text = "id\tbuys\tsells\nA\t1\t2\n"
    assert read_text(text, "a.tsv").firms["upstream"].to_list() == [True]
    said = read_text(text.replace("\t", "|"), "b.tsv", file={"separator": "|"})
    assert said.firms["upstream"].to_list() == [True]


@pytest.mark.parametrize(("mark", "written"), [(";", ";"), ("\t", "\\t"), ("|", "|")])
def test_a_separator_is_found_and_said_and_a_wrong_one_is_named(read_text, mark, written):
    text = f"id{mark}buys{mark}sells\nA{mark}1{mark}2\n"
    found = read_text(text)
    assert found.firms["upstream"].to_list() == [True]
    assert found.reading.separator == mark
    assert found.reading.remarks == (f'The separator is "{written}", found by the columns of the codebook.',)
    wrong = refusal(read_text, text, file={"separator": ","})
    assert wrong.endswith(f'Its header is a single column: set separator = "{written}" in [file].')


def test_the_separator_under_which_most_columns_are_found_is_taken(read_text):
    text = refusal(read_text, "id;buys;sold\nA;1;2\n")
    assert text == (
        'firms.csv lacks a column that the codebook names: "sells". The file has: "id", "buys", "sold".'
    )


def test_a_row_with_too_many_cells(read_text):
    assert refusal(read_text, "id,buys,sells\nA,1,2\nB,1,2,5\n") == (
        'firms.csv, row 3, has 4 cells, the header 3: put a text that holds the separator "," '
        "in quotation marks, or set separator and decimal in [file]."
    )


@pytest.mark.parametrize("text", ['id,buys,sells\nA,1,2\n"B,1,2\n', 'id,buys,sells\nA,1,2\n"B"x,1,2\n'])
def test_a_quotation_mark_out_of_place(read_text, text):
    assert (
        refusal(read_text, text) == f"firms.csv has a quotation mark out of place near line 3: {NO_SUCH_MARK}"
    )


@pytest.mark.parametrize(
    ("text", "line"), [("id,buys,sells\nA,1,2\rB,1,2\n", 2), ("id,buys,sells\rA,1,2\nB,1,2\n", 1)]
)
def test_line_ends_of_two_kinds(read_text, text, line):
    assert refusal(read_text, text) == (
        "firms.csv has a line end of another kind than its others (a carriage return alone) near line "
        f"{line}: open it in a text editor and save it with one kind of line ends."
    )


def test_a_cell_too_long_to_be_read_row_by_row(read_text):
    long = "x" * 140_000
    survey = read_text(f"id,buys,sells,note\nA,1,2,{long}\n")
    assert survey.firms["buys"].to_list() == [True]
    assert refusal(read_text, f"id,buys,sells,note\nA,1,2,{long}\nB,1,2\n") == (
        "firms.csv has a cell of more than 131,072 characters near line 2: shorten it, or leave its column "
        "out of the file."
    )


@pytest.mark.parametrize("text", ["", "\n\n", " \r\n"])
def test_an_empty_file(read_text, text):
    assert refusal(read_text, text) == "firms.csv is empty: it needs a header row and a row for every firm."


def test_a_header_without_firms_is_a_survey_of_none(read_text):
    survey = read_text("id,buys,sells\n")
    assert (survey.n_rows, survey.firms.height, survey.rejected) == (0, 0, 0)


def test_empty_lines_above_the_header_keep_the_row_numbers_right(read_text, told):
    assert [row for row, *_ in told(read_text("\n\nid,buys,sells\nA,1,5\n"))] == [4]


def test_old_line_ends(read_text):
    assert read_text("id,buys,sells\rA,1,2\rB,2,1\r").firms["firm_id"].to_list() == ["A", "B"]


def test_a_line_break_inside_a_quoted_cell_is_one_row(read_text, told):
    survey = read_text('id,buys,sells,note\nA,1,2,"one\ntwo"\nB,1,5,x\n')
    assert [row for row, *_ in told(survey)] == [3]


def test_a_row_that_ends_too_early_is_told(read_text, told):
    survey = read_text("id,buys,note,sells\nA,1,good\nmostly,1\nB,2,,1\n")
    assert survey.firms.select("firm_id", "buys", "sells").rows() == [
        ("A", True, None),
        ("mostly", True, None),
        ("B", False, True),
    ]
    assert told(survey)[:2] == [
        (2, None, "", "a row of 3 cells, the header has 4", "missing cells read as blank"),
        (3, None, "", "a row of 2 cells, the header has 4", "missing cells read as blank"),
    ]
