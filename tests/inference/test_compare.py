"""All groups at once: rows, families of adjustment, groups left out, reasons, and errors."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.golden import CORN, POOH, agrees
from tests.strategies import codebook
from vcif import compare, compare_pairs, tally
from vcif._errors import ArgumentError, DataError, VcifError
from vcif.inference.adjust import adjust_p
from vcif.inference.htests import framework_order, jonckheere_terpstra, kruskal_wallis, welch_anova


def long(samples: list[list[float]], names: tuple[str, ...]) -> pl.DataFrame:
    rows = [(name, score) for name, sample in zip(names, samples, strict=True) for score in sample]
    return pl.DataFrame(rows, schema=["category", "q"], orient="row")


CORN_TALLY = tally(long(CORN, ("C1", "C2", "C3", "C4")), ["q"])
FOUR = pl.DataFrame(
    {
        "category": ["C2", "C2", "C2", "C3", "C3", "C3", "C4", "C4", "C4"],
        "growth": [1, 2, 3, 2, 3, 4, 4, 5, 5],
        "profit": [1, 3, 2, 2, 2, 3, 3, 4, 5],
        "suppliers": [3, 3, 3, 3, 3, 3, 3, 3, 3],
        "ambition": [1, 2, None, 3, None, 1, 5, 5, 4],
    }
)


@pytest.mark.parametrize("order", [("C1", "C2", "C3", "C4"), ("C4", "C2", "C1", "C3")])
def test_one_row_with_the_tests_own_numbers(order: tuple[str, ...]) -> None:
    row = compare(CORN_TALLY, test="welch_anova", groups=order).row(0, named=True)
    alone = welch_anova(CORN)
    assert agrees(row["statistic"], "46.32066101")  # R 4.2, Conover's corn yields
    assert agrees(row["df2"], "15.35028254")
    assert agrees(row["p_value"], "6.34827557e-8")
    assert (row["df1"], row["n"], row["method"], row["effect"]) == (
        alone.df1,
        34,
        "welch_anova",
        "omega_squared",
    )
    assert row["conf_low"] <= row["estimate"] <= row["conf_high"]


def test_an_ordered_test_takes_the_groups_as_they_come() -> None:
    up = compare(CORN_TALLY, test="jonckheere_terpstra", groups=("C4", "C2", "C1", "C3")).row(0, named=True)
    assert up["statistic"] == jonckheere_terpstra([CORN[3], CORN[1], CORN[0], CORN[2]]).statistic
    assert up["effect"] is None
    down = compare(CORN_TALLY, test="jonckheere_terpstra", alternative="less").row(0, named=True)
    assert down["p_value"] == jonckheere_terpstra(CORN, alternative="less").p_value


def test_framework_order_by_the_names_of_the_groups() -> None:
    row = compare(CORN_TALLY, test="framework_order", groups=("C3", "C1", "C4", "C2")).row(0, named=True)
    assert row["statistic"] == framework_order(CORN).statistic
    three = compare(CORN_TALLY, test="framework_order", groups=("C2", "C3", "C4")).row(0, named=True)
    assert three["statistic"] == framework_order(CORN[1:], order=[(0, 2), (1, 2)]).statistic
    two = compare(CORN_TALLY, test="framework_order", groups=("C2", "C3")).row(0, named=True)
    assert two["p_value"] is None
    assert two["note"].startswith("the framework does not order C2 and C3, and no other group has firms")


def test_holm_runs_within_a_block() -> None:
    found = compare(tally(FOUR, codebook=codebook()), test="kruskal_wallis")
    rows = {row["indicator"]: row for row in found.iter_rows(named=True)}
    alone = [kruskal_wallis([FOUR["growth"][i : i + 3].to_list() for i in (0, 3, 6)]).p_value,
             kruskal_wallis([FOUR["profit"][i : i + 3].to_list() for i in (0, 3, 6)]).p_value]  # fmt: skip
    assert (rows["growth"]["p_adjusted"], rows["profit"]["p_adjusted"]) == adjust_p(alone, "holm")
    assert rows["ambition"]["p_adjusted"] == rows["ambition"]["p_value"]
    assert rows["growth"]["note"].endswith("adjusted over 2 indicators of performance")
    assert rows["ambition"]["n"] == 7


@pytest.mark.parametrize(
    "test", ["welch_anova", "anova", "kruskal_wallis", "jonckheere_terpstra", "framework_order"]
)
def test_the_same_answer_from_all_is_no_variation(test: str) -> None:
    # peers 3b.10: NaN, p = 1 or an exception elsewhere
    found = compare(tally(FOUR, ["suppliers"]), test=test).row(0, named=True)
    assert (found["statistic"], found["p_value"], found["p_adjusted"]) == (None, None, None)
    assert "no variation: every firm gave the same answer" in found["note"]


def test_one_bad_indicator_sinks_no_other() -> None:
    found = compare(tally(FOUR, ["growth", "suppliers", "profit"]), test="welch_anova")
    assert found["indicator"].to_list() == ["growth", "suppliers", "profit"]
    assert found["p_value"].is_null().to_list() == [False, True, False]
    assert found["note"][0].endswith("adjusted over 2 indicators")


def test_a_firm_alone_is_left_out_of_welch_and_named() -> None:
    frame = long([*POOH, [3]], ("C2", "C3", "C4", "C1"))
    found = compare(tally(frame, ["q"])).row(0, named=True)
    assert agrees(found["statistic"], "17.90999")
    assert found["note"].startswith("C1 left out: only 1 firm with an answer")


def test_firms_that_could_not_be_classified_are_counted() -> None:
    frame = pl.concat(
        [
            long(POOH, ("C2", "C3", "C4")),
            pl.DataFrame(
                {"category": [None, None], "q": [1, None]}, schema={"category": pl.String, "q": pl.Int64}
            ),
        ]
    )
    found = compare(tally(frame, ["q"])).row(0, named=True)
    assert agrees(found["statistic"], "17.90999")
    assert "1 firms not classifiable left out" in found["note"]


def test_labels_stay_with_their_numbers() -> None:
    # pingouin issue 111: labels of an ordered categorical were scrambled
    kind = pl.Enum(["zeta", "alpha", "mid"])
    frame = long(POOH, ("zeta", "alpha", "mid")).with_columns(g=pl.col("category").cast(kind))
    assert agrees(compare(tally(frame, ["q"], by="g")).row(0, named=True)["statistic"], "17.90999")


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"test": "welch"}, ArgumentError, "compare() needs a known test; got 'welch'; allowed: "),
        ({"test": "dunn"}, ArgumentError, "compare() needs a known test; got 'dunn'; allowed: "),
        ({"groups": ("C2", "C5")}, ArgumentError, "compare() needs groups of this tally; got 'C5'; there are: C1, C2, C3, C4"),
        ({"groups": ("C2",)}, ArgumentError, "compare() needs at least two different groups; got ['C2']"),
        ({"groups": ("C2", "C2")}, ArgumentError, "compare() needs at least two different groups; got ['C2', 'C2']"),
        ({"adjust": "holmes"}, ArgumentError, "compare() needs a known adjust; got 'holmes'; allowed: holm, bh, by, bonferroni, none; did you mean \"holm\"?"),
        ({"effect": "hedges_g"}, ArgumentError, "compare() needs a known effect; got 'hedges_g'; allowed: "),
        ({"alternative": "greater"}, ArgumentError, 'compare(test="welch_anova") has no direction; got alternative=\'greater\''),
        ({"level": 95}, ArgumentError, "compare() needs a level between 0 and 1; got 95"),
    ],
)  # fmt: skip
def test_errors(options: dict[str, Any], error: type[VcifError], text: str) -> None:
    with pytest.raises(error) as raised:
        compare(CORN_TALLY, **options)
    assert str(raised.value).startswith(text)


@pytest.mark.parametrize("function", [compare, compare_pairs])
def test_joint_adjustment_needs_the_firms(function: Any) -> None:
    test = {compare: "anova", compare_pairs: "welch_t"}[function]
    with pytest.raises(ArgumentError, match=r"needs the firm frame .*call vcif\.westfall_young\(firms"):
        function(CORN_TALLY, test=test, adjust="westfall_young")


def test_a_frame_that_is_no_tally() -> None:
    with pytest.raises(
        DataError,
        match=r"^compare\(\) needs a tally, as vcif.tally\(\) returns it; it lacks indicator, block",
    ):
        compare(FOUR)


def test_an_empty_tally_gives_no_row() -> None:
    assert compare(CORN_TALLY.clear()).height == 0
