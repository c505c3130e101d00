"""Run a test of pairs on one indicator: over a whole family, or two groups at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from vcif._counts import Counts
from vcif._errors import NotComputableError
from vcif._tables import IndicatorTable
from vcif.inference.groups import Selection, select_groups
from vcif.inference.outcomes import attempt, finished
from vcif.inference.registry import Test
from vcif.inference.resampling.parallel import each
from vcif.inference.results import HTest, PairTest
from vcif.inference.rows import Resampling, Row, p_remark

Pair = tuple[str, str]
Outcome = HTest | tuple[PairTest, ...] | NotComputableError


@dataclass(frozen=True)
class Found:
    """One pair's result, or None with the reason among the remarks."""

    result: PairTest | None
    remarks: tuple[str, ...]


def run_pairs(
    tables: Sequence[IndicatorTable],
    entry: Test,
    family: Sequence[str],
    pairs: Sequence[Pair],
    options: Row,
    how: Resampling,
) -> list[dict[Pair, Found]]:
    """Return for each table what a test finds for each pair, or why it finds nothing."""
    if entry.kind == "pair":
        return _two_by_two(tables, entry, pairs, options, how)
    tried = [attempt(partial(_chosen, entry=entry, family=family), table) for table in tables]
    results = finished(tried, lambda those: _outcomes([one.counts for one in those], entry, options, how))
    return [
        _of_family(entry, pairs, selection, result, how)
        for selection, result in zip(tried, results, strict=True)
    ]


def _chosen(table: IndicatorTable, entry: Test, family: Sequence[str]) -> Selection:
    """Return the family's groups that have firms enough; without its control there is no family."""
    selection = select_groups(table, family, entry.least)
    if entry.control and family[-1] not in selection.names:  # no other group may take its place
        raise NotComputableError(f"{entry.name} needs its control: {', '.join(selection.remarks)}")
    return selection


def _outcomes(tables: Sequence[Counts], entry: Test, options: Row, how: Resampling) -> Sequence[Outcome]:
    """Return what the test finds in each table, or why it finds nothing."""
    if entry.many and (how.p_method == "asymptotic" or (how.p_method == "auto" and not entry.exact)):
        return entry.many(tables) if entry.ranks else entry.many(tables, level=options["level"])
    run = partial(attempt, partial(entry.function, **options))
    return each(run, tables, label=entry.label, long=how.p_method == "permutation")


def _of_family(
    entry: Test,
    pairs: Sequence[Pair],
    selection: Selection | NotComputableError,
    results: Outcome,
    how: Resampling,
) -> dict[Pair, Found]:
    """Return the pairs of one table's family."""
    if isinstance(selection, NotComputableError):
        return {pair: Found(None, (str(selection),)) for pair in pairs}
    if isinstance(results, NotComputableError):
        return {pair: Found(None, (str(results),)) for pair in pairs}
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


def _two_by_two(
    tables: Sequence[IndicatorTable], entry: Test, pairs: Sequence[Pair], options: Row, how: Resampling
) -> list[dict[Pair, Found]]:
    """Return the pairs of a test that looks at two groups only."""
    places = [(table, pair) for table in tables for pair in pairs]
    tried = [attempt(lambda place: select_groups(*place, entry.least), place) for place in places]
    results = finished(tried, lambda those: _outcomes([one.counts for one in those], entry, options, how))
    found = iter(_of_two(selection, result, how) for selection, result in zip(tried, results, strict=True))
    return [{pair: next(found) for pair in pairs} for _ in tables]


def _of_two(selection: Selection | NotComputableError, result: Outcome, how: Resampling) -> Found:
    """Return what is found for two groups."""
    if isinstance(result, NotComputableError) or isinstance(selection, NotComputableError):
        return Found(None, (str(result),))
    if not isinstance(result, HTest):
        return Found(None, ())
    remark = p_remark(result, how)
    sizes = tuple(int(size) for size in selection.counts.sizes)
    return Found(_as_pair(result, sizes), (remark,) if remark else ())


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
