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


def test_f01_declared_missing_is_told_and_not_averaged(tmp_path, codebook_of, item, told):
    n = 11
    frame = pl.DataFrame({"id": [f"F{i}" for i in range(n)], "buys": [1.0] * n, "sells": [1.0] * n})
    frame = frame.with_columns(q=pl.Series([*map(float, range(1, 11)), 99.0]))
    pyreadstat.write_sav(frame, tmp_path / "a.sav", missing_ranges={"q": [99]})
    survey = read_survey(tmp_path / "a.sav", codebook_of(indicators=[item("q", scale=[1, 10])]))
    assert survey.firms["q"].mean() == 5.5
    assert told(survey) == [(None, "q", "99", "declared missing: 99: 1 cell", FILLED)]


def test_f02_two_reasons_stay_apart(tmp_path, codebook_of, item, told):
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


def test_f02_stata_letters_stay_apart(tmp_path, codebook_of, item, told):
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


def test_f03_codes_that_the_file_does_not_declare(read_text, item, told):
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


def test_f05_gb18030_is_read_with_its_encoding(read_text):
    survey = read_text(GB, activities=CHINESE, file={"encoding": "gb18030"})
    assert survey.firms.select("imports", "exports").rows() == [(False, True), (True, False)]


def test_f05_an_encoding_that_nobody_states_is_found_and_said(read_text, told):
    survey = read_text(GB, activities=CHINESE)
    assert survey.firms.select("imports", "exports").rows() == [(False, True), (True, False)]
    assert told(survey) == [
        (
            *(None, None, ""),
            "text in gb18030, not in UTF-8, found by 4 words of the codebook",
            'read as gb18030: set encoding = "gb18030" in [file] to be sure',
        )
    ]


def test_f05_a_wrong_encoding_is_refused_with_the_likely_one(read_text):
    with pytest.raises(DataError) as error:
        read_text(GB, activities=CHINESE, file={"encoding": "utf-8"})
    assert str(error.value) == (
        'firms.csv is not written in utf-8 (line 1). Set encoding = "gb18030" (reads: id,是否出口,是否进口) '
        "in [file]."
    )


def test_f05_headers_damaged_by_an_earlier_reading_are_refused(read_text):
    with pytest.raises(
        DataError, match=r"has headers with characters lost in an earlier conversion: \"��\", \"��\""
    ):
        read_text("id,��,��\nA,1,2\n", activities=CHINESE)


def test_f06_types_are_not_guessed_from_the_first_rows(read_text, item, told):
    numbers = [str(i) for i in range(150)] + ["2.5", "unknown"]
    rows = "\n".join(f"F{i},1,1,{text}" for i, text in enumerate(numbers))
    survey = read_text("id,buys,sells,q\n" + rows, indicators=[item("q", kind="ratio")])
    assert survey.firms["q"].to_list()[-2:] == [2.5, None]
    assert told(survey) == [(153, "q", "unknown", "not a number", FILLED)]


def test_f07_na_among_numbers(read_text, item):
    survey = read_text("id,buys,sells,q\nA,1,2,2\nB,1,2,NA\nC,1,2,6\n", indicators=[item("q", kind="ratio")])
    assert survey.firms["q"].to_list() == [2.0, None, 6.0]


def test_f08_decimal_comma(read_text, activity, item):
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


@pytest.mark.parametrize("number", ["12,5", "1.299,99"])
def test_f08_a_decimal_comma_is_found_and_said(read_text, item, told, number):
    survey = read_text(f"id;buys;sells;q\nA;1;1;{number}\nB;1;1;3\n", indicators=[item("q", kind="ratio")])
    assert survey.firms["q"].to_list() == [float(number.replace(".", "").replace(",", ".")), 3.0]
    fault = f'numbers with a decimal comma, such as "{number}" in column q'
    action = 'read with a decimal comma: set decimal = "," in [file] to be sure'
    assert told(survey) == [(None, None, "", fault, action)]
    assert (survey.reading.separator, survey.reading.decimal) == (";", ",")


@pytest.mark.parametrize("numbers", [["12,5", "2.5"], ["1,299", "3"]])
def test_f08_a_comma_that_may_mean_either_is_reported_with_the_way_out(read_text, item, told, numbers):
    rows = "".join(f'F{i},1,1,"{number}"\n' for i, number in enumerate(numbers))
    survey = read_text("id,buys,sells,q\n" + rows, indicators=[item("q", kind="ratio")])
    assert survey.firms["q"].to_list() == [None, float(numbers[1])]
    fault = 'not a number (with a decimal comma, set decimal = "," in [file])'
    assert told(survey) == [(2, "q", numbers[0], fault, FILLED)]


