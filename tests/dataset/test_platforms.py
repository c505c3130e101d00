"""Exports of survey platforms: their header rows are recognised and said, and columns go by any of their names."""

from __future__ import annotations

import polars as pl
import pytest
import xlsxwriter

from vcif.dataset.survey import read_survey

IMPORT_IDS = [
    '{"ImportId":"startDate","timeZone":"America/Denver"}',
    '{"ImportId":"status"}',
    '{"ImportId":"_recordId"}',
]
IMPORT_IDS += ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}']
QUALTRICS = ["StartDate", "Status", "ResponseId", "Q1", "Q2"]
QUESTIONS = [
    "Start Date",
    "Response Type",
    "Response ID",
    "Do you import?\nAny inputs count.",
    "Do you export?",
]
ANSWERS = ["2024-05-01 10:00:00", "IP Address", "R_1", "1", "2"]


def csv_of(*rows: list[str]) -> str:
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\n"


def firm(**keys):
    return {"firm": {"id": "ResponseId"}, **keys}


@pytest.fixture(name="asked")
def _asked(activity):
    one_two = {"yes": [1], "no": [2]}

    def activities(imports, exports, **keys):
        keys = keys or one_two
        return [
            {**activity("imports", "upstream", **keys), "column": imports},
            {**activity("exports", "downstream", **keys), "column": exports},
        ]

    return activities


@pytest.mark.parametrize(
    ("imports", "exports"), [("Q1", "Q2"), ("Do you import? Any inputs count.", "Do you export?")]
)
def test_qualtrics_with_three_header_rows(read_text, told, asked, imports, exports):
    survey = read_text(
        csv_of(QUALTRICS, QUESTIONS, IMPORT_IDS, ANSWERS), **firm(activities=asked(imports, exports))
    )
    assert survey.firms.select("firm_id", "imports", "exports").rows() == [("R_1", True, False)]
    assert survey.n_rows == 1
    assert told(survey) == []
    assert survey.reading.platform == "Qualtrics"
    assert survey.reading.header_rows == (1, 2, 3)
    assert survey.reading.questions[exports] == "Do you export?"
    assert survey.reading.remarks == ("The file has 3 header rows, as Qualtrics writes them.",)


def test_qualtrics_with_two_header_rows_in_any_language(read_text, asked):
    german = ["Startdatum", "Antworttyp", "Antwort-ID", "Importieren Sie?", "Exportieren Sie?"]
    survey = read_text(csv_of(QUALTRICS, german, ANSWERS), **firm(activities=asked("Q1", "Exportieren Sie?")))
    assert survey.firms.select("firm_id", "imports", "exports").rows() == [("R_1", True, False)]
    assert survey.reading.header_rows == (1, 2)


def test_qualtrics_with_ids_and_import_ids_only(read_text, asked):
    survey = read_text(csv_of(QUALTRICS, IMPORT_IDS, ANSWERS), **firm(activities=asked("Q1", "Q2")))
    assert (survey.n_rows, survey.reading.header_rows) == (1, (1, 2))


def test_qualtrics_with_one_header_row_keeps_its_first_respondent(read_text, asked):
    survey = read_text(csv_of(QUALTRICS, ANSWERS), **firm(activities=asked("Q1", "Q2")))
    assert (survey.n_rows, survey.reading.header_rows) == (1, (1,))


def test_the_row_numbers_count_the_header_rows(read_text, told, asked):
    rows = csv_of(QUALTRICS, QUESTIONS, IMPORT_IDS, ANSWERS, [*ANSWERS[:2], "R_2", "5", "1"])
    survey = read_text(rows, **firm(activities=asked("Q1", "Q2")))
    assert [row for row, *_ in told(survey)] == [5]
    assert survey.reading.place(5, "Q1") == "row 5, column D (Q1)"


SURVEYMONKEY = (
    ["Respondent ID", "Collector ID", "Start Date", "Do you import?", "Which of these do you do?", "", "", "How many staff?"],
    ["", "", "", "Response", "Export", "Invest", "Other (please specify)", "Open-Ended Response"],
    ["101", "9", "05/01/2024", "Yes", "Export", "", "", "12"],
    ["102", "9", "05/01/2024", "No", "", "Invest", "", "5"],
)  # fmt: skip


def monkey(asked, item):
    activities = asked(
        "Do you import?", "Which of these do you do?: Export", yes=["Yes", "Export"], no=["No"]
    )
    activities[1]["blank_means"] = "no"
    staff = {**item("staff"), "column": "How many staff?"}
    return {"firm": {"id": "Respondent ID"}, "activities": activities, "covariates": [staff]}


def test_surveymonkey_with_two_header_rows(read_text, asked, item):
    survey = read_text(csv_of(*SURVEYMONKEY), **monkey(asked, item))
    assert survey.firms.select("firm_id", "imports", "exports", "staff").rows() == [
        ("101", True, True, 12.0),
        ("102", False, False, 5.0),
    ]
    assert survey.reading.platform == "SurveyMonkey"
    assert survey.reading.questions["How many staff?"] == "How many staff?: Open-Ended Response"


