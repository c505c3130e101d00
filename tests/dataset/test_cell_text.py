"""Canonical texts: what means the same has the same key."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcif.dataset.answers import answers_of
from vcif.dataset.cell_text import (
    cell_text,
    code_keys,
    listing,
    name_text,
    number_text,
    parse_number,
)
from vcif.dataset.cells import code
from vcif.dataset.raw_table import RawColumn

TEXT = pl.col("text")


def on(texts, expression):
    return pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(expression).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("3", ".", 3.0),
        (" 3.0 ", ".", 3.0),
        ("１２", ".", 12.0),
        ("−5", ".", -5.0),
        ("1e3", ".", 1000.0),
        (".5", ".", 0.5),
        ("5.", ".", 5.0),
        ("12,5", ".", None),
        ("12,5%", ",", None),
        ("nan", ".", None),
        ("inf", ".", None),
        ("1e999", ".", None),
        ("0x10", ".", None),
        ("1_000", ".", None),
        ("", ".", None),
        ("12,5", ",", 12.5),
        ("1.299,99", ",", 1299.99),
        ("1\u202f299,5", ",", 1299.5),
        ("1.299", ",", 1299.0),
        ("1.5", ",", None),
        ("0.125", ",", None),
        ("1,2,3", ",", None),
    ],
)
def test_numbers(text, decimal, number):
    assert on([text], parse_number(TEXT, decimal)) == [number]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(number):
    text = pl.select(number_text(pl.lit(number, dtype=pl.Float64))).item()
    assert on([text], parse_number(TEXT)) == [number]


@given(st.text())
def test_a_code_and_a_cell_have_one_key(text):
    column = RawColumn("q", code(pl.Series("q", [text])), pl.Series([2]), {"1": text}, {}, ".")
    answers = answers_of({0: column})
    assert answers["key"].to_list() == code_keys([text])
    named = answers_of({0: replace(column, cells=code(pl.Series("q", ["1"])))})
    assert named["label"].to_list() == code_keys([text])


@given(st.text())
def test_a_key_is_its_own_key(text):
    key = code_keys([text])
    assert code_keys(key) == key or not key[0].isascii()


def test_numbers_as_a_person_writes_them():
    column = pl.Series("x", [3.0, -0.0, 2.5, 1e20, 1e-7, math.nan, None])
    assert cell_text(column).to_list() == ["3", "0", "2.5", "1e+20", "1e-7", None, None]


def test_names_keep_their_zeros():
    assert on([" 007", "7.0", "1.10", "7.00"], name_text(TEXT)) == ["007", "7", "1.10", "7"]


def test_long_lists_are_shortened():
    assert listing("ab") == '"a", "b"'
    assert listing("abcd", most=2) == '"a", "b" and 2 more'
