"""Customs records: every rule by hand, doubts that never become "no", and counts that add up to the records."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.customs import COLUMNS, KINDS, OPTIONS, customs, judge, possibilities, records
from vcif import assign_path, categories_from_transactions, classify, compare_rules, transitions
from vcif._columns import FRAMES, GLOSSARY, schema
from vcif._errors import ArgumentError, DataError

RULES = st.sampled_from([
    ("any", (0.0, 0.0)), ("value", (2.0, 3.0)), ("value", (1.0, 1.0)), ("share", (0.5, 0.25)), ("share", (1.0, 1.0)),
    ("count", (2.0, 1.0)), ("count", (3.0, 2.0)),
])  # fmt: skip
LEAST = st.sampled_from([1, 1, 2])


def run(frame: pl.DataFrame | pl.LazyFrame, rule: Any, limits: tuple[float, float], **options: Any) -> Any:
    threshold = None if rule == "any" else limits
    return categories_from_transactions(frame, rule=rule, threshold=threshold, **OPTIONS, **options)


def activities(found: Any) -> dict[tuple[str, int], tuple[bool | None, bool | None]]:
    rows = found.firms.select("firm_id", "wave", "upstream", "downstream").rows()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(firm, wave): (up, down) for firm, wave, up, down in rows}


@given(customs(doubts=False), RULES, st.booleans(), LEAST, st.booleans())
def test_known_records_are_as_counted_by_hand(
    frame: pl.DataFrame, rule: tuple[str, tuple[float, float]], inclusive: bool, least: int, processing: bool
) -> None:
    found = run(frame, *rule, inclusive=inclusive, least_transactions=least, processing_counts=processing)
    wanted = judge(
        records(frame),
        rule=rule[0],
        limits=rule[1],
        inclusive=inclusive,
        least=least,
        processing_counts=processing,
    )
    assert activities(found) == wanted


@settings(max_examples=settings().max_examples * 2)
@given(customs(most=7), RULES, st.booleans(), LEAST, st.booleans())
def test_a_yes_or_a_no_holds_whatever_the_unknown_may_be(
    frame: pl.DataFrame, rule: tuple[str, tuple[float, float]], inclusive: bool, least: int, processing: bool
) -> None:
    found = activities(
        run(frame, *rule, inclusive=inclusive, least_transactions=least, processing_counts=processing)
    )
    every: dict[Any, list[set[bool]]] = {key: [set(), set()] for key in found}
    mine = records(frame)
    for resolved in possibilities(mine, processing_counts=processing):
        judged = judge(
            resolved,
            rule=rule[0],
            limits=rule[1],
            inclusive=inclusive,
            least=least,
            processing_counts=processing,
        )
        for key in found:
            for i in (0, 1):
                every[key][i].add(judged.get(key, (False, False))[i])
    # Bounds are exact, but where a correction cannot be placed or several flags hang together.
    simple = not any((r.value or 0) < 0 or r.back is not False for r in mine)
    for key, sides in found.items():
        for i in (0, 1):
            if sides[i] is not None:
                assert every[key][i] <= {sides[i]}
            elif simple:
                assert every[key][i] == {True, False}


@given(customs(), RULES, LEAST, st.booleans())
def test_counts_add_up_to_the_records(
    frame: pl.DataFrame, rule: tuple[str, tuple[float, float]], least: int, processing: bool
) -> None:
    found = run(frame, *rule, least_transactions=least, processing_counts=processing)
    counts = found.counts
    assert dict(counts.schema) == schema("transaction_rules")
    of_records = counts.filter(pl.col("unit") == "records")["n"]
    assert of_records[0] == frame.height == of_records[1:].sum()
    assert (counts["n"][1:] > 0).all()
    unknown = found.firms["upstream"].null_count() + found.firms["downstream"].null_count()
    assert dict(counts.select("rule", "n").rows()).get("activity not known", 0) == unknown
    mine = [r for r in records(frame) if processing or r.processing is not True]
    assert count(counts, "no firm") == sum(r.firm is None for r in mine)
    assert count(counts, "date not known") == sum(r.firm is not None and r.year is None for r in mine)


def count(counts: pl.DataFrame, rule: str) -> int:
    found = counts.filter(pl.col("rule") == rule)["n"]
    return int(found[0]) if found.len() else 0


@given(customs(), RULES, st.randoms(use_true_random=False))
def test_the_frame_is_the_glossarys_and_order_and_laziness_are_nothing(
    frame: pl.DataFrame, rule: tuple[str, tuple[float, float]], random: Any
) -> None:
    found = run(frame, *rule)
    assert tuple(found.firms.columns) == FRAMES["firm_years"]
    assert dict(found.firms.schema) == schema("firm_years")
    assert all(name in GLOSSARY for name in found.firms.columns)
    floats = found.firms.select(pl.selectors.float())
    assert all(floats[name].drop_nulls().is_finite().all() for name in floats.columns)
    order = list(range(frame.height))
    random.shuffle(order)
    for other in (frame[order], frame.lazy()):
        again = run(other, *rule)
        assert_frame_equal(again.firms, found.firms, check_row_order=False)
        assert_frame_equal(again.counts, found.counts)


@given(customs())
def test_threshold_rules_are_those_of_classify(frame: pl.DataFrame) -> None:
    """Where nothing is in doubt, the values in the result and `classify` come to the same activities."""
    found = run(frame, "value", (2.0, 3.0)).firms
    again = classify(
        found, rule="threshold", upstream="import_value", downstream="export_value", threshold=(2.0, 3.0)
    )
    for side in ("upstream", "downstream"):
        known = found[side].is_not_null()
        assert (found[side].filter(known) == again[side].filter(known)).all()


def table(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Return records of firm a: year, flow, value, product, and what else is given."""
    full = [
        ("a", year, flow, value, product, *rest, *([None, False, False][len(rest) :]))
        for year, flow, value, product, *rest in rows
    ]
    return pl.DataFrame(full, schema=KINDS, orient="row").select(COLUMNS)


