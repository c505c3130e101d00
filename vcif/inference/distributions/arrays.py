"""Numbers or arrays in, the same kind out: what the functions of this folder do with their arguments."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Values = float | Array


class Arguments(NamedTuple):
    """What a function was given.

    Attributes
    ----------
    function
        Name of the function.
    given
        The values as they came, by name.
    columns
        The values as arrays of one dimension and equal length; where all are plain numbers, NumPy's numbers,
        whose arithmetic is the same and quicker.
    shape
        Shape to which the arrays broadcast, or None where all are plain numbers.
    """

    function: str
    given: dict[str, Values]
    columns: list[Array]
    shape: tuple[int, ...] | None

    def require(self, good: Bools, needs: str) -> None:
        """Raise unless every element is good, with the values of the first that is not."""
        if good.all():
            return
        named = ", ".join(f"{name}={self._value(name, good)}" for name in self.given)
        raise ArgumentError(f"{self.function}() needs {needs}; got {named}")

    def _value(self, name: str, good: Bools) -> object:
        """Return the first bad element's value; what came as a number, as it came."""
        value = self.given[name]
        if not isinstance(value, np.ndarray):
            return value
        return float(self.columns[list(self.given).index(name)][int(np.argmin(good))])

    def flat(self) -> list[Array]:
        """Return the columns, numbers too as arrays of one dimension."""
        return [column.reshape(-1) for column in self.columns]

    def shaped(self, result: Array) -> Values:
        """Return a flat result as a number, or as an array of the shape that was asked for."""
        return float(result.item()) if self.shape is None else result.reshape(self.shape)


def arguments(function: str, **given: Values) -> Arguments:
    """Return what a function was given, broadcast.

    >>> came = arguments("f", a=2, b=np.array([[1.0], [3.0]]))
    >>> [column.tolist() for column in came.columns], came.shape
    ([[2.0, 2.0], [1.0, 3.0]], (2, 1))
    >>> came.require(came.columns[1] < 2, "b < 2")
    Traceback (most recent call last):
    vcif._errors.ArgumentError: f() needs b < 2; got a=2, b=3.0
    """
    values = given.values()
    if not any(isinstance(value, np.ndarray) for value in values):
        return Arguments(function, given, [np.asarray(value, np.float64)[()] for value in values], None)
    try:
        arrays = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in values))
    except (TypeError, ValueError) as error:
        shapes = ", ".join(f"{name} of shape {np.shape(value)}" for name, value in given.items())
        raise ArgumentError(
            f"{function}() needs numbers, in arrays whose shapes fit together; got {shapes}"
        ) from error
    return Arguments(function, given, [array.reshape(-1) for array in arrays], arrays[0].shape)
