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
    with pytest.raises(DataError, match="lacks a column"):
        find_columns(["a\nb", "a\tb"], ["a b"], "x.csv")