def test_f09_byte_order_mark(read_text):
    assert read_text(b"\xef\xbb\xbfid,buys,sells\nA,1,2\n").firms["firm_id"].to_list() == ["A"]


def test_f10_two_columns_of_one_name(read_text):
    with pytest.raises(DataError) as error:
        read_text("id,buys,buys,sells\nA,1,2,1\n")
    assert str(error.value) == (
        'firms.csv has more than one column named "buys". Which one is meant cannot be known: rename the '
        'others in the file, or write "buys#1" in the codebook for the first of them.'
    )


def test_f10_columns_of_one_name_are_kept_apart_by_number(read_text, activity):
    second = {**activity("buys", "upstream", yes=[1], no=[2]), "column": "buys#2"}
    activities = [second, activity("sells", "downstream", yes=[1], no=[2])]
    survey = read_text("id,buys,buys,sells\nA,1,2,1\n", activities=activities)
    assert survey.firms["buys"].to_list() == [False]


def test_f10_columns_that_are_not_read_may_share_a_name(read_text):
    assert read_text("id,x,x,buys,sells\nA,1,2,1,2\n").firms["buys"].to_list() == [True]


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


F12 = (
    ["ResponseId", "Q1", "Q2_1"],
    ["Response ID", "Does your firm import?", "Does your firm export?"],
    ['{"ImportId":"_recordId"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2_1"}'],
    ["R_1", "1", "2"],
)
ASKED = [
    {"id": "buys", "column": "Q1", "side": "upstream", "label": "x", "yes": [1], "no": [2]},
    {
        "id": "sells",
        "column": "Does your firm export?",
        "side": "downstream",
        "label": "x",
        "yes": [1],
        "no": [2],
    },
]


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_f12_three_header_rows_and_one_respondent(tmp_path, codebook_of, ending):
    path = tmp_path / f"a.{ending}"
    frame = pl.DataFrame([list(column) for column in zip(*F12, strict=True)])
    if ending == "xlsx":
        frame.write_excel(path, include_header=False)
    elif ending == "csv":
        frame.write_csv(path, include_header=False)
    else:
        path.write_bytes(frame.write_csv(include_header=False, separator="\t").encode("utf-16"))
    survey = read_survey(path, codebook_of(firm={"id": "ResponseId"}, activities=ASKED))
    assert survey.firms.select("firm_id", "buys", "sells").rows() == [("R_1", True, False)]
    assert (survey.n_rows, survey.rejected) == (1, 0)
    assert survey.problems.is_empty()
    assert survey.reading.questions["Q1"] == "Does your firm import?"
    assert survey.reading.remarks[-1] == "The file has 3 header rows, as Qualtrics writes them."


@pytest.mark.parametrize("ending", [".xl", ".xls", ".xlsx", ".sav", ".dat", ""])
def test_f13_text_under_the_name_of_a_workbook(read_text, told, ending):
    survey = read_text("id\tbuys\tsells\nA\t1\t2\n", f"firms{ending}")
    assert survey.firms.select("firm_id", "buys", "sells").rows() == [("A", True, False)]
    named = f'named "{ending}"' if ending else "named without an ending"
    assert told(survey) == [(None, None, "", f"{named} but holds text", "read as text")]


@pytest.mark.parametrize(
    ("ending", "name", "holds"),
    [
        (".csv", "a.xlsx", "a workbook"),
        (".xls", "a.sav", "an SPSS file"),
        (".sav", "a.dta", "a Stata file"),
        (".txt", "a.parquet", "a Parquet file"),
        (".dta", "a.xpt", "a SAS transport file"),
    ],
)
def test_f13_any_kind_under_any_name(tmp_path, codebook_of, told, ending, name, holds):
    frame = pl.DataFrame({"id": ["A"], "buys": [1.0], "sells": [2.0]})
    writers = {
        "a.xlsx": frame.write_excel,
        "a.parquet": frame.write_parquet,
        "a.sav": lambda path: pyreadstat.write_sav(frame, path),
        "a.dta": lambda path: pyreadstat.write_dta(frame, path),
        "a.xpt": lambda path: pyreadstat.write_xport(frame, path),
    }
    writers[name](tmp_path / name)
    path = (tmp_path / name).rename(tmp_path / f"firms{ending}")
    survey = read_survey(path, codebook_of())
    assert survey.firms.select("firm_id", "buys", "sells").rows() == [("A", True, False)]
    assert told(survey) == [(None, None, "", f'named "{ending}" but holds {holds}', f"read as {holds}")]


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
