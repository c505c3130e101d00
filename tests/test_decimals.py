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


LONG = st.one_of(
    st.floats(1e-7, 1e17, allow_subnormal=False),
    st.builds(lambda x, k: x * 10.0**k, st.integers(1, 10**17), st.integers(-20, 0)),
    st.builds(lambda x, ulps: float(np.float64(x) + ulps * np.spacing(x)), SHORT, st.integers(-3, 3)),
    st.integers(-30, 60).map(lambda k: 2.0**k),
)


@given(st.lists(st.builds(float.__mul__, LONG, st.sampled_from([1.0, -1.0])), min_size=1, max_size=30))
def test_floats_of_many_digits_stand_for_the_text_that_is_printed_for_them(values: list[float]) -> None:
    exact = [Fraction(Decimal(repr(value))) for value in values]
    whole, power = whole_over_power(np.array(values))
    assert [Fraction(int(n), power) for n in whole] == exact
    assert power == next(10**k for k in range(400) if all((x * 10**k).denominator == 1 for x in exact))


def test_many_numbers_at_once() -> None:
    bits = np.random.PCG64(1).random_raw(20_000)
    values = np.log(bits / 2.0**40 + 1e-3)  # 15, 16 and 17 digits, of either sign
    whole, power = whole_over_power(values)
    assert all(
        Fraction(n, power) == Fraction(Decimal(repr(x))) for n, x in zip(whole, values.tolist(), strict=True)
    )
    digits = {len(repr(x).replace("-", "").replace(".", "").strip("0")) for x in values.tolist()}
    assert {15, 16, 17} <= digits
