"""Compare groups two by two, indicator by indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import polars as pl

from vcif._columns import schema
from vcif._errors import ArgumentError, NotComputableError, require_one_of
from vcif._tables import IndicatorTable, ParsedTally, parse_tally
from vcif.inference.adjust import Adjustment, check_adjustment
from vcif.inference.adjusted_rows import adjusted_rows
from vcif.inference.checks import check_level
from vcif.inference.groups import (
    Selection,
    check_groups,
    join_remarks,
    left_out,
    select_groups,
    weights_unused,
    with_remark,
)
from vcif.inference.outcomes import attempt
from vcif.inference.pairs import Found, Pair, run_pairs
from vcif.inference.registry import EFFECTS, TESTS, Test
from vcif.inference.resampling.bootstrap import Interval
from vcif.inference.results import PairTest, PMethod
from vcif.inference.rows import (
    Resampling,
    Row,
    check_resampled,
    check_weighted,
    effects_beside,
    note_of,
    p_value_of,
)


def compare_pairs(
    tally: pl.DataFrame | ParsedTally,
    *,
    test: str = "games_howell",
    pairs: Sequence[Pair] | None = None,
    groups: Sequence[str] | None = None,
    adjust: Adjustment | None = None,
    effect: str | None = None,
    p_method: PMethod = "asymptotic",
    intervals: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
    level: float = 0.95,
    weighted: bool = False,
) -> pl.DataFrame:
    """Return a test of each pair of groups for every indicator.

    Null, of each row: the two groups do not differ in what the test looks at (see the test in
    `vcif.inference.htests`).

    Parameters
    ----------
    tally
        As `tally` returns it (or taken apart once by `parse_tally`, which saves time over several calls).
    test
        A test of pairs of the registry: "games_howell", "tukey_kramer", "dunnett", "dunnett_t3", "welch_t",
        "student_t", "dunn", "mann_whitney" or "brunner_munzel".
    pairs
        Pairs of groups; all pairs of the groups if left out. The earlier group of the tally comes first.
    groups
        The family over which a range test or a common ranking runs; left out, it is the groups that the
        pairs name, or all of the tally's where no pairs are given either.
    adjust
        None takes the registry's: a test that adjusts for its own family keeps its p-values, the others get
        Holm's within the indicator's pairs. Or "holm", "bh", "by", "bonferroni", "none".
    effect
        "hedges_g", "cliffs_delta" or "common_language"; the registry's for this test if left out.
    p_method
        "asymptotic"; "permutation" (two groups' firms permuted by a test of pairs, all groups' by a test of a
        family); for `mann_whitney` also "exact" or "auto" (see the test).
    intervals
        How the effect's limits come about: "analytic" (closed or by inversion), or from the bootstrap
        "percentile" or "bca".
    n_resamples, seed
        Random tables of permutation p-values and bootstrap limits, at least 99, and their seed. The same seed
        gives the same numbers on every machine, and an indicator's numbers do not depend on the others.
    level
        Confidence level of the intervals (simultaneous over the family for range tests).
    weighted
        Only False: no test here has a form for sampling weights, and asking for one is refused.

    Returns
    -------
    polars.DataFrame
        One row per indicator and pair with the columns of `FRAMES["pairwise"]`; differences are group2 minus
        group1. What could not be computed is null, with its reason in `note`.

    Raises
    ------
    ArgumentError
        When a test, group, effect or correction is unknown, or a correction is asked for on a test that
        already adjusts for its own family.
    DataError
        When the frame is no tally.

    Notes
    -----
    A group without the firms that the test needs is left out of that indicator's family.

    Examples
    --------
    >>> import vcif
    >>> firms = pl.DataFrame({"category": ["C2", "C2", "C3", "C3", "C4", "C4"], "q1": [1, 2, 2, 3, 4, 5]})
    >>> table = compare_pairs(vcif.tally(firms, ["q1"]), pairs=(("C2", "C4"), ("C3", "C4")))
    >>> table.select("group1", "group2", "difference", "adjust_method").rows()
    [('C2', 'C4', 3.0, 'games_howell'), ('C3', 'C4', 2.0, 'games_howell')]
    """
    names = [entry.name for entry in TESTS.values() if entry.kind in ("pair", "family")]
    require_one_of("compare_pairs", "test", test, names)
    check_level("compare_pairs", level)
    check_weighted("compare_pairs", test, weighted)
    entry = TESTS[test]
    how = Resampling(p_method, intervals, n_resamples, seed)
    check_resampled("compare_pairs", entry, how)
    correction = _correction(entry, adjust)
    options = how.options(entry) | ({} if entry.ranks else {"level": level})
    beside = _effect_name(entry, effect)
    parsed = parse_tally("compare_pairs", tally)
    family, wanted = _family(parsed.names, pairs, groups)
    found = run_pairs(parsed.tables, entry, family, wanted, options, how)
    sizes = _effects(parsed.tables, wanted, beside, level, how)
    rows: list[Row] = []
    for table, results in zip(parsed.tables, found, strict=True):
        new = [_row(table, entry, pair, results[pair], beside, next(sizes), level) for pair in wanted]
        rows += _adjusted(new, entry, correction)
    rows = with_remark(rows, weights_unused(parsed))
    return pl.DataFrame(rows, schema=schema("pairwise", parsed.groups))


def _correction(entry: Test, adjust: Adjustment | None) -> Adjustment | None:
    """Return the correction to apply; None where the test adjusts for its own family."""
    if entry.own_family:
        if adjust is not None:
            raise ArgumentError(
                f'compare_pairs(test="{entry.name}") already adjusts for its own family; '
                f"got adjust={adjust!r}; leave adjust out"
            )
        return None
    chosen: Adjustment = "holm" if adjust is None else adjust
    check_adjustment("compare_pairs", "adjust", chosen)
    return chosen


def _effect_name(entry: Test, effect: str | None) -> str:
    """Return the effect that stands beside the test."""
    chosen = effect or entry.effect or ""
    allowed = [known.name for known in EFFECTS.values() if known.groups == "two"]
    require_one_of("compare_pairs", "effect", chosen, allowed)
    return chosen


def _family(
    known: Sequence[str], pairs: Sequence[Pair] | None, groups: Sequence[str] | None
) -> tuple[tuple[str, ...], tuple[Pair, ...]]:
    """Return the family's groups and the pairs to show, both in the tally's order."""
    if pairs is not None and not pairs:
        raise ArgumentError(
            "compare_pairs() needs at least one pair; got none; leave pairs out for all of them"
        )
    for pair in pairs or ():
        if isinstance(pair, str) or len(pair) != 2:
            raise ArgumentError(f"compare_pairs() needs pairs of two groups; got {pair!r}")
        check_groups("compare_pairs", pair, known if groups is None else groups)
    named = known if pairs is None else {name for pair in pairs for name in pair}
    family = check_groups("compare_pairs", list(named if groups is None else groups), known)
    ordered = tuple(sorted(family, key=known.index))
    if pairs is None:
        return ordered, tuple(combinations(ordered, 2))
    chosen = tuple(_in_order(pair, known) for pair in pairs)
    if len(set(chosen)) < len(chosen):
        raise ArgumentError(f"compare_pairs() needs each pair once; got {list(pairs)}")
    return ordered, chosen


def _in_order(pair: Pair, known: Sequence[str]) -> Pair:
    """Return a pair with the tally's earlier group first."""
    first, second = sorted(pair, key=known.index)
    return first, second