def sides(
    *rows: tuple[Any, ...], rule: str = "any", limits: tuple[float, float] = (0, 0), **options: Any
) -> Any:
    return activities(run(table(*rows), rule, limits, **options))["a", 2015]


def test_corrections_are_netted_within_the_product_before_the_threshold() -> None:
    cancelled = [(2015, "import", 0.1, "p"), (2015, "import", 0.2, "p"), (2015, "import", -0.3, "p")]
    assert sides(*cancelled) == (False, False)  # 0.1 + 0.2 - 0.3 is 5.6e-17 in floating point
    assert sides(*cancelled, (2015, "import", 1.0, "q")) == (True, False)
    # below zero in one product takes nothing from another
    assert sides((2015, "import", -9.0, "p"), (2015, "import", 5.0, "q"), rule="value", limits=(5, 5)) == (
        True,
        False,
    )
    found = run(table((2015, "import", -9.0, "p"), *cancelled), "any", (0, 0)).counts
    assert (count(found, "net below zero"), count(found, "cancelled to zero")) == (1, 0)
    assert count(run(table(*cancelled), "any", (0, 0)).counts, "cancelled to zero") == 1


def test_without_a_product_corrections_are_netted_within_firm_year_and_flow() -> None:
    frame = table((2015, "import", -9.0, "p"), (2015, "import", 5.0, "q"), (2016, "import", 5.0, "q"))
    found = activities(categories_from_transactions(frame))
    assert found == {("a", 2015): (False, False), ("a", 2016): (True, False)}


