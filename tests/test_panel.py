"""The whole panel and the comparison of paths by every source: wired from the functions, with their reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import vcif
from vcif._columns import FRAMES, GLOSSARY, PATH_SOURCES, schema
from vcif._errors import ArgumentError, DataError, PanelWarning
from vcif.dataset.example import example_survey
from vcif.dataset.survey import Survey


@pytest.fixture(scope="module")
def survey() -> Survey:
    return vcif.example_panel()


@pytest.fixture(scope="module")
def sources(survey: Survey) -> vcif.PathSources:
    return vcif.compare_path_sources(survey)


def test_a_panel_is_its_functions(survey: Survey) -> None:
    panel = vcif.run_panel(survey)
    firms = vcif.classify(survey.firms)
    assert_frame_equal(panel.transitions, vcif.transitions(firms))
    assert_frame_equal(panel.times, vcif.waiting_times(firms))
    assert_frame_equal(panel.curves, vcif.survival_curves(panel.times))
    assert panel.between is None
    assert panel.homogeneity.height == 10
    steps = vcif.transitions(firms, by="wave")
    assert_frame_equal(panel.homogeneity.head(5), vcif.compare_transitions(steps))


def test_settings_reach_the_panel(survey: Survey) -> None:
    settings = vcif.Settings(
        rule="threshold", upstream="imports", downstream="exports", threshold=0.1, level=0.9, wave=2022
    )
    panel = vcif.run_panel(survey, settings)
    assert panel.sources.wave == 2022
    assert panel.curves["conf_level"].unique().to_list() == [0.9]
    stricter = vcif.classify(
        survey.firms, rule="threshold", upstream="imports", downstream="exports", threshold=0.1
    )
    assert_frame_equal(panel.transitions, vcif.transitions(stricter, level=0.9))


def test_each_warning_is_said_once(survey: Survey) -> None:
    changed = pl.when(pl.col("wave") == 2020).then(False).otherwise("upstream").alias("upstream")
    with pytest.warns(PanelWarning) as caught:
        panel = vcif.run_panel(replace(survey, firms=survey.firms.with_columns(changed)))
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert panel.problems["problem"].str.contains("wave 2020: every firm that answers says no").any()


@pytest.mark.parametrize(
    ("change", "options", "text"),
    [
        (lambda f: f.with_columns(wave=pl.lit(None, pl.Int64)), {}, "run_panel() needs several waves; the survey has none"),
        (lambda f: f.filter(pl.col("wave") == 2020), {}, "run_panel() needs several waves; the survey has [2020]"),
        (lambda f: f, {"groups": "regoin"}, "run_panel() needs the column 'regoin'; did you mean \"region\"?"),
        (lambda f: pl.concat([f, f.head(1)]), {}, "transitions() needs a firm once in a wave; got firm"),
    ],
)  # fmt: skip
def test_what_is_no_panel_is_refused(survey: Survey, change: Any, options: dict[str, Any], text: str) -> None:
    with pytest.raises(DataError) as raised:
        vcif.run_panel(replace(survey, firms=change(survey.firms)), **options)
    assert str(raised.value).startswith(text)


def test_sources_are_the_paths_of_their_functions(survey: Survey, sources: vcif.PathSources) -> None:
    firms = vcif.classify(survey.firms)
    last = (pl.col("wave") == 2023) & (pl.col("category") == "C4")
    made = {
        "entry_years": vcif.assign_path(firms), "reported": vcif.assign_path(firms, by="reported"),
        "waves_exact": vcif.assign_path(firms, by="waves", definition="exact"),
        "waves_subsequence": vcif.assign_path(firms, by="waves", definition="subsequence"),
    }  # fmt: skip
    for name, frame in made.items():
        here = frame.filter(last)
        for path in ("market_seeking", "direct", "undetermined"):
            row = sources.counts.filter(pl.col("source") == name, pl.col("path") == path)
            assert row["n"][0] == (here["path"] == path).sum()
        tests = vcif.compare_pairs(
            vcif.tally(here, codebook=survey.codebook, by="path"), test="welch_t",
            pairs=(("market_seeking", "efficiency_seeking"),),
        )  # fmt: skip
        mine = sources.effects.filter(pl.col("source") == name).drop("source")
        assert_frame_equal(mine.drop("note"), tests.drop("note"))  # firms outside C4 are left out beforehand


def test_every_firm_of_the_wave_is_counted_once_by_each_source(
    survey: Survey, sources: vcif.PathSources
) -> None:
    n = survey.firms.filter(pl.col("wave") == 2023).height
    assert sources.counts.group_by("source").agg(pl.col("n").sum())["n"].to_list() == [n] * len(PATH_SOURCES)


def test_the_verdicts_by_entry_years_are_the_studys(survey: Survey, sources: vcif.PathSources) -> None:
    study = vcif.run_study(survey, vcif.Settings(wave=2023, n_resamples=100))
    wanted = study.verdicts.filter(pl.col("hypothesis").is_in(["S8", "S9", "S10"]))
    mine = sources.verdicts.filter(pl.col("source") == "entry_years").select(wanted.columns)
    assert_frame_equal(mine, wanted)


def test_the_category_is_no_path_and_does_not_count_what_is_true_by_construction(
    sources: vcif.PathSources,
) -> None:
    """Market seekers perform better; read off the category it looks the other way round (methods: two traps)."""
    rows = sources.verdicts.filter(pl.col("hypothesis") == "S8")
    effects = dict(rows.select("source", "mean_effect").rows())
    assert effects["category"] > 0
    assert all(effect < -0.5 for name, effect in effects.items() if name != "category")
    by_category = sources.effects.filter(pl.col("source") == "category")
    assert not by_category["defining"].any()
    assert sources.effects.filter(pl.col("source") == "entry_years")["defining"].any()


def test_mean_effects_are_of_the_named_items(survey: Survey, sources: vcif.PathSources) -> None:
    named = [e.id for e in survey.codebook.indicators if "S10" in e.hypotheses]
    rows = sources.effects.filter(pl.col("source") == "reported", pl.col("indicator").is_in(named))
    mine = sources.verdicts.filter(pl.col("source") == "reported", pl.col("hypothesis") == "S10")
    assert mine["mean_effect"][0] == rows["estimate"].mean()
    assert mine["n_indicators"][0] == len(named)


def test_frames_are_as_the_glossary_has_them(sources: vcif.PathSources) -> None:
    assert dict(sources.verdicts.schema) == schema("path_verdicts")
    assert dict(sources.counts.schema) == schema("path_counts")
    assert tuple(sources.effects.columns) == ("source", *FRAMES["pairwise"])
    assert all(name in GLOSSARY for name in sources.verdicts.columns)


def test_a_cross_section_has_its_own_sources_only() -> None:
    found = vcif.compare_path_sources(example_survey())
    assert found.wave is None
    waves = {name for name in PATH_SOURCES if name.startswith("waves")}
    assert {name: reason for name, reason in found.reasons.items() if name in waves} == dict.fromkeys(
        waves, "the survey has no waves"
    )
    untested = found.verdicts.filter(pl.col("source") == "waves_exact")
    assert untested["verdict"].unique().to_list() == ["not testable"]
    assert untested["evidence"].unique().to_list() == ["the survey has no waves"]


def test_wrong_sources_and_waves_are_refused(survey: Survey) -> None:
    with pytest.raises(ArgumentError, match=r"compare_path_sources\(\) needs a known source; got 'years'"):
        vcif.compare_path_sources(survey, sources=["years"])
    with pytest.raises(DataError, match=r"compare_path_sources\(\) needs firms; there are none in wave 1999"):
        vcif.compare_path_sources(survey, vcif.Settings(wave=1999))
    firm = survey.codebook.firm.model_copy(update={"weight_kind": "frequency"})
    frequency = replace(survey, codebook=survey.codebook.model_copy(update={"firm": firm}))
    with pytest.raises(DataError, match="rows with frequency weights are several"):
        vcif.compare_path_sources(frequency)


def test_a_wave_cannot_be_chosen_where_there_are_none() -> None:
    with pytest.raises(DataError, match=r"there are none in wave 2020; waves: none"):
        vcif.compare_path_sources(example_survey(), vcif.Settings(wave=2020))


@pytest.mark.parametrize("source", PATH_SOURCES)
def test_a_firm_twice_in_a_wave_is_refused_whatever_the_source(survey: Survey, source: str) -> None:
    twice = survey.firms.filter(pl.col("wave") == 2023).head(1)
    doubled = replace(survey, firms=pl.concat([survey.firms, twice]))
    with pytest.raises(DataError, match=r"needs a firm once in a wave; got firm .* in wave 2023 in rows"):
        vcif.compare_path_sources(doubled, sources=[source])


def test_a_source_named_twice_is_compared_once(survey: Survey) -> None:
    found = vcif.compare_path_sources(survey, sources=["reported", "reported"])
    assert_frame_equal(found.verdicts, vcif.compare_path_sources(survey, sources=["reported"]).verdicts)


def test_a_panel_without_indicators_still_shows_who_moves(survey: Survey) -> None:
    bare = replace(survey, codebook=survey.codebook.model_copy(update={"indicators": []}))
    panel = vcif.run_panel(bare)
    assert_frame_equal(panel.transitions, vcif.run_panel(survey).transitions)
    assert panel.sources.reasons == dict.fromkeys(PATH_SOURCES, "the codebook names no indicators")
    assert panel.sources.verdicts["evidence"].unique().to_list() == ["the codebook names no indicators"]
    assert panel.sources.counts["n"].sum() > 0
