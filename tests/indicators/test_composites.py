"""Composites: the mean of the answered items, at least half of them, defining items left out."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given

from tests.strategies import INDICATORS, codebook, firms
from vcif import add_composites
from vcif._errors import DataError


def test_mean_of_answered_items() -> None:
    frame = pl.DataFrame(
        {"growth": [1, 1, None], "profit": [4, None, None], "suppliers": [5, 5, 5], "ambition": [2, None, 3]}
    )
    found = add_composites(frame, codebook())
    assert found["performance_composite"].to_list() == [2.5, 1.0, None]  # one of two is half
    assert found["attitudes_composite"].to_list() == [2.0, None, 3.0]
    assert "structure_composite" not in found.columns  # its only item is true by construction


@given(firms())
def test_lazy_is_eager(frame: pl.DataFrame) -> None:
    eager = add_composites(frame, codebook())
    assert add_composites(frame.lazy(), codebook()).collect().equals(eager)
    assert eager.select(frame.columns).equals(frame)


def test_an_absent_item_is_named() -> None:
    with pytest.raises(DataError) as raised:
        add_composites(pl.DataFrame({name: [1] for name in INDICATORS if name != "profit"}), codebook())
    assert str(raised.value) == "add_composites() needs the columns profit"
