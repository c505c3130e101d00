"""Notes: what all rows share is said once, reasons name what they concern."""

from __future__ import annotations

import polars as pl
import pytest

from vcif.present.notes import convention, reasons, remarks_of


@pytest.mark.parametrize(
    ("note", "remarks"),
    [
        (None, []),
        ("7 firms not classifiable left out; adjusted over 9 indicators of performance", []),
        ("family of 3 groups: C2, C3, C4; adjusted over 2 pairs; 1 firms not classifiable left out", []),
        (
            "8 firms in no group left out; welch_anova needs variation within every group (not so: C2); "
            "adjusted over 5 indicators",
            ["welch_anova needs variation within every group (not so: C2)"],
        ),
        (
            "not defined in 12 permutations, which count as less; adjusted over 9 indicators of performance; 9999 "
            "permutations of the firms' groups with seed 1: p-value 1e-04 with standard error 1e-04, adjusted with "
            "standard error 0.0002; sampling weights not used",
            ["not defined in 12 permutations, which count as less"],
        ),
        (
            "permutation p-value (9999 resamples, seed 1) with standard error 1e-04; boundary: a limit was moved; "
            "BCa bootstrap interval (9999 resamples, seed 1); adjusted over 6 pairs",
            ["boundary: a limit was moved"],
        ),
        (
            "C2 left out: no firm with an answer; fewer than two groups to compare: C2 left out: no firm "
            "with an answer",
            ["C2 left out: no firm with an answer"],
        ),
    ],
)
def test_remarks(note: str | None, remarks: list[str]) -> None:
    assert remarks_of(note) == remarks


def rows(notes: list[str | None]) -> pl.DataFrame:
    names = ["a", "b"] * (len(notes) // 2)
    return pl.DataFrame(
        {"indicator": names, "method": "dunn", "note": notes}, schema_overrides={"note": pl.String}
    )


def test_a_reason_names_its_indicators_or_all() -> None:
    assert reasons(rows([None, None]), {}) == []
    assert reasons(rows(["too few", None]), {"a": "Growth"}) == ["– Growth: too few."]
    assert reasons(rows(["too few", "too few"]), {"a": "Growth"}) == ["– All indicators: too few."]


def test_a_reason_that_holds_for_one_pair_names_it() -> None:
    frame = rows(["too few", "too few", None, None]).with_columns(
        group1=pl.Series(["C2", "C2", "C3", "C3"]), group2=pl.lit("C4")
    )
    assert reasons(frame, {}) == ["– All indicators: too few (C2–C4)."]


def test_random_tables_are_told_once_with_the_largest_error() -> None:
    notes = [
        f"permutation p-value (9999 resamples, seed 7) with standard error {error}"
        for error in ("0.0012", "4e-05")
    ]
    drawn = rows(notes).with_columns(effect=pl.lit("hedges_g"))
    assert reasons(drawn, {}) == [
        "– p-values from firms given to the groups at random (9,999 random tables, seed 7), standard errors at most .001."
    ]
    assert convention("hedges_g", 0.95, drawn).endswith(
        "(pooled standard deviation, exact correction of bias)"
    )
    boot = rows(["BCa bootstrap interval (1999 resamples, seed 3)"] * 2).with_columns(
        effect=pl.lit("hedges_g")
    )
    assert (
        convention("hedges_g", 0.95, boot)
        == "g = Hedges' g, 95% CI from the BCa bootstrap (1,999 resamples, seed 3)"
    )
