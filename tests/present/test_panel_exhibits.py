"""Tables, figures and alternative texts of panels: what they show is what the frames hold, for every panel."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.present.reading import read
from vcif import (
    Settings,
    categories_from_transactions,
    present,
    run_panel,
    simulate_transactions,
    survival_curves,
)
from vcif._errors import PanelWarning
from vcif.dataset.example_panel import example_panel
from vcif.dataset.survey import Survey
from vcif.panel import Panel
from vcif.present.figures.alluvial import bands_data, bars_data
from vcif.present.figures.sequences import sequences_data
from vcif.present.figures.states import states_data
from vcif.present.figures.steps import steps_data
from vcif.present.figures.survival import at_risk_data, survival_data
from vcif.present.numbers import count, percent

TABLES = (
    "table_panel", "table_transitions", "table_homogeneity", "table_arrivals", "table_path_counts",
    "table_path_sources", "table_path_effects", "table_panel_problems",
)  # fmt: skip
FIGURES = ("figure_states", "figure_transitions", "figure_flows", "figure_sequences", "figure_survival")
ALTS = ("alt_states", "alt_transitions", "alt_flows", "alt_sequences", "alt_survival")
PANELS = (
    "whole",
    "real",
    "gaps_only",
    "all_unknown",
    "few",
    "unasked",
    "many_waves",
    "one_category",
    "two_waves",
)


def panel_of(survey: Survey, change: Any, **options: Any) -> Panel:
    return run_panel(replace(survey, firms=change(survey.firms)), **options)


def caption_of(figure: Any) -> str:
    return str(figure.labels.get("caption", "")).replace("\n", " ")


@pytest.fixture(scope="module")
def survey() -> Survey:
    return example_panel()


@pytest.fixture(scope="module")
def whole(survey: Survey) -> Panel:
    return run_panel(survey, groups="ownership")


@pytest.fixture(scope="module")
def real(survey: Survey) -> Panel:
    about = survey.codebook.study.model_copy(update={"synthetic": False})
    return run_panel(replace(survey, codebook=survey.codebook.model_copy(update={"study": about})))


@pytest.fixture(scope="module")
def gaps_only(survey: Survey) -> Panel:
    with pytest.warns(PanelWarning, match="no two waves are 1 apart"):
        return panel_of(survey, lambda firms: firms.filter(pl.col("wave") % 2 == 1))


@pytest.fixture(scope="module")
def all_unknown(survey: Survey) -> Panel:
    with pytest.warns(PanelWarning, match="nobody answers"):
        return panel_of(survey, lambda firms: firms.with_columns(upstream=pl.lit(None, pl.Boolean)))


@pytest.fixture(scope="module")
def few(survey: Survey) -> Panel:
    return panel_of(survey, lambda firms: firms.filter(pl.col("firm_id") == "F0012"))


@pytest.fixture(scope="module")
def unasked(survey: Survey) -> Panel:
    changed = pl.when(pl.col("wave") == 2020).then(False).otherwise("upstream").alias("upstream")
    with pytest.warns(PanelWarning, match="wave 2020: every firm that answers says no in 'upstream'"):
        return panel_of(survey, lambda firms: firms.with_columns(changed))


@pytest.fixture(scope="module")
def many_waves(survey: Survey) -> Panel:
    """Four runs of the seven waves and a bit, one after the other: 30 waves."""
    parts = [
        survey.firms.filter(pl.col("wave") == 2017 + k % 7).with_columns(wave=pl.lit(1990 + k, pl.Int64))
        for k in range(30)
    ]
    return run_panel(replace(survey, firms=pl.concat(parts)))


@pytest.fixture(scope="module")
def one_category(survey: Survey) -> Panel:
    with pytest.warns(PanelWarning, match="probably not asked"):
        return panel_of(
            survey, lambda firms: firms.with_columns(upstream=pl.lit(False), downstream=pl.lit(False))
        )


@pytest.fixture(scope="module")
def two_waves(survey: Survey) -> Panel:
    return panel_of(survey, lambda firms: firms.filter(pl.col("wave").is_in([2020, 2021])))


@pytest.mark.parametrize("which", PANELS)
@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_made_of_every_panel(
    name: str, which: str, request: pytest.FixtureRequest
) -> None:
    panel: Panel = request.getfixturevalue(which)
    shown = read(getattr(present, name)(panel))
    assert shown.rows
    assert len({len(row) for row in shown.rows}) == 1
    texts = [*shown.headers, *shown.notes, *(cell for row in shown.rows for cell in row)]
    assert not [text for text in texts if re.search(r"\*|\bNone\b|\bnan\b|[a-z]_[a-z]", text)]
    dashes = any(cell == "–" for row in shown.rows for cell in row[1:])
    says_why = "Reason" in shown.headers or any(note.startswith("– ") for note in shown.notes)
    assert says_why or not dashes
    first = shown.notes[0]
    assert first.startswith("Note. ")
    assert ("Synthetic data" in first) == (which != "real")


@pytest.mark.parametrize("which", PANELS)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_drawn_of_every_panel(
    name: str, which: str, request: pytest.FixtureRequest
) -> None:
    figure = getattr(present, name)(request.getfixturevalue(which))
    page = io.BytesIO()
    figure.save(page, format="png", dpi=50, verbose=False)
    assert page.getvalue().startswith(b"\x89PNG")
    assert figure.labels.get("title", None) == (None if which == "real" else "Synthetic data")


@pytest.mark.parametrize("which", PANELS)
@pytest.mark.parametrize("name", ALTS)
def test_every_panel_has_alternative_texts(name: str, which: str, request: pytest.FixtureRequest) -> None:
    text = getattr(present, name)(request.getfixturevalue(which))
    assert text.startswith("Synthetic data. ") == (which != "real")
    assert text.endswith(".")
    assert not re.search(r"None|nan|\s\s|\.\.|[a-z]_[a-z]", text)


def test_the_matrix_is_the_frames(whole: Panel) -> None:
    shown = read(present.table_transitions(whole))
    row = dict(zip(shown.headers[-5:], shown.row("C2 upstream integrated")[-5:], strict=False))
    cell = whole.transitions.filter(pl.col("from") == "C2", pl.col("to") == "C4").row(0, named=True)
    wanted = [percent(cell[name], 1).removesuffix("%") for name in ("share", "conf_low", "conf_high")]
    assert shown.row("C2 upstream integrated")[4] == f"{wanted[0]} [{wanted[1]}, {wanted[2]}]"
    assert row
    gaps = whole.follow_ups.filter(pl.col("follows") == "gap")["n"].sum()
    assert f"{count(gaps)} by a gap" in shown.note
    data = steps_data(whole)
    assert data["n"].sum() == whole.transitions.drop_nulls(["from", "to"])["n"].sum()


def test_the_panel_table_is_the_flow(whole: Panel) -> None:
    shown = read(present.table_panel(whole))
    for row, flow in zip(shown.rows, whole.flow.iter_rows(named=True), strict=True):
        assert row[0] == str(flow["wave"])
        assert [row[1], *row[6:]] == [
            count(flow[name]) for name in ("n", "n_unknown", "entries", "returns", "pauses", "exits")
        ]
        states = whole.states.filter(pl.col("wave") == flow["wave"]).drop_nulls("category")["n"].to_list()
        assert row[2:6] == [count(n) for n in states]


def test_both_questions_of_homogeneity_stand_one_below_the_other(whole: Panel, real: Panel) -> None:
    shown = read(present.table_homogeneity(whole))
    assert len(shown.rows) == 10
    assert shown.headings == ["Over the waves", "Between groups: Ownership"]
    assert len(read(present.table_homogeneity(real)).rows) == 5
    wanted = whole.homogeneity.filter(pl.col("from").is_null())
    assert shown.rows[0][2] == f"{wanted['df1'][0]:.0f}"


def test_path_tables_show_every_source(whole: Panel) -> None:
    shown = read(present.table_path_sources(whole))
    assert len(shown.rows) == 21
    verdict = whole.sources.verdicts.filter(pl.col("source") == "category", pl.col("hypothesis") == "S8")
    assert shown.rows[6][0] == "Category (C3 and C2)"
    assert shown.rows[6][-1].lower() == verdict["verdict"][0] == "contradicted"
    counts = read(present.table_path_counts(whole))
    assert len({row[-1] for row in counts.rows}) == 1
    effects = read(present.table_path_effects(whole))
    row = effects.row("Extent of buying inputs abroad †")
    assert row[-1] == "–"  # true by construction between C2 and C3
    assert all(cell != "–" for cell in row[1:-1])


def test_a_panel_without_reports_says_so(survey: Survey) -> None:
    blank = pl.lit(None, survey.firms.schema["path_reported"])
    panel = panel_of(survey, lambda firms: firms.with_columns(path_reported=blank))
    for name in ("table_path_sources", "table_path_effects"):
        assert "– Reported: the survey has no reported paths." in read(getattr(present, name)(panel)).notes


def test_states_stack_to_one_and_flows_to_the_steps(whole: Panel) -> None:
    data = states_data(whole)
    assert data.group_by("wave").agg(pl.col("share").sum().round(9))["share"].to_list() == [1.0] * 7
    bars = bars_data(whole)
    assert (
        bars.group_by("wave").agg(pl.col("high").max()).sort("wave")["high"].to_list()
        == whole.flow["n"].to_list()
    )
    bands = bands_data(whole, bars).unique("band")
    assert bands["n"].sum() == whole.transitions.drop_nulls(["from", "to"])["n"].sum()
    leaving = bands.group_by("category").agg(pl.col("n").sum()).sort("category").rows()
    wanted = whole.transitions.drop_nulls(["from", "to"]).group_by("from").agg(pl.col("n").sum()).sort("from")
    assert leaving == [(str(name), n) for name, n in wanted.rows()]


def test_bands_stay_within_their_bars(whole: Panel) -> None:
    bars = {(row["place"], row["category"]): row for row in bars_data(whole).to_dicts()}
    bands = bands_data(whole, bars_data(whole))
    start = bands.filter(pl.col("x") == pl.col("x").min().over("band"))
    for row in (
        start.group_by("band", "category", "x").agg(low=pl.col("y").min(), high=pl.col("y").max()).to_dicts()
    ):
        bar = bars[round(row["x"]), row["category"]]
        assert bar["low"] - 1e-9 <= row["low"] <= row["high"] <= bar["high"] + 1e-9


def test_the_sequence_plot_draws_every_known_wave(whole: Panel) -> None:
    data = sequences_data(whole)
    cells = data.select(((pl.col("high") - pl.col("low")) * (pl.col("right") - pl.col("left"))).sum()).item()
    assert cells == whole.firms["category"].count()


def test_survival_has_its_numbers_at_risk(whole: Panel) -> None:
    data = present.figure_survival(whole).data
    assert isinstance(data, pl.DataFrame)
    assert data["n_text"].to_list() == [count(n) for n in whole.curves["n_risk"]]


def test_customs_records_table(whole: Panel) -> None:
    found = categories_from_transactions(simulate_transactions(60), product="product", least_transactions=2)
    shown = read(present.table_transactions(found, synthetic=True))
    assert [row[2] for row in shown.rows] == [count(n) for n in found.counts["n"]]
    assert shown.notes[0] == "Note. Synthetic data: simulated records of firms that do not exist."
    assert "ynthetic" not in read(present.table_transactions(found)).note


def test_the_text_of_an_empty_figure_says_what_the_figure_says(all_unknown: Panel) -> None:
    for name in ("states", "transitions", "sequences", "survival"):
        drawn = getattr(present, f"figure_{name}")(all_unknown).data["label"][0].replace("\n", " ")
        reason = drawn.removeprefix("Nothing to show: ")
        assert getattr(present, f"alt_{name}")(all_unknown) == f"Synthetic data. An empty figure: {reason}"


def test_the_text_of_the_heat_map_names_only_steps_that_were_made(one_category: Panel) -> None:
    assert present.alt_transitions(one_category).endswith(
        "C1: 100% stay; C2: no step; C3: no step; C4: no step."
    )


def test_of_many_waves_only_some_are_named(many_waves: Panel) -> None:
    assert set(states_data(many_waves)["label"]) == {""}
    assert "the table has the numbers" in caption_of(present.figure_states(many_waves))
    assert "the table has the numbers" in caption_of(present.figure_flows(many_waves))
    for name in ("figure_flows", "figure_sequences"):
        axis = getattr(present, name)(many_waves).scales.get_scales("x")
        assert axis.labels == [str(wave) for wave in range(1990, 2020, 3)]
    ticks = present.figure_survival(many_waves).scales.get_scales("x").breaks
    assert ticks == [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]
    assert set(at_risk_data(survival_data(many_waves))["time"]) == set(ticks)


def test_an_axis_of_times_has_a_length_where_no_time_has_passed(two_waves: Panel) -> None:
    assert survival_data(two_waves)["time"].max() == 0
    low, high = present.figure_survival(two_waves).scales.get_scales("x").limits
    assert low < 0 < 1 <= high


def test_firms_are_counted_in_whole_numbers(few: Panel, whole: Panel) -> None:
    assert present.figure_sequences(few).scales.get_scales("y").breaks == [0, 1]
    assert present.figure_sequences(whole).scales.get_scales("y").labels == ["0", "100", "200", "300"]


@pytest.mark.parametrize("column", ["firm_id", "wave"])
def test_rows_without_a_firm_or_a_wave_are_no_firms(survey: Survey, column: str) -> None:
    """Every row of three firms, and so the firms themselves, are out of the panel."""
    gone = pl.col("firm_id").is_in(["F0001", "F0002", "F0003"])
    lost = survey.firms.filter(gone).height
    blank = pl.when(~gone).then(column).alias(column)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PanelWarning)
        panel = panel_of(survey, lambda firms: firms.with_columns(blank))
    firms = survey.firms["firm_id"].n_unique() - 3
    note = read(present.table_panel(panel)).note
    assert f"{count(firms)} firms in {count(survey.firms.height - lost)} rows." in note
    assert f"{count(lost)} rows without a firm or a wave are left out." in note
    caption = caption_of(present.figure_sequences(panel))
    assert f"{count(firms)} firms, one line each" in caption
    assert "Not drawn" not in caption


def test_a_firm_that_is_never_known_is_named_as_such(survey: Survey) -> None:
    gone = pl.col("firm_id").is_in(["F0001", "F0002"])
    blank = [pl.when(~gone).then(name).alias(name) for name in ("upstream", "downstream")]
    panel = panel_of(survey, lambda firms: firms.with_columns(blank))
    assert "Not drawn: 2 firms whose category is never known." in caption_of(present.figure_sequences(panel))


def test_half_is_half_in_the_median(whole: Panel) -> None:
    """(1 - 1/4)(1 - 1/3) = 1/2 exactly; the product of the floats lies above it."""
    route = ["market_seeking"] * 4
    times = pl.DataFrame({"path": route, "time": [1, 2, 3, 3], "reached": [True, True, False, False]})
    curves = survival_curves(times)
    assert curves["survival"][2] > 0.5
    shown = read(present.table_arrivals(replace(whole, curves=curves)))
    assert shown.rows[0][:4] == ["Market seeking", "4", "2", "2"]


def test_a_row_that_was_not_tested_has_no_small_cells(survey: Survey) -> None:
    panel = run_panel(survey, groups="processing")
    untested = panel.between
    assert untested is not None
    names = (
        untested.filter(pl.col("statistic").is_null())["from"].drop_nulls().unique().cast(pl.String).to_list()
    )
    assert names
    rows = read(present.table_homogeneity(panel)).rows[5:]
    for row in rows:
        assert (row[-2] == "–") == (row[0][:2] in names)


def test_a_codebook_without_items_of_paths_is_named(survey: Survey) -> None:
    items = [
        entry.model_copy(update={"block": "attitudes", "hypotheses": []})
        for entry in survey.codebook.indicators
    ]
    for indicators, reason in (
        (items, "the codebook names no item of S8, S9 or S10"),
        ([], "the codebook names no item of S8, S9 or S10"),
    ):
        codebook = survey.codebook.model_copy(update={"indicators": indicators})
        panel = run_panel(replace(survey, codebook=codebook))
        assert read(present.table_path_effects(panel)).rows == [["Effect sizes", "–", reason]]
        assert read(present.table_path_sources(panel)).rows


def test_mean_effects_are_written_as_their_effects_are(survey: Survey) -> None:
    panel = run_panel(survey, Settings(path_pairs="mann_whitney"))
    for row in read(present.table_path_sources(panel)).rows:
        assert re.fullmatch(r"−?\.\d\d", row[6])
