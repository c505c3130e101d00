"""Westfall and Young's adjustment from the firm frame: rows, families, reasons, settings and errors."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import vcif
from tests.inference.test_joint_permutations import EXACT, FULL, GAPS, LABELS_3, enumerated
from tests.strategies import codebook
from vcif import Settings, adjust_p, westfall_young
from vcif._columns import FRAMES, schema
from vcif._errors import ArgumentError, DataError, VcifError
from vcif.inference.adjust import check_adjustment

NAMES = ["one", "two", "three"]
CATEGORIES = ("C2", "C3", "C4")
SURVEY = vcif.example_survey()
ITEMS = [entry.id for entry in SURVEY.codebook.indicators]


def frame(data: list[list[float]], labels: list[int]) -> pl.DataFrame:
    columns = dict(zip(NAMES, data, strict=True))
    return pl.DataFrame(columns, strict=False).with_columns(
        pl.all().cast(pl.Float64).fill_nan(None), category=pl.Series([CATEGORIES[i] for i in labels])
    )


def null_firms(n: int = 120, items: int = 8, seed: int = 5) -> pl.DataFrame:
    """Return firms whose answers, two factors over five levels, have nothing to do with their category."""
    generator = np.random.Generator(np.random.PCG64(seed))
    answers = np.clip(
        np.round(3 + generator.normal(size=(n, 1)) + 0.6 * generator.normal(size=(n, items))), 1, 5
    )
    gaps = np.where(generator.random((n, items)) < 0.05, np.nan, answers)
    columns = {f"q{i}": gaps[:, i] for i in range(items)}
    groups = [CATEGORIES[i] for i in generator.integers(0, 3, n)]
    return pl.DataFrame(columns).fill_nan(None).with_columns(category=pl.Series(groups))


NULL = null_firms()
QS = [name for name in NULL.columns if name != "category"]
CLASSIFIED = vcif.classify(SURVEY.firms)


@pytest.mark.parametrize("test", ["anova", "welch_anova", "kruskal_wallis"])
@pytest.mark.parametrize("data", [FULL, GAPS])
def test_random_permutations_come_near_all_of_them(test: str, data: list[list[float]]) -> None:
    found = westfall_young(frame(data, LABELS_3), NAMES, test=test, n_resamples=20_000)
    raw, adjusted, _ = enumerated(data, LABELS_3, EXACT[test])
    for name, exact in (("p_value", raw), ("p_adjusted", adjusted)):
        for p, wanted in zip(found[name], exact, strict=True):
            assert p == pytest.approx(wanted, abs=4 * math.sqrt(wanted * (1 - wanted) / 20_000) + 1 / 20_001)


@pytest.mark.parametrize("test", ["anova", "welch_anova", "kruskal_wallis"])
def test_rows_are_compares_with_other_p_values(test: str) -> None:
    found = westfall_young(
        CLASSIFIED, codebook=SURVEY.codebook, test=test, groups=CATEGORIES, n_resamples=199
    )
    rows = vcif.compare(vcif.tally(CLASSIFIED, codebook=SURVEY.codebook), test=test, groups=CATEGORIES)
    assert dict(found.schema) == schema("omnibus")
    assert tuple(found.columns) == FRAMES["omnibus"]
    same = [
        name for name in FRAMES["omnibus"] if name not in ("p_value", "p_adjusted", "adjust_method", "note")
    ]
    assert_frame_equal(found.select(same), rows.select(same), check_exact=True)
    assert found["p_value"].is_null().to_list() == rows["p_value"].is_null().to_list()
    assert set(found["adjust_method"]) == {"westfall_young"}
    floats = found.select(pl.selectors.float())
    assert all(floats[name].drop_nulls().is_finite().all() for name in floats.columns)


@pytest.mark.parametrize("test", ["anova", "welch_anova", "kruskal_wallis"])
def test_between_the_raw_p_and_bonferronis(test: str) -> None:
    found = westfall_young(NULL, QS, test=test, n_resamples=999)
    raw, adjusted = found["p_value"].to_list(), found["p_adjusted"].to_list()
    # Bonferroni's bound holds for the counts themselves: the largest reaches a bar at most as often as all do
    assert all(p <= q <= min(1.0, len(QS) * p) for p, q in zip(raw, adjusted, strict=True))
    assert max(adjusted) > max(raw) or adjusted != raw
    largest = found.sort("statistic", descending=True)
    assert largest["p_adjusted"].is_sorted()
    # correlated indicators: sharper than Holm from the same permutations
    holm = adjust_p(raw, "holm")
    assert sum(adjusted) < sum(p for p in holm if p is not None)


def test_the_p_value_is_near_the_asymptotic_one() -> None:
    tally = vcif.tally(NULL, QS)
    for test in ("welch_anova", "kruskal_wallis"):
        found = westfall_young(NULL, QS, test=test, groups=CATEGORIES)["p_value"]
        wanted = vcif.compare(tally, test=test, groups=CATEGORIES)["p_value"]
        assert np.allclose(found.to_numpy(), wanted.to_numpy(), atol=0.03)


@pytest.mark.parametrize("test", ["anova", "welch_anova", "kruskal_wallis"])
def test_the_p_value_is_that_of_permuted_tables(test: str) -> None:
    # random tables with the margins of each indicator by itself: another way to the same p-value
    whole = NULL.with_columns(pl.col(QS).fill_null(3))
    found = westfall_young(whole, QS, test=test, groups=CATEGORIES, n_resamples=4000)["p_value"]
    wanted = vcif.compare(
        vcif.tally(whole, QS), test=test, groups=CATEGORIES, p_method="permutation", n_resamples=4000, seed=2
    )["p_value"]
    for p, other in zip(found, wanted, strict=True):
        assert p == pytest.approx(other, abs=4.5 * math.sqrt(2 * other * (1 - other) / 4000) + 1 / 4001)


def test_one_indicator_is_its_own_family() -> None:
    together = westfall_young(NULL, QS, n_resamples=499)
    for place, name in enumerate(QS):
        alone = westfall_young(NULL, [name], n_resamples=499).row(0, named=True)
        assert alone["p_adjusted"] == alone["p_value"] == together["p_value"][place]


def test_the_same_indicator_twice_costs_nothing() -> None:
    twice = NULL.with_columns(again=pl.col("q0"), turned=6 - pl.col("q0"))
    for test in ("welch_anova", "kruskal_wallis"):
        found = westfall_young(twice, ["q0", "again", "turned"], test=test, n_resamples=499)
        assert found["p_adjusted"].to_list() == found["p_value"].to_list()
        assert found["p_value"].n_unique() == 1


def test_the_order_of_indicators_and_their_scale_are_nothing() -> None:
    one = westfall_young(NULL, QS, n_resamples=299)
    other = westfall_young(NULL.with_columns(pl.col(QS) * 1000 - 7), QS[::-1], n_resamples=299)
    columns = ["indicator", "p_value", "p_adjusted"]
    assert_frame_equal(one.select(columns), other.select(columns)[::-1], check_exact=True)


def test_two_groups_in_three_ways() -> None:
    two = {"groups": ("C2", "C4"), "n_resamples": 499}
    pairs = (("welch_t", "welch_anova"), ("student_t", "anova"), ("mann_whitney", "kruskal_wallis"))
    for test, like in pairs:
        found, other = (westfall_young(NULL, QS, test=name, **two) for name in (test, like))
        assert found["p_adjusted"].to_list() == other["p_adjusted"].to_list()
        assert found["effect"][0] in ("hedges_g", "cliffs_delta")
    t = westfall_young(NULL, QS, test="welch_t", **two)
    wanted = vcif.compare_pairs(vcif.tally(NULL, QS), test="welch_t", pairs=(("C2", "C4"),))
    assert t["statistic"].to_list() == wanted["statistic"].to_list()
    assert t["estimate"].to_list() == wanted["estimate"].to_list()


def test_the_seed_is_all_that_chance_has() -> None:
    one, again, other = (westfall_young(NULL, QS, n_resamples=199, seed=seed) for seed in (3, 3, 4))
    assert_frame_equal(one, again, check_exact=True)
    assert one["p_value"].to_list() != other["p_value"].to_list()
    lazily = westfall_young(NULL.lazy(), QS, n_resamples=199, seed=3)
    assert_frame_equal(one, lazily, check_exact=True)


def test_each_block_is_a_family_and_so_is_the_rest() -> None:
    few = CLASSIFIED.with_columns(pl.col(ITEMS).shuffle(seed=2))  # nothing left to find
    found = westfall_young(
        few, codebook=SURVEY.codebook, test="kruskal_wallis", groups=CATEGORIES, n_resamples=299
    )
    for block in ("performance", None):
        mine = found.filter(pl.col("block").eq_missing(block))
        names = mine["indicator"].to_list()
        alone = westfall_young(few, names, test="kruskal_wallis", groups=CATEGORIES, n_resamples=299)
        assert mine["p_adjusted"].to_list() == alone["p_adjusted"].to_list()
        tested = mine["p_value"].count()
        said = f"adjusted over {tested} indicators" + (f" of {block}" if block else "")
        assert all(said in note for note in mine.filter(pl.col("p_value").is_not_null())["note"])
    assert found["block"].n_unique() == 4


def test_the_note_says_how_the_p_values_came_about() -> None:
    row = westfall_young(NULL, QS, n_resamples=250, seed=9).row(0, named=True)
    found = re.search(
        r"adjusted over 8 indicators; 250 permutations of the firms' groups with seed 9: p-value (\S+) with standard "
        r"error (\S+), adjusted with standard error (\S+)$",
        row["note"],
    )
    assert found is not None
    p, q = row["p_value"], row["p_adjusted"]
    assert [float(x) for x in found.groups()] == pytest.approx(
        [p, math.sqrt(p * (1 - p) / 250), math.sqrt(q * (1 - q) / 250)], rel=1e-15
    )


def lonely() -> pl.DataFrame:
    """Return firms with indicators that cannot be permuted, each for a reason of its own."""
    in_c2 = pl.col("category") == "C2"
    first = pl.int_range(pl.len()).over("category") == 0
    return NULL.with_columns(
        flat=pl.lit(3),
        one=pl.when(in_c2 & ~first).then(None).otherwise("q1"),
        none=pl.when(in_c2).then(None).otherwise("q1"),
        steady=pl.when(in_c2).then(pl.lit(2.0)).otherwise("q1"),
        empty=pl.lit(None, pl.Float64),
    )


def test_what_cannot_be_permuted_is_null_with_its_reason_and_in_no_family() -> None:
    names = ["q0", "flat", "one", "none", "steady", "empty", "q2"]
    found = westfall_young(lonely(), names, n_resamples=199)
    assert found["indicator"].to_list() == names
    bare = found.filter(~pl.col("indicator").is_in(["q0", "q2"]))
    assert (
        bare["p_value"].null_count() == bare["p_adjusted"].null_count() == bare["statistic"].null_count() == 5
    )
    needed = "and joint permutations need every group in each indicator"
    wanted = [
        "C1 left out: no firm with an answer; no variation: every firm gave the same answer",
        f"C1 left out: no firm with an answer; C2 has only 1 firm with an answer, {needed}",
        f"C1 left out: no firm with an answer; C2 has no firm with an answer, {needed}",
        "C1 left out: no firm with an answer; welch_anova needs variation within every group (not so: C2)",
        f"C1 left out: no firm with an answer; C2 has no firm with an answer, {needed}",
    ]
    assert bare["note"].to_list() == wanted
    alone = westfall_young(NULL, ["q0", "q2"], n_resamples=199)
    for name in ("p_value", "p_adjusted"):
        assert found.filter(pl.col("indicator").is_in(["q0", "q2"]))[name].to_list() == alone[name].to_list()


def test_nothing_to_permute_at_all() -> None:
    found = westfall_young(lonely(), ["flat", "empty"], n_resamples=199)
    assert found["p_adjusted"].null_count() == 2
    nobody = westfall_young(NULL, ["q0"], groups=("C1", "C4"), n_resamples=199)
    assert nobody["note"][0] == "C1 left out: no firm with an answer; fewer than two groups to compare"


def test_permutations_without_a_statistic_are_counted() -> None:
    found = westfall_young(frame(GAPS, LABELS_3), NAMES, n_resamples=400)
    undefined = [
        re.search(r"not defined in (\d+) permutations, which count as less", note) for note in found["note"]
    ]
    assert undefined[0] is None
    # both gaps of the second item in one group of three: 3 (7 choose 1)/(9 choose 3) = 1/4 of the divisions
    assert undefined[1] is not None
    assert int(undefined[1][1]) == pytest.approx(100, abs=4 * math.sqrt(400 * 0.25 * 0.75))


def test_firms_without_a_category_and_weights_are_named() -> None:
    some = NULL.with_columns(
        category=pl.when(pl.int_range(pl.len()) < 7).then(None).otherwise("category"), weight=pl.lit(2.0)
    )
    answered = some["q0"].head(7).count()
    note = westfall_young(some, ["q0"], n_resamples=199)["note"][0]
    assert note.startswith(f"{answered} firms not classifiable left out; ")
    assert note.endswith("; sampling weights not used")
    rest = westfall_young(NULL.tail(-7), ["q0"], n_resamples=199)
    assert rest["p_value"][0] == westfall_young(some, ["q0"], n_resamples=199)["p_value"][0]


def test_other_groupings() -> None:
    routes = NULL.with_columns(
        path=pl.when(pl.col("category") == "C2").then(pl.lit("direct")).otherwise(pl.lit("other"))
    )
    found = westfall_young(routes, QS, by="path", test="welch_t", groups=("direct", "other"), n_resamples=199)
    yes_no = NULL.with_columns(pl.col("category") != "C2")
    same = westfall_young(
        yes_no.rename({"category": "abroad"}), QS, by="abroad", test="welch_t", n_resamples=199
    )
    columns = ["statistic", "p_value", "p_adjusted"]
    assert_frame_equal(found.select(columns), same.select(columns), check_exact=True)


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"test": "welch"}, ArgumentError, "westfall_young() needs a known test; got 'welch'; allowed: welch_anova, anova, kruskal_wallis, welch_t, student_t, mann_whitney"),
        ({"test": "framework_order"}, ArgumentError, "westfall_young() needs a known test; got 'framework_order'"),
        ({"test": "welch_t"}, ArgumentError, 'westfall_young(test="welch_t") needs two groups; got C1, C2, C3, C4'),
        ({"n_resamples": 0}, ArgumentError, "westfall_young() needs n_resamples, a whole number from 1 up; got 0"),
        ({"n_resamples": -5}, ArgumentError, "westfall_young() needs n_resamples, a whole number from 1 up; got -5"),
        ({"n_resamples": 99.5}, ArgumentError, "westfall_young() needs n_resamples, a whole number from 1 up; got 99.5"),
        ({"seed": -1}, ArgumentError, "westfall_young() needs a whole number from 0 up as its seed; got -1"),
        ({"level": 95}, ArgumentError, "westfall_young() needs a level between 0 and 1; got 95"),
        ({"groups": ("C2", "C5")}, ArgumentError, "westfall_young() needs groups of this tally; got 'C5'"),
        ({"groups": ("C2",)}, ArgumentError, "westfall_young() needs at least two different groups; got ['C2']"),
        ({"indicators": None}, ArgumentError, "westfall_young() needs indicators or a codebook; got neither"),
        ({"indicators": ["q0", "q0"]}, ArgumentError, "westfall_young() needs a list of different indicators; got ["),
        ({"indicators": "q0"}, ArgumentError, "westfall_young() needs a list of different indicators; got 'q0'"),
        ({"indicators": ["q9"]}, DataError, "westfall_young() needs the column 'q9'"),
        ({"by": "sector"}, DataError, "westfall_young() needs the column 'sector'"),
        ({"by": "q1"}, DataError, "westfall_young() needs groups in 'q1' (an Enum, text or yes/no); got Float64"),
        ({"firms": NULL.drop("category")}, DataError, "westfall_young() needs the column 'category'; run classify() first"),
        ({"firms": NULL.with_columns(q0=pl.lit(math.inf))}, DataError, "westfall_young() needs finite numbers; got inf in 'q0' (120 firms)"),
        ({"firms": NULL.with_columns(q0=pl.lit("much"))}, DataError, "westfall_young() needs numbers or yes/no in 'q0'; got String"),
        ({"firms": NULL.with_columns(category=pl.lit("C9"))}, DataError, "westfall_young() needs category to be one of C1, C2, C3, C4; got 'C9'"),
    ],
)  # fmt: skip
def test_bad_input(options: dict[str, Any], error: type[VcifError], text: str) -> None:
    with pytest.raises(error) as raised:
        westfall_young(**({"firms": NULL, "indicators": QS} | options))
    assert str(raised.value).startswith(text)


def test_where_there_are_no_firms_the_correction_is_refused_and_says_what_to_call() -> None:
    for function, argument in (("compare", "adjust"), ("adjust_p", "method")):
        with pytest.raises(ArgumentError) as raised:
            check_adjustment(function, argument, "westfall_young")
        text = str(raised.value)
        assert text.startswith(f'{function}() cannot take {argument}="westfall_young": ')
        assert "needs the firm frame" in text
        assert "vcif.westfall_young(firms, ...)" in text
    with pytest.raises(ArgumentError, match=r"call vcif\.westfall_young\(firms"):
        adjust_p([0.1, 0.2], "westfall_young")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError):
        vcif.compare(vcif.tally(NULL, QS), adjust="westfall_young")  # type: ignore[arg-type]


def test_a_study_takes_it_for_its_tests_of_all_groups() -> None:
    study = vcif.run_study(
        SURVEY, Settings(adjust="westfall_young", n_permutations=499, n_resamples=100, seed=6)
    )
    plain = vcif.run_study(SURVEY, Settings(adjust="none", n_resamples=100, seed=6))
    for test in ("welch_anova", "kruskal_wallis"):
        rows, own = (each.omnibus.filter(pl.col("method") == test) for each in (study, plain))
        joint = westfall_young(
            study.classified, codebook=SURVEY.codebook, test=test, groups=CATEGORIES, n_resamples=499, seed=6
        )
        assert rows["p_adjusted"].to_list() == joint["p_adjusted"].to_list()
        assert set(rows["adjust_method"]) == {"westfall_young"}
        untouched = [
            name for name in FRAMES["omnibus"] if name not in ("p_adjusted", "adjust_method", "note")
        ]
        assert_frame_equal(rows.select(untouched), own.select(untouched), check_exact=True)
        for note, other in zip(rows["note"], joint["note"], strict=True):
            assert note.split("; ") == list(dict.fromkeys(note.split("; ")))
            assert set(other.split("; ")) <= set(note.split("; "))
    composites = study.composites.omnibus
    assert composites.filter(pl.col("method") == "welch_anova")["p_adjusted"].to_list() == [1 / 500] * 3
    order = composites.filter(pl.col("method") == "framework_order")
    assert order["p_adjusted"].to_list() == order["p_value"].to_list()
    assert study.verdicts["verdict"].to_list() == plain.verdicts["verdict"].to_list()


def test_a_block_with_gaps_adjusts_over_what_there_is() -> None:
    firms = SURVEY.firms.with_columns(pl.when(pl.col("upstream") & ~pl.col("downstream")).then(None)
                                      .otherwise("sales_growth").alias("sales_growth"))  # fmt: skip
    settings = Settings(adjust="westfall_young", n_permutations=199, n_resamples=100)
    study = vcif.run_study(replace(SURVEY, firms=firms), settings)
    row = study.omnibus.filter(pl.col("indicator") == "sales_growth").row(0, named=True)
    assert row["p_value"] is not None  # C3 and C4 alone
    assert row["p_adjusted"] is None
    assert "C2 left out: no firm with an answer" in row["note"]
    assert "C2 has no firm with an answer, and joint permutations need every group" in row["note"]


def test_a_study_with_another_test_is_refused() -> None:
    with pytest.raises(
        ArgumentError, match=r"^westfall_young\(\) needs a known test; got 'brown_forsythe_means'"
    ):
        vcif.run_study(SURVEY, Settings(omnibus="brown_forsythe_means", adjust="westfall_young"))


def test_the_codebooks_flag_and_block_are_the_rows_own() -> None:
    entries = codebook().indicators
    firms = pl.DataFrame(
        {entry.id: [1, 2, 2, 3, 4, 5, 3, 2] for entry in entries} | {"category": ["C2"] * 4 + ["C4"] * 4}
    )
    found = westfall_young(firms, codebook=codebook(), groups=("C2", "C4"), n_resamples=199)
    assert found["block"].to_list() == [entry.block for entry in entries]
    assert found["defining"].to_list() == [entry.defining for entry in entries]
