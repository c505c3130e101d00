"""Groups and numbers as surveys bring them; the letters are those of the project's list of cases."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import chi2, f_oneway

import vcif
from tests.golden import CONSTANT, PLANTS, TIED, agrees
from tests.present.reading import FEWER, read
from vcif.inference.registry import TESTS

SURVEY = vcif.simulate_survey(160, seed=3)
CATEGORY = vcif.classify(SURVEY.firms)["category"]
STUDY = vcif.run_study(SURVEY, FEWER)
FRAMES = ("tally", "descriptives", "omnibus", "pairwise", "verdicts")
OMNIBUS = [name for name, test in TESTS.items() if test.kind in ("omnibus", "ordered")]
PAIRS = [name for name, test in TESTS.items() if test.kind in ("pair", "family")]
NO_VARIATION = "no variation: every firm gave the same answer"


def study_of(firms: pl.DataFrame) -> vcif.Study:
    return vcif.run_study(dataclasses.replace(SURVEY, firms=firms), FEWER)


def with_firms_of(category: str, n: int) -> pl.DataFrame:
    """Return the survey's firms, with only the first n of one category."""
    own = CATEGORY.eq(category).fill_null(False)
    return SURVEY.firms.filter(~own | (own.cum_sum() <= n))


def long(samples: dict[str, list[float]], **columns: object) -> pl.DataFrame:
    rows = [(name, float(score)) for name, sample in samples.items() for score in sample]
    return pl.DataFrame(rows, schema=["group", "q"], orient="row").with_columns(**columns)


def counted(samples: dict[str, list[float]]) -> pl.DataFrame:
    return vcif.tally(long(samples), ["q"], by="group")


def by_pair(frame: pl.DataFrame) -> dict[tuple[str, str], dict[str, object]]:
    return {(row["group1"], row["group2"]): row for row in frame.iter_rows(named=True)}


def assert_no_strange_number(*frames: pl.DataFrame) -> None:
    for frame in frames:
        for column in frame.select(pl.selectors.float()):
            assert column.drop_nulls().is_finite().all(), column.name


# N1: no firm in C2


@pytest.mark.parametrize("gone", ["C2", "C3", "C4"])
def test_n1_a_category_without_firms_is_shown_and_left_out_by_name(gone):
    study = study_of(with_firms_of(gone, 0))
    empty = study.descriptives.filter(pl.col("group") == gone)
    assert empty["indicator"].to_list() == [entry.id for entry in SURVEY.codebook.indicators]
    assert set(empty["n"]) == {0}
    assert empty.select("mean", "sd", "median", "q1", "q3", "conf_low", "conf_high").null_count().row(0) == (
        *[empty.height] * 7,
    )
    assert study.omnibus["note"].str.contains(f"{gone} left out: no firm with an answer", literal=True).all()
    assert_no_strange_number(study.descriptives, study.omnibus, study.pairwise, study.composites.omnibus)


def test_n1_the_comparisons_are_those_of_the_other_categories():
    study = study_of(with_firms_of("C2", 0))
    numbers = pl.exclude("note")
    for test in ("welch_anova", "kruskal_wallis"):
        alone = vcif.compare(STUDY.tally, test=test, groups=("C3", "C4"))
        found = study.omnibus.filter(pl.col("method") == test)
        assert found["p_value"].count() > 30
        assert_frame_equal(found.select(numbers), alone.select(numbers), check_exact=True)
    two = study.pairwise.filter(pl.col("method") == "games_howell")
    missing, there = (two.filter(pl.col("group1") == name) for name in ("C2", "C3"))
    assert set(missing["n1"]) == {0}
    assert missing["p_value"].count() == missing["difference"].count() == missing["estimate"].count() == 0
    alone = vcif.compare_pairs(STUDY.tally, pairs=[("C3", "C4")])
    assert_frame_equal(there.select(numbers), alone.select(numbers), check_exact=True)


