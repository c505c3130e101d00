"""Which groups a comparison runs on, and what the note says of those left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vcif._columns import CATEGORIES
from vcif._counts import Counts
from vcif._errors import ArgumentError, NotComputableError, nearest
from vcif._tables import IndicatorTable, ParsedTally
from vcif.inference.rows import Row, note_of


@dataclass(frozen=True)
class Selection:
    """The groups of one comparison that have firms enough, with their counts and the remarks on the rest."""

    names: tuple[str, ...]
    counts: Counts
    remarks: tuple[str, ...]


def check_groups(function: str, groups: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the groups, after checking that each exists and stands once."""
    for name in groups:
        if name not in known:
            raise ArgumentError(
                f"{function}() needs groups of this tally; got {name!r}; "
                f"there are: {', '.join(known)}{nearest(str(name), known)}"
            )
    if len(set(groups)) < len(groups) or len(groups) < 2:
        raise ArgumentError(f"{function}() needs at least two different groups; got {list(groups)}")
    return tuple(groups)


def select_groups(table: IndicatorTable, groups: Sequence[str], least: int) -> Selection:
    """Return the groups of one indicator that have at least `least` answers.

    Raises
    ------
    NotComputableError
        When fewer than two groups are left; the text names the groups and their sizes.
    """
    found = [table.sizes[table.groups.index(name)] for name in groups]
    if min(found) >= least and (counts := table.select(groups)) is not None:
        return Selection(names=tuple(groups), counts=counts, remarks=())
    sizes = dict(zip(groups, found, strict=True))
    kept = [name for name in groups if sizes[name] >= least]
    remarks = tuple(_remark(name, sizes[name]) for name in groups if sizes[name] < least)
    counts = table.select(kept)
    if len(kept) < 2 or counts is None:
        reason = ", ".join(remarks) if remarks else "no firm answered"
        raise NotComputableError(f"fewer than two groups to compare: {reason}")
    return Selection(names=tuple(kept), counts=counts, remarks=remarks)


def _remark(name: str, size: int) -> str:
    """Return why a group is left out."""
    return f"{name} left out: " + (
        "no firm with an answer" if size == 0 else f"only {size} firm with an answer"
    )


def reason_with_names(reason: NotComputableError, names: Sequence[str]) -> str:
    """Return why a statistic is undefined, with the names of the groups at fault."""
    at_fault = ", ".join(names[i] for i in reason.groups)
    return f"{reason} (not so: {at_fault})" if at_fault else str(reason)


def left_out(table: IndicatorTable) -> str | None:
    """Return how many firms with an answer have no group, in words; None where all have one."""
    n = table.sizes[-1] if table.groups[-1] is None else 0
    if n == 0:
        return None
    what = "not classifiable" if table.groups[:-1] == CATEGORIES else "in no group"
    return f"{n} firms {what} left out"


def weights_unused(parsed: ParsedTally) -> str | None:
    """Return that sampling weights are not used, where there are some: no test has a weighted form."""
    return "sampling weights not used" if parsed.weighted else None


def join_remarks(remarks: Sequence[str | None]) -> str | None:
    """Return remarks as one note, each once; None where there are none."""
    return "; ".join(dict.fromkeys(remark for remark in remarks if remark)) or None


def with_remark(rows: list[Row], remark: str | None) -> list[Row]:
    """Return rows with one more remark in every note."""
    return [row | {"note": join_remarks([note_of(row), remark])} for row in rows] if remark else rows
