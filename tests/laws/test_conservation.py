"""No firm is lost, none is invented, and nothing but the data decides: from frames of firms to result frames."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.strategies import INDICATORS, codebook, firms
from vcif import compare, compare_pairs, describe, tally
from vcif._columns import CATEGORIES, CATEGORY, FRAMES, GLOSSARY, schema

BOOK = codebook()
OMNIBUS = ("welch_anova", "anova", "kruskal_wallis", "jonckheere_terpstra", "framework_order")
PAIRS = ("games_howell", "welch_t", "dunn", "mann_whitney")
NAMES = list(INDICATORS)
ABSENT = st.sampled_from([None, *CATEGORIES])


@st.composite
def any_firms(draw: Any) -> pl.DataFrame:
    """Draw firms with each category missing in turn."""
    return draw(firms(absent=draw(ABSENT)))


def results(counts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return every result frame of a tally, by name of frame and test."""
    found = {"descriptives": describe(counts)}
    found |= {f"omnibus {test}": compare(counts, test=test) for test in OMNIBUS}
    return found | {f"pairwise {test}": compare_pairs(counts, test=test) for test in PAIRS}


@given(any_firms())
def test_the_tally_holds_every_firm_once_per_indicator(frame: pl.DataFrame) -> None:
    for book in (None, BOOK):
        counts = tally(frame, NAMES, book)
        assert counts["n"].sum() == frame.height * len(NAMES)
        per_group = counts.group_by("indicator", "group").agg(pl.col("n").sum())
        for (indicator, group), n in {(i, g): n for i, g, n in per_group.rows()}.items():
            assert indicator in NAMES
            there = frame["category"].is_null() if group is None else frame["category"] == group
            assert n == there.sum()


@given(any_firms())
def test_classified_and_not_classifiable_are_all(frame: pl.DataFrame) -> None:
    counts = tally(frame, ["growth"])
    known, unknown = (counts.filter(pl.col("group").is_null() == null)["n"].sum() for null in (False, True))
    assert known == frame["category"].is_not_null().sum()
    assert known + unknown == frame.height


@given(any_firms())
def test_answers_and_missing_answers_are_the_group(frame: pl.DataFrame) -> None:
    found = describe(tally(frame, NAMES, BOOK))
    sizes = dict(frame["category"].value_counts().rows())
    for row in found.iter_rows(named=True):
        assert row["n"] + row["n_missing"] == sizes.get(row["group"], 0)
        answered = frame.filter(pl.col("category").eq_missing(pl.lit(row["group"], CATEGORY)))[
            row["indicator"]
        ].count()
        assert row["n"] == answered  # rstatix issues 173 and 104: n counted the missing


@given(any_firms())
def test_frames_are_as_the_glossary_has_them(frame: pl.DataFrame) -> None:
    counts = tally(frame, NAMES, BOOK)
    for name, found in {"tally": counts, **results(counts)}.items():
        kind = name.split()[0]
        assert dict(found.schema) == schema(kind, CATEGORY)
        assert tuple(found.columns) == FRAMES[kind]
        floats = found.select(pl.selectors.float())
        assert all(floats[column].drop_nulls().is_finite().all() for column in floats.columns)
        assert set(found["indicator"]) == set(NAMES)
        assert all(column in GLOSSARY for column in found.columns)


@given(any_firms())
def test_a_null_number_has_a_reason(frame: pl.DataFrame) -> None:
    for name, found in results(tally(frame, NAMES, BOOK)).items():
        if name != "descriptives":
            silent = found.filter(pl.col("p_value").is_null() & pl.col("note").is_null())
            assert silent.height == 0
            assert (found["p_value"].is_null() == found["p_adjusted"].is_null()).all()