def test_n1_the_tables_show_the_category_with_no_firm():
    study = study_of(with_firms_of("C2", 0))
    assert read(vcif.table_categories(study)).row("C2 Upstream integrated")[3:] == ["0", "0.0"]
    described = read(vcif.table_descriptives(study))
    assert {tuple(row[4:7]) for row in described.rows} == {("0", "–", "–")}
    assert "– C2: no firm answered." in described.notes
    for table in (vcif.table_omnibus, vcif.table_pairs):
        assert "– All indicators: C2 left out: no firm with an answer." in read(table(study)).notes


def test_n1_one_category_alone_is_not_compared():
    alone = vcif.tally(pl.DataFrame({"category": ["C4"] * 3, "q": [1, 2, 3]}), ["q"])
    row = vcif.compare(alone, groups=("C2", "C3", "C4")).row(0, named=True)
    assert (row["n"], row["statistic"], row["p_value"]) == (None, None, None)
    reason = "C2 left out: no firm with an answer, C3 left out: no firm with an answer"
    assert row["note"].startswith(f"fewer than two groups to compare: {reason}")


# N2: one firm in a group


def test_n2_one_firm_has_a_mean_and_no_spread():
    study = study_of(with_firms_of("C2", 1))
    single = study.descriptives.filter((pl.col("group") == "C2") & (pl.col("n") == 1))
    firm = study.classified.filter(pl.col("category") == "C2")
    assert single.height > 30
    for row in single.iter_rows(named=True):
        assert row["mean"] == row["median"] == row["q1"] == row["q3"] == firm[row["indicator"]].item()
        assert (row["sd"], row["conf_low"], row["conf_high"]) == (None, None, None)
    shown = read(vcif.table_descriptives(study))
    assert shown.row("Growth of sales")[4::2][:2] == ["1", "–"]
    assert "– No standard deviation where one firm answered." in shown.notes


def test_n2_a_test_that_needs_a_spread_says_why_the_firm_is_left_out():
    study = study_of(with_firms_of("C2", 1))
    alone = {row["indicator"]: row for row in vcif.compare(STUDY.tally, groups=("C3", "C4")).to_dicts()}
    name = "sales_growth"
    welch, ranked = study.omnibus.filter(pl.col("indicator") == name).to_dicts()
    assert "C2 left out: only 1 firm with an answer" in welch["note"]
    assert (welch["p_value"], welch["n"]) == (alone[name]["p_value"], alone[name]["n"])
    assert "left out: only" not in ranked["note"]  # ranks need no spread: the firm takes part
    assert (ranked["n"], ranked["df1"]) == (welch["n"] + 1, 2.0)
    pair = study.pairwise.filter((pl.col("indicator") == name) & (pl.col("group1") == "C2")).to_dicts()[0]
    assert (pair["method"], pair["n1"], pair["p_value"], pair["difference"]) == (
        "games_howell",
        1,
        None,
        None,
    )
    assert "C2 left out: only 1 firm with an answer" in pair["note"]
    notes = [note for note in read(vcif.table_omnibus(study)).notes if "C2 left out: only 1 firm" in note]
    assert len(notes) == 1
    assert ", from Growth of sales to " in notes[0]
    assert notes[0].endswith("C2 left out: only 1 firm with an answer (Welch ANOVA).")


@pytest.mark.parametrize("test", PAIRS)
def test_n2_every_test_of_pairs_counts_the_firm_or_names_it(test):
    tally = counted({"A": [4], "B": [1, 2, 3, 2], "C": [3, 4, 5, 5]})
    found = by_pair(vcif.compare_pairs(tally, test=test))
    assert_no_strange_number(vcif.compare_pairs(tally, test=test))
    row, other = found["A", "C"], found["B", "C"]
    assert (row["n1"], row["n2"]) == (1, 4)
    assert other["p_value"] is not None
    if TESTS[test].least == 2:
        assert row["p_value"] is None
        assert "A left out: only 1 firm with an answer" in str(row["note"])
    else:
        assert isinstance(row["p_value"], float)


# N3: an item that everybody answered the same


@pytest.mark.parametrize("test", OMNIBUS)
def test_n3_no_test_of_all_groups_finds_anything(test):
    tally = counted({"C2": [3] * 5, "C3": [3] * 4, "C4": [3] * 6})
    found = vcif.compare(tally, test=test).row(0, named=True)
    assert (found["statistic"], found["p_value"], found["p_adjusted"], found["estimate"]) == (None,) * 4
    assert found["n"] == 15
    assert NO_VARIATION in found["note"]


