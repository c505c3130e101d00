"""Adjust p-values for the number of comparisons in a family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vcif._errors import ArgumentError, require_one_of

Adjustment = Literal["holm", "bh", "by", "bonferroni", "none"]
FirmAdjustment = Literal["westfall_young"]  # needs the firms side by side, so only a study can take it
Array = NDArray[np.float64]


def adjust_p(p: Sequence[float | None], method: Adjustment = "holm") -> tuple[float | None, ...]:
    """Return the adjusted p-values of one family, in the order given.

    Parameters
    ----------
    p
        p-values from 0 to 1; None = could not be computed. These stay None and do not count in the family.
    method
        "holm" (family-wise error, any dependence), "bonferroni" (the same, weaker), "bh" (false discovery
        rate, independent or positively dependent), "by" (false discovery rate, any dependence), "none".

    Returns
    -------
    tuple of float or None
        Adjusted p-values, at most 1.

    Raises
    ------
    ArgumentError
        When the method is unknown or a p-value is not between 0 and 1.

    Source
    ------
    Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini, Y. and Hochberg, Y. (1995), JRSS
    B 57, 289-300; Benjamini, Y. and Yekutieli, D. (2001), Annals of Statistics 29, 1165-1188.

    Examples
    --------
    >>> adjust_p([0.01, None, 0.04, 0.03])
    (0.03, None, 0.06, 0.06)
    """
    check_adjustment("adjust_p", "method", method)
    known = np.array([value for value in p if value is not None], dtype=np.float64)
    if not ((known >= 0) & (known <= 1)).all():
        raise ArgumentError(f"adjust_p() needs p-values from 0 to 1; got {list(p)}")
    order = np.argsort(known, kind="stable")
    adjusted = np.empty_like(known)
    adjusted[order] = np.minimum(1.0, _METHODS[method](known[order]))
    found = iter(adjusted.tolist())
    return tuple(None if value is None else next(found) for value in p)


def check_adjustment(function: str, argument: str, adjust: str) -> None:
    """Raise unless the correction can be made from p-values; Westfall and Young's needs the firms."""
    if adjust == "westfall_young":
        raise ArgumentError(
            f'{function}() cannot take {argument}="westfall_young": that correction permutes firms with all '
            "their answers, so it needs the firm frame in place of a tally or p-values; call "
            'vcif.westfall_young(firms, ...), or run_study() with Settings(adjust="westfall_young")'
        )
    require_one_of(function, argument, adjust, _METHODS)


def _holm(rising: Array) -> Array:
    """Return Holm's step-down values."""
    return np.maximum.accumulate(rising * np.arange(rising.size, 0, -1))


def _bonferroni(rising: Array) -> Array:
    """Return Bonferroni's values."""
    return rising * rising.size


def _bh(rising: Array) -> Array:
    """Return Benjamini and Hochberg's step-up values."""
    scaled = rising * rising.size / np.arange(1, rising.size + 1)
    return np.minimum.accumulate(scaled[::-1])[::-1]


def _by(rising: Array) -> Array:
    """Return Benjamini and Yekutieli's values, by the harmonic sum."""
    return _bh(rising * np.sum(1 / np.arange(1, rising.size + 1)))


def _none(rising: Array) -> Array:
    """Return the values as they are."""
    return rising


_METHODS: dict[str, Callable[[Array], Array]] = {
    "holm": _holm,
    "bh": _bh,
    "by": _by,
    "bonferroni": _bonferroni,
    "none": _none,
}
