"""The figures: what they draw is what the frames hold, and they can be drawn of every study."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from vcif._errors import ArgumentError
from vcif.present import figure_contrast, figure_effects, figure_means, figure_paths
from vcif.present.figures.flow import Bar, Flow, band_shapes
from vcif.present.figures.means import means_data
from vcif.present.figures.paths import path_counts
from vcif.study import Study

STUDIES = ["study", "without_c2", "without_paths", "constant_item", "five_firms", "real"]


def drawn(figure: Any, **options: object) -> bytes:
    page = io.BytesIO()
    figure.save(page, format="png", dpi=50, verbose=False, **options)
    return page.getvalue()


def data_of(figure: Any) -> pl.DataFrame:
    assert isinstance(figure.data, pl.DataFrame)
    return figure.data


def categories(data: pl.DataFrame, column: str) -> list[str]:
    dtype = data.schema[column]
    assert isinstance(dtype, pl.Enum)
    return dtype.categories.to_list()


@pytest.mark.parametrize("which", STUDIES)
@pytest.mark.parametrize("make", [figure_means, figure_effects, figure_contrast, figure_paths])
def test_every_figure_can_be_drawn_of_every_study(
    make: Any, which: str, request: pytest.FixtureRequest
) -> None:
    figure = make(request.getfixturevalue(which))
    assert drawn(figure).startswith(b"\x89PNG")
    title = figure.labels.get("title", None)
    assert title == (None if which == "real" else "Synthetic data")


def test_means_are_the_descriptives(study: Study) -> None:
    data = data_of(figure_means(study))
    expected = study.descriptives.filter(
        pl.col("block").is_not_null(), pl.col("group").is_not_null(), pl.col("mean").is_not_null()
    )
    key = ["indicator", "group", "n", "mean", "conf_low", "conf_high"]
    plotted = data.with_columns(pl.col("group").cast(pl.String)).select(key)
    assert plotted.rows() == expected.with_columns(pl.col("group").cast(pl.String)).select(key).rows()


def test_means_keep_the_codebooks_order_from_above(study: Study) -> None:
    data = means_data(study, "performance")
    levels = categories(data, "item")[::-1]
    assert levels[:2] == ["Growth of sales", "Profit as a share of sales"]
    assert levels[-1].startswith("Sales abroad developed as planned")
    assert categories(data, "group") == ["C4", "C3", "C2", "C1"]


def test_one_block_alone(study: Study) -> None:
    assert set(data_of(figure_means(study, "attitudes"))["block"]) == {"attitudes"}
    with pytest.raises(ArgumentError, match="allowed: performance, structure, attitudes"):
        figure_means(study, "performence")


def test_effects_are_the_pairs(study: Study) -> None:
    data = data_of(figure_effects(study))
    expected = study.pairwise.filter(pl.col("method") == "games_howell", pl.col("block").is_not_null())
    for pair, (first, second) in {"C2–C4": ("C2", "C4"), "C3–C4": ("C3", "C4")}.items():
        mine = data.filter(pl.col("pair") == pair).select("indicator", "estimate", "conf_low", "conf_high")
        other = expected.filter(pl.col("group1") == first, pl.col("group2") == second)
        assert mine.rows() == other.select("indicator", "estimate", "conf_low", "conf_high").rows()


def test_what_cannot_be_computed_is_not_drawn(constant_item: Study) -> None:
    assert "sales_growth" not in data_of(figure_effects(constant_item))["indicator"]


def test_the_contrast_is_the_studys_own(study: Study) -> None:
    data = data_of(figure_contrast(study))
    found = study.contrast
    assert not isinstance(found, str)
    wanted = [(each.indicator, each.estimate, each.conf_low, each.conf_high) for each in found.items]
    wanted.append((None, found.estimate, found.conf_low, found.conf_high))
    assert data.select("indicator", "estimate", "conf_low", "conf_high").rows() == wanted
    assert categories(data, "item")[0] == "Mean of the items"  # axes count from below
    assert categories(data, "item")[-1] == "Growth of sales"


def test_the_contrasts_sides_and_form_stand_in_words(study: Study) -> None:
    labels: Any = figure_contrast(study).labels
    assert "right of 0: C4 leads C3 by more; left of 0: C4 leads C2 by more" in labels.get("y", "")
    assert "the contrast equals (m2 − m3)/s" in labels.get("caption", "")


def test_the_contrast_marks_zero_in_both_panels_and_the_mean_by_its_shape(study: Study) -> None:
    panels = figure_contrast(study).draw().axes
    assert len(panels) == 2
    for panel in panels:
        lines = [part for found in panel.collections if hasattr(found, "get_segments")
                 for part in found.get_segments()]  # fmt: skip
        assert any((line[:, 0] == 0).all() and line[0, 1] != line[1, 1] for line in lines)
    marks = [
        {tuple(map(tuple, path.vertices)) for found in panel.collections if not hasattr(found, "get_segments")
         for path in found.get_paths()} for panel in panels
    ]  # fmt: skip
    assert marks[0]
    assert marks[1]
    assert marks[0].isdisjoint(marks[1])


def test_an_item_left_out_of_the_contrast_is_not_drawn(constant_item: Study) -> None:
    data = data_of(figure_contrast(constant_item))
    assert "sales_growth" not in data["indicator"]
    assert data.height == 9  # eight items and their mean


def test_an_item_without_interval_is_a_point(study: Study) -> None:
    found = study.contrast
    assert not isinstance(found, str)
    bare = replace(found.items[0], conf_low=None, conf_high=None)
    data = data_of(figure_contrast(replace(study, contrast=replace(found, items=(bare, *found.items[1:])))))
    assert data.row(0, named=True)["low"] == data.row(0, named=True)["high"] == found.items[0].estimate


def test_paths_count_every_classified_firm_once(study: Study) -> None:
    counts = path_counts(study)
    assert sum(counts.values()) == study.classified["category"].count() == 392
    assert counts["market_seeking"] == (study.classified["path"] == "market_seeking").sum()
    assert counts["C2"] == (study.classified["category"] == "C2").sum()


def test_bands_are_as_wide_as_their_firms(study: Study) -> None:
    data = data_of(figure_paths(study))
    ends = data.filter(pl.col("x") == pl.col("x").min().over("band"))
    widths = ends.group_by("band", "n").agg(width=pl.col("y").max() - pl.col("y").min())
    assert all(math.isclose(n, width) for _, n, width in widths.rows())
    market = data.filter(pl.col("kind") == "market_seeking")["n"].unique().to_list()
    assert market == [70]


def test_bands_leave_a_bar_without_gap_or_overlap() -> None:
    bars = [Bar("a", 0, 10, 10), Bar("b", 1, 8, 6)]
    bands = band_shapes(bars, [Flow("a", "b", 6, "x"), Flow("a", None, 4, "y")])
    start = bands.filter(pl.col("x") == bands["x"].min())
    spans = (
        start.group_by("band")
        .agg(pl.col("y").min().alias("low"), pl.col("y").max().alias("high"))
        .sort("band")
    )
    assert spans.rows() == [(0, 4.0, 10.0), (1, 0.0, 4.0)]
