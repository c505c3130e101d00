"""The whole study: what it holds, what it refuses, and that its numbers are its parts' own."""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import vcif
from vcif import Settings, Survey, run_study
from vcif._columns import FRAMES, schema
from vcif._errors import ArgumentError, DataError, PathFromCategoryWarning, VcifError
from vcif.inference.gap_contrast import gap_contrast

SURVEY = vcif.example_survey()
STUDY = run_study(SURVEY)


def with_firms(firms: pl.DataFrame) -> Survey:
    return dataclasses.replace(SURVEY, firms=firms)


def test_it_is_frozen_and_the_same_every_time() -> None:
    again = run_study(SURVEY, Settings())
    for name in ("tally", "descriptives", "omnibus", "pairwise", "verdicts"):
        assert_frame_equal(getattr(again, name), getattr(STUDY, name), check_exact=True)
    assert again.contrast == STUDY.contrast
    with pytest.raises(dataclasses.FrozenInstanceError):
        STUDY.tally = STUDY.tally


def test_frames_are_the_glossarys() -> None:
    for kind in ("tally", "descriptives", "omnibus", "pairwise", "verdicts"):
        frame = getattr(STUDY, kind)
        group = STUDY.classified.schema["category"]
        assert dict(frame.schema) == schema(kind, group)
        assert tuple(frame.columns) == FRAMES[kind]
        floats = frame.select(pl.selectors.float())
        assert all(floats[name].drop_nulls().is_finite().all() for name in floats.columns)


def test_every_firm_and_every_indicator_is_there() -> None:
    names = [entry.id for entry in SURVEY.codebook.indicators]
    assert STUDY.classified.height == SURVEY.firms.height
    assert STUDY.tally["n"].sum() == SURVEY.firms.height * len(names)
    for frame in (STUDY.descriptives, STUDY.omnibus, STUDY.pairwise):
        assert frame["indicator"].unique(maintain_order=True).to_list() == names
    per_group = STUDY.descriptives.group_by("indicator").agg((pl.col("n") + pl.col("n_missing")).sum())
    assert per_group["n"].unique().to_list() == [SURVEY.firms.height]


def test_its_tests_are_the_parts_own() -> None:
    items = vcif.tally(STUDY.classified, codebook=SURVEY.codebook)
    alone = vcif.compare(items, test="welch_anova", groups=("C2", "C3", "C4"))
    assert_frame_equal(STUDY.omnibus.filter(pl.col("method") == "welch_anova"), alone, check_exact=True)
    pairs = vcif.compare_pairs(items, pairs=(("C2", "C4"), ("C3", "C4")))
    assert_frame_equal(STUDY.pairwise.filter(pl.col("method") == "games_howell"), pairs, check_exact=True)


def test_two_methods_stand_side_by_side() -> None:
    assert STUDY.omnibus["method"].unique(maintain_order=True).to_list() == ["welch_anova", "kruskal_wallis"]
    assert STUDY.pairwise["method"].unique(maintain_order=True).to_list() == ["games_howell", "dunn"]
    assert STUDY.composites.omnibus["method"].unique(maintain_order=True).to_list()[-1] == "framework_order"


def test_defining_items_count_only_when_asked_to() -> None:
    less = STUDY.verdicts.filter(pl.col("hypothesis") == "S5")["n_indicators"][0]
    more = run_study(SURVEY, Settings(include_defining=True)).verdicts
    defining = sum(entry.defining and entry.block is not None for entry in SURVEY.codebook.indicators)
    assert more.filter(pl.col("hypothesis") == "S5")["n_indicators"][0] == less + 2 * defining > less


def test_the_contrast_is_over_every_performance_item_that_is_not_defining() -> None:
    items = [entry.id for entry in SURVEY.codebook.block("performance") if not entry.defining]
    found = STUDY.contrast
    assert not isinstance(found, str)
    assert [item.indicator for item in found.items] == items
    assert found == gap_contrast(STUDY.classified, items)
    # an amount counts as well as an answer on a scale: each is standardized by its own spread
    entries = tuple(
        entry.model_copy(update={"kind": "ratio"}) if entry.id == items[0] else entry
        for entry in SURVEY.codebook.indicators
    )
    codebook = SURVEY.codebook.model_copy(update={"indicators": entries})
    other = run_study(dataclasses.replace(SURVEY, codebook=codebook), Settings(n_resamples=100))
    assert not isinstance(other.contrast, str)
    assert [item.indicator for item in other.contrast.items] == items