def test_re_imports_are_the_firms_own_goods_coming_back() -> None:
    flagged = (2015, "import", 3.0, "p", None, False, True)
    assert sides(flagged) == (True, False)  # bought abroad, though made at home
    assert sides(flagged, (2015, "export", 5.0, "p")) == (False, True)
    assert sides(flagged, (2015, "export", 5.0, "q")) == (True, True)
    assert sides(flagged, (2016, "export", 5.0, "p")) == (True, False)
    assert sides(flagged, (2015, "export", 5.0, "p"), (2015, "export", -5.0, "p")) == (True, False)
    perhaps = (2015, "import", 3.0, "p", None, False, None)
    assert sides(perhaps, (2015, "export", 5.0, "p")) == (None, True)
    assert sides(perhaps) == (True, False)
    counts = run(table(flagged, perhaps, (2015, "export", 5.0, "p")), "any", (0, 0)).counts
    assert count(counts, "re-import: flagged, and the product goes both ways") == 1
    assert count(counts, "perhaps a re-import: flag not known, and the product goes both ways") == 1
    kept = run(table(flagged), "any", (0, 0)).counts
    assert count(kept, "flagged as a re-import, but the firm does not export the product") == 1


def test_one_stray_transaction_makes_no_importer() -> None:
    stray = (2015, "import", 1e6, "p")
    assert sides(stray) == (True, False)
    assert sides(stray, least_transactions=2) == (False, False)
    assert sides(stray, (2015, "import", 1.0, "q"), least_transactions=2) == (True, False)
    assert (
        count(run(table(stray), "any", (0, 0), least_transactions=2).counts, "fewer than 2 transactions") == 1
    )


def test_thresholds_are_inclusive_or_strict() -> None:
    rows = [(2015, "import", 10.0, "p"), (2015, "export", 90.0, "p")]
    for rule, limits in (("value", (10, 90)), ("share", (0.1, 0.9)), ("count", (1, 1))):
        assert sides(*rows, rule=rule, limits=limits) == (True, True)
        assert sides(*rows, rule=rule, limits=limits, inclusive=False) == (False, False)


def test_what_is_not_known_is_never_no() -> None:
    export = (2015, "export", 5.0, "p")
    assert sides(export, (2015, None, 1.0, "p")) == (None, True)
    assert sides(export, (2015, "transit", 1.0, "p")) == (None, True)
    assert sides(export, (None, "import", 1.0, "p")) == (None, True)  # it may be this year's
    assert sides(export, (None, "export", 1.0, "p")) == (False, True)
    assert sides(export, (2015, "import", 1.0, "p", None, None, False)) == (True, True)
    assert sides(export, (2015, "import", 1.0, "p", None, None, False), processing_counts=False) == (
        None,
        True,
    )
    assert sides(export, (2015, None, -5.0, "p")) == (False, None)  # a correction that may undo it


def test_a_value_that_is_not_known_is_a_transaction_of_unknown_size() -> None:
    for value, quantity in (
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (1e308, None),
        (5.0, -1.0),
    ):
        row = (2015, "import", value, "p", quantity)
        assert sides(row) == (True, False)
        assert sides(row, rule="count", limits=(1, 1)) == (True, False)
        assert sides(row, rule="value", limits=(1, 1)) == (None, False)
        assert sides(row, (2015, "export", 1.0, "p"), rule="share", limits=(0.1, 0.1)) == (None, None)
    assert sides((2015, "import", -5.0, "p", -1.0), (2015, "import", 9.0, "p", 2.0)) == (True, False)


def test_processing_trade_with_and_without() -> None:
    frame = table(
        (2015, "import", 5.0, "p", None, True, False), (2015, "export", 9.0, "p", None, True, False),
        (2015, "export", 1.0, "q"), (2016, "import", 5.0, "p", None, True, False),
    )  # fmt: skip
    both, without = (run(frame, "any", (0, 0), processing_counts=counts) for counts in (True, False))
    assert activities(both) == {("a", 2015): (True, True), ("a", 2016): (True, False)}
    assert activities(without) == {("a", 2015): (False, True), ("a", 2016): (False, False)}
    assert compare_rules(both.firms, without.firms).rows() == [("C2", "C1", 1), ("C4", "C3", 1)]
    assert count(without.counts, "processing trade") == 3


