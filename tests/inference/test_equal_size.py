"""Counts of significant items at equal size, held against Games-Howell itself where nothing is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import vcif
from vcif._errors import ArgumentError, DataError, NotComputableError
from vcif.inference.equal_size import _thinned, equal_size_counts
from vcif.inference.firm_answers import SummedAnswers, answers_by_group
from vcif.inference.htests import games_howell

ITEMS = ["a", "b", "c"]


def firms_of(sizes: dict[str, int], seed: int = 3) -> pl.DataFrame:
    generator = np.random.Generator(np.random.PCG64(seed))
    shift = {"C2": (0, 1, 0), "C3": (0, 0, 1), "C4": (0, 1, 1)}
    parts = [
        pl.DataFrame(
            {"category": [name] * n}
            | {item: generator.integers(1, 5, n) + shift[name][i] for i, item in enumerate(ITEMS)}
        )
        for name, n in sizes.items()
    ]
    return pl.concat(parts)


def test_groups_of_one_size_are_left_whole() -> None:
    firms = firms_of({"C2": 30, "C3": 30, "C4": 30})
    found = equal_size_counts(firms, ITEMS, alpha=0.2)
    wanted = [0, 0]
    for item in ITEMS:
        samples = [firms.filter(pl.col("category") == name)[item].to_list() for name in ("C2", "C3", "C4")]
        _, first, second = games_howell(samples)
        for i, pair in enumerate((first, second)):
            assert pair.p_value is not None
            wanted[i] += int(pair.p_value < 0.2 and pair.difference > 0)
    assert (found.size, found.first, found.second) == (30, *wanted)
    assert sum(wanted) > 0


def test_a_larger_group_no_longer_makes_more_items_significant() -> None:
    firms = firms_of({"C2": 25, "C3": 250, "C4": 250}, seed=5)
    same = firms.with_columns(b=pl.col("a"), c=pl.col("a") + (pl.col("category") == "C4").cast(pl.Int64))
    found = equal_size_counts(same, ["c"])
    assert found.size == 25
    assert 0 <= found.second <= 1


def test_the_same_seed_gives_the_same_counts() -> None:
    firms = firms_of({"C2": 12, "C3": 40, "C4": 60})
    assert equal_size_counts(firms, ITEMS) == equal_size_counts(firms, ITEMS)
    assert equal_size_counts(firms, ITEMS) != equal_size_counts(firms, ITEMS, seed=2)


def test_what_cannot_be_computed() -> None:
    firms = firms_of({"C2": 1, "C3": 5, "C4": 5})
    with pytest.raises(NotComputableError, match="C2 has fewer than two firms that answered a"):
        equal_size_counts(firms, ITEMS)
    with pytest.raises(ArgumentError, match="needs an item and 20 draws; got 3 and 5"):
        equal_size_counts(firms, ITEMS, draws=5)
    for alpha in (0.0, 1.0, 5):
        with pytest.raises(ArgumentError, match="needs an alpha between 0 and 1; got"):
            equal_size_counts(firms, ITEMS, alpha=alpha)
    with pytest.raises(DataError, match=r"^equal_size_counts\(\) needs the column 'z'"):
        equal_size_counts(firms, ["z"])


def test_an_item_that_cannot_be_compared_is_left_out_and_named() -> None:
    firms = firms_of({"C2": 12, "C3": 40, "C4": 60})
    found = equal_size_counts(firms.with_columns(flat=pl.lit(3)), ["a", "flat", "b"])
    alone = equal_size_counts(firms, ["a", "b"])
    assert found == replace(alone, left_out=("flat has no variation within any group",))


@pytest.mark.parametrize("cells", [1, 50, 900])
def test_the_parts_in_which_draws_are_taken_change_nothing(cells: int) -> None:
    firms = firms_of({"C2": 12, "C3": 40, "C4": 60}).with_columns(a=pl.col("a") / 3)
    answers = answers_by_group("test", firms, ITEMS, ("C2", "C3", "C4"))
    sizes = [table.shape[0] for table in answers]
    summed = SummedAnswers(answers, [0, 1, 2])
    whole = _thinned(summed, sizes, 30, np.random.PCG64(2))
    parts = _thinned(summed, sizes, 30, np.random.PCG64(2), cells)
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(one.total, other.total)
        assert np.array_equal(one.square, other.square)
        assert (one.n == 12).all()


def test_the_example_keeps_its_finding_at_equal_size() -> None:
    study = vcif.run_study(vcif.example_survey())
    found = study.equal_size
    assert not isinstance(found, str)
    assert found.size == 53
    assert found.second > found.first + 1