@pytest.mark.parametrize("test", PAIRS)
def test_n3_no_test_of_pairs_finds_anything(test):
    found = vcif.compare_pairs(counted({"C2": [3] * 5, "C3": [3] * 4, "C4": [3] * 6}), test=test)
    assert found.height == 3
    empty = found.select(
        "statistic", "p_value", "p_adjusted", "estimate", "conf_low", "conf_high", "difference_low"
    )
    assert set(empty.null_count().row(0)) == {3}
    assert found["note"].str.contains(NO_VARIATION, literal=True).all()


def test_n3_in_a_study_it_has_no_p_value_and_is_in_no_family():
    study = study_of(SURVEY.firms.with_columns(sales_growth=pl.lit(3.0)))
    same, others = (
        study.omnibus.filter(pl.col("indicator") == name) for name in ("sales_growth", "market_share")
    )
    assert (
        same["p_value"].to_list()
        == same["statistic"].to_list()
        == same["p_adjusted"].to_list()
        == [None, None]
    )
    assert same["note"].str.contains(NO_VARIATION, literal=True).all()
    block = study.omnibus.filter(pl.col("block") == "performance")
    for method, note in others.select("method", "note").rows():
        tested = block.filter(pl.col("method") == method)["p_value"].count()
        assert f"adjusted over {tested} indicators of performance" in note
    described = study.descriptives.filter(pl.col("indicator") == "sales_growth")
    assert described.select("mean", "sd", "conf_low", "conf_high").unique().rows() == [(3.0, 0.0, 3.0, 3.0)]
    assert_no_strange_number(study.descriptives, study.omnibus, study.pairwise)
    shown = read(vcif.table_omnibus(study))
    assert shown.row("Growth of sales")[1:] == ["–"] * 8
    assert f"– Growth of sales: {NO_VARIATION}." in shown.notes


# N4: groups without spread among six (rstatix issue 183)

SIX = counted({f"G{i}": sample for i, sample in enumerate(CONSTANT, start=1)})
UNDEFINED = [("G2", "G4"), ("G2", "G6"), ("G4", "G6")]


def test_n4_games_howell_gives_every_pair_that_has_a_spread():
    found = by_pair(vcif.compare_pairs(SIX))
    right = {("G1", "G2"): "0.237639", ("G1", "G5"): "0.009829", ("G4", "G5"): "0.013827"}
    assert all(agrees(found[pair]["p_value"], text) for pair, text in right.items())
    assert [pair for pair, row in found.items() if row["p_value"] is None] == UNDEFINED
    for pair in UNDEFINED:
        row = found[pair]
        assert (row["statistic"], row["df"], row["difference_low"], row["estimate"]) == (None,) * 4
        assert "undefined: no variation in either group" in str(row["note"])
    assert [found[pair]["difference"] for pair in UNDEFINED] == [1.0, 0.0, -1.0]
    assert not any("undefined" in str(found[pair]["note"]) for pair in found if pair not in UNDEFINED)


def test_n4_the_undefined_pairs_are_in_no_family_of_welchs_t():
    found = by_pair(vcif.compare_pairs(SIX, test="welch_t", adjust="bonferroni"))
    assert [pair for pair, row in found.items() if row["p_value"] is None] == UNDEFINED
    assert "no variation within any group" in str(found["G2", "G4"]["note"])
    assert NO_VARIATION in str(found["G2", "G6"]["note"])
    row = found["G4", "G5"]
    assert row["p_adjusted"] == pytest.approx(12 * float(str(row["p_value"])), rel=1e-15)


def test_n4_all_six_at_once():
    ranked = vcif.compare(SIX, test="kruskal_wallis").row(0, named=True)
    assert agrees(ranked["statistic"], "19.42014242")
    assert agrees(ranked["p_value"], "0.00160472704")
    welch = vcif.compare(SIX, test="welch_anova").row(0, named=True)
    assert (welch["statistic"], welch["p_value"], welch["estimate"]) == (None, None, None)
    assert welch["note"] == "welch_anova needs variation within every group (not so: G2, G4, G6)"


