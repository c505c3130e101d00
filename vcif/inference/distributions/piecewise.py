"""A smooth function as polynomials on equal pieces of an interval: tabulated once, evaluated in bulk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vcif._errors import NotComputableError
from vcif.inference.distributions.arrays import Array

_MOST_PIECES = 1024


@dataclass(frozen=True)
class Piecewise:
    """Polynomials of one degree on equal pieces of an interval.

    Attributes
    ----------
    terms
        Coefficients of the powers 0, 1, .. of the place within a piece, which runs from -1 to 1; shape
        (degree + 1, pieces).
    low
        Lower end of the first piece.
    per_unit
        Pieces per unit of x.
    """

    terms: Array
    low: float
    per_unit: float

    def __call__(self, x: Array) -> Array:
        """Return the function's values within the interval; beyond it they mean nothing."""
        scaled = (x - self.low) * self.per_unit
        piece = np.minimum(scaled, self.terms.shape[1] - 1).astype(np.intp)
        terms = self.terms.take(piece, axis=1, mode="clip")
        place = 2 * (scaled - piece) - 1
        value = terms[-1]
        for term in terms[-2::-1]:
            value = value * place + term
        return np.asarray(value)


def fitted(
    function: Callable[[Array], Array],
    interval: tuple[float, float],
    *,
    pieces: int,
    degree: int,
    within: float,
) -> Piecewise:
    """Return the polynomials that agree with a positive function at the Chebyshev points of each piece.

    There are `pieces` of them or, where the last two coefficients in Chebyshev's polynomials are not below
    `within` times the function, twice as many until they are.

    >>> wave = fitted(np.cosh, (0.0, 6.0), pieces=2, degree=9, within=1e-12)
    >>> wave.terms.shape, wave(np.array([0.0, 6.0])).round(9).tolist()
    ((10, 16), [1.0, 201.715636122])
    """
    low, high = interval
    while pieces <= _MOST_PIECES:
        points = np.polynomial.chebyshev.chebpts1(degree + 1)
        x = low + (np.arange(pieces) + (points[:, None] + 1) / 2) * ((high - low) / pieces)
        terms = _chebyshev_terms(points, function(x.ravel()).reshape(x.shape))
        if (np.abs(terms[-2:]) <= within * terms[0]).all():
            return Piecewise(_to_powers(degree) @ terms, low, pieces / (high - low))
        pieces *= 2
    raise NotComputableError("a function is not smooth enough to be tabulated in double precision")


def _chebyshev_terms(points: Array, values: Array) -> Array:
    """Return the coefficients of Chebyshev's polynomials through values at their points, by column."""
    terms = np.polynomial.chebyshev.chebvander(points, points.size - 1).T @ values * (2 / points.size)
    terms[0] /= 2
    return np.asarray(terms)


def _to_powers(degree: int) -> Array:
    """Return the matrix that turns coefficients of Chebyshev's polynomials into those of powers."""
    matrix = np.zeros((degree + 1, degree + 1))
    for i in range(degree + 1):
        matrix[: i + 1, i] = np.polynomial.chebyshev.cheb2poly([0.0] * i + [1.0])
    return matrix
