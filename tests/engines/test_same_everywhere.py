"""Every engine gives the same categories, tallies, transitions and firm-years, to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import vcif
from tests.customs import OPTIONS, customs
from tests.engines.frames import ENGINES, examples_of, frame_in, in_polars, needs, streaming
from tests.panels import panels
from tests.strategies import INDICATORS, firms

pytestmark = [
    pytest.mark.filterwarnings("ignore::vcif._errors.PanelWarning"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Spark's own sockets
    pytest.mark.parametrize("engine", ENGINES),
]


def run(engine: str, law: Callable[..., None], *strategies: st.SearchStrategy[Any]) -> None:
    """Run a law in an engine, over as many frames as it can bear."""
    needs(engine)
    with streaming(engine):
        examples_of(engine)(given(*strategies)(law))()


@st.composite
def measured(draw: Callable[..., Any]) -> pl.DataFrame:
    """Draw firms whose indicators are whole numbers, ratios, decimals and yes/no, some of them with weights."""
    frame = draw(firms(most=20))
    n = frame.height
    columns = {
        "ratio": (st.sampled_from([0.1, -0.3, 2.5, 1e-9, -0.0, 0.0]), pl.Float64),
        "money": (st.integers(-99, 99).map(lambda cents: Decimal(cents) / 100), pl.Decimal(10, 2)),
        "exports": (st.booleans(), pl.Boolean),
    }
    if draw(st.booleans()):
        columns["weight"] = (st.sampled_from([0.1, 3.0, 1e-9, 12345.678, 0.0]), pl.Float64)
    for name, (values, kind) in columns.items():
        drawn = draw(st.lists(st.one_of(st.none(), values), min_size=n, max_size=n))
        frame = frame.with_columns(pl.Series(name, drawn, dtype=kind))
    return frame


MEASURED = (*INDICATORS, "ratio", "money", "exports")


def test_tallies(engine: str) -> None:
    def law(frame: pl.DataFrame, by: str) -> None:
        wanted = vcif.tally(frame, MEASURED, by=by)
        assert_frame_equal(vcif.tally(frame_in(engine, frame), MEASURED, by=by), wanted, check_exact=True)

    run(engine, law, measured(), st.sampled_from(["category", "exports"]))


def test_frequency_weights(engine: str) -> None:
    def law(frame: pl.DataFrame) -> None:
        weighted = frame.with_columns(weight=pl.int_range(frame.height) % 4)
        wanted = vcif.tally(weighted, INDICATORS, weights="frequency")
        found = vcif.tally(frame_in(engine, weighted), INDICATORS, weights="frequency")
        assert_frame_equal(found, wanted, check_exact=True)

    run(engine, law, firms(most=12))


@st.composite
def answers(draw: Callable[..., Any]) -> pl.DataFrame:
    """Draw yes/no and shares of both sides."""
    row = st.tuples(
        *(st.one_of(st.none(), st.booleans()) for _ in range(3)),
        *(st.one_of(st.none(), st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0])) for _ in range(2)),
    )
    names = ("upstream", "offices", "downstream", "import_share", "export_share")
    kinds = dict.fromkeys(names[:3], pl.Boolean) | dict.fromkeys(names[3:], pl.Float64)
    frame = pl.DataFrame(draw(st.lists(row, max_size=15)), schema=kinds, orient="row")
    return frame.with_row_index("firm_id").with_columns(pl.col("firm_id").cast(pl.Int64))


RULES = st.sampled_from([
    {},
    {"upstream": ["upstream", "offices", "import_share"]},
    {"rule": "threshold", "upstream": ["upstream", "offices"], "threshold": (2, 1)},
    {"rule": "threshold", "upstream": ["import_share", "offices"], "downstream": "export_share", "threshold": 0.3},
    {"rule": "threshold", "upstream": "import_share", "downstream": "export_share", "threshold": 0.3, "inclusive": False},
])  # fmt: skip


def test_categories(engine: str) -> None:
    def law(frame: pl.DataFrame, rule: dict[str, Any]) -> None:
        wanted = vcif.classify(frame, **rule).with_columns(pl.col("category").cast(pl.String))
        given_frame = frame_in(engine, frame)
        found = vcif.classify(given_frame, **rule)
        assert type(found) is type(given_frame)
        as_text = in_polars(found).with_columns(pl.col("category").cast(pl.String)).sort("firm_id")
        assert as_text.columns == wanted.columns
        columns = ["firm_id", "upstream", "downstream", "category"]
        kinds = {"upstream": pl.Boolean, "downstream": pl.Boolean, "category": pl.String}
        assert_frame_equal(as_text.select(columns).cast(kinds), wanted.select(columns))

    run(engine, law, answers(), RULES)


def test_transitions_and_what_else_is_counted_from_histories(engine: str) -> None:
    def law(frame: pl.DataFrame) -> None:
        elsewhere = frame_in(engine, frame)
        for by in (None, "wave", "region"):
            found = vcif.transitions(elsewhere, by=by)
            assert_frame_equal(found, vcif.transitions(frame, by=by), check_exact=True)
        for count in (vcif.follow_ups, vcif.wave_states):
            assert_frame_equal(count(elsewhere), count(frame), check_exact=True)

    run(engine, law, panels())


CUSTOMS = st.sampled_from([
    {}, {"rule": "value", "threshold": (0.2, 0.3)}, {"rule": "share", "threshold": 0.5, **OPTIONS},
    {"rule": "count", "threshold": 2, "quantity": "quantity"}, {**OPTIONS, "processing_counts": False},
])  # fmt: skip


def test_firm_years_of_customs_records(engine: str) -> None:
    """The values are tenths, whose sums floats round in another way in another order."""

    def law(whole: pl.DataFrame, options: dict[str, Any]) -> None:
        frame = whole.with_columns(pl.col("value") / 10)
        wanted = vcif.categories_from_transactions(frame, **options)
        found = vcif.categories_from_transactions(frame_in(engine, frame), **options)
        keys = ["firm_id", "wave"]
        assert_frame_equal(found.firms.sort(keys), wanted.firms.sort(keys), check_exact=True)
        assert_frame_equal(found.counts, wanted.counts)

    run(engine, law, customs(), CUSTOMS)
