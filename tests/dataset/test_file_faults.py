"""Files and columns as people meet them; the letters are those of the project's list of cases."""

from __future__ import annotations

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from vcif._errors import DataError
from vcif.dataset.survey import read_survey

FILLED = "treated as no answer"
BUYS_SELLS = {"buys": [1.0, 2.0], "sells": [1.0, 2.0]}


def test_f1_declared_missing_is_told_and_not_averaged(tmp_path, codebook_of, item, told):
    n = 11
    frame = pl.DataFrame({"id": [f"F{i}" for i in range(n)], "buys": [1.0] * n, "sells": [1.0] * n})
    frame = frame.with_columns(q=pl.Series([*map(float, range(1, 11)), 99.0]))
    pyreadstat.write_sav(frame, tmp_path / "a.sav", missing_ranges={"q": [99]})
    survey = read_survey(tmp_path / "a.sav", codebook_of(indicators=[item("q", scale=[1, 10])]))
    assert survey.firms["q"].mean() == 5.5
    assert told(survey) == [(None, "q", "99", "declared missing: 99: 1 cell", FILLED)]


def test_f2_two_reasons_stay_apart(tmp_path, codebook_of, item, told):
    frame = pl.DataFrame({"id": ["A", "B", "C", "D"], "buys": [1.0] * 4, "sells": [1.0] * 4})
    frame = frame.with_columns(q=pl.Series([1.0, 8, 9, 9]))
    labels = {"q": {8: "don't know", 9: "no answer"}}
    pyreadstat.write_sav(
        frame, tmp_path / "a.sav", variable_value_labels=labels, missing_ranges={"q": [{"lo": 8, "hi": 9}]}
    )
    survey = read_survey(tmp_path / "a.sav", codebook_of(indicators=[item("q", scale=[1, 5])]))
    assert survey.firms["q"].to_list() == [1.0, None, None, None]
    assert told(survey) == [
        (None, "q", "8", "declared missing: 8 (don't know): 1 cell", FILLED),
        (None, "q", "9", "declared missing: 9 (no answer): 2 cells", FILLED),
    ]


def test_f2_stata_letters_stay_apart(tmp_path, codebook_of, item, told):
    import pandas as pd

    frame = pd.DataFrame({"id": ["A", "B", "C"], "buys": [1, 1, 1], "sells": [2, 2, 1], "q": [3.0, "a", "b"]})
    pyreadstat.write_dta(
        frame,
        tmp_path / "a.dta",
        missing_user_values={"q": ["a", "b"]},
        variable_value_labels={"q": {"a": "refused"}},
    )
    survey = read_survey(tmp_path / "a.dta", codebook_of(indicators=[item("q", scale=[1, 5])]))
    assert survey.firms["q"].to_list() == [3.0, None, None]
    assert told(survey) == [
        (None, "q", ".a", "declared missing: .a (refused): 1 cell", FILLED),
        (None, "q", ".b", "declared missing: .b: 1 cell", FILLED),
    ]


def test_f3_codes_that_the_file_does_not_declare(read_text, item, told):
    items = [item("q", scale=[1, 5], missing=[8, 9]), item("r", scale=[1, 10])]
    survey = read_text("id,buys,sells,q,r\nA,1,1,8,8\nB,1,1,5,98\n", indicators=items)
    assert survey.firms.select("q", "r").rows() == [(None, 8.0), (5.0, None)]
    assert told(survey) == [
        (None, "q", "8", "missing code 8: 1 cell", FILLED),
        (3, "r", "98", "outside the scale 1 to 10", FILLED),
    ]


GB = "id,是否出口,是否进口\nA,是,否\nB,否,是\n".encode("gb18030")
CHINESE = [
    {"id": "imports", "column": "是否进口", "side": "upstream", "label": "x"},
    {"id": "exports", "column": "是否出口", "side": "downstream", "label": "x"},
]


def test_f5_gb18030_is_read_with_its_encoding(read_text):
    survey = read_text(GB, activities=CHINESE, file={"encoding": "gb18030"})
    assert survey.firms.select("imports", "exports").rows() == [(False, True), (True, False)]


def test_f5_a_wrong_encoding_is_refused_with_the_likely_one(read_text):
    with pytest.raises(DataError) as error:
        read_text(GB, activities=CHINESE)
    assert str(error.value) == (
        'firms.csv is not written in utf-8 (line 1). Set encoding = "gb18030" in [file] '
        "(the header then reads: id,是否出口,是否进口)."
    )


