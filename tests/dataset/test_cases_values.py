"""Values as people meet them; the letters are those of the project's list of cases."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import vcif
from vcif._errors import CodebookError, DataError

FILLED = "treated as no answer"


def test_v01_one_and_two(read_text):
    survey = read_text("id,buys,sells\nA,1,2\nB,2,1\n")
    assert survey.firms.select("upstream", "downstream").rows() == [(True, False), (False, True)]


def test_v02_yes_in_many_writings(read_text, activity, told):
    words = ["Yes", "yes ", "YES", "是", "否", "Y", "1", "true", "Ｙｅｓ", "Maybe"]
    rows = "\n".join(f"F{i},{word},No" for i, word in enumerate(words))
    survey = read_text(
        "id,buys,sells\n" + rows, activities=[activity("buys", "upstream"), activity("sells", "downstream")]
    )
    assert survey.firms["buys"].to_list() == [True] * 4 + [False] + [True] * 4 + [None]
    assert told(survey) == [
        (
            11,
            "buys",
            "Maybe",
            "listed neither as yes (yes, y, true, ...) nor as no (no, n, false, ...)",
            FILLED,
        ),
        (None, "sells", "", 'no firm answers "yes": probably not asked', 'kept as "no"'),
    ]


def test_v04_words_in_the_order_of_the_scale(read_text, item, told):
    words = ["strongly disagree", "disagree", "neutral", "agree", "strongly agree"]
    likert = item("q", scale=[1, 5], words=words)
    rows = ["Agree", " strongly  AGREE", "Strongly disagree", "2", "perhaps"]
    text = "id,buys,sells,q\n" + "\n".join(f"F{i},1,1,{word}" for i, word in enumerate(rows))
    survey = read_text(text, indicators=[likert])
    assert survey.firms["q"].to_list() == [4.0, 5.0, 1.0, 2.0, None]
    assert survey.codebook.indicator("q").levels == (1.0, 2.0, 3.0, 4.0, 5.0)
    allowed = "not one of the answers: strongly disagree; disagree; neutral; agree; strongly agree"
    assert told(survey) == [(6, "q", "perhaps", allowed, FILLED)]


def test_v05_not_sure_is_no_answer(read_text, activity, told):
    missing = ["Not sure", "Not applicable"]
    survey = read_text(
        "id,buys,sells\nA,not sure,1\nB,Not applicable,1\nC,1,1\n",
        activities=[activity("buys", "upstream", missing=missing), activity("sells", "downstream")],
    )
    assert survey.firms["upstream"].to_list() == [None, None, True]
    assert told(survey) == [
        (None, "buys", "not sure", "missing code not sure: 1 cell", FILLED),
        (None, "buys", "Not applicable", "missing code Not applicable: 1 cell", FILLED),
    ]


@pytest.mark.parametrize(
    ("scale", "step", "cells", "values"),
    [
        ([1, 6], 1, ["1", "6", "2"], [6.0, 1.0, 5.0]),
        ([0, 1], 0.1, ["0.3", "0", "0.7"], [0.1 * 7, 1.0, 0.1 * 3]),
    ],
)
def test_v06_reversed_items(read_text, item, scale, step, cells, values):
    text = "id,buys,sells,q\n" + "\n".join(f"F{i},1,1,{cell}" for i, cell in enumerate(cells))
    survey = read_text(text, indicators=[item("q", scale=scale, step=step, reversed=True)])
    assert survey.firms["q"].to_list() == values
    assert set(values) <= set(survey.codebook.indicator("q").levels)


def test_v06_a_reversed_ratio(read_text, item):
    ratio = item("q", kind="ratio", scale=[0, 100], reversed=True)
    survey = read_text("id,buys,sells,q\nA,1,1,12.5\n", indicators=[ratio])
    assert survey.firms["q"].to_list() == [87.5]


def test_v07_codes_of_a_share(read_text, activity, told):
    share = activity("sells", "downstream", kind="share", maximum=100, missing=[-9, -8, -7], yes=[-5])
    survey = read_text(
        "id,buys,sells\nA,1,-9\nB,1,-8\nC,1,-7\nD,1,-5\nE,1,25\nF,1,0\n",
        activities=[activity("buys", "upstream"), share],
    )
    assert survey.firms["downstream"].to_list() == [None, None, None, True, True, False]
    assert survey.firms["sells"].to_list() == [None, None, None, None, 0.25, 0.0]
    assert told(survey)[0:4] == [
        (None, "sells", "-9", "missing code -9: 1 cell", FILLED),
        (None, "sells", "-8", "missing code -8: 1 cell", FILLED),
        (None, "sells", "-7", "missing code -7: 1 cell", FILLED),
        (
            None,
            "sells",
            "-5",
            'code -5 means "yes" without an amount: 1 cell',
            "active, the amount is not known",
        ),
    ]


def test_v07_minus_five_counts_as_a_problem_where_no_list_names_it(read_text, activity, told):
    share = activity("sells", "downstream", kind="share")
    survey = read_text("id,buys,sells\nA,1,-5\nB,1,35\n", activities=[activity("buys", "upstream"), share])
    assert survey.firms["downstream"].to_list() == [None, None]
    fault = "a share outside 0 to 1 (percents need maximum = 100)"
    assert told(survey) == [(2, "sells", "-5", fault, FILLED), (3, "sells", "35", fault, FILLED)]


@pytest.mark.parametrize(("kind", "no"), [("yes_no", False), ("count", 0.0), ("share", 0.0)])
def test_v08_blank_means_no_only_where_the_codebook_says_so(read_text, activity, told, kind, no):
    activities = [
        activity("buys", "upstream", kind=kind, blank_means="no"),
        activity("sells", "downstream", kind=kind),
    ]
    survey = read_text("id,buys,sells\nA,,1\nB,1, \nC,1,1\n", activities=activities)
    assert survey.firms["buys"].to_list()[0] == no
    assert survey.firms.select("upstream", "downstream").rows() == [(False, True), (True, None), (True, True)]
    assert told(survey) == [
        (None, "buys", "", "1 blank cell", 'treated as "no" (blank_means)'),
        (None, "sells", "", "1 blank cell", FILLED),
    ]


def test_v10_an_activity_nobody_has_in_a_wave(read_text, told):
    text = "id,wave,buys,sells\nA,1,2,1\nB,1,2,1\nA,2,1,1\nB,2,2,1\n"
    survey = read_text(text, firm={"id": "id", "wave": "wave"})
    assert told(survey) == [
        (None, "buys", "", 'no firm answers "yes" in wave 1: probably not asked', 'kept as "no"')
    ]


def test_v12_the_same_firm_twice_in_a_wave(read_text):
    text = "id,wave,buys,sells\nA,1,1,1\nB,1,1,1\nA,2,1,1\nA ,1,2,1\n"
    with pytest.raises(DataError) as error:
        read_text(text, firm={"id": "id", "wave": "wave"})
    assert str(error.value) == (
        'firms.csv has the same firm twice in one wave: firm "A" in wave 1 in rows 2, 5. Every firm may have '
        "one row for each wave (header = row 1): remove the surplus rows, or name the column of the wave "
        "in [firm]."
    )


def test_v12_many_firms_twice_are_shortened(read_text):
    text = "id,buys,sells\n" + "".join(f"F{i % 7},1,1\n" for i in range(14))
    with pytest.raises(DataError, match=r'firm "F4" in rows 6, 13; and 2 more firms\.'):
        read_text(text)


def test_v13_years_and_ages_that_cannot_be(read_text, told):
    text = (
        "id,buys,sells,first,founded,age\nA,1,1,2001,1990,20\nB,1,1,1989,1990,323\nC,1,1,2031,1990,5\n"
        "D,1,1,98,,5\nE,1,1,2001.5,2030,5\n"
    )
    survey = read_text(
        text,
        firm={"id": "id", "downstream_year": "first", "founding_year": "founded", "survey_year": 2019},
        covariates=[{"id": "age", "column": "age", "label": "Age", "minimum": 0, "maximum": 200}],
    )
    assert survey.firms["downstream_year"].to_list() == [2001, None, None, None, None]
    assert survey.firms["age"].to_list() == [20.0, None, 5.0, 5.0, 5.0]
    assert told(survey) == [
        (None, "founded", "", "1 blank cell", FILLED),
        (6, "founded", "2030", "after the survey year 2019", FILLED),
        (4, "first", "2031", "after the survey year 2019", FILLED),
        (5, "first", "98", "not a year of four digits", FILLED),
        (6, "first", "2001.5", "not a year of four digits", FILLED),
        (3, "first", "1989", "before the founding year 1990", FILLED),
        (3, "age", "323", "outside 0 to 200", FILLED),
    ]


def test_v14_weights(read_text, told):
    text = "id,buys,sells,w\nA,1,1,1.5\nB,1,1,0\nC,1,1,-1\nD,1,1,\nE,1,1,inf\n"
    survey = read_text(text, firm={"id": "id", "weight": "w"})
    assert survey.firms["weight"].to_list() == [1.5, None, None, None, None]
    assert told(survey) == [
        (None, "w", "", "1 blank cell", FILLED),
        (3, "w", "0", "a weight of zero", "treated as no weight"),
        (4, "w", "-1", "a negative weight", "treated as no weight"),
        (6, "w", "inf", "not a number", "treated as no weight"),
    ]


def test_v15_outside_the_scale_and_between_its_answers(read_text, item, told):
    text = "id,buys,sells,q,half\nA,1,1,6,3.5\nB,1,1,3.5,3\nC,1,1,5,3.25\n"
    items = [item("q", scale=[1, 5]), item("half", scale=[1, 5], step=0.5)]
    survey = read_text(text, indicators=items)
    assert survey.firms.select("q", "half").rows() == [(None, 3.5), (None, 3.0), (5.0, None)]
    assert told(survey) == [
        (2, "q", "6", "outside the scale 1 to 5", FILLED),
        (3, "q", "3.5", "between the answers of the scale 1 to 5 (step 1)", FILLED),
        (4, "half", "3.25", "between the answers of the scale 1 to 5 (step 0.5)", FILLED),
    ]


def test_shares_of_one_in_a_column_of_percents(read_text, activity, told):
    share = activity("sells", "downstream", kind="share", maximum=100)
    survey = read_text("id,buys,sells\nA,1,0.35\nB,1,0\n", activities=[activity("buys", "upstream"), share])
    text = "no share is above 1 of 100: shares from 0 to 1 need maximum = 1"
    assert told(survey) == [(None, "sells", "", text, "kept as they stand")]


def test_negative_amounts(read_text, activity, told):
    count = activity("sells", "downstream", kind="count")
    survey = read_text("id,buys,sells\nA,1,-1\nB,1,3\n", activities=[activity("buys", "upstream"), count])
    assert survey.firms.select("sells", "downstream").rows() == [(None, None), (3.0, True)]
    assert told(survey) == [(2, "sells", "-1", "a negative amount", FILLED)]


def test_reported_paths(read_text, told):
    levels = {"sold first": "market_seeking"}
    firm = {"id": "id", "path_reported": "p", "path_levels": levels}
    survey = read_text("id,buys,sells,p\nA,1,1,Sold First\nB,1,1,direct\n", firm=firm)
    assert survey.firms["path_reported"].to_list() == ["market_seeking", None]
    assert told(survey) == [(3, "p", "direct", "not one of path_levels: sold first", FILLED)]
    plain = read_text("id,buys,sells,p\nA,1,1,direct\n", firm={"id": "id", "path_reported": "p"})
    assert plain.firms["path_reported"].to_list() == ["direct"]


def test_firms_that_cannot_be_told_apart_are_rejected_with_their_rows(read_text, told):
    text = "id,wave,buys,sells\nA,1,1,1\n,1,1,1\nNA,1,1,1\nB,,1,1\nC,1.5,1,1\nD,x,1,1\n9,1,1,1\n"
    survey = read_text(text, firm={"id": "id", "wave": "wave", "missing": [9]})
    assert survey.firms["firm_id"].to_list() == ["A", "9"]
    assert (survey.n_rows, survey.rejected) == (7, 5)
    assert told(survey) == [
        (3, "id", "", "no firm identifier", "row rejected"),
        (4, "id", "NA", "no firm identifier", "row rejected"),
        (5, "wave", "", "no wave", "row rejected"),
        (6, "wave", "1.5", "not a whole number", "row rejected"),
        (7, "wave", "x", "not a number", "row rejected"),
    ]


def several(activity, **keys):
    return [
        {**activity("imports", "upstream", contains=["Import"], **keys), "column": "what"},
        {**activity("exports", "downstream", contains=["Export"], **keys), "column": "what"},
    ]


@pytest.mark.parametrize(
    ("cell", "imports", "exports"),
    [
        ("Import;Export;", True, True),
        ("Import, Export", True, True),
        ("Import;;Export;;", True, True),
        (";Import", True, False),
        ("  export  ", False, True),
        ("Ｉｍｐｏｒｔ；Ｅｘｐｏｒｔ", True, True),
        ("Import、Export", True, True),
        ("Import，Export", True, True),
        ("Import┋Export", True, True),
        ("Import|Export", True, True),
        ("Import\nExport\n", True, True),
        ("Invest abroad", False, False),
        ("Yes, a little; Import", True, False),
        ("Invest abroad;Yes, a little;Export", False, True),
    ],
)
def test_v03_several_answers_in_a_cell(read_text, activity, told, cell, imports, exports):
    options = ["Invest abroad", "Yes, a little"]
    survey = read_text(
        f'id,what\nA,"{cell}"\nB,Import;Export\n',
        activities=several(activity, options=options),
    )
    assert survey.firms.select("imports", "exports").row(0) == (imports, exports)
    assert told(survey) == []


@pytest.mark.parametrize(("blank", "empty"), [({}, None), ({"blank_means": "no"}, False)])
def test_v03_separators_alone_are_no_answer_and_are_counted(read_text, activity, told, blank, empty):
    survey = read_text("id,what\nA,Export;Import\nB,;\nC,; ;\nD,\n", activities=several(activity, **blank))
    assert survey.firms["exports"].to_list() == [True, None, None, empty]
    cells = [(problem, action) for *_, problem, action in told(survey)]
    as_no = [("1 blank cell", 'treated as "no" (blank_means)')] if blank else []
    assert cells == [(f"{2 + (not blank)} blank cells", FILLED), *as_no] * 2


@pytest.mark.parametrize("cell", ["Export agent", "Non-Export", "Export agent;", "Exporting"])
def test_v03_an_answer_is_not_found_inside_another(read_text, activity, told, cell):
    survey = read_text(f'id,what\nA,"{cell}"\nB,Import;Export\n', activities=several(activity))
    assert survey.firms.select("imports", "exports").rows() == [(None, None), (True, True)]
    fault = f"holds an answer that is not listed ({cell.strip(';')})"
    assert told(survey) == [(2, "what", cell, fault, FILLED)] * 2


def test_v03_an_unlisted_answer_beside_a_listed_one(read_text, activity, told):
    survey = read_text("id,what\nA,Import;Export agent\nB,Import;Export\n", activities=several(activity))
    assert survey.firms.select("imports", "exports").row(0) == (True, None)
    fault = "holds an answer that is not listed (Export agent)"
    assert told(survey) == [
        (2, "what", "Import;Export agent", fault, 'kept as "yes"'),
        (2, "what", "Import;Export agent", fault, FILLED),
    ]


def test_v03_no_answer_among_several(read_text, activity, told):
    text = "id,what\nA,\nB,Not sure\nC,Import;not sure\nD,refused;\nE,Import;Export\n"
    survey = read_text(text, activities=several(activity))
    assert survey.firms["imports"].to_list() == [None, None, True, None, True]
    assert survey.firms["exports"].to_list() == [None, None, None, None, True]
    assert [entry[3] for entry in told(survey)][:3] == [
        "1 blank cell",
        "missing code Not sure, not sure: 1 cell",
        "missing code refused: 1 cell",
    ]
    blank = read_text(text, activities=several(activity, blank_means="no"))
    assert blank.firms.select("imports", "exports").row(0) == (False, False)


def test_v03_the_marks_can_be_stated(read_text, activity):
    survey = read_text(
        'id,what\nA,"Import/Export"\nB,"Buy, sell/Import"\n',
        activities=several(activity, separators="/", options=["Buy, sell"]),
    )
    assert survey.firms.select("imports", "exports").rows() == [(True, True), (True, False)]


SPLIT = {"label": "Sales split", "parts": ["home", "direct", "indirect"], "equals": 100}
KEPT = "kept as it stands"


def test_v09_a_split_that_does_not_make_the_whole(read_text, told):
    rows = "A,1,1,60,30,20\nB,1,1,60,30,10\nC,1,1,50,,40\nD,1,1,70,,40\nE,1,1,33.3,33.3,33.3\nF,1,1,10,NA,x\n"
    survey = read_text("id,buys,sells,home,direct,indirect\n" + rows, checks=[{**SPLIT, "tolerance": 0.2}])
    assert survey.firms["firm_id"].to_list() == list("ABCDEF")
    fault = "Sales split: home + direct + indirect is not 100"
    assert told(survey) == [
        (None, "direct", "", "2 blank cells", FILLED),
        (None, "direct", "NA", "missing code NA: 1 cell", FILLED),
        (7, "indirect", "x", "not a number", FILLED),
        (2, None, "60 + 30 + 20", f"{fault} (110 against 100)", KEPT),
        (5, None, "70 + ? + 40", f"{fault} (110 against 100)", KEPT),
    ]


def test_v09_the_tolerance_is_stated(read_text, told):
    text = "id,buys,sells,home,direct,indirect\nA,1,1,33.3,33.3,33.3\nB,1,1,0.1,0.2,99.7\n"
    assert [entry[0] for entry in told(read_text(text, checks=[SPLIT]))] == [2]
    assert told(read_text(text, checks=[{**SPLIT, "tolerance": 0.1}])) == []


def test_v09_a_part_above_its_whole(read_text, activity, told):
    text = "id,sales,exports,inputs,imports\nA,100,120,50,10\nB,100,100,50,60\nC,,90,,5\nD,-9,90,10,-5\n"
    activities = [
        activity("imports", "upstream", kind="count", yes=[-5]),
        activity("exports", "downstream", kind="count"),
    ]
    checks = [
        {"label": "Exports", "parts": ["exports"], "at_most": "sales", "missing": [-9]},
        {"label": "Imported inputs", "parts": ["imports"], "at_most": "inputs"},
    ]
    survey = read_text(text, activities=activities, checks=checks)
    assert survey.firms["exports"].to_list() == [120.0, 100.0, 90.0, 90.0]
    assert told(survey)[1:] == [
        (None, "sales", "", "1 blank cell", FILLED),
        (None, "sales", "-9", "missing code -9: 1 cell", FILLED),
        (None, "inputs", "", "1 blank cell", FILLED),
        (2, None, "120", "Exports: exports is more than sales (120 against 100)", KEPT),
        (3, None, "60", "Imported inputs: imports is more than inputs (60 against 50)", KEPT),
    ]


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ({"parts": ["a"]}, "it needs either equals or at_most: a number, or a column"),
        (
            {"parts": ["a"], "equals": 1, "at_most": 2},
            "it needs either equals or at_most: a number, or a column",
        ),
        ({"parts": ["a", "b"], "equals": "a"}, "it names a column twice"),
        ({"parts": ["a"], "equals": 1, "tolerance": -1}, '"tolerance": got -1; allowed: a number from 0 up'),
        ({"parts": [], "equals": 1}, 'key "parts": got []; allowed: at least 1 entry'),
    ],
)
def test_v09_a_wrong_check_is_refused(codebook_of, check, fault):
    with pytest.raises(CodebookError) as error:
        codebook_of(checks=[{"label": "x", **check}])
    assert fault in str(error.value)
    assert "[[checks]] 1" in str(error.value)


PANEL = {"id": "id", "wave": "wave"}


def test_v11_a_firm_absent_from_a_wave_is_no_c1(read_text, item, told):
    text = "id,wave,buys,sells,q,size\nA,1,1,2,3,5\nA,2,-1,-1,-1,5\nA,3,1,1,4,5\nB,2,2,2,-1,-1\nC,2,1,1,1,1\n"
    survey = read_text(
        text,
        firm={**PANEL, "absent": [-1]},
        indicators=[item("q", scale=[1, 5], missing=[-1])],
        covariates=[item("size")],
    )
    assert survey.firms.select("firm_id", "wave").rows() == [("A", 1), ("A", 3), ("B", 2), ("C", 2)]
    assert (survey.n_rows, survey.rejected) == (5, 1)
    assert told(survey)[0] == (
        3, "id", "A", "absent in wave 2: every question holds the code for it", "row rejected"
    )  # fmt: skip
    classified = vcif.classify(survey.firms)
    assert classified["category"].to_list() == ["C2", "C4", "C1", "C4"]
    # A was away in wave 2: its way from C2 to C4 leads over a gap, which is no transition.
    assert vcif.transitions(classified).filter(pl.col("n") > 0).is_empty()
    stayed = read_text(text.replace("A,2,-1,-1,-1", "A,2,1,1,4"), firm={**PANEL, "absent": [-1]})
    steps = vcif.transitions(vcif.classify(stayed.firms)).filter(pl.col("n") > 0)
    assert steps.select("from", "to", "n").rows() == [("C2", "C4", 1), ("C4", "C4", 1)]


def test_v11_a_firm_that_answered_one_question_is_not_absent(read_text):
    text = "id,wave,buys,sells\nA,1,-1,2\n"
    survey = read_text(text, firm={**PANEL, "absent": [-1]})
    assert survey.firms.select("upstream", "downstream").rows() == [(None, False)]
    assert survey.rejected == 0


def test_v11_without_a_declared_code_the_rows_are_told_and_never_no(read_text, item, told):
    text = "id,wave,buys,sells,q\nA,1,1,2,3\nA,2,-1,-1,-1\nB,2,-1,-1,-1\nC,2,1,1,1\n"
    survey = read_text(text, firm=PANEL, indicators=[item("q", scale=[1, 5])])
    assert survey.firms["upstream"].to_list() == [True, None, None, True]
    assert told(survey)[0] == (
        *(None, None, "", "2 rows with -1 in every question"),
        "kept: if it means that the firm was not in the wave, set absent = [-1] in [firm]",
    )


def test_v10_a_question_that_was_not_asked_in_a_wave(read_text, activity, item, told):
    text = "id,wave,buys,sells,q\nA,1,2,1,0\nB,1,2,1,9\nA,2,1,1,3\nB,2,2,1,4\n"
    once = {"yes": [1], "no": [2]}
    survey = read_text(
        text,
        firm=PANEL,
        activities=[
            activity("buys", "upstream", **once, not_asked_in=[1]),
            activity("sells", "downstream", **once),
        ],
        indicators=[item("q", scale=[1, 5], not_asked_in=[1])],
    )
    assert survey.firms.select("buys", "upstream", "q").rows() == [
        (None, None, None), (None, None, None), (True, True, 3.0), (False, False, 4.0)
    ]  # fmt: skip
    assert told(survey) == [
        (None, "buys", "", "not asked in this wave: 2 cells", FILLED),
        (None, "q", "", "not asked in this wave: 2 cells", FILLED),
    ]


def test_v10_a_wave_without_any_answer(read_text, told):
    text = "id,wave,buys,sells\nA,1,,1\nB,1,,1\nA,2,1,1\nB,2,2,1\n"
    assert told(read_text(text, firm=PANEL)) == [
        (None, "buys", "", "2 blank cells", FILLED),
        (None, "buys", "", "no firm answers in wave 1: probably not asked", FILLED),
    ]


def test_v13_without_a_survey_year_the_wave_or_today_is_the_limit(read_text, told):
    next_year = dt.date.today().year + 1
    text = f"id,wave,buys,sells,first\nA,2010,1,1,2011\nA,2015,1,1,2011\nB,2015,1,1,{next_year}\n"
    firm = {**PANEL, "upstream_year": "first"}
    survey = read_text(text, firm=firm)
    assert survey.firms["upstream_year"].to_list() == [None, 2011, None]
    assert told(survey) == [
        (4, "first", str(next_year), "in the future", FILLED),
        (2, "first", "2011", "after the wave of the year 2010", FILLED),
    ]
    numbered = read_text(text.replace("2010", "1").replace("2015", "2"), firm=firm)
    assert numbered.firms["upstream_year"].to_list() == [2011, 2011, None]
    assert [entry[3] for entry in told(numbered)] == ["in the future"]


def test_rows_that_are_no_firm_say_why(read_text, told):
    text = "id,wave,buys,sells\nA,1,1,1\n,,,\nid,wave,buys,sells\n,1,1,1\nid,2,1,1\n#N/A,1,1,1\n"
    survey = read_text(text, firm=PANEL)
    assert survey.firms["firm_id"].to_list() == ["A", "id"]
    assert (survey.n_rows, survey.rejected) == (6, 4)
    assert [(row, problem) for row, _, _, problem, action in told(survey) if action == "row rejected"][
        :4
    ] == [
        (3, "an empty row"),
        (4, "the headers again"),
        (5, "no firm identifier"),
        (7, "no firm identifier"),
    ]


@pytest.mark.parametrize("name", ["Total", " GRAND TOTAL ", "合计", "Summe:", "Итого"])
def test_a_row_of_totals_is_told(read_text, told, name):
    survey = read_text(f"id,buys,sells\nA,1,1\nTotal Energies,1,1\n{name},2,2\n")
    assert survey.firms.height == 3
    fault = "an identifier that names a total or a mean, not a firm: 1 cell"
    assert told(survey) == [(None, "id", name, fault, "kept as they stand")]


def test_identifiers_that_a_program_damaged(read_text, told):
    survey = read_text('id,buys,sells\n1.23457E+11,1,1\n"A\nB",1,1\nC,1,1\n')
    assert survey.firms.height == 3
    assert [entry[2:4] for entry in told(survey)] == [
        ("1.23457E+11", "an identifier in scientific notation, of which digits are lost: 1 cell"),
        ("A\nB", "an identifier over several lines, as a quotation mark out of place makes it: 1 cell"),
    ]
