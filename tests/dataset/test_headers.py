"""Columns that the codebook names are found, or what is missing is said."""

from __future__ import annotations

import pytest

from vcif._errors import DataError
from vcif.dataset.headers import find_columns


def test_exact_names_come_before_names_that_differ_in_spaces():
    assert find_columns(["a b", "a  b", "c"], ["a  b", "c"], "x.csv") == {"a  b": 1, "c": 2}
    assert find_columns(["a\r\nb", "c"], ["a b"], "x.csv") == {"a b": 0}


def test_all_missing_columns_are_named_with_the_nearest():
    with pytest.raises(DataError) as error:
        find_columns(["id", "Export", "imports", "size"], ["id", "export", "import", "zzz"], "x.csv")
    assert str(error.value) == (
        'x.csv lacks 3 columns that the codebook names: "export" (the file has "Export"); '
        '"import" (did you mean "imports"?); "zzz". The file has: "id", "Export", "imports", "size".'
    )


def test_a_long_list_of_columns_is_shortened():
    with pytest.raises(DataError, match=r'x\.csv lacks a column .* "c11" and 88 more\.'):
        find_columns([f"c{i}" for i in range(100)], ["id"], "x.csv")


def test_a_loose_match_must_be_the_only_one():
    with pytest.raises(DataError, match='more than one column named "a b"'):
        find_columns(["a\nb", "a\tb"], ["a b"], "x.csv")


def test_a_question_names_a_column_where_no_header_does():
    assert find_columns(["q1", "q2"], ["q2", "Do you export?"], "x.csv", ["Do you  export?", "q1"]) == {
        "q2": 1,
        "Do you export?": 0,
    }


def test_columns_of_one_name_have_numbers():
    assert find_columns(["a", "b", "a"], ["b", "a#2", "a#1"], "x.csv") == {"b": 1, "a#2": 2, "a#1": 0}
    with pytest.raises(DataError, match='lacks a column that the codebook names: "a#3"'):
        find_columns(["a", "b", "a"], ["a#3"], "x.csv")
    # A column that is really named so comes first.
    assert find_columns(["a", "a", "a#2"], ["a#2"], "x.csv") == {"a#2": 2}


def test_invisible_and_full_width_signs_are_forgiven():
    assert find_columns(["\ufeffid", "１、出口（％）", "a\u200bb"], ["id", "1、出口(%)", "ab"], "x.csv") == {
        "id": 0,
        "1、出口(%)": 1,
        "ab": 2,
    }


def test_headers_of_question_marks_are_damaged():
    with pytest.raises(DataError, match="characters lost in an earlier conversion"):
        find_columns(["id", "????", "????"], ["是否出口"], "x.csv")
