"""Sums over chosen firms that are exact: no order of adding and no number of threads changes a digit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MANTISSA = 53  # binary digits of a whole number that double precision holds
_DRAWS, _STEPS = 64, 2**18  # draws, and multiplications, of one matrix product


@dataclass(frozen=True)
class ExactColumns:
    """Columns of numbers, cut into parts that add up without rounding.

    Attributes
    ----------
    parts
        Shape (columns + finer, firms): the columns' leading digits, then the rest of those that have more.
    finer
        The columns that have a second part.
    """

    parts: Array
    finer: NDArray[np.intp]

    def sums(self, weights: Array) -> Array:
        """Return the weighted sums, rounded once; weights (draws, firms) to sums (draws, columns).

        Weights are whole numbers from 0 up that add up to `most` or less in a draw.
        """
        found = _product(weights, self.parts)
        columns = self.parts.shape[0] - self.finer.size
        total = found[:, :columns]
        total[:, self.finer] += found[:, columns:]
        return np.asarray(total, dtype=np.float64)


def _product(weights: Array, parts: Array) -> Array:
    """Return weights times the parts, in products so small that BLAS libraries take one thread for each.

    The threads of a large product wait for one another, on a busy machine up to a hundred times as long as
    they work. The sums are exact, so the cuts change nothing.
    """
    found = np.zeros((weights.shape[0], parts.shape[0]))
    firms = max(1, _STEPS // (_DRAWS * parts.shape[0]))
    for low in range(0, weights.shape[0], _DRAWS):
        drawn = slice(low, low + _DRAWS)
        for start in range(0, weights.shape[1], firms):
            part = slice(start, start + firms)
            found[drawn] += weights[drawn, part] @ parts[:, part].T
    return found


def exact_columns(columns: Array, most: int) -> ExactColumns:
    """Return columns of finite numbers in a form whose sums of up to `most` firms are exact.

    Each number is cut into whole multiples of a power of two, the same for its column, so few digits long
    that `most` of them still fit into double precision; a second part holds the digits that follow. What is
    smaller still (some 70 binary digits below the column's largest number; 50 with 100 million firms) is
    dropped.

    Parameters
    ----------
    columns
        Shape (columns, firms); overwritten, since there may be many firms.
    most
        The largest sum of a draw's weights.

    Source
    ------
    Ozaki, K., Ogita, T., Oishi, S. and Rump, S. M. (2012), Numerical Algorithms 59, 95-118.

    Examples
    --------
    >>> tenths = exact_columns(np.full((1, 10), 0.1), most=10)
    >>> float(tenths.sums(np.ones((1, 10)))[0, 0]), sum([0.1] * 10)
    (1.0, 0.9999999999999999)
    """
    digits = _MANTISSA - max(1, most - 1).bit_length()
    finer: list[int] = []
    rests: list[Array] = []
    for place, column in enumerate(columns):
        rest, small = _take_leading(column, digits)
        if rest.any():
            finer.append(place)
            rests.append(np.rint(rest / small) * small)
    parts = np.vstack([columns, *rests]) if rests else columns
    return ExactColumns(parts, np.array(finer, dtype=np.intp))


def _take_leading(column: Array, digits: int) -> tuple[Array, float]:
    """Leave the leading digits in a column; return the rest and the unit of its own leading digits."""
    largest = max(float(column.max(initial=0.0)), -float(column.min(initial=0.0)))
    unit = float(np.ldexp(1.0, int(np.frexp(largest)[1]) - digits))
    leading = np.rint(column / unit) * unit
    rest = column - leading
    column[:] = leading
    return rest, unit * 2.0**-digits