def test_a_register_adds_the_firms_that_do_not_trade() -> None:
    frame = table((2015, "import", 5.0, "p"), (2016, "import", 5.0, "p"), (None, "export", 1.0, "q"))
    listed = pl.DataFrame({"firm_id": ["a", "b", "b", "b"], "wave": [2015, 2015, 2016, 2017]})
    found = run(frame, "any", (0, 0), register=listed)
    assert activities(found) == {
        ("a", 2015): (True, None), ("a", 2016): (True, None), ("b", 2015): (False, False),
        ("b", 2016): (False, False), ("b", 2017): (False, False),
    }  # fmt: skip
    assert count(found.counts, "without a record") == 3
    assert count(found.counts, "not in the register") == 1
    every_year = run(frame, "any", (0, 0), register=listed.select("firm_id").unique().lazy())
    assert set(activities(every_year)) == {(firm, year) for firm in "ab" for year in (2015, 2016)}
    with pytest.raises(DataError, match="every firm \\(and year\\) once in the register"):
        run(frame, "any", (0, 0), register=pl.concat([listed, listed]))
    with pytest.raises(DataError, match="the column 'firm_id' in the register"):
        run(frame, "any", (0, 0), register=listed.rename({"firm_id": "id"}))


@pytest.mark.parametrize(
    ("waves", "text"),
    [
        ([2015, None], "a firm and a year from 1900 to 2100 in every row of the register; 1 of its 2 rows have none"),
        (["2015", "soon"], "a firm and a year from 1900 to 2100 in every row of the register; 1 of its 2"),
        ([2015.5, float("nan")], "in every row of the register; 2 of its 2 rows have none"),
        ([2015, 2**40], "in every row of the register; 1 of its 2 rows have none"),
        ([date(2015, 1, 1)] * 2, "needs whole numbers (years or rounds) in 'wave'; got Date; of a date, take the year"),
        ([True, False], "needs whole numbers (years or rounds) in 'wave'; got Boolean"),
    ],
)  # fmt: skip
def test_a_register_of_what_are_no_years_is_refused(waves: list[Any], text: str) -> None:
    frame = table((2015, "import", 5.0, "p"))
    with pytest.raises(DataError, match=re.escape(text)):
        categories_from_transactions(frame, register=pl.DataFrame({"firm_id": ["a", "b"], "wave": waves}))


def test_a_register_with_a_row_without_a_firm_is_refused() -> None:
    frame = table((2015, "import", 5.0, "p"))
    with pytest.raises(
        DataError, match="needs a firm in every row of the register; 1 of its 2 rows have none"
    ):
        categories_from_transactions(frame, register=pl.DataFrame({"firm_id": ["a", None]}))
    text = pl.DataFrame({"firm_id": ["a", "b"], "wave": ["2015", " 2016 "]})
    firms = categories_from_transactions(frame, register=text).firms
    assert firms.sort("wave").select("firm_id", "wave", "category").rows() == [
        ("a", 2015, "C2"),
        ("b", 2016, "C1"),
    ]


@pytest.mark.parametrize(
    "dates",
    [
        [date(2015, 3, 1), None], [datetime(2015, 3, 1, 12), None], [2015, 99], [201503, None], [20150301, 3],
        ["2015-03-01", "soon"], [" 2015/3", ""], ["201503", None],
    ],
)  # fmt: skip
def test_dates_of_many_kinds(dates: list[Any]) -> None:
    frame = pl.DataFrame(
        {"firm_id": ["a", "a"], "date": dates, "flow": ["import", "export"], "value": [1, 1]}
    )
    found = categories_from_transactions(frame)
    assert activities(found) == {("a", 2015): (True, None)}
    assert count(found.counts, "date not known") == 1


def test_labels_of_the_flows() -> None:
    frame = pl.DataFrame({"id": [7, 7, 8], "year": [2015, 2015, 2015], "ie": [1, 0, 0], "usd": [5, 5, 5]})
    named: dict[str, Any] = {"firm": "id", "date": "year", "flow": "ie", "value": "usd"}
    found = categories_from_transactions(frame, **named, imports=(1,), exports=(0,))
    assert activities(found) == {("7", 2015): (True, True), ("8", 2015): (False, True)}
    as_enum = frame.with_columns(pl.col("ie").cast(pl.String).cast(pl.Enum(["0", "1"])))
    again = categories_from_transactions(as_enum, **named, imports=("1",), exports=("0",))
    assert activities(again) == activities(found)