# N5: labels in another order, rows shuffled

ORDERED = {"ctrl": PLANTS[0], "trt1": PLANTS[1], "trt2": PLANTS[2]}
# What changes its sign with the order of a pair's groups; rstatix issue 37 took 1 - p for one of the signs.
SIGNED = ("difference", "statistic", "estimate")


def test_n5_shuffled_rows_change_no_number_of_a_study():
    shuffled = study_of(SURVEY.firms.sample(fraction=1.0, shuffle=True, seed=5))
    assert shuffled.classified["firm_id"].to_list() != STUDY.classified["firm_id"].to_list()
    for name in FRAMES:
        assert_frame_equal(getattr(shuffled, name), getattr(STUDY, name), check_exact=True)
    for name in ("descriptives", "omnibus", "pairwise"):
        assert_frame_equal(
            getattr(shuffled.composites, name), getattr(STUDY.composites, name), check_exact=True
        )
    assert_frame_equal(
        shuffled.classified.sort("firm_id"), STUDY.classified.sort("firm_id"), check_exact=True
    )
    assert not isinstance(STUDY.contrast, str)
    assert shuffled.contrast == STUDY.contrast  # the same seed draws the same firms
    assert shuffled.equal_size == STUDY.equal_size


@pytest.mark.parametrize(
    "settings",
    [
        dataclasses.replace(FEWER, adjust="westfall_young", n_permutations=199),
        dataclasses.replace(FEWER, p_method="permutation", intervals="percentile", n_permutations=199),
    ],
)
def test_n5_shuffled_rows_change_no_number_that_is_drawn(settings):
    firms = SURVEY.firms.sample(fraction=1.0, shuffle=True, seed=5)
    first, second = (
        vcif.run_study(dataclasses.replace(SURVEY, firms=frame), settings) for frame in (SURVEY.firms, firms)
    )
    for name in FRAMES:
        assert_frame_equal(getattr(second, name), getattr(first, name), check_exact=True)


@pytest.mark.parametrize("order", list(permutations(ORDERED)))
def test_n5_the_order_of_the_labels_changes_only_the_order_of_rows(order):
    frame = long(ORDERED).with_columns(pl.col("group").cast(pl.Enum(order)))
    tally = vcif.tally(frame.sample(fraction=1.0, shuffle=True, seed=2), ["q"], by="group")
    plain = vcif.describe(counted(ORDERED)).with_columns(pl.col("group").cast(pl.String))
    described = vcif.describe(tally).with_columns(pl.col("group").cast(pl.String))
    assert described["group"].to_list() == list(order)
    assert_frame_equal(described.sort("group"), plain, check_exact=True)
    found = by_pair(vcif.compare_pairs(tally))
    for pair, p, df in [
        (("ctrl", "trt1"), "0.474554922194", "16.5236"),
        (("ctrl", "trt2"), "0.112889176854", "16.7858"),
        (("trt1", "trt2"), "0.023703454739", "14.1036"),
    ]:
        row = found.get(pair) or found[pair[1], pair[0]]
        assert agrees(row["p_value"], p)
        assert agrees(row["df"], df)


@pytest.mark.parametrize("test", [name for name in PAIRS if not TESTS[name].control])
def test_n5_a_pair_the_other_way_round_has_the_other_sign_and_the_same_p(test):
    first = by_pair(vcif.compare_pairs(counted(ORDERED), test=test))
    turned = long(ORDERED).with_columns(pl.col("group").cast(pl.Enum(tuple(reversed(ORDERED)))))
    second = by_pair(vcif.compare_pairs(vcif.tally(turned, ["q"], by="group"), test=test))
    for (early, late), row in first.items():
        back = second[late, early]
        assert row["p_value"] is not None
        for name in ("p_value", "p_adjusted", "df", "std_error"):
            assert (back[name] is None) == (row[name] is None), name
            assert row[name] is None or back[name] == pytest.approx(row[name], rel=1e-12), name
        for name in SIGNED:
            if name == "statistic" and test == "mann_whitney":  # U counts wins, and both ways it makes n1 n2
                assert back[name] + row[name] == row["n1"] * row["n2"]
            elif row[name] is not None:
                assert back[name] == pytest.approx(-row[name], rel=1e-12), name


