"""Confidence limits that the effects share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vcif.inference.distributions import noncentral_f_limits
from vcif.inference.results import EffectSize

BOUNDARY = "boundary: a confidence limit was moved to the estimate"


@dataclass(frozen=True)
class Explained:
    """A share of variance, with the F that its limits come from."""

    estimate: float
    f: float
    df1: int
    df2: int


def explained_effects(name: str, begun: Sequence[Explained], level: float) -> list[EffectSize]:
    """Return shares of variance with limits from the noncentral F, each as lambda / (lambda + N)."""
    if not begun:
        return []
    f, df1, df2 = (np.array([getattr(one, part) for one in begun], float) for part in ("f", "df1", "df2"))
    limits = [limit / (limit + df1 + df2 + 1) for limit in noncentral_f_limits(f, df1, df2, level)]
    pairs = zip(*(limit.tolist() for limit in limits), strict=True)
    return [bounded(name, one.estimate, pair, level) for one, pair in zip(begun, pairs, strict=True)]


def bounded(name: str, estimate: float, limits: tuple[float, float], level: float) -> EffectSize:
    """Return the effect; where the estimate falls outside, the limit moves to it and the note says so."""
    low, high = limits
    note = None if low <= estimate <= high else BOUNDARY
    return EffectSize(name, estimate, min(low, estimate), max(high, estimate), level, note)
