"""Random firms: the laws that they follow, and that the parts in which they come change nothing."""

from __future__ import annotations

from itertools import permutations
from math import factorial

import numpy as np
import pytest

from vcif._errors import ArgumentError
from vcif.inference.firm_draws import bits_of, divisions, resamples


def all_of_divisions(draws: int, sizes: list[int], cells: int = 2**20, seed: int = 3) -> np.ndarray:
    """Return each firm's group in each draw, shape (draws, firms)."""
    parts = [
        sum((~group).astype(int) for group in part)
        for part in divisions(np.random.PCG64(seed), draws, sizes, cells)
    ]
    return np.concatenate(parts)


@pytest.mark.parametrize("cells", [1, 7, 50, 10**6])
def test_the_parts_change_nothing(cells: int) -> None:
    whole = np.concatenate(list(resamples(np.random.PCG64(3), 25, 6)))
    parts = list(resamples(np.random.PCG64(3), 25, 6, cells))
    assert np.array_equal(whole, np.concatenate(parts))
    assert max(part.shape[0] for part in parts) == min(25, max(1, cells // 6))
    assert np.array_equal(all_of_divisions(25, [1, 2, 3]), all_of_divisions(25, [1, 2, 3], cells))


def test_a_resample_has_as_many_firms_as_there_are() -> None:
    drawn = np.concatenate(list(resamples(np.random.PCG64(9), 4000, 5)))
    assert (drawn.sum(axis=1) == 5).all()
    # each firm is drawn a binomial number of times: mean 1, variance 4/5, so the mean of 4000 has an sd of .014
    assert drawn.mean(axis=0) == pytest.approx(np.ones(5), abs=0.07)
    assert drawn.var(axis=0) == pytest.approx(np.full(5, 0.8), abs=0.1)


def test_a_division_has_the_sizes_and_all_are_equally_likely() -> None:
    labels = all_of_divisions(12_000, [1, 2, 3])
    assert (np.sort(labels, axis=1) == [0, 1, 1, 2, 2, 2]).all()
    found, counts = np.unique(labels, axis=0, return_counts=True)
    ways = factorial(6) // (2 * 6)
    assert found.shape[0] == ways == len(set(permutations([0, 1, 1, 2, 2, 2])))
    # chi-squared on 59 degrees of freedom: mean 59, sd 10.9
    assert ((counts - 200) ** 2 / 200).sum() < 59 + 5 * 10.9


def test_the_smallest_key_is_the_first_group() -> None:
    keys = np.random.PCG64(8).random_raw(40).reshape(8, 5)
    rank = np.argsort(np.argsort(keys, axis=1, kind="stable"), axis=1)
    assert np.array_equal(all_of_divisions(8, [2, 1, 2], seed=8), np.array([0, 0, 1, 2, 2])[rank])


def test_nothing_left_out_is_everybody() -> None:
    (part,) = divisions(np.random.PCG64(1), 3, [4, 0])
    assert part[0].all()


@pytest.mark.parametrize("seed", [-1, 1.5, "1", True, None])
def test_no_seed(seed: object) -> None:
    with pytest.raises(ArgumentError, match=r"^f\(\) needs a whole number from 0 up as its seed; got"):
        bits_of("f", seed)  # type: ignore[arg-type]
