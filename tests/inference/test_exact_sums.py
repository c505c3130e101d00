"""Sums over chosen firms against rational arithmetic: rounded once, whatever the order and the parts."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcif.inference import exact_sums
from vcif.inference.exact_sums import exact_columns

NUMBERS = st.one_of(
    st.integers(-7, 7).map(float),
    st.sampled_from([0.1, 1 / 3, -2.7, 99.99, 1e-9]),
    st.floats(-1, 1, allow_subnormal=False).filter(lambda x: abs(x) > 1e-12 or x == 0),
)


@given(st.lists(st.tuples(NUMBERS, st.integers(0, 3)), min_size=1, max_size=40))
def test_rounded_once(rows: list[tuple[float, int]]) -> None:
    values, weights = zip(*rows, strict=True)
    columns = exact_columns(np.array([values]), most=max(1, sum(weights)))
    found = columns.sums(np.array([weights], dtype=np.float64))[0, 0]
    wanted = sum((Fraction(x) * w for x, w in rows), Fraction(0))
    # digits below 2^-90 of the largest number are dropped, which only matters where nearly all cancels
    assert found == pytest.approx(float(wanted), rel=2**-52, abs=200 * max(map(abs, values)) * 2.0**-90)


def test_whole_numbers_need_one_part_and_others_two() -> None:
    assert exact_columns(np.array([[1.0, -3.0, 4.0]]), most=10**6).finer.size == 0
    assert exact_columns(np.array([[1.0, -3.0, 4.0], [0.1, 0.2, 0.3]]), most=10**6).finer.tolist() == [1]


@pytest.mark.parametrize(("draws", "steps"), [(1, 1), (3, 50), (64, 10**9)])
def test_no_order_changes_a_digit(monkeypatch: pytest.MonkeyPatch, draws: int, steps: int) -> None:
    generator = np.random.Generator(np.random.PCG64(5))
    values = np.vstack([generator.normal(size=(3, 200)), generator.integers(1, 6, (2, 200))])
    weights = generator.integers(0, 4, (70, 200)).astype(np.float64)
    whole = exact_columns(values.copy(), most=600).sums(weights)
    order = generator.permutation(200)
    turned = exact_columns(values[:, order], most=600).sums(weights[:, order])
    monkeypatch.setattr(exact_sums, "_DRAWS", draws)
    monkeypatch.setattr(exact_sums, "_STEPS", steps)
    cut = exact_columns(values.copy(), most=600).sums(weights)
    assert np.array_equal(whole, turned)
    assert np.array_equal(whole, cut)


def test_nothing_and_zeros() -> None:
    assert exact_columns(np.zeros((2, 3)), most=3).sums(np.ones((1, 3))).tolist() == [[0.0, 0.0]]
    assert exact_columns(np.zeros((2, 0)), most=1).sums(np.ones((4, 0))).shape == (4, 2)
