"""An empty cell means "no" only after the answers to a filter question that led past the question."""

from __future__ import annotations

import pytest

from vcif._errors import CodebookError, DataError

WHERE = {"column": "share", "answers": [0]}
AS_NO = 'treated as "no" (blank_means)'
LOST = "treated as no answer"


def activities(activity, **keys):
    direct = activity(
        "buys", "upstream", yes=[1], no=[2], missing=[-9], blank_means="no", blank_where=WHERE, **keys
    )
    return [direct, activity("sells", "downstream", yes=[1], no=[2])]


def test_blank_is_no_after_the_filter_and_unknown_elsewhere(read_text, activity, told):
    text = "id,share,buys,sells\nA,0,,1\nB,20,,1\nC,,,1\nD,0,2,1\nE,30,1,1\nF,30,-9,1\nG,-9, ,1\n"
    survey = read_text(text, activities=activities(activity))
    assert survey.firms["upstream"].to_list() == [False, None, None, False, True, None, None]
    assert survey.firms["buys"].to_list() == [False, None, None, False, True, None, None]
    assert sorted(told(survey), key=str) == sorted(
        [
            (None, "buys", "", "blank where share is 0: 1 cell", AS_NO),
            (None, "buys", "", "3 blank cells", LOST),
            (None, "buys", "-9", "missing code -9: 1 cell", LOST),
        ],
        key=str,
    )


def test_yes_against_the_filter_is_kept_and_listed(read_text, activity, told):
    survey = read_text("id,share,buys,sells\nA,0,1,1\nB,20,1,1\n", activities=activities(activity))
    assert survey.firms["upstream"].to_list() == [True, True]
    assert told(survey) == [(2, "buys", "1", "says yes, although share is 0", "kept")]


def test_yes_without_an_amount_against_the_filter_is_listed_too(read_text, activity, told):
    amount = activity(
        "buys", "upstream", kind="share", maximum=100, yes=[-5], blank_means="no", blank_where=WHERE
    )
    survey = read_text(
        "id,share,buys,sells\nA,0,-5,1\nB,0,0,1\nC,20,-5,1\n",
        activities=[amount, activity("sells", "downstream")],
    )
    assert survey.firms["upstream"].to_list() == [True, False, True]
    assert (2, "buys", "-5", "says yes, although share is 0", "kept") in told(survey)
    assert [row for row, *_ in told(survey) if row is not None] == [2]


@pytest.mark.parametrize(("kind", "no"), [("share", 0.0), ("count", 0.0)])
def test_amounts_are_zero_after_the_filter(read_text, activity, kind, no):
    amount = activity("buys", "upstream", kind=kind, blank_means="no", blank_where=WHERE)
    survey = read_text(
        "id,share,buys,sells\nA,0,,1\nB,1,0.5,1\nC,1,,1\n",
        activities=[amount, activity("sells", "downstream")],
    )
    assert survey.firms["buys"].to_list() == [no, 0.5, None]
    assert survey.firms["upstream"].to_list() == [False, True, None]


def test_the_filter_is_matched_by_code_word_or_label(read_text, activity):
    where = {"column": "asked", "answers": ["No", 2]}
    buys = activity("buys", "upstream", blank_means="no", blank_where=where)
    survey = read_text(
        "id,asked,buys,sells\nA,no ,,1\nB,2.0,,1\nC,1,,1\n",
        activities=[buys, activity("sells", "downstream")],
    )
    assert survey.firms["upstream"].to_list() == [False, False, None]


def test_all_or_no_firms_skipped(read_text, activity):
    for share, expected in (("0", False), ("5", None)):
        survey = read_text(f"id,share,buys,sells\nA,{share},,1\n", activities=activities(activity))
        assert survey.firms["upstream"].to_list() == [expected]


def test_the_filter_column_has_to_be_in_the_file(read_text, activity):
    with pytest.raises(DataError, match='lacks a column that the codebook names: "share"'):
        read_text("id,buys,sells\nA,,1\n", activities=activities(activity))


def test_blank_where_needs_blank_means(codebook_of, activity):
    with pytest.raises(CodebookError, match='it needs blank_means = "no"'):
        codebook_of(
            activities=[
                activity("buys", "upstream", blank_where=WHERE),
                activity("sells", "downstream"),
            ]
        )


def test_a_wave_in_which_it_was_not_asked_has_no_blank_cells_to_explain(read_text, activity, told):
    text = "id,wave,share,buys,sells\nA,1,0,,1\nB,1,20,1,1\nA,2,0,,1\nB,2,20,,1\n"
    survey = read_text(
        text, firm={"id": "id", "wave": "wave"}, activities=activities(activity, not_asked_in=[1])
    )
    assert survey.firms["buys"].to_list() == [None, None, False, None]
    assert survey.firms["upstream"].to_list() == [None, None, False, None]
    assert {entry[3] for entry in told(survey) if entry[1] == "buys"} == {
        "1 blank cell",
        "blank where share is 0: 1 cell",
        "not asked in this wave: 2 cells",
        'no firm answers "yes" in wave 2: probably not asked',
    }
