"""Value labels as they come: shared by two codes, absent, of other codes than the scale's; response sets."""

from __future__ import annotations

import struct

import pandas as pd
import polars as pl
import pyreadstat
import pytest

from vcif._errors import DataError
from vcif.dataset.survey import read_survey

FILLED = "treated as no answer"


def sav(path, labels=None, ranges=None, questions=None, **columns):
    n = len(next(iter(columns.values())))
    frame = pl.DataFrame(
        {"id": [f"F{i}" for i in range(n)], "buys": [1.0] * n, "sells": [1.0] * n, **columns}
    )
    options = {"variable_value_labels": labels or {}, "missing_ranges": ranges or {}}
    pyreadstat.write_sav(frame, path, column_labels=questions or {}, **options)
    return path


def test_two_codes_with_one_label_stay_apart_as_levels(tmp_path, codebook_of, item, told):
    labels = {"sector": {1: "Trade", 2: "Mining", 3: "trade ", 4: "Trade"}}
    path = sav(tmp_path / "a.sav", labels, sector=[1.0, 2.0, 3.0, 1.0])
    survey = read_survey(path, codebook_of(covariates=[item("sector", kind="category")]))
    assert survey.firms["sector"].to_list() == ["Trade (1)", "Mining", "trade (3)", "Trade (1)"]
    action = "told apart by their codes, where the codebook does not give the label a meaning"
    assert told(survey) == [(None, "sector", "", 'codes 1, 3 have one label, "Trade"', action)]


def test_two_codes_with_one_label_mean_what_the_codebook_says(tmp_path, codebook_of, activity):
    path = sav(tmp_path / "a.sav", {"buys": {1: "Yes", 2: "yes", 3: "No"}}, buys=[1.0, 2.0, 3.0])
    activities = [activity("buys", "upstream"), activity("sells", "downstream")]
    survey = read_survey(path, codebook_of(activities=activities))
    assert survey.firms["buys"].to_list() == [True, True, False]


def test_a_code_without_a_label_among_labelled_ones(tmp_path, codebook_of, item, told):
    path = sav(tmp_path / "a.sav", {"sector": {1: "Trade", 5: "Nobody"}}, sector=[1.0, 7.0, 7.0])
    survey = read_survey(path, codebook_of(covariates=[item("sector", kind="category")]))
    assert survey.firms["sector"].to_list() == ["Trade", "7", "7"]
    assert told(survey) == [(None, "sector", "7", "code 7 has no label: 2 cells", "a level of its own")]


def test_a_label_that_reads_like_another_code_stays_apart_from_it(tmp_path, codebook_of, item, told):
    path = sav(tmp_path / "a.sav", {"sector": {1: "7", 5: "Trade"}}, sector=[1.0, 7.0, 5.0])
    survey = read_survey(path, codebook_of(covariates=[item("sector", kind="category")]))
    assert survey.firms["sector"].to_list() == ["7 (1)", "7", "Trade"]
    assert told(survey) == [(None, "sector", "7", "code 7 has no label: 1 cell", "a level of its own")]


def test_ends_of_a_scale_are_often_all_that_is_labelled(tmp_path, codebook_of, item, told):
    words = ["low", "rather low", "middle", "rather high", "high"]
    path = sav(tmp_path / "a.sav", {"q": {1: "Low", 5: "High"}}, q=[1.0, 2.0, 5.0])
    survey = read_survey(path, codebook_of(indicators=[item("q", scale=[1, 5], words=words)]))
    assert survey.firms["q"].to_list() == [1.0, 2.0, 5.0]
    assert told(survey) == []


@pytest.mark.parametrize(("low", "high"), [(0, 4), (5, 1)])
def test_a_code_between_labelled_ones_that_are_not_the_scales_numbers(
    tmp_path, codebook_of, item, told, low, high
):
    """With 0 for low and 4 for high, 2 is the middle and not the second answer."""
    words = ["low", "rather low", "middle", "rather high", "high"]
    path = sav(tmp_path / "a.sav", {"q": {low: "Low", high: "High"}}, q=[float(low), 2.0, float(high)])
    survey = read_survey(path, codebook_of(indicators=[item("q", scale=[1, 5], words=words)]))
    assert survey.firms["q"].to_list() == [1.0, None, 5.0]
    fault = "a code without a label, in a column whose labelled codes are not the numbers of the scale"
    assert told(survey) == [(3, "q", "2", fault, FILLED)]


