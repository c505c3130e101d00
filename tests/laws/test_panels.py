"""Laws of counts over waves: nothing is lost, order is nothing, time can be turned round, definitions nest."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.panels import counted_steps, histories, matrix, panels
from vcif import assign_path
from vcif._columns import CATEGORIES, CATEGORY, FRAMES, GLOSSARY, PATH, schema
from vcif.framework import (
    directions,
    follow_ups,
    movers,
    panel_flow,
    reversals,
    spells,
    transitions,
    waiting_times,
    wave_states,
)

pytestmark = pytest.mark.filterwarnings("ignore::vcif._errors.PanelWarning")
DEFINITIONS = ("exact", "contiguous", "subsequence", "first_entry")
FRAMES_OF = {
    "transitions": transitions, "follow_ups": follow_ups, "states": wave_states, "panel_flow": panel_flow,
    "movers": movers, "spells": spells, "reversals": reversals, "waiting_times": waiting_times,
}  # fmt: skip
PATHS = ("market_seeking", "efficiency_seeking")
# These look at every frame several times over.
fewer = settings(max_examples=settings().max_examples // 4)


def paths(panel: pl.DataFrame, definition: Any, **options: Any) -> dict[str, str | None]:
    found = assign_path(panel, by="waves", definition=definition, **options)
    assert found.group_by("firm_id").agg(pl.col("path").n_unique()).filter(pl.col("path") > 1).is_empty()
    return dict(found.select("firm_id", pl.col("path").cast(pl.String)).rows())


def members(panel: pl.DataFrame, definition: str, path: str, **options: Any) -> set[str]:
    return {firm for firm, name in paths(panel, definition, **options).items() if name in (path, "mixed")}


@given(panels())
def test_rows_of_the_matrix_sum_to_the_firms_with_a_next_consecutive_wave(panel: pl.DataFrame) -> None:
    found = transitions(panel)
    for state in (*CATEGORIES, None):
        row = found.filter(pl.col("from").eq_missing(pl.lit(state, CATEGORY)))
        stay = [
            wave + 1 in states
            for states in histories(panel).values()
            for wave, here in states.items()
            if here == state
        ]
        assert row["n"].sum() == sum(stay)
    known = found.drop_nulls(["from", "to"])
    assert known.height == 16
    sums = known.group_by("from").agg(pl.col("n").sum(), pl.col("share").sum())
    assert all(share == pytest.approx(1 if n else 0) for _, n, share in sums.rows())


@fewer
@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_names_of_firms_are_nothing(panel: pl.DataFrame, random: Any) -> None:
    order = list(range(panel.height))
    random.shuffle(order)
    for make in FRAMES_OF.values():
        assert_frame_equal(make(panel[order]), make(panel))
    names = sorted(set(panel["firm_id"]))
    others = names.copy()
    random.shuffle(others)
    renamed = panel.with_columns(pl.col("firm_id").replace_strict(names, others, return_dtype=pl.String))
    for name in ("transitions", "follow_ups", "states", "panel_flow", "movers"):
        assert_frame_equal(FRAMES_OF[name](renamed), FRAMES_OF[name](panel))


@given(panels(), st.lists(st.sampled_from([*CATEGORIES, None]), min_size=8, max_size=8))
def test_adding_a_wave_leaves_earlier_counts_alone(panel: pl.DataFrame, states: list[str | None]) -> None:
    last = panel["wave"].max() or 2010
    new = pl.DataFrame(
        {"firm_id": [f"F{i}" for i in range(8)], "wave": [last + 1] * 8, "category": states,
         "region": [None] * 8},
        schema=panel.schema,
    )  # fmt: skip
    before, after = transitions(panel, by="wave"), transitions(pl.concat([panel, new]), by="wave")
    kept = after.filter(pl.col("group").cast(pl.String).is_in(before["group"].cast(pl.String).to_list()))
    as_text = pl.col("group").cast(pl.String)
    assert_frame_equal(kept.with_columns(as_text), before.with_columns(as_text))


@given(panels())
def test_reversing_time_transposes_the_counts(panel: pl.DataFrame) -> None:
    turned = panel.with_columns(-pl.col("wave"))
    assert matrix(transitions(turned)) == {
        (two, one): n for (one, two), n in matrix(transitions(panel)).items()
    }
    ahead, back = directions(transitions(panel))["n"], directions(transitions(turned))["n"]
    assert back.to_list() == [ahead[0], ahead[3], ahead[2], ahead[1]]


@given(panels())
def test_what_follows_adds_up_to_the_rows(panel: pl.DataFrame) -> None:
    found, matrix_of = follow_ups(panel), transitions(panel)
    assert found["n"].sum() == panel.height
    sums = dict(found.group_by(pl.col("follows").cast(pl.String)).agg(pl.col("n").sum()).rows())
    assert sums.get("step", 0) == matrix_of.drop_nulls(["from", "to"])["n"].sum()
    assert sums.get("step", 0) + sums.get("unknown", 0) == matrix_of["n"].sum()
    assert sums.get("last", 0) == panel["firm_id"].n_unique()
    assert found.filter(pl.col("follows") == "gap")["distance"].min() in (None, *range(2, 6))


@given(panels())
def test_groups_add_up_to_the_whole(panel: pl.DataFrame) -> None:
    whole = matrix(transitions(panel))
    for by in ("wave", "region"):
        parts = transitions(panel, by=by).group_by("from", "to").agg(pl.col("n").sum())
        assert {pair: n for pair, n in matrix(parts).items() if n} == {p: n for p, n in whole.items() if n}


@given(panels())
def test_the_panels_flow_adds_up(panel: pl.DataFrame) -> None:
    flow = panel_flow(panel)
    firms = panel["firm_id"].n_unique()
    assert flow["entries"].sum() == firms
    rows = flow.rows(named=True)
    for one, two in pairwise(rows):
        assert two["n"] == one["n"] - one["exits"] - one["pauses"] + two["entries"] + two["returns"]
    assert flow["returns"].sum() == (flow["pauses"].sum() or 0)
    if rows:
        assert (rows[-1]["pauses"], rows[-1]["exits"]) == (None, None)
        assert flow["exits"].sum() + rows[-1]["n"] == firms
    states = wave_states(panel)
    assert states.group_by("wave").agg(pl.col("n").sum()).sort("wave")["n"].to_list() == flow["n"].to_list()
    unknown = states.filter(pl.col("category").is_null())["n"].to_list()
    assert unknown == flow["n_unknown"].to_list()
    assert movers(panel)["n"].sum() == firms


@given(panels())
def test_spells_hold_every_known_wave_once(panel: pl.DataFrame) -> None:
    found = spells(panel)
    assert found["length"].sum() == panel["category"].count()
    states = histories(panel)
    for row in found.iter_rows(named=True):
        mine = states[row["firm_id"]]
        waves = range(row["start"], row["end"] + 1)
        assert len(waves) == row["length"]
        assert {mine[wave] for wave in waves} == {row["category"]}
        assert mine.get(row["start"] - 1) == row["from"] != row["category"]
        assert mine.get(row["end"] + 1) == row["to"] != row["category"]
        assert row["left_censored"] == (row["from"] is None)
        assert row["right_censored"] == (row["to"] is None)


@given(panels())
def test_reversals_are_the_steps_back_of_the_matrix(panel: pl.DataFrame) -> None:
    found = reversals(panel).group_by("from", "to").agg(n=pl.len())
    back = {("C4", "C1"), ("C4", "C2"), ("C4", "C3"), ("C2", "C1"), ("C3", "C1")}
    assert matrix(found) == {pair: n for pair, n in counted_steps(panel).items() if pair in back}


@given(panels(firms=20, waves=7), st.booleans(), st.sampled_from(["open", "skip"]))
def test_membership_of_a_path_nests(panel: pl.DataFrame, completed: bool, unknown: str) -> None:
    options: dict[str, Any] = {"completed": completed, "unknown_waves": unknown}
    for path in PATHS:
        exact, contiguous, subsequence, first = (members(panel, d, path, **options) for d in DEFINITIONS)
        assert exact <= contiguous <= subsequence
        assert exact <= first <= subsequence


@given(panels(), st.sampled_from(DEFINITIONS))
def test_a_completed_path_is_one_of_a_firm_that_was_seen_in_c4(panel: pl.DataFrame, definition: str) -> None:
    arrived = {firm for firm, states in histories(panel).items() if "C4" in states.values()}
    found = paths(panel, definition)
    assert {firm for firm, path in found.items() if path is not None} == arrived
    under_way = paths(panel, definition, completed=False)
    assert {firm: under_way[firm] for firm in arrived} == {firm: found[firm] for firm in arrived}


@given(panels(unknown=False))
def test_skipping_unknown_waves_changes_nothing_where_there_are_none(panel: pl.DataFrame) -> None:
    whole = panel.filter(  # firms without a gap
        pl.col("wave").max().over("firm_id") - pl.col("wave").min().over("firm_id") + 1
        == pl.len().over("firm_id")
    )
    for definition in DEFINITIONS:
        assert paths(whole, definition, unknown_waves="skip") == paths(whole, definition)


@given(panels())
def test_waiting_times_have_one_row_a_firm_and_a_time_or_a_reason(panel: pl.DataFrame) -> None:
    found = waiting_times(panel)
    assert found["firm_id"].to_list() == sorted(set(panel["firm_id"]))
    assert (found["time"].is_null() == found["note"].is_not_null()).all()
    states = histories(panel)
    for row in found.drop_nulls("time").iter_rows(named=True):
        mine = states[row["firm_id"]]
        start, end = row["start"], row["start"] + row["time"]
        assert all(state == "C1" for wave, state in mine.items() if wave < start)
        assert min(mine) < start
        assert (
            mine[start] == {"market_seeking": "C3", "efficiency_seeking": "C2", "direct": "C4"}[row["path"]]
        )
        assert (mine[end] == "C4") == row["reached"]
        assert all(mine[wave] not in (None, "C4") for wave in range(start, end))
        if not row["reached"]:
            assert mine.get(end + 1) is None


@given(panels())
def test_first_entry_and_the_clock_name_the_same_paths(panel: pl.DataFrame) -> None:
    clock = waiting_times(panel).filter("reached").select("firm_id", pl.col("path").cast(pl.String))
    by_waves = paths(panel, "first_entry")
    assert all(by_waves[firm] == path for firm, path in clock.rows())


@fewer
@given(panels())
def test_eager_lazy_text_and_frames_as_the_glossary_has_them(panel: pl.DataFrame) -> None:
    as_text = panel.with_columns(pl.col("category").cast(pl.String), pl.col("wave").cast(pl.String))
    as_float = panel.with_columns(pl.col("wave").cast(pl.Float64))
    for name, make in FRAMES_OF.items():
        eager = make(panel)
        assert dict(eager.schema) == {column: kind or pl.String for column, kind in schema(name).items()}
        assert tuple(eager.columns) == FRAMES[name]
        assert all(column in GLOSSARY for column in eager.columns)
        lazy = make(panel.lazy())
        same = lazy.collect(engine="streaming") if isinstance(lazy, pl.LazyFrame) else lazy
        assert_frame_equal(same, eager, check_row_order=not isinstance(lazy, pl.LazyFrame))
        assert_frame_equal(make(as_text), eager)
        assert_frame_equal(make(as_float), eager)


@given(panels(), st.sampled_from(DEFINITIONS))
def test_assigning_paths_keeps_rows_and_kind_of_frame(panel: pl.DataFrame, definition: Any) -> None:
    eager = assign_path(panel, by="waves", definition=definition)
    assert eager.drop("path").equals(panel)
    assert eager.schema["path"] == PATH
    lazy = assign_path(panel.lazy(), by="waves", definition=definition)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(eager)
    again = assign_path(eager, by="waves", definition=definition)  # a path that was there before is replaced
    assert again.equals(eager)


@fewer
@given(panels(step=2))
def test_a_survey_every_two_years_is_one_of_every_round(panel: pl.DataFrame) -> None:
    rounds = panel.with_columns((pl.col("wave") - 2010) // 2)
    assert matrix(transitions(panel, step=2)) == matrix(transitions(rounds))
    assert transitions(panel)["n"].sum() == 0
    assert_frame_equal(follow_ups(panel, step=2), follow_ups(rounds))
    assert spells(panel, step=2)["length"].to_list() == spells(rounds)["length"].to_list()
    assert waiting_times(panel, step=2)["time"].to_list() == waiting_times(rounds)["time"].to_list()
    for definition in DEFINITIONS:
        assert paths(panel, definition, step=2) == paths(rounds, definition)


@fewer
@given(panels(waves=4, firms=5))
def test_long_panels_are_packed_into_several_numbers(panel: pl.DataFrame) -> None:
    # Other firms fill a hundred waves between the first two and the last two of these.
    later = pl.col("wave") >= 2012
    moved = panel.with_columns(pl.when(later).then(pl.col("wave") + 100).otherwise("wave"))
    filler = pl.DataFrame(
        {
            "firm_id": ["long"] * 104,
            "wave": range(2010, 2114),
            "category": ["C1"] * 104,
            "region": [None] * 104,
        },
        schema=panel.schema,
    )
    long = pl.concat([moved, filler])
    counted = counted_steps(long)
    assert {pair: n for pair, n in matrix(transitions(long)).items() if n} == dict(counted)
    assert counted[("C1", "C1")] >= 103
    assert spells(long)["length"].max() == 104
