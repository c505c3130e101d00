"""Run a test of pairs on one indicator: over a whole family, or two groups at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vcif._errors import NotComputableError
from vcif._tables import IndicatorTable
from vcif.inference.groups import Selection, select_groups
from vcif.inference.registry import Test
from vcif.inference.results import HTest, PairTest
from vcif.inference.rows import Resampling, Row, p_remark

Pair = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """One pair's result, or None with the reason among the remarks."""

    result: PairTest | None
    remarks: tuple[str, ...]


def run_pairs(
    table: IndicatorTable,
    entry: Test,
    family: Sequence[str],
    pairs: Sequence[Pair],
    options: Row,
    how: Resampling,
) -> dict[Pair, Found]:
    """Return what a test finds for each pair, or why it finds nothing."""
    if entry.kind == "family":
        return _run_family(table, entry, family, pairs, options, how)
    return _two_by_two(table, entry, pairs, options, how)


def _run_family(
    table: IndicatorTable,
    entry: Test,
    family: Sequence[str],
    pairs: Sequence[Pair],
    options: Row,
    how: Resampling,
) -> dict[Pair, Found]:
    """Return the pairs of one test over the whole family."""
    try:
        selection = select_groups(table, family, entry.least)
        _check_control(entry, family, selection)
        results = entry.function(selection.counts, **options)
    except NotComputableError as reason:
        return {pair: Found(None, (str(reason),)) for pair in pairs}
    names = selection.names
    found = results if isinstance(results, tuple) else ()
    there = {(names[r.group1], names[r.group2]): r for r in found}
    remarks = (f"family of {len(names)} groups: {', '.join(names)}", *selection.remarks)
    return {
        pair: Found(there.get(pair), (*remarks, *_of_pair(entry, names, pair, there.get(pair), how)))
        for pair in pairs
    }


def _of_pair(
    entry: Test, names: Sequence[str], pair: Pair, result: PairTest | None, how: Resampling
) -> list[str]:
    """Return what is to be said of one pair of a family."""
    if entry.control and names[-1] not in pair:
        return [f"{entry.name} compares with {names[-1]} only"]
    remark = p_remark(result, how) if result else None
    return [remark] if remark else []


def _check_control(entry: Test, family: Sequence[str], selection: Selection) -> None:
    """Raise when the control itself had to be left out: no other group may take its place."""
    if entry.control and family[-1] not in selection.names:
        raise NotComputableError(f"{entry.name} needs its control: {', '.join(selection.remarks)}")


def _two_by_two(
    table: IndicatorTable, entry: Test, pairs: Sequence[Pair], options: Row, how: Resampling
) -> dict[Pair, Found]:
    """Return the pairs of a test that looks at two groups only."""
    found = {}
    for pair in pairs:
        try:
            selection = select_groups(table, pair, entry.least)
            result = entry.function(selection.counts, **options)
            sizes = tuple(int(size) for size in selection.counts.sizes)
            if isinstance(result, HTest):
                remark = p_remark(result, how)
                found[pair] = Found(_as_pair(result, sizes), (remark,) if remark else ())
        except NotComputableError as reason:
            found[pair] = Found(None, (str(reason),))
    return found


def _as_pair(result: HTest, sizes: tuple[int, ...]) -> PairTest:
    """Return a two-sample result in the form of a family's pair."""
    ranks = result.mean_ranks or (None, None)
    return PairTest(
        group1=0,
        group2=1,
        n1=sizes[0],
        n2=sizes[1],
        difference=result.difference,
        statistic=result.statistic,
        df=result.df1,
        p_value=result.p_value,
        conf_low=result.conf_low,
        conf_high=result.conf_high,
        method=result.method,
        std_error=result.std_error,
        mean_rank1=ranks[0],
        mean_rank2=ranks[1],
        p_method=result.p_method,
        p_std_error=result.p_std_error,
    )