def test_surveymonkey_in_a_workbook(tmp_path, codebook_of, asked, item):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate(SURVEYMONKEY):
        sheet.write_row(number, 0, row)
    book.close()
    survey = read_survey(tmp_path / "a.xlsx", codebook_of(**monkey(asked, item)))
    assert survey.firms["exports"].to_list() == [True, False]
    assert survey.reading.letters["Which of these do you do?: Export"] == "E"
    assert survey.reading.header_rows == (1, 2)


@pytest.mark.parametrize(
    "headers",
    [
        ["id", "submitdate", "lastpage", "startlanguage", "imp", "Q2[SQ001]"],
        [
            *("id. Response ID", "submitdate. Date submitted", "lastpage. Last page"),
            *("startlanguage. Start language", "imp. Do you import?", "Q2[SQ001]. Do you do this? [Export]"),
        ],
    ],
)
def test_limesurvey_goes_by_its_codes(read_text, asked, headers):
    rows = csv_of(headers, ["7", "2024-05-01", "3", "en", "Y", "N"])
    survey = read_text(rows, firm={"id": "id"}, activities=asked("imp", "Q2[SQ001]", yes=["Y"], no=["N"]))
    assert survey.firms.select("firm_id", "imports", "exports").rows() == [("7", True, False)]
    assert survey.reading.platform == "LimeSurvey"


def test_limesurvey_goes_by_its_questions(read_text, asked):
    headers = ["Response ID", "Date submitted", "Last page", "imp. Do you import?", "exp. Do you export?"]
    rows = csv_of(headers, ["7", "2024-05-01", "3", "Yes", "No"])
    columns = asked("Do you import?", "exp", yes=["Yes"], no=["No"])
    survey = read_text(rows, firm={"id": "Response ID"}, activities=columns)
    assert survey.firms.select("imports", "exports").rows() == [(True, False)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    ("imports", "exports"), [("6、是否进口？", "7、是否出口？"), ("是否进口？", "是否出口？")]
)
def test_wenjuanxing(read_text, asked, encoding, imports, exports):
    headers = ["序号", "提交答卷时间", "所用时间", "来源", "来自IP", "6、是否进口？", "7、是否出口？"]
    rows = csv_of(headers, ["1", "2024/5/1 10:00:00", "95秒", "微信", "1.2.3.4(浙江-杭州)", "是", "否"])
    survey = read_text(
        rows.encode(encoding), firm={"id": "序号"}, activities=asked(imports, exports, yes=["是"], no=["否"])
    )
    assert survey.firms.select("firm_id", "imports", "exports").rows() == [("1", True, False)]
    assert survey.reading.platform == "Wenjuanxing (问卷星)"


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (["Timestamp", "Code", "Do you import?", "Do you export?"], "Google Forms"),
        (
            ["ID", "Start time", "Completion time", "Code", "Do you import?", "Do you\xa0export?"],
            "Microsoft Forms",
        ),
    ],
)
def test_forms(read_text, asked, headers, name):
    row = [*["1", "5/1/24 10:00:00", "5/1/24 10:05:00"][: len(headers) - 3], "A", "1", "2"]
    survey = read_text(
        csv_of(headers, row), firm={"id": "Code"}, activities=asked("Do you import?", "Do you export?")
    )
    assert survey.firms.select("firm_id", "imports", "exports").rows() == [("A", True, False)]
    assert survey.reading.platform == name


def test_a_title_and_notes_above_the_headers(read_text, told):
    survey = read_text('"Survey of 2023",,\n\nid,buys,sells\nA,1,5\n')
    assert (survey.n_rows, survey.reading.header_rows) == (1, (3,))
    assert survey.reading.remarks == ("The headers stand in row 3; what stands above them is not read.",)
    assert [row for row, *_ in told(survey)] == [4]


def test_header_rows_that_the_codebook_states(read_text, asked):
    rows = csv_of(
        ["notes", "", "", ""],
        ["firm", "Trade", "", "id"],
        ["", "imports", "exports", "of the system"],
        ["A", "1", "2", "x"],
    )
    survey = read_text(
        rows,
        file={"header_row": 2, "header_rows": 2},
        firm={"id": "firm"},
        activities=asked("Trade: imports", "Trade: exports"),
    )
    assert survey.firms.select("firm_id", "imports", "exports").rows() == [("A", True, False)]
    assert survey.reading.header_rows == (2, 3)
    assert survey.reading.questions["Trade: imports"] == "imports"


def test_header_rows_beyond_the_file(tmp_path, read_text):
    with pytest.raises(Exception, match=r"firms.csv has no row 9, in which \[file\] states headers."):
        read_text("id,buys,sells\nA,1,2\n", file={"header_row": 9})


def test_labels_of_statistics_files_name_columns(tmp_path, codebook_of, asked):
    import pyreadstat

    frame = pl.DataFrame({"id": ["A"], "v1": [1.0], "v2": [2.0]})
    pyreadstat.write_sav(
        frame, tmp_path / "a.sav", column_labels={"v1": "Do you import?", "v2": "Do you export?"}
    )
    survey = read_survey(tmp_path / "a.sav", codebook_of(activities=asked("Do you import?", "v2")))
    assert survey.firms.select("imports", "exports").rows() == [(True, False)]
    assert survey.reading.questions == {"Do you import?": "Do you import?", "v2": "Do you export?"}
