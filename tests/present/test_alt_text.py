"""Alternative texts name the chart, its groups and its numbers."""

from __future__ import annotations

import polars as pl

from vcif.present import alt_contrast, alt_effects, alt_means, alt_paths
from vcif.present.numbers import estimate, number
from vcif.study import Study


def test_means(study: Study) -> None:
    text = alt_means(study)
    assert text.startswith("Synthetic data. Dot plot of the means of 30 items with 95% confidence intervals")
    items = study.tally.filter(~pl.col("defining"))["indicator"].unique()
    mean = study.descriptives.filter(
        pl.col("indicator").is_in(items.implode()), pl.col("block") == "structure", pl.col("group") == "C2"
    )["mean"].mean()
    assert isinstance(mean, float)
    assert f"C2 {number(mean)}" in text[text.index("Structure") : text.index("Attitudes")]
    assert "Structure" not in alt_means(study, "performance")


def test_effects(study: Study) -> None:
    text = alt_effects(study)
    rows = study.pairwise.filter(
        pl.col("method") == "games_howell", pl.col("block").is_not_null(), ~pl.col("defining"),
        pl.col("group1") == "C3",
    )  # fmt: skip
    above = (rows["conf_low"] > 0).sum()
    assert f"C3–C4: {above} of {rows.height} intervals above zero" in text
    assert "Hedges' g" in text


def test_contrast(study: Study, without_c2: Study) -> None:
    text, found = alt_contrast(study), study.contrast
    assert not isinstance(found, str)
    right = sum(each.conf_low is not None and each.conf_low > 0 for each in found.items)
    assert 0 < right < len(found.items)
    assert "9 performance items by rows and their mean below as a larger mark" in text
    assert "Right of zero C4 leads C3 by more, left of zero it leads C2 by more" in text
    shown = estimate(found.estimate, found.conf_low, found.conf_high)
    assert text.endswith(f"{right} intervals lie right of zero, 0 left of it; mean {shown}.")
    assert alt_contrast(without_c2).endswith(
        "An empty figure: the contrast of the gaps could not be computed."
    )


def test_paths(study: Study) -> None:
    text = alt_paths(study)
    for words in ("392 firms", "70 market seeking", "44 efficiency seeking", "7 direct", "9 undetermined",
                  "Still in C1: 110", "so far in C2: 53", "so far in C3: 99"):  # fmt: skip
        assert words in text


def test_other_studies(real: Study, without_paths: Study, five_firms: Study) -> None:
    assert not alt_means(real).startswith("Synthetic")
    assert "130 undetermined" in alt_paths(without_paths)
    assert "An empty figure" in alt_effects(five_firms)