@pytest.mark.parametrize("test", [name for name in OMNIBUS if TESTS[name].kind == "omnibus"])
def test_n5_a_test_of_all_groups_does_not_see_their_order(test):
    samples = {"A": [1, 2, 2, 4], "B": [3, 4, 5, 5, 2], "C": [2, 3, 3, 1, 1, 5]}
    turned = long(samples).with_columns(pl.col("group").cast(pl.Enum(["C", "A", "B"])))
    first = vcif.compare(counted(samples), test=test)
    second = vcif.compare(vcif.tally(turned, ["q"], by="group"), test=test)
    assert first["p_value"].item() is not None
    assert_frame_equal(first, second, rel_tol=1e-11, abs_tol=0)


# N6: three million answers on a 5-point item

SCORES = [1, 2, 3, 4, 5]
MANY = {
    "C2": [210_007, 330_011, 251_003, 120_019, 40_009],
    "C3": [199_999, 310_019, 280_037, 140_009, 60_013],
    "C4": [150_001, 280_009, 300_007, 210_011, 118_847],
}
TOTAL = sum(map(sum, MANY.values()))
TIES = [sum(column) for column in zip(*MANY.values(), strict=True)]


def many() -> pl.DataFrame:
    """Return the tally of three million answers: that of one answer of each kind, with another n."""
    once = counted({name: [float(score) for score in SCORES] for name in MANY})
    places = zip(once["group"].to_list(), once["score"].to_list(), strict=True)
    n = [0 if score is None else MANY[group][int(score) - 1] for group, score in places]
    return once.with_columns(n=pl.Series(n, dtype=once.schema["n"]))


def exact_h() -> Fraction:
    """Return Kruskal and Wallis's H with its correction for ties, in whole numbers and fractions."""
    midranks, below = [], 0
    for tie in TIES:
        midranks.append(Fraction(2 * below + tie + 1, 2))
        below += tie
    centre, between = Fraction(TOTAL + 1, 2), Fraction(0)
    for row in MANY.values():
        mean = sum((n * rank for n, rank in zip(row, midranks, strict=True)), Fraction(0)) / sum(row)
        between += sum(row) * (mean - centre) ** 2
    correction = 1 - Fraction(sum(t**3 - t for t in TIES), TOTAL**3 - TOTAL)
    return 12 * between / (TOTAL * (TOTAL + 1)) / correction


def test_n6_the_tie_term_is_exact():
    assert TOTAL == 3_000_001
    counts = vcif.Counts(scores=SCORES, n=list(MANY.values()))
    assert counts.tie_term == TOTAL**3 - TOTAL - sum(t**3 - t for t in TIES)
    assert counts.tie_term > 2**63  # beyond what a 64-bit whole number holds
    assert vcif.Counts(scores=SCORES, n=np.array(list(MANY.values()))).tie_term == counts.tie_term


def test_n6_kruskal_wallis_corrects_for_ties():
    row = vcif.compare(many(), test="kruskal_wallis").row(0, named=True)
    assert row["n"] == TOTAL
    assert row["statistic"] == pytest.approx(float(exact_h()), rel=1e-14)


def test_n6_ranks_of_pairs_correct_for_ties():
    found = by_pair(vcif.compare_pairs(many(), test="dunn"))
    spread = Fraction(TOTAL**3 - TOTAL - sum(t**3 - t for t in TIES), 12 * (TOTAL - 1))
    for (first, second), row in found.items():
        n1, n2 = sum(MANY[first]), sum(MANY[second])
        error = math.sqrt(spread * (Fraction(1, n1) + Fraction(1, n2)))
        assert row["std_error"] == pytest.approx(error, rel=1e-14)
        wins = sum(
            MANY[first][i] * MANY[second][j] * (2 if i < j else 1 if i == j else 0)
            for i in range(5)
            for j in range(5)
        )
        pair = vcif.compare_pairs(many(), test="mann_whitney", pairs=[(first, second)]).row(0, named=True)
        assert pair["statistic"] == wins / 2
        assert (
            row["estimate"]
            == pair["estimate"]
            == pytest.approx(float(Fraction(wins, n1 * n2) - 1), rel=1e-12)
        )


