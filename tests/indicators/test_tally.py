"""The tally: its rows, its weights, and the texts of its errors."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal

from tests.strategies import INDICATORS, codebook, firms
from vcif import tally
from vcif._errors import ArgumentError, DataError, VcifError

FIRMS = pl.DataFrame(
    {
        "category": ["C2", "C4", "C4", None, "C4"],
        "growth": [3, 4, 4, 1, None],
        "abroad": [True, False, None, True, True],
        "words": ["a", "b", "c", "d", "e"],
        "weight": [1.5, 2.0, None, 0.0, 1.0],
    }
)


def cells(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return frame.filter(pl.col("n") > 0).select("group", "score", "n").rows()


def test_counts_by_group_and_score() -> None:
    assert cells(tally(FIRMS, ["growth"])) == [
        ("C2", 3.0, 1), ("C4", 4.0, 2), ("C4", None, 1), (None, 1.0, 1),
    ]  # fmt: skip


def test_yes_and_no_are_one_and_zero() -> None:
    assert cells(tally(FIRMS, ["abroad"])) == [
        ("C2", 1.0, 1), ("C4", 0.0, 1), ("C4", 1.0, 1), ("C4", None, 1), (None, 1.0, 1),
    ]  # fmt: skip


def test_weights_are_summed_beside_the_counts() -> None:
    found = tally(FIRMS, ["growth"]).filter(pl.col("n") > 0)
    assert found.select("n", "weight").rows() == [(1, 1.5), (2, 2.0), (1, 1.0), (1, 0.0)]
    assert tally(FIRMS.drop("weight"), ["growth"])["weight"].null_count() == tally(FIRMS, ["growth"]).height


def test_every_level_of_a_scale_has_its_row() -> None:
    frame = pl.DataFrame({"category": ["C2"], **{name: [3] for name in INDICATORS}})
    found = tally(frame, codebook=codebook())
    growth = found.filter((pl.col("indicator") == "growth") & (pl.col("group") == "C3"))
    assert growth.select("score", "n").rows() == [(1.0, 0), (2.0, 0), (3.0, 0), (4.0, 0), (5.0, 0), (None, 0)]
    assert found["indicator"].unique(maintain_order=True).to_list() == list(INDICATORS)
    assert found.filter(pl.col("defining"))["indicator"].unique().to_list() == ["suppliers"]


@given(firms())
def test_the_engine_is_nothing(frame: pl.DataFrame) -> None:
    chunks = [frame[i : i + 3] for i in range(0, frame.height, 3)]
    pieces = pl.concat(chunks, rechunk=False) if chunks else frame
    assert_frame_equal(tally(pieces.lazy(), list(INDICATORS)), tally(frame, list(INDICATORS)))


def test_groups_of_any_kind() -> None:
    frame = pl.DataFrame({"size": ["small", "big", "small"], "old": [True, False, None], "q": [1, 2, 3]})
    assert tally(frame, ["q"], by="size").schema["group"] == pl.Enum(["big", "small"])
    assert cells(tally(frame, ["q"], by="old")) == [("false", 2.0, 1), ("true", 1.0, 1), (None, 3.0, 1)]
    order = frame.with_columns(pl.col("size").cast(pl.Enum(["small", "big", "huge"])))
    assert tally(order, ["q"], by="size")["group"].unique(maintain_order=True).to_list() == [
        "small",
        "big",
        "huge",
    ]


def test_an_empty_frame_has_every_group_with_no_firm() -> None:
    empty = pl.DataFrame(schema={"category": pl.String, "q": pl.Int64})
    assert tally(empty, ["q"]).select("group", "n").rows() == [("C1", 0), ("C2", 0), ("C3", 0), ("C4", 0)]


@pytest.mark.parametrize("name", ["score", "indicator", "group", "n", "weight", "block", "place", "levels"])
def test_an_indicator_may_have_any_name(name: str) -> None:
    frame = pl.DataFrame({"category": ["C2", "C4"], name: [2, 3], "other": [1, 1]})
    for names in ([name], [name, "other"]):
        found = tally(frame, names).filter(pl.col("indicator") == name)
        assert cells(found) == [("C2", 2.0, 1), ("C4", 3.0, 1)]


def test_minus_zero_is_zero() -> None:
    frame = pl.DataFrame({"category": ["C2", "C2"], "q": [0.0, -0.0]})
    assert cells(tally(frame, ["q"])) == [("C2", 0.0, 2)]


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({}, ArgumentError, "tally() needs indicators or a codebook; got neither"),
        ({"indicators": ["growth", "growth"]}, ArgumentError, "tally() needs a list of different indicators; got ['growth', 'growth']"),
        ({"indicators": "growth"}, ArgumentError, "tally() needs a list of different indicators; got 'growth'"),
        ({"indicators": []}, ArgumentError, "tally() needs a list of different indicators; got []"),
        ({"indicators": ["grwth"]}, DataError, "tally() needs the column 'grwth'; did you mean \"growth\"?"),
        ({"indicators": ["words"]}, DataError, "tally() needs numbers or yes/no in 'words'; got String; read the file with a codebook, which gives words their place on the scale"),
        ({"indicators": ["growth"], "by": "weight"}, DataError, "tally() needs groups in 'weight' (an Enum, text or yes/no); got Float64"),
        ({"indicators": ["growth"], "by": "path"}, DataError, "tally() needs the column 'path'"),
    ],
)  # fmt: skip
def test_errors(options: dict[str, Any], error: type[VcifError], text: str) -> None:
    with pytest.raises(error) as raised:
        tally(FIRMS, **options)
    assert str(raised.value) == text


def test_unclassified_firms_are_pointed_to_classify() -> None:
    with pytest.raises(DataError) as raised:
        tally(FIRMS.drop("category"), ["growth"])
    assert str(raised.value) == "tally() needs the column 'category'; run classify() first"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"growth": [1.0, float("nan")]}, "tally() needs finite scores; got nan in 'growth' (1 cells); make missing answers null"),
        ({"growth": [1.0, float("inf")]}, "tally() needs finite scores; got inf in 'growth' (1 cells); make missing answers null"),
        ({"weight": [1.0, -1.0]}, "tally() needs weights from 0 up; got a negative, NaN or infinite weight"),
        ({"category": ["C2", "C5"]}, "tally() needs category to be one of C1, C2, C3, C4; got 'C5'"),
    ],
)  # fmt: skip
def test_values_that_cannot_be(change: dict[str, list[Any]], text: str) -> None:
    frame = pl.DataFrame({"category": ["C2", "C4"], "growth": [1.0, 2.0], "weight": [1.0, 1.0]} | change)
    with pytest.raises(DataError) as raised:
        tally(frame, ["growth"])
    assert str(raised.value) == text