def test_labels_that_match_nothing_are_refused_and_others_are_counted_by_name() -> None:
    written = {"import": "Imp", "export": "Exp"}
    frame = table((2015, "import", 5.0, "p"), (2015, "export", 9.0, "p"), (2016, "export", 1.0, "p"),
                  (2016, None, 1.0, "p"))  # fmt: skip
    other = frame.with_columns(pl.col("flow").replace(written))
    with pytest.raises(
        DataError, match=r'the flows are "Exp", "Imp"; say which of them are which by imports='
    ):
        categories_from_transactions(other.lazy())
    strange = pl.concat([other] * 2 + [other.with_columns(flow=pl.lit(f"x{i}")) for i in range(9)])
    with pytest.raises(DataError, match=r'"Exp", "Imp", "x0", "x1", "x2", "x3" and 5 others; say'):
        categories_from_transactions(strange)
    counts = categories_from_transactions(strange, imports=("Imp",)).counts
    named = counts.filter(pl.col("rule").str.starts_with("flow not known")).select("rule", "n").rows()
    assert named == [
        ("flow not known", 2), ('flow not known: "Exp"', 4),
        *((f'flow not known: "x{i}"', 4) for i in range(5)), ("flow not known: other labels", 16),
    ]  # fmt: skip
    of_records = counts.filter(pl.col("unit") == "records")["n"]
    assert of_records[0] == strange.height == of_records[1:].sum()
    none = categories_from_transactions(frame.with_columns(flow=pl.lit(None, pl.String)))
    assert count(none.counts, "flow not known") == 4


@pytest.mark.parametrize("batch", [1, 500_000])
def test_labels_may_come_late(batch: int) -> None:
    frame = table((2015, "transit", 5.0, "p"), (2015, None, 5.0, "p"), (2016, "import", 1.0, "p"))
    with patch("vcif.framework.transaction_sums._BATCH", batch):
        assert activities(categories_from_transactions(frame))["a", 2016] == (True, False)
        with pytest.raises(DataError, match='finds no import and no export: the flows are "transit"'):
            categories_from_transactions(frame.head(2))


def test_the_order_of_records_changes_no_digit_of_amounts_of_money() -> None:
    raw = np.random.PCG64(7).random_raw(60_000)
    frame = pl.DataFrame({
        "firm_id": raw % 7, "date": 2015 + (raw >> np.uint64(8)) % 3, "product": (raw >> np.uint64(16)) % 4,
        "flow": pl.Series((raw >> np.uint64(24)) % 2).replace_strict({0: "import", 1: "export"}),
        "value": ((raw >> np.uint64(32)).astype(np.int64) % 9_999_999 - 200_000) / 1000,
    })  # fmt: skip
    each_way: list[dict[str, Any]] = [{}, {"product": "product"}]
    for options in each_way:
        found = [
            categories_from_transactions(each, **options).firms.sort("firm_id", "wave")
            for each in (frame, frame.sample(fraction=1.0, shuffle=True, seed=1), frame.reverse().lazy())
        ]
        for again in found[1:]:
            assert_frame_equal(again, found[0], check_exact=True)
    # as decimals: the sums are those that a cashier would find
    of_one = frame.filter(firm_id=3, date=2016, flow="export")["value"]
    total = sum((Decimal(str(value)) for value in of_one), Decimal(0))
    by_hand = categories_from_transactions(frame).firms.filter(firm_id="3", wave=2016)["export_value"].item()
    assert by_hand == float(total)


def test_many_small_values_come_to_the_threshold_exactly() -> None:
    frame = pl.DataFrame({"firm_id": "a", "date": 2015, "flow": "import", "value": [0.1] * 300_000})
    strict: dict[str, Any] = {"rule": "value", "threshold": 30_000, "inclusive": False}
    assert categories_from_transactions(frame, **strict).firms["category"].to_list() == ["C1"]


