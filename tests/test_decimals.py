"""Arrays of floats are taken for the same decimals as the floats one by one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vcif._counts import Counts, as_counts
from vcif._decimals import whole_over_power

SHORT = st.decimals(-(10**6), 10**6, places=3).map(float)
ANY = st.floats(-1e30, 1e30, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-30)


@given(st.lists(st.one_of(SHORT, ANY), min_size=1, max_size=20))
def test_the_quotients_are_the_shortest_decimals(values: list[float]) -> None:
    whole, power = whole_over_power(np.array(values))
    assert [Fraction(int(n), power) for n in whole] == [Fraction(Decimal(repr(value))) for value in values]


@given(st.lists(st.lists(st.one_of(SHORT, ANY), min_size=1, max_size=8), min_size=2, max_size=4))
def test_arrays_and_lists_give_the_same_counts(samples: list[list[float]]) -> None:
    listed, arrays = as_counts(samples), as_counts([np.array(sample) for sample in samples])
    assert arrays.table.tolist() == listed.table.tolist()
    assert np.asarray(arrays.scores).tolist() == np.asarray(listed.scores).tolist()
    assert arrays.exact_means == listed.exact_means
    assert arrays.squares == listed.squares


def test_a_table_in_another_order_is_sorted() -> None:
    counts = Counts(scores=np.array([2.5, -1.0]), n=[[1, 2], [3, 4]])
    assert np.asarray(counts.scores).tolist() == [-1.0, 2.5]
    assert counts.table.tolist() == [[2, 1], [4, 3]]