def test_other_tests_by_setting() -> None:
    study = run_study(
        SURVEY, Settings(omnibus="anova", pairs="welch_t", pair_adjust="bonferroni", n_resamples=100)
    )
    assert study.omnibus["method"].unique(maintain_order=True).to_list() == ["anova", "kruskal_wallis"]
    assert set(study.pairwise["adjust_method"]) == {"bonferroni"}


def test_a_category_is_no_route() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PathFromCategoryWarning)
        study = run_study(SURVEY, Settings(path_by="category", n_resamples=100))
    row = study.verdicts.filter(pl.col("hypothesis") == "S7").row(0, named=True)
    assert row["verdict"] == "not testable"
    assert row["evidence"] == "no path of a firm in C4 is known; a category alone shows none"


def test_only_firms_that_arrived_count_as_routes() -> None:
    study = run_study(SURVEY, Settings(completed=False, n_resamples=100))
    arrived = study.classified.filter(pl.col("category") == "C4")["path"].value_counts().rows()
    counted = dict(arrived)
    row = study.verdicts.filter(pl.col("hypothesis") == "S7").row(0, named=True)
    assert row["evidence"] == (
        f"{counted['market_seeking']} market-seeking and {counted['efficiency_seeking']} efficiency-seeking firms"
    )
    same = STUDY.verdicts.filter(pl.col("hypothesis") == "S7").row(0, named=True)
    assert row == same


@pytest.mark.parametrize("gone", ["C1", "C2", "C3", "C4"])
def test_a_category_without_firms_is_said_not_stumbled_over(gone: str) -> None:
    left = STUDY.classified.filter(pl.col("category").is_null() | (pl.col("category") != gone))
    study = run_study(
        with_firms(SURVEY.firms.join(left, on="firm_id", how="semi")), Settings(n_resamples=100)
    )
    rows = study.descriptives.filter(pl.col("group") == gone)
    assert rows["n"].sum() == 0
    assert study.verdicts.height == 8
    assert study.verdicts.filter(pl.col("hypothesis") == "S3")["verdict"][0] == "not testable"
    if gone == "C4":
        assert study.paths is None
        assert study.no_paths == "no firm is on the path market_seeking or efficiency_seeking"


def test_no_years_and_no_reports_mean_no_paths() -> None:
    bare = SURVEY.firms.with_columns(
        pl.lit(None, pl.Int64).alias("upstream_year"),
        pl.lit(None, pl.Int64).alias("downstream_year"),
        pl.lit(None).cast(SURVEY.firms.schema["path_reported"]).alias("path_reported"),
    )
    study = run_study(with_firms(bare), Settings(n_resamples=100))
    assert (study.path_source, study.paths) == (None, None)
    assert study.no_paths == "the survey has neither entry years nor reported paths"
    assert study.verdicts.filter(pl.col("hypothesis") == "S8")["evidence"][0] == study.no_paths


@pytest.mark.parametrize(
    ("settings", "error", "text"),
    [
        ({"wave": 1999}, DataError, "run_study() needs firms; there are none in wave 1999; waves: "),
        ({"omnibus": "welch"}, ArgumentError, "compare() needs a known test; got 'welch'; allowed: "),
        ({"rule": "threshold"}, ArgumentError, 'classify(rule="threshold") needs a threshold, for example threshold=0.1'),
        ({"path_by": "years"}, ArgumentError, "assign_path() needs a known by; got 'years'; allowed: "),
        ({"level": 95}, ArgumentError, "describe() needs a level between 0 and 1; got 95"),
    ],
)  # fmt: skip
def test_settings_that_are_none(settings: dict[str, Any], error: type[VcifError], text: str) -> None:
    with pytest.raises(error) as raised:
        run_study(SURVEY, Settings(**settings))
    assert str(raised.value).startswith(text)


def test_several_waves_need_a_choice() -> None:
    two = pl.concat([SURVEY.firms.with_columns(wave=pl.lit(year, pl.Int64)) for year in (2008, 2010)])
    with pytest.raises(DataError) as raised:
        run_study(with_firms(two))
    assert (
        str(raised.value)
        == "run_study() needs one wave; the survey has [2008, 2010]; choose with Settings(wave=...)"
    )
    one = run_study(with_firms(two), Settings(wave=2010, n_resamples=100))
    assert_frame_equal(one.omnibus, STUDY.omnibus, check_exact=True)
