"""Arrays in, arrays out: an element is what a scalar call gives, to the bit, whatever stands beside it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcif._errors import ArgumentError
from vcif.inference.distributions import (
    noncentral_f_limits,
    noncentral_t_limits,
    studentized_range_quantile,
    studentized_range_sf,
)
from vcif.inference.distributions.tails import (
    chi_squared_p_value,
    f_p_value,
    normal_p_value,
    t_p_value,
    t_quantile,
)

Range = tuple[float, float]
# each function of its arrays alone, and the ranges of their logarithms to base 10; the sign is drawn for "signed"
CASES: dict[str, tuple[Callable[..., object], tuple[Range, ...], bool]] = {
    "sf": (lambda q, df: studentized_range_sf(q, 4, df), ((-2, 2), (0, 8)), False),
    "sf_30": (lambda q, df: studentized_range_sf(q, 30, df), ((-2, 2), (0, 8)), False),
    "quantile": (lambda df: studentized_range_quantile(0.05, 4, df), ((0, 8),), False),
    "quantile_solved": (lambda df: studentized_range_quantile(1e-8, 3, df), ((0, 8),), False),
    "t_limits": (lambda t, df: noncentral_t_limits(t, df), ((-2, 5), (-0.5, 6)), True),
    "t_limits_half": (lambda t, df: noncentral_t_limits(t, df, 0.5), ((-2, 5), (-1, 6)), True),
    "f_limits": (lambda f, df1, df2: noncentral_f_limits(f, df1, df2), ((-2, 8), (0, 1), (0, 5)), False),
    "f_p_value": (lambda f, df1, df2: f_p_value(f, df1, df2), ((-2, 3), (0, 1), (0, 5)), False),
    "chi_squared_p_value": (lambda h, df: chi_squared_p_value(h, df), ((-2, 3), (0, 2)), False),
    "t_p_value": (lambda t, df: t_p_value(t, df), ((-2, 2), (0, 5)), True),
    "t_p_value_less": (lambda t, df: t_p_value(t, df, "less"), ((-2, 2), (0, 5)), True),
    "normal_p_value": (lambda z: normal_p_value(z), ((-2, 1.5),), True),
    "t_quantile": (lambda df: t_quantile(0.95, df), ((0, 8),), False),
}
EVERY = pytest.mark.parametrize("name", CASES)


def answers(name: str, columns: list[np.ndarray]) -> np.ndarray:
    """Return the function's answers, one row for each of its limits."""
    found = CASES[name][0](*columns)
    return np.array(found if isinstance(found, tuple) else (found,))


def draw(name: str, size: int, seed: int) -> list[np.ndarray]:
    """Return columns of arguments over the function's whole range."""
    random = np.random.default_rng(seed)
    _, ranges, signed = CASES[name]
    columns = [10 ** random.uniform(*bounds, size) for bounds in ranges]
    if signed:
        columns[0] = columns[0] * random.choice([-1.0, 1.0], size)
    return columns


@EVERY
@given(size=st.integers(1, 80), seed=st.integers(0, 2**32))
def test_an_element_does_not_depend_on_its_neighbours(name: str, size: int, seed: int) -> None:
    columns = draw(name, size, seed)
    whole = answers(name, columns)
    for at in {0, size // 2, size - 1}:
        alone = answers(name, [column[at].item() for column in columns])
        assert whole[:, at].tobytes() == alone.tobytes()
    order = np.random.default_rng(seed + 1).integers(0, size, size // 2 + 1)
    assert answers(name, [column[order] for column in columns]).tobytes() == whole[:, order].tobytes()


@EVERY
def test_numbers_give_a_number_and_arrays_an_array(name: str) -> None:
    columns = draw(name, 6, 1)
    one = CASES[name][0](*(column[0].item() for column in columns))
    assert all(type(limit) is float for limit in (one if isinstance(one, tuple) else (one,)))
    flat = answers(name, columns)
    for shape in ((6,), (2, 3), (1, 6, 1)):
        found = answers(name, [column.reshape(shape) for column in columns])
        assert found.dtype == np.float64
        assert found.shape == (len(flat), *shape)
        assert found.tobytes() == flat.tobytes()
    assert answers(name, [column[0:0] for column in columns]).shape == (len(flat), 0)
    assert answers(name, [np.array(column[0]) for column in columns]).tolist() == flat[:, 0].tolist()


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if len(case[1]) > 1])
def test_arrays_broadcast(name: str) -> None:
    columns = draw(name, 3, 2)
    crossed = answers(name, [columns[0][:, None], *columns[1:]])
    assert crossed.shape[1:] == (3, 3)
    mixed = answers(name, [columns[0], *(column[1].item() for column in columns[1:])])
    assert mixed.tobytes() == np.ascontiguousarray(crossed[:, :, 1]).tobytes()


