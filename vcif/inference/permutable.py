"""What can be permuted: each indicator's own test and its answers, or the reason that it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import CATEGORIES
from vcif._counts import Counts, as_counts
from vcif._errors import ArgumentError, NotComputableError
from vcif.inference.firm_answers import Array
from vcif.inference.group_labels import GroupLabels
from vcif.inference.groups import reason_with_names
from vcif.inference.registry import EFFECTS, Test
from vcif.inference.results import HTest
from vcif.inference.rows import Row, note_of

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook


@dataclass(frozen=True)
class FirmsInGroups:
    """The firms of some groups, all of which have firms.

    Attributes
    ----------
    groups
        The groups.
    rows, codes
        Where their firms stand in the frame, and each one's place among the groups.
    outside
        Where the firms without any group stand.
    outside_are
        What these are called in a note.
    remarks
        Which groups were left out since they have no firm.
    """

    groups: tuple[str, ...]
    rows: NDArray[np.intp]
    codes: NDArray[np.int64]
    outside: NDArray[np.intp]
    outside_are: str
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, labels: GroupLabels, asked: tuple[str, ...]) -> FirmsInGroups:
        """Return the firms of the groups that are asked for."""
        there = set(np.unique(labels.codes).tolist())
        kept = tuple(name for name in asked if labels.names.index(name) in there)
        codes = labels.chosen(kept)
        return cls(
            groups=kept,
            rows=np.flatnonzero(codes >= 0),
            codes=codes[codes >= 0],
            outside=np.flatnonzero(labels.codes < 0),
            outside_are="not classifiable" if labels.names == CATEGORIES else "in no group",
            remarks=tuple(f"{name} left out: no firm with an answer" for name in asked if name not in kept),
        )


@dataclass(frozen=True)
class Permutable:
    """An indicator's row with its own test, the remarks on it, and its answers (NaN for none).

    `answers` is None where the test cannot be computed; the last remark then says why.
    """

    row: Row
    remarks: tuple[str | None, ...]
    answers: Array | None


def known_rows(function: str, indicators: Sequence[str] | None, codebook: Codebook | None) -> list[Row]:
    """Return the indicators to compare, each with its block and whether it is defining."""
    if indicators is None and codebook is None:
        raise ArgumentError(f"{function}() needs indicators or a codebook; got neither")
    entries = {} if codebook is None else {entry.id: entry for entry in codebook.indicators}
    names = list(entries) if indicators is None else list(indicators)
    if isinstance(indicators, str) or not names or len(set(names)) < len(names):
        raise ArgumentError(f"{function}() needs a list of different indicators; got {indicators!r}")
    found = [(name, entries.get(name)) for name in names]
    return [
        {"indicator": name, "block": entry and entry.block, "defining": bool(entry and entry.defining)}
        for name, entry in found
    ]


def permutable(row: Row, column: pl.Series, firms: FirmsInGroups, entry: Test, level: float) -> Permutable:
    """Return one indicator's test on the groups' answers; `row` says what the codebook knows of it."""
    answers = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    outside = int(np.isfinite(answers[firms.outside]).sum())
    remarks = [f"{outside} firms {firms.outside_are} left out" if outside else None, *firms.remarks]
    row = row | {"method": entry.name, "effect": entry.effect, "conf_level": level}
    own = np.asarray(answers[firms.rows], dtype=np.float64)
    try:
        counts = _counts(own, firms, entry)
        row["n"] = counts.total
        row |= _test_columns(entry, counts)
        row |= _effect_columns(entry, counts, level)
    except NotComputableError as reason:
        return Permutable(row, (*remarks, reason_with_names(reason, firms.groups)), None)
    return Permutable(row, (*remarks, note_of(row)), own)


def _counts(answers: Array, firms: FirmsInGroups, entry: Test) -> Counts:
    """Return the counts of the groups' answers, after checking that each group has enough."""
    if len(firms.groups) < 2:
        raise NotComputableError("fewer than two groups to compare")
    given = np.isfinite(answers)
    samples = [answers[given & (firms.codes == group)] for group in range(len(firms.groups))]
    for name, sample in zip(firms.groups, samples, strict=True):
        if sample.size < entry.least:
            have = f"only {sample.size} firm" if sample.size else "no firm"
            raise NotComputableError(
                f"{name} has {have} with an answer, and joint permutations need every group in each indicator"
            )
    return as_counts(samples)


def _test_columns(entry: Test, counts: Counts) -> Row:
    """Return the statistic as columns."""
    result = entry.function(counts)
    if not isinstance(result, HTest):
        raise ArgumentError(f"westfall_young() needs a test of all groups; got {entry.name!r}")
    return {"statistic": result.statistic, "df1": result.df1, "df2": result.df2}


def _effect_columns(entry: Test, counts: Counts, level: float) -> Row:
    """Return the test's effect size as columns; where it cannot be computed, only a note with its reason."""
    if entry.effect is None:
        return {}
    try:
        found = EFFECTS[entry.effect].function(counts, level=level)
    except NotComputableError as reason:
        return {"note": f"no {EFFECTS[entry.effect].label}: {reason}"}
    limits = {"conf_low": found.conf_low, "conf_high": found.conf_high}
    return {"estimate": found.estimate, **limits, "note": found.note}
