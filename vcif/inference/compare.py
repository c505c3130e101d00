"""Compare all groups at once, indicator by indicator."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from vcif._columns import CATEGORIES, schema
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
    reason_with_names,
    select_groups,
    weights_unused,
    with_remark,
)
from vcif.inference.htests.framework_order import FRAMEWORK_ORDER
from vcif.inference.outcomes import attempt
from vcif.inference.registry import EFFECTS, TESTS, Test
from vcif.inference.resampling.bootstrap import Interval
from vcif.inference.resampling.parallel import each
from vcif.inference.results import Alternative, HTest, PMethod
from vcif.inference.rows import (
    Resampling,
    Row,
    check_resampled,
    check_weighted,
    effects_beside,
    note_of,
    p_remark,
)


def compare(
    tally: pl.DataFrame | ParsedTally,
    *,
    test: str = "welch_anova",
    groups: Sequence[str] | None = None,
    adjust: Adjustment = "holm",
    effect: str | None = None,
    alternative: Alternative = "two-sided",
    p_method: PMethod = "asymptotic",
    intervals: Interval = "analytic",
    n_resamples: int = 9999,
    seed: int = 1,
    level: float = 0.95,
    weighted: bool = False,
) -> pl.DataFrame:
    """Return one test of all groups for every indicator, adjusted over the indicators of a block.

    Null, of each indicator: the groups do not differ in what the test looks at (see the test in
    `vcif.inference.htests`). Firms that could not be classified are left out and counted in the note.

    Parameters
    ----------
    tally
        As `tally` returns it (or taken apart once by `parse_tally`, which saves time over several calls).
    test
        A test of all groups of the registry: "welch_anova", "anova", "brown_forsythe_means",
        "brown_forsythe_spread", "kruskal_wallis", "chi_squared", "fisher_exact", "jonckheere_terpstra" or
        "framework_order".
    groups
        The groups, in the order that an ordered test is to take; all of the tally's if left out.
    adjust
        "holm", "bh", "by", "bonferroni" or "none", over the indicators of a block.
    effect
        The effect size; the registry's for this test if left out.
    alternative
        For ordered tests: "two-sided", "greater" (later groups larger) or "less".
    p_method
        "asymptotic"; "permutation" (firms given to the groups at random); for ordered tests also "exact" or
        "auto" (see the test).
    intervals
        How the effect's limits come about: "analytic" (closed or by inversion), or from the bootstrap
        "percentile" or "bca".
    n_resamples, seed
        Random tables of permutation p-values and bootstrap limits, at least 99, and their seed. The same seed
        gives the same numbers on every machine, and an indicator's numbers do not depend on the others.
    level
        Confidence level of the effect's interval.
    weighted
        Only False: no test here has a form for sampling weights, and asking for one is refused.

    Returns
    -------
    polars.DataFrame
        One row per indicator with the columns of `FRAMES["omnibus"]`. What could not be computed is null,
        with its reason in `note`.

    Raises
    ------
    ArgumentError
        When a test, group, effect or correction is unknown.
    DataError
        When the frame is no tally.

    Notes
    -----
    A group without the firms that the test needs is left out of that indicator, and the note says so.
    Sampling weights are not used, and the note says that too; frequency weights are, in the tally.

    Examples
    --------
    >>> import vcif
    >>> firms = pl.DataFrame({"category": ["C2", "C2", "C3", "C3", "C4", "C4"], "q1": [1, 2, 2, 3, 4, 5]})
    >>> table = compare(vcif.tally(firms, ["q1"]), test="kruskal_wallis", groups=("C2", "C3", "C4"))
    >>> table.select("indicator", "statistic", "df1", "n").rows()
    [('q1', 4.1911764705882355, 2.0, 6)]
    """
    names = [entry.name for entry in TESTS.values() if entry.kind in ("omnibus", "ordered")]
    require_one_of("compare", "test", test, names)
    check_level("compare", level)
    check_weighted("compare", test, weighted)
    entry = TESTS[test]
    parsed = parse_tally("compare", tally)
    chosen = check_groups("compare", parsed.names if groups is None else groups, parsed.names)
    beside = _effect_name(entry, effect)
    how = Resampling(p_method, intervals, n_resamples, seed)
    options = _options(entry, alternative, how)

    tried = [attempt(partial(select_groups, groups=chosen, least=entry.least), t) for t in parsed.tables]
    run = partial(_run, entry=entry, options=options)
    tests = each(run, tried, label=entry.label, long=how.p_method == "permutation")
    sizes = _effects(beside, tried, tests, level, how)
    columns = zip(parsed.tables, tried, tests, sizes, strict=True)
    rows = [_row(entry, beside, level, how, *found) for found in columns]
    rows = with_remark(_adjust_over_blocks(rows, adjust), weights_unused(parsed))
    return pl.DataFrame(rows, schema=schema("omnibus"))


def _adjust_over_blocks(rows: list[Row], adjust: Adjustment) -> list[Row]:
    """Return the rows with p-values adjusted over each block, and the family among the remarks."""
    check_adjustment("compare", "adjust", adjust)
    adjusted: list[Row] = list(rows)
    for block in dict.fromkeys(row["block"] for row in rows):
        where = [i for i, row in enumerate(rows) if row["block"] == block]
        members = f"indicators of {block}" if block else "indicators"
        for i, row in zip(where, adjusted_rows([rows[i] for i in where], adjust, members), strict=True):
            adjusted[i] = row
    return adjusted


def _effect_name(entry: Test, effect: str | None) -> str | None:
    """Return the effect that stands beside the test."""
    allowed = [known.name for known in EFFECTS.values() if known.groups == "any"]
    if effect is not None:
        require_one_of("compare", "effect", effect, allowed)
    return effect or entry.effect


def _options(entry: Test, alternative: Alternative, how: Resampling) -> Row:
    """Return the keywords that this test takes."""
    check_resampled("compare", entry, how)
    if entry.kind == "ordered":
        return {"alternative": alternative, **how.options(entry)}
    if alternative != "two-sided":
        raise ArgumentError(f'compare(test="{entry.name}") has no direction; got alternative={alternative!r}')
    return how.options(entry)


def _run(
    selection: Selection | NotComputableError, entry: Test, options: Row
) -> HTest | NotComputableError | None:
    """Return the test on the groups that are there, or why there is none; None without groups."""
    if isinstance(selection, NotComputableError):
        return None
    try:
        extra = {"order": _framework_pairs(selection.names)} if entry.name == "framework_order" else {}
        result = entry.function(selection.counts, **options, **extra)
    except NotComputableError as reason:
        return reason
    if not isinstance(result, HTest):
        raise ArgumentError(f"compare() needs a test of all groups; got {entry.name!r}")
    return result


def _effects(
    effect: str | None,
    tried: Sequence[Selection | NotComputableError],
    tests: Sequence[HTest | NotComputableError | None],
    level: float,
    how: Resampling,
) -> list[Row]:
    """Return the effects that stand beside the tests that found something, as columns."""
    if effect is None:
        return [{} for _ in tests]
    counts = [
        selection.counts if isinstance(selection, Selection) and isinstance(test, HTest) else None
        for selection, test in zip(tried, tests, strict=True)
    ]
    return effects_beside(effect, counts, level, how)


def _row(
    entry: Test,
    effect: str | None,
    level: float,
    how: Resampling,
    table: IndicatorTable,
    selection: Selection | NotComputableError,
    result: HTest | NotComputableError | None,
    size: Row,
) -> Row:
    """Return one indicator's row; what cannot be computed is left null with its reason."""
    row: Row = {"indicator": table.indicator, "block": table.block, "defining": table.defining}
    row |= {"method": entry.name, "conf_level": level, "effect": effect}
    remarks: list[str | None] = [left_out(table)]
    if isinstance(selection, NotComputableError):
        remarks.append(str(selection))
    else:
        row["n"] = selection.counts.total
        remarks += selection.remarks
    if isinstance(result, HTest):
        row |= _test_columns(result)
        remarks.append(p_remark(result, how))
    elif result is not None and isinstance(selection, Selection):
        remarks.append(reason_with_names(result, selection.names))
    row |= size
    return row | {"note": join_remarks([*remarks, note_of(row)])}


def _framework_pairs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Return the comparable pairs among the categories that are there."""
    if not set(names) <= set(CATEGORIES):
        raise ArgumentError(f"framework_order orders C1 to C4; got the groups {', '.join(names)}")
    named = [(CATEGORIES[early], CATEGORIES[late]) for early, late in FRAMEWORK_ORDER]
    pairs = [(names.index(early), names.index(late)) for early, late in named if {early, late} <= set(names)]
    if not pairs:
        raise NotComputableError("the framework does not order C2 and C3, and no other group has firms")
    return pairs


def _test_columns(result: HTest) -> Row:
    """Return a result as columns."""
    return {"statistic": result.statistic, "df1": result.df1, "df2": result.df2, "p_value": result.p_value}