@EVERY
def test_whole_numbers_and_strides_are_taken(name: str) -> None:
    columns = [np.arange(2, 8) for _ in CASES[name][1]]
    as_floats = answers(name, [column.astype(np.float64) for column in columns])
    assert answers(name, columns).tobytes() == as_floats.tobytes()
    twice = [np.repeat(column.astype(np.float64), 2)[::2] for column in columns]
    assert answers(name, twice).tobytes() == as_floats.tobytes()


@EVERY
@pytest.mark.parametrize("argument", [0, -1])
def test_a_bad_element_is_named(name: str, argument: int) -> None:
    columns = draw(name, 5, 3)
    columns[argument][[2, 4]] = math.nan, -math.inf
    with pytest.raises(ArgumentError, match=r"^\w+\(\) needs .*; got .*\bnan\b"):
        answers(name, columns)


def test_the_first_bad_element_is_the_one_named() -> None:
    with pytest.raises(ArgumentError, match=r"; got q=2\.0, k=3, df=0\.5$"):
        studentized_range_sf(np.array([1.0, 2.0, math.nan]), 3, np.array([9, 0.5, 9]))
    with pytest.raises(ArgumentError, match=r"; got f=-1\.0, df1=2, df2=9\.0$"):
        noncentral_f_limits(np.array([1.0, -1.0]), 2, np.array([9.0, 9.0]))
    with pytest.raises(ArgumentError, match=r"^t_p_value\(\) needs .*; got t=1\.5, df=0\.0$"):
        t_p_value(np.array([0.5, 1.5]), np.array([3.0, 0.0]))


@pytest.mark.parametrize("df", [np.array([5.0, 6.0, 7.0]), np.array(["5", "x"])])
def test_arrays_that_cannot_be_used_are_refused(df: np.ndarray) -> None:
    with pytest.raises(
        ArgumentError, match=r"^noncentral_t_limits\(\) needs numbers, in arrays whose shapes fit"
    ):
        noncentral_t_limits(np.array([1.0, 2.0]), df)


def test_level_k_and_p_are_numbers() -> None:
    two = np.array([0.5, 0.9])
    with pytest.raises(ArgumentError, match=r"^noncentral_t_limits\(\) needs a level between 0 and 1"):
        noncentral_t_limits(1.0, 9.0, two)
    with pytest.raises(ArgumentError, match=r"^studentized_range_quantile\(\) needs 0 < p < 1"):
        studentized_range_quantile(two, 3, 9.0)
    with pytest.raises(ArgumentError, match=r"^studentized_range_sf\(\) needs q >= 0, at least two groups"):
        studentized_range_sf(1.0, np.array([3, 4]), 9.0)


def test_many_elements_are_taken_in_parts() -> None:
    columns = draw("t_limits", 3000, 5)
    whole = answers("t_limits", columns)
    parts = [answers("t_limits", [column[i : i + 7] for column in columns]) for i in range(0, 3000, 500)]
    for i, part in enumerate(parts):
        assert whole[:, 500 * i : 500 * i + 7].tobytes() == part.tobytes()
