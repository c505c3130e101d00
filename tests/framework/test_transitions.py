"""Transitions: worked counts, Wilson's interval, groups, and what is refused or warned of."""

from __future__ import annotations

import warnings
from typing import Any

import polars as pl
import pytest

from tests.panels import matrix, of
from vcif._columns import CATEGORIES, FRAMES
from vcif._errors import ArgumentError, DataError, PanelWarning
from vcif.framework import assign_path, directions, follow_ups, reversals, spells, transitions, wave_states
from vcif.framework.shares import with_shares

# a: two steps; b: a gap, so no step; c: unknown in the middle, so two steps that are not known.
PANEL = of(a="134", b="1.4", c="1?4", d=".21")


def test_worked_counts() -> None:
    found = transitions(PANEL)
    assert found.columns == list(FRAMES["transitions"])
    assert found.drop_nulls(["from", "to"]).select("from", "to").rows() == [
        (one, two) for one in CATEGORIES for two in CATEGORIES
    ]
    assert {pair: n for pair, n in matrix(found).items() if n} == {
        ("C1", "C3"): 1, ("C3", "C4"): 1, ("C2", "C1"): 1, ("C1", None): 1, (None, "C4"): 1,
    }  # fmt: skip


def test_a_gap_is_never_a_step_but_is_counted() -> None:
    assert transitions(of(a="1.4", b="1..4"))["n"].sum() == 0
    assert follow_ups(of(a="1.4", b="1..4", c="14")).rows() == [
        ("step", 1, 1), ("gap", 2, 1), ("gap", 3, 1), ("last", None, 3),
    ]  # fmt: skip


def test_shares_are_of_known_steps_only() -> None:
    found = transitions(of(a="11", b="12", c="1?", d="11")).filter(pl.col("from") == "C1")
    assert dict(found.select(pl.col("to").cast(pl.String), "share").rows()) == {
        "C1": 2 / 3, "C2": 1 / 3, "C3": 0, "C4": 0, None: None,
    }  # fmt: skip


# Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (Wilson's score without correction).
@pytest.mark.parametrize(
    ("n", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_newcombes(n: int, total: int, low: float, high: float) -> None:
    row = with_shares(pl.DataFrame({"n": [n]}), pl.lit(total), 0.95).row(0, named=True)
    assert (row["share"], round(row["conf_low"], 4), round(row["conf_high"], 4)) == (n / total, low, high)
    other = with_shares(pl.DataFrame({"n": [total - n]}), pl.lit(total), 0.95).row(0, named=True)
    assert (other["conf_low"], other["conf_high"]) == pytest.approx(
        (1 - row["conf_high"], 1 - row["conf_low"])
    )


def test_a_row_without_firms_has_no_share() -> None:
    row = transitions(of(a="11")).filter(pl.col("from") == "C4").row(0, named=True)
    assert (row["n"], row["share"], row["conf_low"], row["conf_high"]) == (0, None, None, None)


def test_groups_are_taken_at_the_start_of_a_step() -> None:
    panel = of(a="134", b="13").with_columns(region=pl.Series(["north", "south", "north", None, "south"]))
    found = transitions(panel, by="region").filter(pl.col("n") > 0)
    rows = found.select(pl.col("group", "from", "to").cast(pl.String), "n").rows()
    assert rows == [("north", "C1", "C3", 1), ("south", "C3", "C4", 1), (None, "C1", "C3", 1)]
    assert transitions(panel, by="region").group_by("group").len()["len"].to_list() == [16, 16, 16]
    waves = transitions(panel, by="wave")
    assert waves.schema["group"] == pl.Enum(["1", "2"])
    yes_no = transitions(panel.with_columns(region=pl.lit(True)), by="region")
    assert yes_no["group"].unique().to_list() == ["true"]


def test_groups_of_the_glossary_keep_their_levels() -> None:
    panel = assign_path(of(a="134", b="124"), by="waves", definition="exact")
    found = transitions(panel, by="path")
    assert found.height == 6 * 16
    as_text = panel.with_columns(pl.col("path").cast(pl.String))
    assert transitions(as_text, by="path").equals(found)


def test_directions_follow_the_partial_order() -> None:
    everything = of(**{f"{one}{two}": f"{one}{two}" for one in "1234" for two in "1234"})
    assert dict(directions(transitions(everything)).select(pl.col("direction").cast(pl.String), "n").rows()) == {
        "stay": 4, "forward": 5, "switch": 2, "reversal": 5,
    }  # fmt: skip
    assert reversals(everything).select(pl.concat_str("from", "to")).to_series().sort().to_list() == [
        "C2C1", "C3C1", "C4C1", "C4C2", "C4C3",
    ]  # fmt: skip


def test_spells_end_at_a_gap_and_at_an_unknown_wave() -> None:
    found = (
        spells(of(a="11?1.1223"))
        .drop("firm_id")
        .with_columns(pl.col("category", "from", "to").cast(pl.String))
    )
    assert found.rows() == [
        ("C1", 1, 2, 2, None, None, True, True),
        ("C1", 4, 4, 1, None, None, True, True),
        ("C1", 6, 6, 1, None, "C2", True, False),
        ("C2", 7, 8, 2, "C1", "C3", False, False),
        ("C3", 9, 9, 1, "C2", None, False, True),
    ]


def test_states_by_wave() -> None:
    found = wave_states(PANEL).filter(pl.col("wave") == 2)
    assert found.select(pl.col("category").cast(pl.String), "n", "share").rows() == [
        ("C1", 0, 0), ("C2", 1, 1 / 2), ("C3", 1, 1 / 2), ("C4", 0, 0), (None, 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize("make", [transitions, follow_ups, spells, reversals, wave_states])
def test_a_firm_twice_in_a_wave_is_refused_with_its_rows(make: Any) -> None:
    twice = pl.concat([PANEL, PANEL[[0]], PANEL[[4, 4]]])
    for frame in (twice, twice.lazy()):
        with pytest.raises(DataError) as raised:
            make(frame)
        assert str(raised.value) == (
            f'{make.__name__}() needs a firm once in a wave; got firm "a" in wave 1 in rows 2, 12; '
            'firm "b" in wave 3 in rows 6, 13, 14 (header = row 1); remove the surplus rows'
        )


def test_duplicates_are_found_wherever_their_sum_may_lead() -> None:
    # Sums of symbols may look like another history: the second number tells.
    for copies in range(2, 20):
        for letters in ("1", "12", "?", "4?3"):
            panel = of(a=letters)
            with pytest.raises(DataError, match="needs a firm once in a wave"):
                transitions(pl.concat([panel] * copies))


def test_many_duplicates_are_cut_short() -> None:
    panel = of(**{f"f{i}": "1" for i in range(9)})
    with pytest.raises(DataError, match=r'"f4" in wave 1 in rows 6, 15; and 4 more \(header'):
        transitions(pl.concat([panel, panel]))


def test_rows_without_a_place_warn_and_are_left_out() -> None:
    lost = pl.DataFrame({"firm_id": ["a", "a", None], "wave": [None, 2.5, 1.0], "category": ["C1"] * 3})
    whole = pl.DataFrame({"firm_id": ["a", "a"], "wave": [1.0, 2.0], "category": ["C1", "C3"]})
    with pytest.warns(PanelWarning) as caught:
        found = transitions(pl.concat([whole, lost]))
    assert found["n"].sum() == 1
    assert str(caught[0].message) == (
        "transitions() leaves out 3 rows that have no firm or no whole number as their wave; "
        "panel_problems() lists them"
    )
    assert caught[0].filename == __file__


def test_an_activity_that_does_not_vary_in_a_wave_warns() -> None:
    panel = of(a="14", b="41", c="22").with_columns(
        upstream=pl.Series([False, True, True, True, None, True]),
        downstream=pl.Series([False, None, True, None, False, None]),
    )
    with pytest.warns(PanelWarning) as caught:
        transitions(panel)
    assert [str(each.message) for each in caught] == [
        "transitions(): wave 2: every firm that answers says yes in 'upstream': probably not asked",
        "transitions(): wave 2: nobody answers in 'downstream': probably not asked",
    ]
    with warnings.catch_warnings():  # one firm alone never varies
        warnings.simplefilter("error")
        transitions(panel.filter(pl.col("firm_id") == "a"))


def test_waves_that_are_never_consecutive_warn() -> None:
    with pytest.warns(
        PanelWarning, match=r"no two waves are 1 apart, .*; if it was held every 2, pass step=2"
    ):
        assert transitions(of(a="1.3.4"))["n"].sum() == 0
    assert transitions(of(a="1.3.4"), step=2)["n"].sum() == 2


@pytest.mark.parametrize(
    ("change", "options", "error", "text"),
    [
        (pl.lit(1).alias("x"), {"step": 0}, ArgumentError, "transitions() needs a whole number from 1 up as its step; got 0"),
        (pl.lit(1).alias("x"), {"step": 2}, DataError, "transitions() needs waves that lie a multiple of step=2 apart; got 1 and 2; leave the waves of another rhythm out, or change step"),
        (pl.lit(1).alias("x"), {"level": 1}, ArgumentError, "transitions() needs a level between 0 and 1; got 1"),
        (pl.lit("C5").alias("category"), {}, DataError, "transitions() needs categories C1 to C4 or null; got 'C5'"),
        (pl.lit(1).alias("x"), {"by": "x"}, DataError, "transitions() needs groups in 'x' (an Enum, text or yes/no); got Int32"),
        (pl.lit(1).alias("x"), {"by": "regoin"}, DataError, "transitions() needs the column 'regoin'"),
        (pl.date(2020, 1, 1).alias("wave"), {}, DataError, "transitions() needs whole numbers (years or rounds) in 'wave'; got Date; of a date, take the year"),
    ],
)  # fmt: skip
def test_errors(change: pl.Expr, options: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        transitions(PANEL.with_columns(change), **options)
    assert str(raised.value).startswith(text)


def test_a_frame_without_categories_says_what_to_do() -> None:
    with pytest.raises(
        DataError, match=r"transitions\(\) needs the column 'category'; run classify\(\) first"
    ):
        transitions(PANEL.drop("category"))
    with pytest.raises(DataError, match="needs the frame of transitions"):
        directions(transitions(PANEL, by="wave"))


def test_an_empty_panel_has_no_steps() -> None:
    empty = PANEL.head(0)
    assert transitions(empty)["n"].to_list() == [0] * 16
    assert follow_ups(empty).is_empty()
    assert spells(empty).is_empty()