@given(any_firms(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_is_nothing(frame: pl.DataFrame, random: Any) -> None:
    rows, columns = list(range(frame.height)), list(frame.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    assert_frame_equal(tally(frame[rows].select(columns), NAMES, BOOK), tally(frame, NAMES, BOOK))


@given(any_firms(), st.randoms(use_true_random=False))
def test_the_order_of_a_tally_is_nothing_but_the_order_of_rows(frame: pl.DataFrame, random: Any) -> None:
    counts = tally(frame, NAMES, BOOK)
    order = list(range(counts.height))
    random.shuffle(order)
    wanted = results(counts)
    for name, found in results(counts[order]).items():
        keys = ["indicator"] + [column for column in ("group", "group1", "group2") if column in found.columns]
        assert_frame_equal(found.sort(keys), wanted[name].sort(keys), check_exact=True)


@given(any_firms())
def test_data_frame_lazy_frame_and_text_are_the_same(frame: pl.DataFrame) -> None:
    counts = tally(frame, NAMES, BOOK)
    assert_frame_equal(tally(frame.lazy(), NAMES, BOOK), counts)
    as_text = frame.with_columns(pl.col("category").cast(pl.String))
    assert_frame_equal(tally(as_text, NAMES, BOOK), counts)
    as_small = frame.with_columns(pl.col(NAMES).cast(pl.Int8))
    assert_frame_equal(tally(as_small, NAMES, BOOK), counts)


@given(any_firms(), st.data())
def test_a_null_elsewhere_drops_nothing(frame: pl.DataFrame, data: st.DataObject) -> None:
    # pingouin issue 74: a null in an unrelated column dropped the row
    other = data.draw(
        st.lists(st.one_of(st.none(), st.just(1)), min_size=frame.height, max_size=frame.height)
    )
    wider = frame.with_columns(other=pl.Series(other, dtype=pl.Int64))
    one, both = tally(wider, ["growth"]), tally(wider, ["growth", "other"])
    assert_frame_equal(both.filter(pl.col("indicator") == "growth"), one)
    alone = compare(one, test="kruskal_wallis", adjust="none")
    beside = compare(both, test="kruskal_wallis", adjust="none").filter(pl.col("indicator") == "growth")
    assert_frame_equal(beside, alone, check_exact=True)


@given(firms(absent="C1"))
def test_a_group_without_firms_changes_no_number(frame: pl.DataFrame) -> None:
    counts = tally(frame, NAMES)
    without = ("C2", "C3", "C4")
    drop = ["note"]
    for test in OMNIBUS:
        full, three = compare(counts, test=test), compare(counts, test=test, groups=without)
        assert_frame_equal(full.drop(drop), three.drop(drop), check_exact=True)
    for test in PAIRS:
        full = compare_pairs(counts, test=test, groups=CATEGORIES, pairs=[("C2", "C4"), ("C3", "C4")])
        three = compare_pairs(counts, test=test, groups=without, pairs=[("C2", "C4"), ("C3", "C4")])
        assert_frame_equal(full.drop(drop), three.drop(drop), check_exact=True)


@given(any_firms(), st.integers(2, 3))
def test_repeated_firms_are_scaled_counts(frame: pl.DataFrame, times: int) -> None:
    counts = tally(frame, NAMES, BOOK)
    repeated = tally(pl.concat([frame] * times), NAMES, BOOK)
    assert_frame_equal(repeated, counts.with_columns(pl.col("n") * times))
    stacked = pl.concat([counts] * times)  # two countries' tallies may be stacked: they add up
    for test in ("welch_anova", "kruskal_wallis"):
        assert_frame_equal(compare(stacked, test=test), compare(repeated, test=test), check_exact=True)


@pytest.mark.parametrize("gone", CATEGORIES)
def test_every_category_missing_in_turn(gone: str) -> None:
    there = [name for name in CATEGORIES if name != gone]
    frame = pl.DataFrame({"category": there * 4, "q": [1, 2, 3, 2, 3, 4, 3, 5, 5, 1, 4, 4]})
    counts = tally(frame, ["q"])
    row = describe(counts).filter(pl.col("group") == gone).row(0, named=True)
    assert (row["n"], row["mean"], row["sd"]) == (0, None, None)
    (note,) = compare(counts)["note"]
    assert note == f"{gone} left out: no firm with an answer; adjusted over 1 indicators"
    pairs = compare_pairs(counts)
    assert pairs.height == 6
    assert pairs.filter(pl.col("p_value").is_null()).height == 3
