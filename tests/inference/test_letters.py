"""Compact letters, held against what they mean: two groups share one exactly when they do not differ."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vcif
from vcif._columns import CATEGORY, schema
from vcif._errors import ArgumentError, DataError
from vcif.inference.letters import compact_letters

GROUPS = ("C1", "C2", "C3", "C4")
PAIRS = tuple(combinations(GROUPS, 2))


def frame(p_values: list[float | None], method: str = "dunn") -> pl.DataFrame:
    rows = [
        {"indicator": "q", "group1": first, "group2": second, "method": method, "p_adjusted": p}
        for (first, second), p in zip(PAIRS, p_values, strict=True)
    ]
    return pl.DataFrame(rows, schema=schema("pairwise", CATEGORY))


@given(st.lists(st.sampled_from([0.001, 0.5, None]), min_size=6, max_size=6))
def test_groups_share_a_letter_exactly_when_they_do_not_differ(p_values: list[float | None]) -> None:
    letters = dict(compact_letters(frame(p_values)).select("group", "letters").rows())
    assert all(letters.values())
    for (first, second), p in zip(PAIRS, p_values, strict=True):
        differ = p is not None and p < 0.05
        assert bool(set(letters[first]) & set(letters[second])) != differ


def test_the_textbook_case() -> None:
    # C1 | C2 C3 overlap | C4: C1 differs from C3 and C4, C2 from C4
    assert compact_letters(frame([0.2, 0.01, 0.001, 0.3, 0.02, 0.4]))["letters"].to_list() == [
        "a", "ab", "bc", "c",
    ]  # fmt: skip


def test_pairs_of_one_test_and_all_of_them() -> None:
    some = frame([0.5] * 6)
    with pytest.raises(DataError, match="q lacks some"):
        compact_letters(some.head(5))
    with pytest.raises(DataError, match="one test; got dunn, games_howell"):
        compact_letters(pl.concat([some, frame([0.5] * 6, "games_howell")]))
    with pytest.raises(DataError, match="lacks indicator"):
        compact_letters(pl.DataFrame({"p": [1]}))
    with pytest.raises(ArgumentError, match="alpha between 0 and 1; got 5"):
        compact_letters(some, alpha=5)


def test_the_study_s_composites() -> None:
    study = vcif.run_study(vcif.example_survey())
    pairs = study.composites.pairwise.filter(pl.col("method") == "games_howell")
    letters = compact_letters(pairs)
    assert letters.height == 3 * 4
    assert letters.filter(pl.col("group") == "C1")["letters"].to_list() == ["a", "a", "a"]
