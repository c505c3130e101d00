"""The counting pass: every way of counting gives what going through the rows one by one gives, to the bit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.strategies import INDICATORS, codebook
from vcif import tally
from vcif._columns import BLOCK, CATEGORIES, schema
from vcif._errors import DataError
from vcif.indicators import columns, count_by_equality, count_by_place, counting

LARGE = st.sampled_from([2**53 - 1, 2**53, 2**53 + 1, 2**53 + 2, -(2**60), 2**62 + 1])
RATIO = st.sampled_from([0.0, -0.0, 0.1, 0.30000000000000004, 1 / 3, -2.5, 1e-300, 1e17, 3.0])
KINDS: dict[str, tuple[pl.DataType | type[pl.DataType], st.SearchStrategy[Any]]] = {
    "item": (pl.Int8, st.integers(1, 5)),
    "coded": (pl.Int8, st.sampled_from([1, 2, 5, 99, -128, 127])),
    "unsigned": (pl.UInt8, st.sampled_from([0, 1, 254, 255])),
    "large": (pl.Int64, LARGE),
    "largest": (pl.UInt64, st.sampled_from([0, 2**53, 2**53 + 1, 2**64 - 1])),
    "huge": (pl.Int128, st.sampled_from([-1, 2**53 + 1, 2**100])),
    "floats": (pl.Float64, st.integers(1, 7).map(float)),
    "halves": (pl.Float64, st.integers(2, 10).map(lambda twice: twice / 2)),
    "ratio": (pl.Float64, RATIO),
    "single": (pl.Float32, st.sampled_from([0.1, 2.0, -0.0, 1.5, 16777217.0])),
    "money": (pl.Decimal(12, 2), st.integers(-500, 500).map(lambda cents: cents / 100)),
    "yes_no": (pl.Boolean, st.booleans()),
    "nothing": (pl.Null, st.none()),
    "constant": (pl.Int64, st.just(4)),
}
GROUPS = {
    "enum": pl.Enum(["b", "a", "empty"]),
    "text": pl.String,
    "categorical": pl.Categorical,
    "yes_no": pl.Boolean,
    "nothing": pl.Null,
}
WEIGHTS = [
    st.sampled_from([0.1, 0.2, 0.3, 1.5, 7.0]),
    st.sampled_from([1e-300, 1.0, 1e16, 1e-17, 5e-324, 1e200]),
    st.integers(0, 9).map(float),
    st.none(),
]


@st.composite
def rows(draw: Callable[..., Any]) -> pl.DataFrame:
    """Draw rows with a grouping column "by", indicators of several kinds, and sometimes weights; nulls anywhere."""
    n = draw(st.integers(0, 25))

    def column(dtype: Any, values: st.SearchStrategy[Any]) -> pl.Series:
        there = values if draw(st.booleans()) else st.one_of(st.none(), values)
        return pl.Series(draw(st.lists(there, min_size=n, max_size=n)), dtype=dtype)

    kind = draw(st.sampled_from(sorted(GROUPS)))
    known = {"yes_no": st.booleans(), "nothing": st.none()}.get(kind, st.sampled_from(["a", "b"]))
    names = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5, unique=True))
    frame = {"by": column(GROUPS[kind], known), **{name: column(*KINDS[name]) for name in names}}
    if draw(st.booleans()):
        frame["weight"] = column(pl.Float64, draw(st.sampled_from(WEIGHTS)))
    return pl.DataFrame(frame)


def naive(
    frame: pl.DataFrame, names: list[str], *, frequency: bool = False, scale: tuple[float, ...] = ()
) -> pl.DataFrame:
    """Count row by row in Python; weights are added as fractions and rounded once."""
    kind = frame.schema["by"]
    text = frame["by"].cast(pl.String).to_list()
    groups = kind.categories.to_list() if isinstance(kind, pl.Enum) else sorted({*text} - {None})
    weights = frame["weight"].to_list() if "weight" in frame.columns else [None] * frame.height
    found: list[dict[str, Any]] = []
    for name in names:
        cells: Counter[Any] = Counter()
        sums: dict[Any, Fraction] = defaultdict(Fraction)
        for group, value, weight in zip(text, frame[name].to_list(), weights, strict=True):
            cell = (group, None if value is None else float(value) + 0.0)
            cells[cell] += int(weight) if frequency else 1
            sums[cell] += Fraction(weight or 0)
        everywhere = {*scale, *(score for _, score in cells if scale and score is not None)}
        for group in (*groups, None) if None in text else groups:
            scores = sorted(everywhere | {score for g, score in cells if g == group and score is not None})
            for score in (*scores, None):
                cell = (group, score)
                found.append({"group": group, "score": score, "n": cells[cell], "weight": float(sums[cell])})
                found[-1] |= {"indicator": name, "block": None, "defining": False}
    weightless = frequency or all(weight is None for weight in weights)
    wanted = pl.DataFrame(found, schema=schema("tally", pl.Enum(groups)))
    return wanted.with_columns(weight=pl.lit(None, pl.Float64)) if weightless else wanted


@contextmanager
def limits(**changed: int) -> Iterator[None]:
    """Set the sizes at which one way of counting takes over from another."""
    with pytest.MonkeyPatch.context() as patch:
        by_place, by_equality = ("_PIECE", "_LONG_PIECE"), ("_MOST_CELLS", "_TOGETHER")
        owner = {"FEW_ROWS": columns, **dict.fromkeys(by_place, count_by_place)}
        owner |= dict.fromkeys(by_equality, count_by_equality)
        owner |= dict.fromkeys(("_PLACE_ROWS", "_PLACE_ROWS_OTHERS"), counting)
        for name, value in changed.items():
            patch.setattr(owner[name], name, value)
        yield


NOT_SOON = {"_PLACE_ROWS": -1, "_PLACE_ROWS_OTHERS": -1}
WAYS: dict[str, dict[str, int]] = {
    "in memory": {},
    "in memory, in pieces": {"_PIECE": 3},
    "in memory, nulls filled together": {"_PIECE": 7, "_LONG_PIECE": 0},
    "by place, and what has none by equality": {"FEW_ROWS": 0, "_MOST_CELLS": 1000},
    "by equality": {"FEW_ROWS": 0, "_MOST_CELLS": 1000, "_TOGETHER": 2, **NOT_SOON},
    "whole numbers by equality": {"FEW_ROWS": 0, "_MOST_CELLS": 1000, "_PLACE_ROWS": -1},
    "by group where levels are many": {"FEW_ROWS": 0, "_MOST_CELLS": 9, **NOT_SOON},
}


@pytest.mark.parametrize("way", WAYS)
@given(frame=rows(), cut=st.integers(1, 30))
def test_every_way_of_counting_agrees_with_one_by_one(way: str, frame: pl.DataFrame, cut: int) -> None:
    names = [name for name in frame.columns if name not in ("by", "weight")]
    wanted = naive(frame, names)
    pieces = pl.concat([frame[:cut], frame[cut:]], rechunk=False)
    with limits(**WAYS[way]):
        for firms in (frame, pieces, frame.lazy(), pieces[::-1].lazy()):
            found = tally(firms, names, by="by")
            assert_frame_equal(found, wanted, check_exact=True)
            assert not np.signbit(found.filter(pl.col("score") == 0)["score"].to_numpy()).any()


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data())
def test_a_scale_has_all_its_levels_and_loses_no_other_score(way: str, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, 20))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return data.draw(st.lists(st.one_of(st.none(), values), min_size=n, max_size=n))

    dtype = data.draw(st.sampled_from([pl.Int8, pl.UInt16, pl.Int64, pl.Float64, pl.Float32]))
    scores = st.sampled_from([1, 2, 3, 4, 5, 5, 0, 6, 99])
    frame = pl.DataFrame(
        {
            "by": pl.Series(column(st.sampled_from(["b", "a"])), dtype=pl.Enum(["a", "b", "c"])),
            **{name: pl.Series(column(scores), dtype=dtype, strict=False) for name in INDICATORS},
        }
    )
    names = list(INDICATORS)
    wanted = naive(frame, names, scale=(1.0, 2.0, 3.0, 4.0, 5.0)).drop("block", "defining")
    with limits(**WAYS[way]):
        for firms in (frame, frame.lazy()):
            found = tally(firms, codebook=codebook(), by="by")
            assert_frame_equal(found.drop("block", "defining"), wanted, check_exact=True)
    facts = found.select("indicator", "block", "defining").unique(maintain_order=True)
    assert facts.schema["block"] == BLOCK
    assert facts.rows() == [(e.id, e.block, e.defining) for e in codebook().indicators]


@pytest.mark.parametrize("way", WAYS)
@given(frame=rows(), data=st.data())
def test_frequency_weights_in_every_way(way: str, frame: pl.DataFrame, data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(0, 10**6), min_size=frame.height, max_size=frame.height))
    weighted = frame.with_columns(weight=pl.Series(times, dtype=pl.Int64))
    names = [name for name in frame.columns if name not in ("by", "weight")]
    wanted = naive(weighted, names, frequency=True)
    with limits(**WAYS[way]):
        for firms in (weighted, weighted.lazy()):
            assert_frame_equal(tally(firms, names, by="by", weights="frequency"), wanted, check_exact=True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"growth": [1.0, float("nan"), None]}, "needs finite scores; got nan in 'growth' (1 cells); make missing answers null"),
        ({"growth": [float("-inf"), float("nan"), 1.5]}, "needs finite scores; got -inf in 'growth' (2 cells); make missing answers null"),
        ({"growth": [float("nan")] * 3, "profit": [float("inf")] * 3}, "needs finite scores; got nan in 'growth' (6 cells); make missing answers null"),
        ({"weight": [1.0, -1.0, None]}, "needs weights from 0 up; got a negative, NaN or infinite weight"),
        ({"weight": [1.0, float("nan"), 1.0]}, "needs weights from 0 up; got a negative, NaN or infinite weight"),
        ({"weight": [1.0, float("inf"), 1.0]}, "needs weights from 0 up; got a negative, NaN or infinite weight"),
        ({"weight": [1.7e308, 1.7e308, 1.0]}, "needs weights whose sum is a number; got 3 weights up to 1.7e+308"),
        ({"weight": ["1", "2", "3"]}, "needs numbers in 'weight'; got String"),
        ({"category": ["C2", "C5", "C4"]}, "needs category to be one of C1, C2, C3, C4; got 'C5'"),
        ({"category": [["C2"], ["C4"], []]}, "needs groups in 'category' (an Enum, text or yes/no); got List(String)"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_said_in_every_way(
    way: str, lazy: bool, change: dict[str, list[Any]], text: str
) -> None:
    sound = {
        "category": ["C2", "C4", "C4"],
        "growth": [1.0, 2.0, 3.0],
        "profit": [1, 2, 3],
        "weight": [1.0] * 3,
    }
    frame = pl.DataFrame(sound | change)
    with limits(**WAYS[way]), pytest.raises(DataError) as raised:
        tally(frame.lazy() if lazy else frame, ["growth", "profit"])
    assert str(raised.value) == f"tally() {text}"


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -1.0])
def test_frequencies_that_are_no_numbers_of_firms(weight: float) -> None:
    frame = pl.DataFrame({"category": ["C2", "C4"], "q": [1, 2], "weight": [weight, 1.0]})
    with pytest.raises(DataError, match="needs weights from 0 up"):
        tally(frame, ["q"], weights="frequency")
    with pytest.raises(DataError, match=r"counts up to 2\^53 firms; got 1e\+16"):
        tally(frame.with_columns(weight=pl.Series([1e16, 1.0])), ["q"], weights="frequency")


@pytest.mark.parametrize("groups", [254, 255, 256, 300])
@pytest.mark.parametrize("way", WAYS)
def test_any_number_of_groups(groups: int, way: str) -> None:
    names = [f"g{i:03}" for i in range(groups)]
    frame = pl.DataFrame({"by": [*names, None] * 2, "q": [1] * (groups + 1) + [2] * (groups + 1)})
    enum = frame.with_columns(pl.col("by").cast(pl.Enum(names)))
    with limits(**WAYS[way]):
        for firms in (frame, frame.lazy(), enum, enum.lazy()):
            found = tally(firms, ["q"], by="by").filter(pl.col("n") > 0)
            wanted = [(group, score, 1) for group in (*names, None) for score in (1.0, 2.0)]
            assert found.select("group", "score", "n").rows() == wanted


@pytest.mark.parametrize("way", WAYS)
def test_files_are_counted_as_frames_are(way: str, tmp_path: Path) -> None:
    order = np.random.PCG64(1).random_raw(3000) % 97
    frame = pl.DataFrame(
        {
            "unused": ["x"] * 3000,
            "weight": (order % 7) / 10 + 0.1,
            "category": [CATEGORIES[i % 4] for i in order.tolist()],
            "item": pl.Series(order % 5 + 1, dtype=pl.Int8),
            "sales": [None if i % 13 == 0 else i / 7 for i in order.tolist()],
            "rare": [1] * 2999 + [7],  # a level that no sample of rows shows
        }
    )
    frame.write_parquet(tmp_path / "firms.parquet", row_group_size=500)
    frame.write_csv(tmp_path / "firms.csv")
    for names in (["item", "sales", "rare"], ["item"]):
        for firms in (frame, frame.drop("weight")):
            wanted = naive(
                firms.rename({"category": "by"}).with_columns(pl.col("by").cast(pl.Enum(CATEGORIES))), names
            )
            with limits(**WAYS[way]):
                scans = [pl.scan_parquet(tmp_path / "firms.parquet"), pl.scan_csv(tmp_path / "firms.csv")]
                for rows in (firms, *(scan.select(firms.columns) for scan in scans)):
                    assert_frame_equal(tally(rows, names), wanted, check_exact=True)


def test_a_column_may_have_the_name_of_a_pattern() -> None:
    frame = pl.DataFrame({"^.*$": ["b", "a"], "*": [1, 2], "0": [3, 4], "g": [5, 6], "w": [7, 8]})
    found = tally(frame.lazy(), ["*", "0", "g", "w"], by="^.*$").filter(pl.col("n") > 0)
    assert found["score"].to_list() == [2, 1, 4, 3, 6, 5, 8, 7]


def test_one_column_may_be_groups_indicator_and_weight_at_once() -> None:
    frame = pl.DataFrame({"old": [True, False, True], "weight": [2.0, 3.0, 0.25]})
    found = tally(frame, ["old", "weight"], by="old").filter(pl.col("n") > 0)
    assert found.select("indicator", "group", "score", "n", "weight").rows() == [
        ("old", "false", 0.0, 1, 3.0),
        ("old", "true", 1.0, 2, 2.25),
        ("weight", "false", 3.0, 1, 3.0),
        ("weight", "true", 0.25, 1, 0.25),
        ("weight", "true", 2.0, 1, 2.0),
    ]
