"""The tables of comparisons with every test of the registry: what a row carries, and how its p-value came about."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest

from tests.golden import CONSTANT, PLANTS, POOH
from vcif import compare, compare_pairs, tally
from vcif._columns import FRAMES
from vcif._errors import ArgumentError
from vcif.inference import htests
from vcif.inference.registry import EFFECTS, TESTS

NAMES = ["C2", "C3", "C4"]
WHOLE = [entry for entry in TESTS.values() if entry.kind in ("omnibus", "ordered")]
TWO_BY_TWO = [entry for entry in TESTS.values() if entry.kind in ("pair", "family")]


def tally_of(samples: list[list[float]], names: list[str]) -> pl.DataFrame:
    rows = [(name, score) for name, sample in zip(names, samples, strict=True) for score in sample]
    frame = pl.DataFrame(rows, schema=["category", "q"], orient="row")
    return tally(frame, ["q"], by="category")


BEARS = tally_of(POOH, NAMES)


@pytest.mark.parametrize("entry", WHOLE, ids=lambda entry: entry.name)
def test_one_row_per_indicator_whatever_the_test(entry: object) -> None:
    found = compare(BEARS, test=entry.name, groups=NAMES)
    assert found.columns == list(FRAMES["omnibus"])
    row = found.row(0, named=True)
    assert row["method"] == entry.name
    assert row["effect"] == entry.effect
    assert 0 <= row["p_value"] <= 1
    assert row["statistic"] is not None
    assert (row["estimate"] is None) == (entry.effect is None)
    assert row["n"] == 30


@pytest.mark.parametrize("entry", TWO_BY_TWO, ids=lambda entry: entry.name)
def test_one_row_per_pair_whatever_the_test(entry: object) -> None:
    found = compare_pairs(BEARS, test=entry.name, groups=NAMES)
    assert found.columns == list(FRAMES["pairwise"])
    assert found.select("group1", "group2").rows() == list(combinations(NAMES, 2))
    for row in found.iter_rows(named=True):
        if entry.control and row["group2"] != "C4":
            assert (row["statistic"], row["p_value"], row["p_adjusted"]) == (None, None, None)
            assert f"{entry.name} compares with C4 only" in row["note"]
            continue
        assert f"{entry.name} compares with" not in row["note"]
        assert row["std_error"] > 0
        assert row["statistic"] is not None
        assert (row["mean_rank1"] is None) == (not entry.ranks)
        assert (row["difference_low"] is None) == entry.ranks  # limits are of differences of means
        assert row["conf_low"] <= row["estimate"] <= row["conf_high"]
        assert row["adjust_method"] == (entry.name if entry.own_family else "holm")
        if entry.own_family:
            assert row["p_adjusted"] == row["p_value"]


@pytest.mark.parametrize("entry", [e for e in TWO_BY_TWO if e.own_family], ids=lambda entry: entry.name)
@pytest.mark.parametrize("adjust", ["holm", "bonferroni", "none"])
def test_adjusting_an_own_family_again_is_an_error(entry: object, adjust: str) -> None:
    # ggstatsplot issue 689: Holm on top of Games-Howell
    with pytest.raises(ArgumentError, match=r"already adjusts for its own family; got adjust="):
        compare_pairs(BEARS, test=entry.name, adjust=adjust)


@pytest.mark.parametrize("test", ["dunnett", "dunnett_t3"])
def test_planned_pairs_against_c4(test: str) -> None:
    found = compare_pairs(BEARS, test=test, pairs=(("C2", "C4"), ("C3", "C4")))
    alone = getattr(htests, test)(POOH)
    assert found["p_value"].to_list() == [pair.p_value for pair in alone]
    assert found["difference_low"].to_list() == [pair.conf_low for pair in alone]
    assert found["note"].to_list() == ["family of 3 groups: C2, C3, C4"] * 2


def test_no_other_group_takes_the_controls_place() -> None:
    found = compare_pairs(tally_of([POOH[0], POOH[1], [3]], NAMES), test="dunnett_t3", groups=NAMES)
    assert found["p_value"].to_list() == [None] * 3
    assert all("dunnett_t3 needs its control" in note for note in found["note"])


@pytest.mark.parametrize("test", ["tukey_kramer", "games_howell", "dunnett", "dunnett_t3"])
def test_intervals_hold_for_the_family(test: str) -> None:
    pairs = (("C2", "C4"), ("C3", "C4"))
    family = compare_pairs(BEARS, test=test, pairs=pairs)
    alone = compare_pairs(
        BEARS, test="welch_t" if test in ("games_howell", "dunnett_t3") else "student_t", pairs=pairs
    )
    wider = family["difference_high"] - family["difference_low"]
    narrow = alone["difference_high"] - alone["difference_low"]
    assert (wider > 0).all()
    if "welch" in alone["method"][0]:
        assert (wider > narrow).all()


def test_constant_groups_in_pooled_families_and_in_others() -> None:
    # rstatix issue 183: B, D and F are constant
    frame = pl.DataFrame(
        [(name, x) for name, sample in zip("ABCDEF", CONSTANT, strict=True) for x in sample],
        schema=["g", "q"],
        orient="row",
    )
    six = tally(frame, ["q"], by="g")
    assert compare_pairs(six, test="tukey_kramer")["p_value"].null_count() == 0
    t3 = compare_pairs(six, test="dunnett_t3", pairs=[("A", "F"), ("B", "F")])
    assert t3["p_value"].is_null().to_list() == [False, True]
    assert "undefined: no variation in either group" in t3["note"][1]


def test_exact_p_values_are_named() -> None:
    exact = compare_pairs(BEARS, test="mann_whitney", groups=NAMES, p_method="exact", adjust="none")
    direct = [
        htests.mann_whitney([POOH[i], POOH[j]], p_method="exact").p_value
        for i, j in combinations(range(3), 2)
    ]
    assert exact["p_value"].to_list() == direct
    assert all("exact p-value" in note for note in exact["note"])
    assert exact.equals(
        compare_pairs(BEARS, test="mann_whitney", groups=NAMES, p_method="auto", adjust="none")
    )
    trend = compare(BEARS, test="jonckheere_terpstra", p_method="exact", groups=NAMES).row(0, named=True)
    assert "exact p-value" in trend["note"]
    usual = compare(BEARS, test="jonckheere_terpstra", groups=NAMES).row(0, named=True)
    assert "exact" not in (usual["note"] or "")


@pytest.mark.parametrize("test", ["welch_anova", "kruskal_wallis", "chi_squared"])
def test_no_exact_p_value_where_there_is_none(test: str) -> None:
    with pytest.raises(
        ArgumentError, match=r"has no exact p-value; these have: jonckheere_terpstra, framework_order"
    ):
        compare(BEARS, test=test, p_method="exact")
    assert compare(BEARS, test=test, p_method="auto").equals(compare(BEARS, test=test))
    with pytest.raises(ArgumentError, match=r'^compare_pairs\(test="welch_t"\) has no exact p-value'):
        compare_pairs(BEARS, test="welch_t", p_method="exact")


def test_fishers_test_is_exact_or_says_how_sure_it_is() -> None:
    small = compare(BEARS, test="fisher_exact").row(0, named=True)
    assert "exact p-value" in small["note"]
    assert small["effect"] == "cramers_v"
    large = tally_of([[1, 2, 3, 4, 5] * n for n in (20, 30, 40, 50)], ["C1", "C2", "C3", "C4"])
    row = compare(large, test="fisher_exact").row(0, named=True)
    assert row["p_value"] is not None
    assert "Monte Carlo p-value with standard error" in row["note"]


@pytest.mark.parametrize("effect", list(EFFECTS.values()), ids=lambda effect: effect.name)
def test_every_effect_beside_a_test(effect: object) -> None:
    plants = tally_of(PLANTS, NAMES)
    if effect.groups == "any":
        row = compare(plants, effect=effect.name).row(0, named=True)
    else:
        row = compare_pairs(plants, test="welch_t", groups=NAMES, effect=effect.name).row(0, named=True)
    assert row["effect"] == effect.name
    assert row["conf_low"] <= row["estimate"] <= row["conf_high"]


def test_a_null_in_another_column_drops_no_firm() -> None:
    # pingouin issue 74
    frame = pl.DataFrame(
        {"category": ["C2"] * 3 + ["C4"] * 3, "q": [1, 2, 2, 3, 4, 5], "r": [None, 1, 2, None, 3, 3]}
    )
    alone, both = tally(frame, ["q"], by="category"), tally(frame, ["q", "r"], by="category")
    for test in ("kruskal_wallis", "anova", "chi_squared"):
        kinds = [compare(t, test=test, adjust="none").row(0, named=True) for t in (alone, both)]
        assert kinds[0]["p_value"] == kinds[1]["p_value"]
        assert kinds[0]["n"] == kinds[1]["n"] == 6
