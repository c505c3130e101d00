"""Halving a row of cells again and again: how firms are dealt to many cells in few steps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vcif.inference.resampling.bits import Whole

Step = tuple[Whole, Whole, Whole]


@lru_cache(maxsize=64)
def halvings(cells: int) -> tuple[Step, ...]:
    """Return, step by step, where the parts of a row of cells begin, are halved and end.

    The first step halves the whole row, the next one its halves, until every cell stands alone. All parts of
    one step can be halved at once, so that a thousand cells take ten steps.

    >>> [[places.tolist() for places in step] for step in halvings(3)]
    [[[0], [1], [3]], [[1], [2], [3]]]
    """
    steps, start, end = [], np.array([0]), np.array([cells])
    while (wide := end - start > 1).any():
        start, end = start[wide], end[wide]
        middle = (start + end) // 2
        steps.append((start, middle, end))
        start, end = np.concatenate([start, middle]), np.concatenate([middle, end])
    return tuple(steps)
