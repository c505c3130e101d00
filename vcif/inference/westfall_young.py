"""Westfall and Young's step-down p-values: families of indicators under joint permutations of the firms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vcif._columns import schema
from vcif._errors import ArgumentError, require_one_of
from vcif.inference.checks import check_level
from vcif.inference.firm_answers import check_columns
from vcif.inference.firm_draws import bits_of
from vcif.inference.group_labels import group_labels
from vcif.inference.groups import check_groups, join_remarks, with_remark
from vcif.inference.joint_permutations import JointAnswers, JointP
from vcif.inference.joint_statistics import STATISTICS
from vcif.inference.permutable import FirmsInGroups, Permutable, known_rows, permutable
from vcif.inference.registry import TESTS
from vcif.inference.resampling.permutation import standard_error
from vcif.inference.rows import Row

if TYPE_CHECKING:
    from vcif.dataset.codebook import Codebook

METHOD = "westfall_young"


def westfall_young(
    firms: pl.DataFrame | pl.LazyFrame,
    indicators: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    *,
    test: str = "welch_anova",
    groups: Sequence[str] | None = None,
    by: str = "category",
    n_resamples: int = 9999,
    seed: int = 1,
    level: float = 0.95,
) -> pl.DataFrame:
    """Return permutation p-values, raw and adjusted over each block by step-down maxT, for every indicator.

    Null, of each indicator: the groups have the same distribution of answers, and whether a firm answers does
    not hang on its group. Alternative: they differ in what the test looks at. The adjustment controls the
    chance of one false finding or more in a family, and since it keeps how the indicators hang together, it
    is sharper than Holm's where they are correlated.

    Parameters
    ----------
    firms
        One row per firm with the column `by` and the indicators as numbers or yes/no; missing answers null. A
        tally does not do: a firm's answers stay together, and a tally holds no firm.
    indicators
        Columns to compare; all of the codebook's if left out.
    codebook
        Gives blocks and the flag `defining`. Each block is a family, and so are the indicators without one;
        without a codebook all indicators are one family.
    test
        The statistic: F of "welch_anova" or "anova", H of "kruskal_wallis"; for two groups |t| of "welch_t"
        or "student_t", |z| of "mann_whitney".
    groups
        The groups; all of the column's if left out. A pair's difference is the second less the first.
    by
        The grouping column: an Enum, text or yes/no.
    n_resamples
        Random permutations, 1 or more.
    seed
        Seed of the random numbers, from 0 up; the same seed and order of rows give the same p-values on every
        machine.
    level
        Confidence level of the effect's interval, which is the registry's for the test and not resampled.

    Returns
    -------
    polars.DataFrame
        One row per indicator with the columns of `FRAMES["omnibus"]`: `p_value` is the permutation p-value of
        the indicator by itself, `p_adjusted` that in its family, and the note names the family, the number of
        permutations, the seed and the standard errors of both. What could not be computed is null, with its
        reason in `note`, and is in no family.

    Raises
    ------
    ArgumentError
        When the test, a group, the seed, the level or the number of permutations is none, a test of two
        groups gets others, or neither indicators nor a codebook is given.
    DataError
        When a column is absent, is no number, or holds NaN or infinity.

    Notes
    -----
    The groups of all firms are permuted at once, and each indicator takes the firms that answered it. Its
    groups' sizes then vary a little, and its null is that of missing answers that do not depend on the group.
    A group that has fewer answers to an indicator than the test needs takes the indicator out; a group
    without any firm is left out of all. A permutation in which a statistic is not defined counts as less than
    the observed one, which keeps the p-value valid; the note counts them. Where a permutation leaves a group
    without spread of its own, Welch's F is taken at its limit: such groups hold all the weight, and F is
    infinite only if they lie apart. Infinite in each such case, as a permutation p-value of one indicator by
    itself may take it, would let an indicator with few different answers swamp its family.

    The largest statistic of a family stands for all of it, so the statistics should have about the same null
    distribution. F and H do where the groups are the same and most firms answered; where the answers are far
    fewer to one indicator than to others, its F has heavier tails and takes more than its share: the p-values
    stay valid, but the others become larger than they need be.

    p = (1 + b)/(1 + B), b of B permutations having a statistic at least as large (equal to 1e-12 counts as
    equal). Control over any set of true nulls needs that their statistics are permuted alike whatever the
    other indicators do (subset pivotality), which holds where the answers to them have one joint distribution
    in all groups. Unequal spreads alone can make F of "anova" and H reject; Welch's F holds then too in large
    samples. Sampling weights are not used; frequency weights want their rows repeated.

    Source
    ------
    Westfall, P. H. and Young, S. S. (1993), Resampling-Based Multiple Testing, Wiley; Ge, Y., Dudoit, S. and
    Speed, T. P. (2003), TEST 12, 1-77; Phipson, B. and Smyth, G. K. (2010), Statistical Applications in
    Genetics and Molecular Biology 9(1), article 39, for the one that is added.

    Examples
    --------
    >>> firms = pl.DataFrame({
    ...     "category": ["C2"] * 4 + ["C3"] * 4 + ["C4"] * 4,
    ...     "growth": [1, 2, 1, 2, 3, 2, 3, 2, 4, 5, 4, 5],
    ...     "profit": [1, 2, 3, 2, 2, 3, 1, 3, 3, 2, 4, 3],
    ... })
    >>> table = westfall_young(firms, ["growth", "profit"], test="kruskal_wallis")
    >>> table.select("indicator", "p_value", "p_adjusted").rows()
    [('growth', 0.0015, 0.0015), ('profit', 0.3683, 0.3683)]
    """
    require_one_of("westfall_young", "test", test, STATISTICS)
    check_level("westfall_young", level)
    known = known_rows("westfall_young", indicators, codebook)
    frame = _columns_of(firms, [str(row["indicator"]) for row in known], by)
    labels = group_labels("westfall_young", frame, by)
    asked = check_groups("westfall_young", labels.names if groups is None else groups, labels.names)
    entry = TESTS[test]
    if entry.kind == "pair" and len(asked) != 2:
        raise ArgumentError(f'westfall_young(test="{test}") needs two groups; got {", ".join(asked)}')
    people = FirmsInGroups.of(labels, asked)
    plan = _Plan(people.codes, test, n_resamples, seed)
    tested = [permutable(row, frame[str(row["indicator"])], people, entry, level) for row in known]
    weighted = "weight" in frame.columns and frame["weight"].count() > 0
    rows = with_remark(_rows(tested, plan), "sampling weights not used" if weighted else None)
    return pl.DataFrame(rows, schema=schema("omnibus"))


@dataclass(frozen=True)
class _Plan:
    """How to permute: each firm's group, the test, the number of permutations and the seed."""

    codes: NDArray[np.int64]
    test: str
    n_resamples: int
    seed: int

    def __post_init__(self) -> None:
        n = self.n_resamples
        if isinstance(n, bool) or not isinstance(n, int) or n < 1:
            raise ArgumentError(f"westfall_young() needs n_resamples, a whole number from 1 up; got {n!r}")
        self.bits()

    def bits(self) -> np.random.PCG64:
        """Return the generator, at its start."""
        return bits_of("westfall_young", self.seed)


