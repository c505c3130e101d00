"""Quotients in which nothing over nothing is nothing."""

from __future__ import annotations

import numpy as np

from vcif.inference.resampling.bits import Array


def quotient(above: Array, below: Array) -> Array:
    """Return above / below; over 0 it is 0 where nothing is above, else infinite with its sign.

    A permuted table without spread within the groups is as extreme as can be, unless the groups are equal.

    >>> quotient(np.array([1.0, -1.0, 0.0, 3.0]), np.array([0.0, 0.0, 0.0, 2.0])).tolist()
    [inf, -inf, 0.0, 1.5]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = above / below
    return np.where((above == 0) & (below == 0), 0.0, found)