def test_n6_many_repeated_firms_are_what_their_frequencies_say():
    frame = long({name: [float(score) for score in SCORES] for name in MANY})
    weight = [n for row in MANY.values() for n in row]
    weighted = vcif.tally(
        frame.with_columns(weight=pl.Series(weight)), ["q"], by="group", weights="frequency"
    )
    for compared in (
        vcif.compare(weighted, test="kruskal_wallis"),
        vcif.compare(many(), test="kruskal_wallis"),
    ):
        assert compared["statistic"].item() == pytest.approx(float(exact_h()), rel=1e-14)
    described = vcif.describe(weighted)
    assert described["n"].to_list() == [sum(row) for row in MANY.values()]
    for mean, row in zip(described["mean"], MANY.values(), strict=True):
        assert mean == float(Fraction(sum(n * s for n, s in zip(row, SCORES, strict=True)), sum(row)))


def test_n6_two_heavily_tied_samples():
    # scipy issues 4017 and 3611, statsmodels issue 2663
    tally = counted({"x": TIED[0], "y": TIED[1]})
    row = vcif.compare(tally, test="kruskal_wallis").row(0, named=True)
    assert agrees(row["statistic"], "15.2643327074")
    assert agrees(row["p_value"], "9.346480368e-5")
    dunn = vcif.compare_pairs(tally, test="dunn").row(0, named=True)
    assert dunn["statistic"] ** 2 == pytest.approx(row["statistic"], rel=1e-13)


# N7: p = 4.5e-23, p = 6.6e-32

# Fisher (1936), lengths of sepals in millimetres: how many flowers of each.
IRIS = {
    "setosa": {43: 1, 44: 3, 45: 1, 46: 4, 47: 2, 48: 5, 49: 4, 50: 8, 51: 8, 52: 3, 53: 1, 54: 5, 55: 2, 57: 2, 58: 1},
    "versicolor": {49: 1, 50: 2, 51: 1, 52: 1, 54: 1, 55: 5, 56: 5, 57: 5, 58: 3, 59: 2, 60: 4, 61: 4, 62: 2, 63: 3,
                   64: 2, 65: 1, 66: 2, 67: 3, 68: 1, 69: 1, 70: 1},
    "virginica": {49: 1, 56: 1, 57: 1, 58: 3, 59: 1, 60: 2, 61: 2, 62: 2, 63: 6, 64: 5, 65: 4, 67: 5, 68: 2, 69: 3,
                  71: 1, 72: 3, 73: 1, 74: 1, 76: 1, 77: 4, 79: 1},
}  # fmt: skip
SEPALS = {name: [mm / 10 for mm, n in row.items() for _ in range(n)] for name, row in IRIS.items()}


def test_n7_a_tiny_p_value_of_tukey_is_stored_in_full():
    found = by_pair(vcif.compare_pairs(counted(SEPALS), test="tukey_kramer"))
    far, near = found["setosa", "virginica"], found["setosa", "versicolor"]
    assert float(str(far["statistic"])) * math.sqrt(2) == pytest.approx(21.730106523741846, rel=1e-12)
    assert far["p_value"] == pytest.approx(6.64446313365151e-32, rel=1e-10, abs=0)
    assert near["p_value"] == pytest.approx(2.63095590797031e-15, rel=1e-10, abs=0)


def test_n7_the_p_value_of_all_groups_too():
    row = vcif.compare(counted(SEPALS), test="anova").row(0, named=True)
    assert row["p_value"] == pytest.approx(f_oneway(*SEPALS.values()).pvalue, rel=1e-9, abs=0)
    assert 0 < row["p_value"] < 1e-30


def test_n7_a_studys_tables_print_less_than_and_its_frames_keep_the_value():
    study = vcif.run_study(vcif.simulate_survey(1500, seed=2), FEWER)
    ranked = study.omnibus.filter((pl.col("method") == "kruskal_wallis") & (pl.col("p_value") < 1e-23))
    assert ranked.height > 0
    for row in ranked.iter_rows(named=True):
        assert row["p_value"] == pytest.approx(chi2.sf(row["statistic"], row["df1"]), rel=1e-9, abs=0)
        assert 0 < row["p_value"] <= row["p_adjusted"]
    assert study.omnibus["p_value"].drop_nulls().min() > 0
    shown = read(vcif.table_omnibus(study))
    names = study.omnibus.filter(pl.col("method") == "welch_anova")["indicator"].to_list()
    assert len(names) == len(shown.rows)
    printed = {name: row[7] for name, row in zip(names, shown.rows, strict=True)}
    assert {printed[name] for name in ranked["indicator"]} == {"< .001"}