def test_words_of_a_scale_may_be_words_for_no_answer_elsewhere(read_text, item, told):
    items = [item("q", scale=[1, 3], words=["no", "not sure", "yes"]), item("r", scale=[1, 3])]
    survey = read_text("id,buys,sells,q,r\nA,1,1,Not sure,not sure\nB,1,1,yes,3\n", indicators=items)
    assert survey.firms.select("q", "r").rows() == [(2.0, None), (3.0, 3.0)]
    assert told(survey) == [(None, "r", "not sure", "missing code not sure, not sure: 1 cell", FILLED)]


def test_ranges_of_missing_values(tmp_path, codebook_of, item, told):
    ranges = {"q": [{"lo": 90, "hi": 99}, -1], "r": [{"lo": 98, "hi": float("inf")}]}
    path = sav(
        tmp_path / "a.sav", ranges=ranges, q=[5.0, 90.0, 95.5, 99.0, -1.0], r=[1.0, 97.0, 98.0, 1e9, 2.0]
    )
    items = [item("q", kind="ratio"), item("r", kind="ratio")]
    survey = read_survey(path, codebook_of(indicators=items))
    assert survey.firms["q"].to_list() == [5.0, None, None, None, None]
    assert survey.firms["r"].to_list() == [1.0, 97.0, None, None, 2.0]
    assert [entry[3] for entry in told(survey)] == [
        *("declared missing: 90: 1 cell", "declared missing: 95.5: 1 cell", "declared missing: 99: 1 cell"),
        *(
            "declared missing: -1: 1 cell",
            "declared missing: 98: 1 cell",
            "declared missing: 1000000000: 1 cell",
        ),
    ]


def test_blanks_at_the_end_of_texts(tmp_path, codebook_of, activity, item):
    path = sav(
        tmp_path / "a.sav",
        ranges={"name": ["x  "]},
        id=["A   ", "B"],
        buys=["Yes  ", "No"],
        name=["x", "y  "],
    )
    activities = [activity("buys", "upstream"), activity("sells", "downstream")]
    survey = read_survey(path, codebook_of(activities=activities, covariates=[item("name", kind="category")]))
    assert survey.firms.select("firm_id", "buys", "name").rows() == [("A", True, None), ("B", False, "y")]


def with_sets(path, *definitions: str) -> None:
    """Add multiple-response sets to an SPSS file, as SPSS itself stores them."""
    data = path.read_bytes()
    end = data.index(struct.pack("<ii", 999, 0))
    text = "\n".join((*definitions, "")).encode()
    path.write_bytes(data[:end] + struct.pack("<iiii", 7, 7, 1, len(text)) + text + data[end:])


def test_a_set_of_dichotomies_is_one_question(tmp_path, codebook_of, activity, told):
    questions = {"v1": "Import", "v2": "Export", "v3": "Invest"}
    columns = {"v1": [1.0, 0.0, 0.0, None], "v2": [1.0, 0.0, None, None], "v3": [0.0, 1.0, 0.0, None]}
    path = sav(tmp_path / "a.sav", questions=questions, **columns)
    with_sets(path, "$acts=D1 1 15 What do you do? v1 v2 v3")
    activities = [
        {**activity("imports", "upstream", contains=["Import"], options=["Invest"]), "column": "$acts"},
        {**activity("exports", "downstream", contains=["v2"]), "column": "$acts"},
    ]
    survey = read_survey(path, codebook_of(activities=activities))
    assert survey.firms.select("imports", "exports").rows() == [
        (True, True),
        (False, False),
        (False, False),
        (None, None),
    ]
    assert survey.reading.questions["$acts"] == "What do you do?"
    assert [entry[3] for entry in told(survey)] == ["1 blank cell", "1 blank cell"]