def _effects(
    tables: Sequence[IndicatorTable], pairs: Sequence[Pair], effect: str, level: float, how: Resampling
) -> Iterator[Row]:
    """Return the effect of each table and pair as columns; it needs no family."""
    places = [(table, pair) for table in tables for pair in pairs]
    tried = [attempt(lambda place: select_groups(*place, least=1), place) for place in places]
    counts = [one.counts if isinstance(one, Selection) else None for one in tried]
    for one, size in zip(tried, effects_beside(effect, counts, level, how), strict=True):
        yield {"note": str(one)} if isinstance(one, NotComputableError) else size


def _row(
    table: IndicatorTable,
    entry: Test,
    pair: Pair,
    found: Found,
    effect: str,
    size: Row,
    level: float,
) -> Row:
    """Return one pair's row."""
    first, second = (table.groups.index(name) for name in pair)
    row: Row = {"indicator": table.indicator, "block": table.block, "defining": table.defining}
    row |= {"group1": pair[0], "group2": pair[1], "n1": table.sizes[first], "n2": table.sizes[second]}
    row |= {"method": entry.name, "effect": effect, "conf_level": level}
    row |= _test_columns(found.result)
    row |= size
    undefined = found.result.note if found.result else None
    return row | {"note": join_remarks([*found.remarks, undefined, note_of(row), left_out(table)])}


def _test_columns(result: PairTest | None) -> Row:
    """Return a pair's result as columns; nothing where there is none."""
    if result is None:
        return {}
    return {
        "mean_rank1": result.mean_rank1,
        "mean_rank2": result.mean_rank2,
        "difference": result.difference,
        "std_error": result.std_error,
        "difference_low": result.conf_low,
        "difference_high": result.conf_high,
        "statistic": result.statistic,
        "df": result.df,
        "p_value": result.p_value,
    }


def _adjusted(rows: list[Row], entry: Test, correction: Adjustment | None) -> list[Row]:
    """Return an indicator's rows with adjusted p-values and the name of the correction."""
    if correction is None:
        return [row | {"p_adjusted": p_value_of(row), "adjust_method": entry.name} for row in rows]
    return adjusted_rows(rows, correction, "pairs")