@pytest.mark.parametrize("p", [4.549e-23, 6.64446313365151e-32, 5e-324, 0.000999999])
def test_n7_every_table_of_tests_prints_a_tiny_p_as_less_than(p):
    tiny = {"p_value": pl.lit(p), "p_adjusted": pl.lit(p)}
    study = dataclasses.replace(
        STUDY, omnibus=STUDY.omnibus.with_columns(**tiny), pairwise=STUDY.pairwise.with_columns(**tiny)
    )
    assert {row[place] for row in read(vcif.table_omnibus(study)).rows for place in (3, 4, 7)} == {"< .001"}
    assert {row[place] for row in read(vcif.table_pairs(study)).rows for place in (3, 5)} == {"< .001"}
    assert set(study.omnibus["p_value"]) == {p}


def test_n7_a_p_value_near_one_is_not_printed_as_one():
    study = dataclasses.replace(STUDY, omnibus=STUDY.omnibus.with_columns(p_value=pl.lit(0.99999)))
    assert {row[3] for row in read(vcif.table_omnibus(study)).rows} == {"> .999"}


# N8: a null in an unrelated column

# Tolerance of pain by colour of hair; pingouin issue 74
HAIR = {
    "dark blond": [63, 57, 52, 41, 43],
    "dark brunette": [32, 39, 51, 30, 35],
    "light blond": [62, 60, 71, 55, 48],
    "light brunette": [42, 50, 41, 37],
}


def test_n8_a_null_elsewhere_drops_no_row():
    whole = long(HAIR, other=pl.int_range(pl.len()), remark=pl.lit("x"))
    holes = whole.with_columns(
        other=pl.when(pl.col("other") % 4 > 0).then("other"), remark=pl.lit(None, pl.String)
    )
    first, second = (vcif.tally(frame, ["q", "other"], by="group") for frame in (whole, holes))
    rows = [vcif.compare(tally, test="kruskal_wallis").filter(indicator="q") for tally in (first, second)]
    for row in rows:
        assert agrees(row["statistic"].item(), "10.58863038")
        assert row["n"].item() == 19
    assert_frame_equal(first.filter(indicator="q"), second.filter(indicator="q"), check_exact=True)
    other = second.filter((pl.col("indicator") == "other") & pl.col("score").is_null())
    assert other["n"].sum() == 5  # and of the column itself the firms without an answer are told


def test_n8_covariates_without_an_answer_change_nothing():
    columns = ["industry", "region", "ownership", "founded", "employees", "revenue", "manager_years"]
    empty = [pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.col(name)).alias(name) for name in columns]
    study = study_of(SURVEY.firms.with_columns(empty))
    assert study.classified.select(columns).null_count().sum_horizontal().item() > 100
    for name in FRAMES:
        assert_frame_equal(getattr(study, name), getattr(STUDY, name), check_exact=True)


def test_n8_a_missing_answer_is_missing_in_its_own_item_only():
    half = pl.when(pl.int_range(pl.len()) % 2 == 0).then("sales_growth").alias("sales_growth")
    study = study_of(SURVEY.firms.with_columns(half))
    before, after = (s.descriptives.filter(pl.col("indicator") != "sales_growth") for s in (STUDY, study))
    assert_frame_equal(before, after, check_exact=True)
    numbers = pl.exclude("p_adjusted", "note")
    kept = [s.omnibus.filter(pl.col("indicator") != "sales_growth").select(numbers) for s in (STUDY, study)]
    assert_frame_equal(*kept, check_exact=True)
    own = [s.omnibus.filter(pl.col("indicator") == "sales_growth")["n"].to_list() for s in (STUDY, study)]
    assert own[1][0] < own[0][0]
