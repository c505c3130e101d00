"""Tables, figures and alternative texts of panels: what they show is what the frames hold, for every panel."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.present.reading import read
from vcif import categories_from_transactions, present, run_panel, simulate_transactions
from vcif._errors import PanelWarning
from vcif.dataset.example_panel import example_panel
from vcif.dataset.survey import Survey
from vcif.panel import Panel
from vcif.present.figures.alluvial import bands_data, bars_data
from vcif.present.figures.sequences import sequences_data
from vcif.present.figures.states import states_data
from vcif.present.figures.steps import steps_data
from vcif.present.numbers import count, percent

TABLES = (
    "table_panel", "table_transitions", "table_homogeneity", "table_arrivals", "table_path_counts",
    "table_path_sources", "table_path_effects", "table_panel_problems",
)  # fmt: skip
FIGURES = ("figure_states", "figure_transitions", "figure_flows", "figure_sequences", "figure_survival")
ALTS = ("alt_states", "alt_transitions", "alt_flows", "alt_sequences", "alt_survival")
PANELS = ("whole", "real", "gaps_only", "all_unknown", "few", "unasked")


def panel_of(survey: Survey, change: Any, **options: Any) -> Panel:
    return run_panel(replace(survey, firms=change(survey.firms)), **options)


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
