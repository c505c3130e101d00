"""Two by two: families, planned pairs, corrections, constant groups, and errors."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.golden import CONSTANT, POOH, agrees
from vcif import compare_pairs, tally
from vcif._errors import ArgumentError, VcifError
from vcif.inference.adjust import adjust_p
from vcif.inference.htests import dunn, games_howell, mann_whitney, welch_t

PLANNED = (("C2", "C4"), ("C3", "C4"))


def long(samples: list[list[float]], names: list[str]) -> pl.DataFrame:
    rows = [(name, score) for name, sample in zip(names, samples, strict=True) for score in sample]
    return pl.DataFrame(rows, schema=["category", "q"], orient="row")


BEARS = tally(long(POOH, ["C2", "C3", "C4"]), ["q"])
SIX = tally(long(CONSTANT, list("ABCDEF")).rename({"category": "g"}), ["q"], by="g")


def test_the_family_is_the_groups_that_the_pairs_name() -> None:
    found = compare_pairs(BEARS, pairs=PLANNED)
    assert found.select("group1", "group2").rows() == list(PLANNED)
    assert all(map(agrees, found["p_value"], ["0.773248", "2.51698e-4"]))  # family of three, R 4.2
    assert found["p_adjusted"].to_list() == found["p_value"].to_list()
    assert found["adjust_method"].unique().to_list() == ["games_howell"]
    assert found["note"][0] == "family of 3 groups: C2, C3, C4"


def test_a_family_of_two_is_welchs_t() -> None:
    found = compare_pairs(BEARS, pairs=[("C3", "C4")]).row(0, named=True)
    assert found["p_value"] == pytest.approx(welch_t(POOH[1:]).p_value, rel=1e-11)
    wider = compare_pairs(BEARS, pairs=[("C3", "C4")], groups=("C2", "C3", "C4")).row(0, named=True)
    assert wider["p_value"] == games_howell(POOH)[2].p_value


def test_nothing_is_said_of_adjusting_where_no_pair_could_be_tested() -> None:
    firms = pl.DataFrame({"category": ["C2", "C2", "C3", "C3"], "same": [3, 3, 3, 3]})
    found = compare_pairs(tally(firms, ["same"]), test="welch_t", pairs=[("C2", "C3")])
    assert found["p_value"].to_list() == [None]
    assert "adjusted over" not in found["note"][0]
    assert "variation" in found["note"][0]


def test_dunn_ranks_the_family_and_adjusts_the_pairs_shown() -> None:
    found = compare_pairs(BEARS, test="dunn", pairs=PLANNED)
    alone = dunn(POOH)
    assert found["statistic"].to_list() == [alone[1].statistic, alone[2].statistic]
    assert found["mean_rank1"].to_list() == [alone[1].mean_rank1, alone[2].mean_rank1]
    assert tuple(found["p_adjusted"]) == adjust_p([alone[1].p_value, alone[2].p_value], "holm")
    assert found["note"].to_list() == ["family of 3 groups: C2, C3, C4; adjusted over 2 pairs"] * 2


@pytest.mark.parametrize("method", ["holm", "bh", "by", "bonferroni", "none"])
def test_every_correction_within_the_indicator(method: str) -> None:
    # rstatix issues 108 and 140, pingouin 469: which family, and nothing rounded before
    two = tally(long(POOH, ["C2", "C3", "C4"]).with_columns(r=6 - pl.col("q")), ["q", "r"])
    found = compare_pairs(two, test="mann_whitney", groups=("C2", "C3", "C4"), adjust=method)
    for (_,), rows in found.group_by("indicator"):
        p = [mann_whitney([POOH[i], POOH[j]]).p_value for i, j in ((0, 1), (0, 2), (1, 2))]
        assert tuple(rows["p_adjusted"]) == pytest.approx(adjust_p(p, method), rel=1e-15)
        assert rows["adjust_method"].unique().to_list() == [method]


def test_constant_groups_leave_the_others_defined() -> None:
    # rstatix issue 183
    found = {(r["group1"], r["group2"]): r for r in compare_pairs(SIX).iter_rows(named=True)}
    assert agrees(found["A", "B"]["p_value"], "0.237639")
    assert agrees(found["A", "E"]["p_value"], "0.009829")
    assert agrees(found["D", "E"]["p_value"], "0.013827")
    undefined = {pair for pair, row in found.items() if row["p_value"] is None}
    assert undefined == {("B", "D"), ("B", "F"), ("D", "F")}
    assert all("undefined: no variation in either group" in found[pair]["note"] for pair in undefined)
    assert found["B", "D"]["difference"] == 1.0


def test_pairs_come_in_the_tallys_order_whichever_way_they_are_named() -> None:
    found = compare_pairs(BEARS, pairs=[("C4", "C3")]).row(0, named=True)
    assert (found["group1"], found["group2"], found["difference"]) == ("C3", "C4", 1.7)  # 40 and 23 over 10


def test_signs_and_sizes() -> None:
    for test in ("games_howell", "welch_t", "dunn", "mann_whitney"):
        row = compare_pairs(BEARS, test=test, pairs=[("C3", "C4")]).row(0, named=True)
        assert row["difference"] > 0
        assert row["estimate"] > 0
        assert (row["n1"], row["n2"]) == (10, 10)
        assert row["conf_low"] <= row["estimate"] <= row["conf_high"]


def test_numbers_stay_with_their_labels_in_any_order_of_groups() -> None:
    # rstatix issue 37, scikit-posthocs issue 97, statannotations issue 45
    names = {"C2": "z", "C3": "a", "C4": "m"}
    kind = pl.Enum(["m", "z", "a"])
    frame = long(POOH, ["C2", "C3", "C4"]).with_columns(g=pl.col("category").replace(names).cast(kind))
    other = {
        frozenset((r["group1"], r["group2"])): r
        for r in compare_pairs(tally(frame, ["q"], by="g")).iter_rows(named=True)
    }
    for row in compare_pairs(BEARS, groups=("C2", "C3", "C4")).iter_rows(named=True):
        same = other[frozenset((names[row["group1"]], names[row["group2"]]))]
        assert same["p_value"] == pytest.approx(row["p_value"], rel=1e-13)
        assert abs(same["difference"]) == abs(row["difference"])


def test_a_group_without_firms_has_its_rows_and_reasons() -> None:
    found = compare_pairs(BEARS, groups=("C1", "C2", "C3", "C4"))
    absent = found.filter(pl.col("group1") == "C1")
    assert absent["p_value"].null_count() == 3
    assert absent["note"][0].startswith("family of 3 groups: C2, C3, C4; C1 left out: no firm with an answer")
    assert all(
        map(
            agrees,
            found.filter(pl.col("group1") != "C1")["p_value"],
            ["6.36548e-5", "0.773248", "2.51698e-4"],
        )
    )


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"adjust": "holm"}, 'compare_pairs(test="games_howell") already adjusts for its own family; got adjust=\'holm\'; leave adjust out'),
        ({"test": "dunn", "adjust": "tukey"}, "compare_pairs() needs a known adjust; got 'tukey'; allowed: holm, bh, by, bonferroni, none"),
        ({"test": "anova"}, "compare_pairs() needs a known test; got 'anova'; allowed: "),
        ({"effect": "omega_squared"}, "compare_pairs() needs a known effect; got 'omega_squared'; allowed: "),
        ({"pairs": []}, "compare_pairs() needs at least one pair; got none; leave pairs out for all"),
        ({"pairs": [("C2", "C9")]}, "compare_pairs() needs groups of this tally; got 'C9'; there are: C1, C2, C3, C4"),
        ({"pairs": [("C2", "C2")]}, "compare_pairs() needs at least two different groups; got ['C2', 'C2']"),
        ({"pairs": [("C2", "C3", "C4")]}, "compare_pairs() needs pairs of two groups; got ('C2', 'C3', 'C4')"),
        ({"pairs": ["C2"]}, "compare_pairs() needs pairs of two groups; got 'C2'"),
        ({"pairs": [("C2", "C4"), ("C4", "C2")]}, "compare_pairs() needs each pair once; got [('C2', 'C4'), ('C4', 'C2')]"),
        ({"pairs": [("C2", "C4")], "groups": ("C2", "C3")}, "compare_pairs() needs groups of this tally; got 'C4'; there are: C2, C3"),
        ({"level": 0}, "compare_pairs() needs a level between 0 and 1; got 0"),
    ],
)  # fmt: skip
def test_errors(options: dict[str, Any], text: str) -> None:
    with pytest.raises(VcifError) as raised:
        compare_pairs(BEARS, **options)
    assert isinstance(raised.value, ArgumentError)
    assert str(raised.value).startswith(text)
