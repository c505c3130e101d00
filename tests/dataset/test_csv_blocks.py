"""A text file is read in blocks; where these lie changes nothing, and what is odd is found in any of them."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from vcif._errors import DataError
from vcif.dataset import answers, byte_blocks, csv_file, csv_rows, example_files, labelled_calls
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.survey import read_survey

FILES = example_files()

BOOK = parse_codebook(
    {
        "study": {"title": "Blocks"},
        "firm": {"id": "id"},
        "activities": [
            {"id": "a", "column": "buys", "side": "upstream", "label": "l", "yes": [1], "no": [2]},
            {"id": "b", "column": "sells", "side": "downstream", "label": "l", "yes": [1], "no": [2]},
        ],
        "covariates": [{"id": "k", "column": "note", "label": "l", "kind": "category"}],
    },
    "blocks.toml",
)
HEADER = ["id", "buys", "note", "sells"]
NOTE = st.text(st.sampled_from('ab,;"\n 汉ä'), max_size=6)
ROWS = st.lists(
    st.tuples(st.sampled_from("12"), NOTE, st.sampled_from(["1", "2", ""])), min_size=1, max_size=25
)


@pytest.fixture(name="small_blocks")
def _small_blocks(monkeypatch):
    monkeypatch.setattr(byte_blocks, "BLOCK", 32)
    monkeypatch.setattr(csv_rows, "AT_ONCE", 3)


def written(rows, quoting):
    text = io.StringIO(newline="")
    table = [[f"F{i}", *row] for i, row in enumerate(rows)]
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows([HEADER, *table])
    return text.getvalue(), table


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_blocks_and_rows_one_by_one_give_what_python_reads(tmp_path_factory, rows, quoting):
    path = tmp_path_factory.mktemp("blocks") / "a.csv"
    text, table = written(rows, quoting)
    path.write_text(text, encoding="utf-8", newline="")
    frames = []
    for block, in_blocks in ((1 << 24, True), (32, True), (32, False)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(byte_blocks, "BLOCK", block)
            patch.setattr(csv_rows, "AT_ONCE", 3)
            if not in_blocks:
                patch.setattr(csv_file, "_rectangular", lambda *_: None)
            frames.append(read_survey(path, BOOK).firms)
    notes = [row[2].strip() or None for row in table]
    assert [note if note else None for note in frames[0]["k"].cast(pl.String).to_list()] == notes
    for frame in frames[1:]:
        assert_frame_equal(frame, frames[0])


def test_whole_blocks_are_not_read_row_by_row(read_text, monkeypatch, small_blocks):
    def never(*_):
        raise AssertionError("read row by row")

    monkeypatch.setattr(csv_file, "_row_by_row", never)
    rows = "".join(f'F{i},{1 + i % 2},"a, ""b""\nc",1\n' for i in range(30))
    survey = read_text(
        "id,buys,note,sells\n" + rows,
        covariates=[{"id": "k", "column": "note", "label": "l", "kind": "category"}],
    )
    assert survey.firms["k"].to_list() == ['a, "b"\nc'] * 30
    assert survey.firms["firm_id"].to_list() == [f"F{i}" for i in range(30)]


@pytest.mark.parametrize("row", range(1, 41, 13))
def test_a_short_row_is_found_in_any_block(read_text, told, small_blocks, row):
    lines = [f"F{i},1,x,2" for i in range(1, 41)]
    lines[row - 1] = f"F{row},1"
    survey = read_text("id,buys,note,sells\n" + "\n".join(lines))
    assert told(survey)[0] == (
        row + 1, None, "", "a row of 2 cells, the header has 4", "missing cells read as blank"
    )  # fmt: skip
    assert survey.firms["sells"].null_count() == 1


@pytest.mark.parametrize("row", range(1, 41, 13))
def test_a_long_row_is_refused_in_any_block(read_text, small_blocks, row):
    lines = [f"F{i},1,x,2" for i in range(1, 41)]
    lines[row - 1] += ",9"
    with pytest.raises(DataError, match=f"row {row + 1}, has 5 cells, the header 4"):
        read_text("id,buys,note,sells\n" + "\n".join(lines))


def test_a_long_row_and_a_short_one_do_not_make_up_for_each_other(read_text):
    with pytest.raises(DataError, match="row 3, has 5 cells"):
        read_text("id,buys,note,sells\nA,1,2\nB,1,x,2,3\n")


def test_empty_lines_are_rows_as_in_a_spreadsheet(read_text, told):
    survey = read_text("id,buys,note,sells\nA,1,x,2\n\nB,1,x,5\n\n\n")
    assert (survey.n_rows, survey.rejected) == (3, 1)
    assert [(row, problem) for row, _, _, problem, _ in told(survey)] == [
        (3, "an empty row"),
        (4, "listed neither as yes (1) nor as no (2)"),
    ]


def test_a_quotation_mark_out_of_place_far_into_a_file(read_text, small_blocks):
    rows = "".join(f"F{i},1,x,2\n" for i in range(60))
    with pytest.raises(DataError, match="quotation mark out of place near line 62"):
        read_text(
            "id,buys,note,sells\n" + rows + '"F60,1,x,2\n' + "".join(f"G{i},1,x,2\n" for i in range(10))
        )


@pytest.mark.parametrize("end", ["", "C,1,x,2\n"])
def test_a_row_swallowed_by_quotation_marks_that_come_out_even(read_text, end):
    with pytest.raises(DataError, match="quotation mark out of place near line 2"):
        read_text(f'id,buys,sells,note\nA,1,2,"x\nB,1,2,"y""\n{end}')


def test_cells_are_coded_alike_in_every_block(read_text, small_blocks, item):
    answers = ["", "1", "2", "7", "x"]
    lines = [f"F{i},1,{answers[i * 7 % 5]},2" for i in range(50)]
    survey = read_text(
        "id,buys,note,sells\n" + "\n".join(lines), indicators=[{**item("q", scale=[1, 5]), "column": "note"}]
    )
    assert survey.firms["q"].to_list() == [{"1": 1.0, "2": 2.0}.get(answers[i * 7 % 5]) for i in range(50)]


@pytest.mark.parametrize("at_once", [13, 100])
def test_answers_judged_few_at_a_time_are_the_same(monkeypatch, at_once):
    whole = read_survey(FILES.csv, FILES.codebook)
    monkeypatch.setattr(answers, "AT_ONCE", at_once)
    parts = read_survey(FILES.csv, FILES.codebook)
    assert parts.firms.equals(whole.firms)
    assert parts.problems.equals(whole.problems)


@pytest.mark.parametrize("at_once", [1, 7])
def test_labelled_files_read_few_rows_at_a_time_are_the_same(monkeypatch, at_once):
    whole = read_survey(FILES.sav, FILES.codebook)
    monkeypatch.setattr(labelled_calls, "AT_ONCE", at_once * 56 * 10)
    parts = read_survey(FILES.sav, FILES.codebook)
    assert parts.firms.equals(whole.firms)
    assert parts.problems.equals(whole.problems)
