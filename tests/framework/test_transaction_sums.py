"""Records added up in place: batches, years and the growth of arrays change nothing; firms keep their names."""

from __future__ import annotations

import gc
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.customs import OPTIONS, customs
from vcif import categories_from_transactions, simulate_transactions
from vcif.framework.firm_places import FirmPlaces
from vcif.framework.transaction_sums import Sums

KEYS = ["firm_id", "wave"]
WAYS = st.sampled_from([{}, OPTIONS, {**OPTIONS, "processing_counts": False}, {"quantity": "quantity"}])


@given(customs(), WAYS, st.integers(1, 4))
def test_batches_and_years_one_by_one_change_nothing(
    frame: pl.DataFrame, options: dict[str, Any], batch: int
) -> None:
    wanted = categories_from_transactions(frame, **options)
    sums, reading = "vcif.framework.transaction_sums._BATCH", "vcif.framework.transaction_reading._AT_ONCE"
    with patch(sums, batch), patch(reading, 0):
        found = categories_from_transactions(frame, **options)
    assert_frame_equal(found.firms.sort(KEYS), wanted.firms.sort(KEYS), check_exact=True)
    assert_frame_equal(found.counts, wanted.counts)


def test_products_in_many_batches_are_those_in_one() -> None:
    records = simulate_transactions(n=300, years=3)
    options = {"product": "product", "re_import": "re_import", "processing": "processing"}
    wanted = categories_from_transactions(records, **options)
    with patch("vcif.framework.transaction_sums._BATCH", 97):
        found = categories_from_transactions(records.lazy(), **options)
    assert_frame_equal(found.firms.sort(KEYS), wanted.firms.sort(KEYS), check_exact=True)
    assert_frame_equal(found.counts, wanted.counts)


def test_arrays_grow_with_the_firms_and_keep_what_they_hold() -> None:
    sums = Sums()
    for firm in (0, 1, 5, 4, 100, 5):
        sums.add(pl.DataFrame(
            {"firm": [firm], "year": [2015], "side": [1], "value": [2.0], "out": [False], "kind": [1]},
            schema={"firm": pl.UInt32, "year": pl.Int32, "side": pl.Int8, "value": pl.Float64, "out": pl.Boolean,
                    "kind": pl.Int8},
        ))  # fmt: skip
    (part,) = list(sums.parts())
    assert part.select("firm", "import_plus", "import_n", "touched").rows() == [
        (0, 2.0, 1, False), (1, 2.0, 1, False), (4, 2.0, 1, False), (5, 4.0, 2, False), (100, 2.0, 1, False),
    ]  # fmt: skip
    assert next(iter(sums.parts())).height == 0  # given once


def test_firms_keep_their_places_when_nothing_holds_them() -> None:
    firms = FirmPlaces()
    for name in ("a", "b", "a", "c"):
        gc.collect()
        place = pl.DataFrame({"firm": [name]}).select(firms.place(pl.col("firm")))
        assert place.select(firms.text(pl.col("firm"))).item() == name
        assert place.item() == "abc".index(name)
    others = FirmPlaces()
    assert pl.select(others.place(pl.lit("c"))).item() == 0
