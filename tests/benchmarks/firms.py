"""The firms that every contender gets: seeded answers on a scale of five, in four groups of unequal size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

SEED = 1
GROUPS = ("C1", "C2", "C3", "C4")
SHARES = (40, 30, 20, 10)  # per cent of the firms in C1 to C4
# Per mille of answers below each level from 2 to 5, before an item and a group move them.
_BELOW = (110, 320, 670, 890)
_PER_GROUP = 20
_PER_ITEM = 9


def item_names(items: int) -> list[str]:
    """Return the items' column names.

    >>> item_names(2)
    ['item_1', 'item_2']
    """
    return [f"item_{number}" for number in range(1, items + 1)]


def make_firms(n: int, items: int, seed: int = SEED) -> pl.DataFrame:
    """Return n firms: `category` (Enum) and one Int8 column of answers 1 to 5 per item, none missing.

    Sizes of groups are exact, the firms' order is random, later groups answer a little higher, and items
    differ. Only raw bits of PCG64 and whole numbers are used: the same firms everywhere. An item has a stream
    of its own, so that more items leave the first ones as they are.

    >>> make_firms(5, 2).rows()[:2]
    [('C2', 3, 4), ('C4', 4, 3)]
    """
    # Where the shares do not divide n, the last group takes what is left.
    sizes = [n * share // 100 for share in SHARES[:-1]]
    order = np.argsort(_raw(seed, 0, n), kind="stable")
    group = np.repeat(np.arange(4, dtype=np.int16), [*sizes, n - sum(sizes)])[order]
    category = pl.Series("category", GROUPS, dtype=pl.Enum(GROUPS)).gather(pl.Series(group))
    columns = {
        name: _answers(_raw(seed, place, n), group, place) for place, name in enumerate(item_names(items), 1)
    }
    return pl.DataFrame({"category": category, **columns})


def _raw(seed: int, stream: int, n: int) -> np.ndarray:
    """Return raw 64-bit numbers of one of the seed's streams."""
    return np.random.PCG64(np.random.SeedSequence([seed, stream])).random_raw(n)


def _answers(raw: np.ndarray, group: np.ndarray, place: int) -> np.ndarray:
    """Return one item's answers."""
    chance = (raw % np.uint64(1000)).astype(np.int16)
    moved = (place % 5 - 2) * _PER_ITEM + group * (_PER_GROUP + place % 3)
    answers = np.ones(group.size, dtype=np.int8)
    for below in _BELOW:
        answers += chance >= below - moved
    return answers


def write_firms(folder: Path, n: int, items: int, kind: str) -> Path:
    """Return the file of these firms ("parquet" or "csv") in a folder, made if it is not there yet."""
    path = folder / f"firms-{n}-{items}.{kind}"
    if not path.exists():
        firms = make_firms(n, items)
        if kind == "csv":
            firms.write_csv(path)
        else:
            firms.write_parquet(path)
    return path


def read_firms(path: Path, items: int | None = None) -> pl.DataFrame:
    """Return the firms of a Parquet file, with the first few items only where a number is given."""
    wanted = None if items is None else ["category", *item_names(items)]
    return pl.read_parquet(path, columns=wanted).rechunk()
