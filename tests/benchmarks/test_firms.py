"""The firms are the same everywhere, and as many of each group as they should be."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.benchmarks.firms import GROUPS, make_firms, read_firms, write_firms

# Written down once: raw bits and whole numbers leave no room for a platform to differ.
ROWS = [("C2", 3, 4, 2), ("C4", 4, 3, 2), ("C1", 3, 4, 4), ("C3", 3, 3, 2), ("C1", 2, 2, 4)]


def test_the_same_seed_gives_the_same_firms() -> None:
    assert make_firms(300, 4).equals(make_firms(300, 4))
    assert not make_firms(300, 4).equals(make_firms(300, 4, seed=2))


def test_the_firms_are_those_of_every_other_machine() -> None:
    assert make_firms(5, 3).rows() == ROWS


def test_more_items_leave_the_first_ones_alone() -> None:
    assert make_firms(300, 5).select("category", "item_1", "item_2").equals(make_firms(300, 2))


@pytest.mark.parametrize(("n", "sizes"), [(300, (120, 90, 60, 30)), (1_001, (400, 300, 200, 101))])
def test_groups_have_their_shares(n: int, sizes: tuple[int, ...]) -> None:
    counted = dict(make_firms(n, 1).group_by(pl.col("category").cast(pl.String)).len().rows())
    assert counted == dict(zip(GROUPS, sizes, strict=True))


def test_answers_use_the_whole_scale_and_later_groups_answer_higher() -> None:
    firms = make_firms(30_000, 30)
    assert firms.null_count().sum_horizontal().item() == 0
    assert set(firms["item_1"].unique()) == {1, 2, 3, 4, 5}
    assert firms.schema["item_30"] == pl.Int8
    means = firms.group_by("category").agg(pl.mean_horizontal(pl.exclude("category")).mean().alias("mean"))
    assert means.sort("category")["mean"].is_sorted()
    assert means["mean"].n_unique() == len(GROUPS)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_file_holds_the_firms(tmp_path: Path, kind: str) -> None:
    path = write_firms(tmp_path, 300, 3, kind)
    written = path.stat().st_mtime_ns
    assert write_firms(tmp_path, 300, 3, kind).stat().st_mtime_ns == written
    if kind == "parquet":
        assert read_firms(path, 2).equals(make_firms(300, 2))
    else:
        assert pl.read_csv(path, schema=make_firms(1, 3).schema).equals(make_firms(300, 3))