def test_a_set_of_categories_is_one_question(tmp_path, codebook_of, activity, told):
    labels = {name: {1: "Import", 2: "Export", 3: "Invest", 9: "Refused"} for name in ("c1", "c2")}
    columns = {"c1": [1.0, 3.0, 9.0, None], "c2": [2.0, None, None, None]}
    path = sav(tmp_path / "a.sav", labels, {"c1": [9], "c2": [9]}, **columns)
    with_sets(path, "$acts=C 4 Acts c1 c2")
    activities = [
        {**activity("imports", "upstream", contains=["Import"], options=[3]), "column": "$acts"},
        {**activity("exports", "downstream", contains=[2]), "column": "$acts"},
    ]
    survey = read_survey(path, codebook_of(activities=activities))
    assert survey.firms.select("imports", "exports").rows() == [
        (True, True),
        (False, False),
        (None, None),
        (None, None),
    ]
    assert {entry[3] for entry in told(survey)} == {"1 blank cell", "declared missing: 9 (Refused): 1 cell"}


def old_chinese(tmp_path, name="北京", question="是否出口", label="是的"):
    """A Stata file of a time when Stata wrote whatever encoding the computer had."""
    frame = pd.DataFrame({"id": ["XXXX", "B"], "buys": [1.0, 2.0], "sells": [1.0, 1.0]})
    pyreadstat.write_dta(
        frame,
        tmp_path / "a.dta",
        version=8,
        column_labels={"sells": "ZZZZZZZZ"},
        variable_value_labels={"buys": {1: "WWWW"}},
    )
    data = (tmp_path / "a.dta").read_bytes()
    for old, new in (("XXXX", name), ("ZZZZZZZZ", question), ("WWWW", label)):
        data = data.replace(old.encode(), new.encode("gb18030"))
    (tmp_path / "a.dta").write_bytes(data)
    return tmp_path / "a.dta"


def test_f04_an_old_file_that_does_not_say_its_encoding(tmp_path, codebook_of, activity, told):
    path = old_chinese(tmp_path)
    survey = read_survey(path, codebook_of())
    assert survey.firms["firm_id"].to_list() == ["北京", "B"]
    assert survey.reading.questions["sells"] == "是否出口"
    assert told(survey)[0] == (
        *(None, None, "", "an old file that does not say its encoding: its letters are those of gb18030"),
        'read as gb18030: set encoding = "gb18030" in [file] to be sure',
    )
    stated = read_survey(path, codebook_of(file={"encoding": "gb18030"}))
    assert stated.firms["firm_id"].to_list() == ["北京", "B"]
    assert told(stated) == []


def test_f04_an_old_file_whose_answers_alone_are_not_plain(tmp_path, codebook_of):
    path = old_chinese(tmp_path, "电子", "xxxxxxxx", "yyyy")
    assert read_survey(path, codebook_of()).firms["firm_id"].to_list() == ["电子", "B"]


def test_f04_an_old_file_that_may_be_in_two_encodings_is_refused(tmp_path, codebook_of):
    path = old_chinese(tmp_path, "北京", "xxxxxxxx", "yyyy")
    with pytest.raises(DataError) as error:
        read_survey(path, codebook_of())
    assert str(error.value) == (
        "a.dta is an old file that does not say its encoding, and its letters are not those of windows-1252: "
        'set encoding = "gb18030", or encoding = "big5", or encoding = "shift_jis" in [file].'
    )


def test_f04_an_old_western_file_is_read_as_it_always_was(tmp_path, codebook_of, told):
    frame = pd.DataFrame({"id": ["XXXXXX", "B"], "buys": [1.0, 2.0], "sells": [1.0, 1.0]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=8)
    data = (tmp_path / "a.dta").read_bytes().replace(b"XXXXXX", "Müller".encode("windows-1252"))
    (tmp_path / "a.dta").write_bytes(data)
    survey = read_survey(tmp_path / "a.dta", codebook_of())
    assert survey.firms["firm_id"].to_list() == ["Müller", "B"]
    assert told(survey) == []


def test_f04_an_spss_file_in_another_encoding_than_it_states(tmp_path, codebook_of):
    path = sav(tmp_path / "a.sav", {"q": {1.0: "WWWW"}}, q=[1.0])
    data = path.read_bytes()
    path.write_bytes(data.replace(b"WWWW", "是的".encode("gb18030")))
    with pytest.raises(Exception, match="holds text in another encoding than it states") as error:
        read_survey(path, codebook_of())
    assert 'encoding = "gb18030"' in str(error.value)
    assert read_survey(path, codebook_of(file={"encoding": "gb18030"})).n_rows == 1
