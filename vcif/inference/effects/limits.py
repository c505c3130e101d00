"""Confidence limits that the effects share."""

from __future__ import annotations

from vcif.inference.distributions import noncentral_f_limits
from vcif.inference.results import EffectSize

BOUNDARY = "boundary: a confidence limit was moved to the estimate"


def explained_limits(f: float, df1: float, df2: float, total: int, level: float) -> tuple[float, float]:
    """Return limits of a share of variance: noncentral F limits, each as lambda / (lambda + N)."""
    low, high = noncentral_f_limits(f, df1, df2, level)
    return low / (low + total), high / (high + total)


def bounded(name: str, estimate: float, limits: tuple[float, float], level: float) -> EffectSize:
    """Return the effect; where the estimate falls outside, the limit moves to it and the note says so."""
    low, high = limits
    note = None if low <= estimate <= high else BOUNDARY
    return EffectSize(name, estimate, min(low, estimate), max(high, estimate), level, note)