def _columns_of(firms: pl.DataFrame | pl.LazyFrame, names: list[str], by: str) -> pl.DataFrame:
    """Return the columns that are needed, after checking them."""
    columns = firms.lazy().collect_schema().names()
    there = [name for name in dict.fromkeys((by, *names, "weight")) if name in columns]
    frame = firms.lazy().select(there).collect()
    check_columns("westfall_young", frame, names, by)
    return frame


def _rows(tested: Sequence[Permutable], plan: _Plan) -> list[Row]:
    """Return the rows with their p-values, each block a family."""
    rows = [each.row | {"adjust_method": METHOD, "note": join_remarks(each.remarks)} for each in tested]
    answers = {place: each.answers for place, each in enumerate(tested) if each.answers is not None}
    if not answers:
        return rows
    joint = JointAnswers(np.column_stack(list(answers.values())), plan.codes, plan.test)
    places = list(answers)
    families = _families([tested[place] for place in places], joint)
    found = joint.p_values(families, joint.permutations(plan.n_resamples, plan.bits()))
    for family in families:
        for i in family:
            rows[places[i]] = _with_p(tested[places[i]], found, i, len(family), plan)
    for i in np.flatnonzero(np.isnan(joint.observed)).tolist():
        rows[places[i]] = with_remark([rows[places[i]]], "its spread is lost to rounding in permutations")[0]
    return rows


def _families(tested: Sequence[Permutable], joint: JointAnswers) -> list[list[int]]:
    """Return each block's indicators that have a statistic, by their places."""
    blocks: dict[object, list[int]] = {}
    for i, each in enumerate(tested):
        if np.isfinite(joint.observed[i]):
            blocks.setdefault(each.row["block"], []).append(i)
    return list(blocks.values())


def _with_p(tested: Permutable, found: JointP, place: int, size: int, plan: _Plan) -> Row:
    """Return an indicator's row with its p-values, and how they came about among the remarks."""
    raw, adjusted = (float(values[place]) for values in (found.raw, found.adjusted))
    block, undefined, n = tested.row["block"], int(found.undefined[place]), plan.n_resamples
    remarks = [
        f"not defined in {undefined} permutations, which count as less" if undefined else None,
        f"adjusted over {size} indicators" + (f" of {block}" if block else ""),
        f"{n} permutations of the firms' groups with seed {plan.seed}: p-value {raw!r} with standard error "
        f"{standard_error(raw, n)!r}, adjusted with standard error {standard_error(adjusted, n)!r}",
    ]
    columns: Row = {"p_value": raw, "p_adjusted": adjusted, "adjust_method": METHOD}
    return tested.row | columns | {"note": join_remarks([*tested.remarks, *remarks])}