def test_values_beyond_all_sums_are_not_known() -> None:
    frame = table(
        *[(2015, "import", 1e308, "p")] * 2, *[(2015, "import", -1e308, "p")] * 2, (2015, "import", 1.0, "p")
    )
    each_way: list[dict[str, Any]] = [{}, {"product": "product"}]
    for options in each_way:
        found = categories_from_transactions(frame, **options)
        assert found.firms.select("upstream", "import_value", "import_share").row(0) == (True, 1.0, 1.0)
        assert count(found.counts, "value not known") == 4


def test_the_result_goes_on_as_a_survey() -> None:
    frame = pl.concat([
        table((2016, "export", 5.0, "p"), (2017, "export", 5.0, "p"), (2017, "import", 5.0, "p")),
        table((2015, "import", 5.0, "p")).with_columns(firm_id=pl.lit("b")),
    ])  # fmt: skip
    listed = pl.DataFrame({"firm_id": ["a", "b"]})
    firms = run(frame, "any", (0, 0), register=listed).firms
    with pytest.warns(UserWarning, match="probably not asked"):
        steps = transitions(firms)
    assert steps["n"].sum() == 4
    with pytest.warns(UserWarning, match="probably not asked"):
        paths = assign_path(firms, by="waves", definition="exact")
    assert dict(paths.select("firm_id", "path").unique().rows())["a"] == "market_seeking"


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"rule": "valeu"}, ArgumentError, "categories_from_transactions() needs a known rule; got 'valeu'; allowed: any, value, share, count; did you mean \"value\"?"),
        ({"rule": "value"}, ArgumentError, 'categories_from_transactions(rule="value") needs a threshold, or a pair of them (imports, exports)'),
        ({"threshold": 1}, ArgumentError, 'categories_from_transactions() uses a threshold only with another rule than "any"; got 1'),
        ({"rule": "share", "threshold": 10}, ArgumentError, 'categories_from_transactions(rule="share") needs shares above 0, up to 1; got 10'),
        ({"rule": "value", "threshold": 0}, ArgumentError, 'categories_from_transactions(rule="value") needs numbers above 0; got 0'),
        ({"least_transactions": 0}, ArgumentError, "categories_from_transactions() needs a whole number from 1 up as least_transactions; got 0"),
        ({"re_import": "re_import"}, ArgumentError, "categories_from_transactions() tells re-imports by the product going both ways; name its column"),
        ({"flow": "flwo"}, DataError, "categories_from_transactions() needs the column 'flwo'; did you mean \"flow\"?"),
        ({"value": "flow"}, DataError, "categories_from_transactions() needs numbers in 'flow'; got String"),
        ({"date": "value"}, DataError, "categories_from_transactions() needs dates (or years, or text that begins with the year) in 'value'; got Float64"),
        ({"processing": "product"}, DataError, "categories_from_transactions() needs yes/no in 'product'; got String; make it so: "),
        ({"imports": ("export",)}, ArgumentError, "categories_from_transactions() needs different labels for imports and exports; got ['export'] and ['export']"),
        ({"flow": "value"}, DataError, "categories_from_transactions() needs text or whole numbers in 'value'; got Float64"),
        ({"firm": "list"}, DataError, "categories_from_transactions() needs one identifier a record in 'list'; got List"),
        ({"flow": "re_import"}, DataError, "categories_from_transactions() needs text or whole numbers in 're_import'; got Boolean"),
        ({"imports": ("imp",), "exports": ("exp",)}, DataError, 'categories_from_transactions() finds no import and no export: the flows are "import"; say which of them are which by imports=[...]'),
        ({"imports": (1,), "exports": (2,)}, ArgumentError, "categories_from_transactions() needs labels of the kind of 'flow' (String); got [1] and [2]"),
    ],
)  # fmt: skip
def test_errors(options: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        categories_from_transactions(
            table((2015, "import", 1.0, "p")).with_columns(list=pl.concat_list(1)), **options
        )
    assert str(raised.value).startswith(text)


def test_no_records_make_no_firms() -> None:
    found = run(table().clear(), "any", (0, 0))
    assert found.firms.is_empty()
    assert found.counts["n"].to_list() == [0]