def test_f5_headers_damaged_by_an_earlier_reading_are_refused(read_text):
    with pytest.raises(
        DataError, match=r"has headers with characters lost in an earlier conversion: \"��\", \"��\""
    ):
        read_text("id,��,��\nA,1,2\n", activities=CHINESE)


def test_f6_types_are_not_guessed_from_the_first_rows(read_text, item, told):
    numbers = [str(i) for i in range(150)] + ["2.5", "unknown"]
    rows = "\n".join(f"F{i},1,1,{text}" for i, text in enumerate(numbers))
    survey = read_text("id,buys,sells,q\n" + rows, indicators=[item("q", kind="ratio")])
    assert survey.firms["q"].to_list()[-2:] == [2.5, None]
    assert told(survey) == [(153, "q", "unknown", "not a number", FILLED)]


def test_f7_na_among_numbers(read_text, item):
    survey = read_text("id,buys,sells,q\nA,1,2,2\nB,1,2,NA\nC,1,2,6\n", indicators=[item("q", kind="ratio")])
    assert survey.firms["q"].to_list() == [2.0, None, 6.0]


def test_f8_decimal_comma(read_text, activity, item):
    survey = read_text(
        "firm;exp;imp;q\n1;12,5;1;1.299,99\n2;0;1;-0,5\n3;100;1;1 299\n",
        firm={"id": "firm"},
        activities=[
            activity("imp", "upstream"),
            activity("exp", "downstream", kind="share", maximum=100),
        ],
        indicators=[item("q", kind="ratio")],
        file={"separator": ";", "decimal": ","},
    )
    assert survey.firms["exp"].to_list() == [0.125, 0.0, 1.0]
    assert survey.firms["q"].to_list() == [1299.99, -0.5, 1299.0]


def test_f8_decimal_comma_not_set_is_reported_with_the_way_out(read_text, item, told):
    survey = read_text('id,buys,sells,q\nA,1,1,"12,5"\n', indicators=[item("q", kind="ratio")])
    assert told(survey) == [
        (2, "q", "12,5", 'not a number (with a decimal comma, set decimal = "," in [file])', FILLED)
    ]


def test_f9_byte_order_mark(read_text):
    assert read_text(b"\xef\xbb\xbfid,buys,sells\nA,1,2\n").firms["firm_id"].to_list() == ["A"]


def test_f10_two_columns_of_one_name(read_text):
    with pytest.raises(DataError) as error:
        read_text("id,buys,buys,sells\nA,1,2,1\n")
    assert str(error.value) == (
        'firms.csv has more than one column named "buys". Which one is meant cannot be known: '
        "rename or remove the others in the file."
    )


def test_f11_text_after_a_thousand_numbers_in_excel(tmp_path, codebook_of, item, told):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "buys", "sells", "q"])
    cells = [*range(1100), "12,5%", "2001/2002", 1 / 3]
    for row, cell in enumerate(cells, start=1):
        sheet.write_row(row, 0, [f"F{row}", 1, 1, cell])
    book.close()
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(indicators=[item("q", kind="ratio")]))
    assert survey.firms["q"].to_list()[-3:] == [None, None, 1 / 3]
    assert told(survey) == [
        (1102, "q", "12,5%", "not a number", FILLED),
        (1103, "q", "2001/2002", "not a number", FILLED),
    ]


@pytest.mark.parametrize(
    "text", ["id,buys,sells,\nA,1,2,\n", "id,buys,sells,,\nA,1,2\n", "id,buys,sells\nA,1,2,,\n"]
)
def test_f14_trailing_commas_make_no_column(read_text, text):
    survey = read_text(text)
    assert survey.firms.select("firm_id", "buys", "sells").rows() == [("A", True, False)]
    assert survey.problems.is_empty()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_f15_a_whole_question_as_header(read_text, activity, end):
    question = f"Does your firm{end}buy abroad?{end}" + "x" * 200
    column = question.replace(end, " ")
    survey = read_text(
        f'id,"{question}",sells{end}A,1,2{end}',
        activities=[
            {**activity("buys", "upstream"), "column": column},
            activity("sells", "downstream", no=[2]),
        ],
    )
    assert survey.firms.select("buys", "sells").rows() == [(True, False)]
