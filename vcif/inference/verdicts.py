"""Weigh the statements: one verdict each, by a stated rule, with the evidence counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from vcif._columns import schema
from vcif.inference.gap_contrast import GapContrast
from vcif.inference.hypotheses import HYPOTHESES, Hypothesis


@dataclass(frozen=True)
class Evidence:
    """What the verdicts rest on.

    Attributes
    ----------
    omnibus, pairwise
        Comparisons of items by category, one test each.
    composites
        Pairwise comparisons of the blocks' composites over all four categories.
    paths
        Pairwise comparison of items by path, or None with the reason in `no_paths`.
    routes
        Firms that reached C4 on each path; empty where no path is known.
    contrast
        The contrast of gaps on performance, or the reason that there is none.
    named
        Items that the codebook marks with a statement's number.
    alpha
        Significance level.
    """

    omnibus: pl.DataFrame
    pairwise: pl.DataFrame
    composites: pl.DataFrame
    paths: pl.DataFrame | None
    no_paths: str
    routes: Mapping[str, int]
    contrast: GapContrast | str
    named: Mapping[str, Sequence[str]]
    alpha: float = 0.05


@dataclass(frozen=True)
class _Finding:
    """The counted evidence for one statement."""

    n: int
    supporting: int
    contradicting: int
    holds: bool
    evidence: str


def weigh(evidence: Evidence, hypotheses: Sequence[Hypothesis] = HYPOTHESES) -> pl.DataFrame:
    """Return one verdict per statement, with the columns of `FRAMES["verdicts"]`.

    *supported*: the statement's own rule holds. *contradicted*: at least one significant finding against,
    none for. *partly*: any other significant finding. *not supported*: none. *not testable*: with the reason.
    Items that are true by construction of the categories never count in comparisons by category; among firms
    that completed a path all are in C4, so there they do.
    """
    return pl.DataFrame([_row(entry, evidence) for entry in hypotheses], schema=schema("verdicts"))


def _row(entry: Hypothesis, evidence: Evidence) -> dict[str, object]:
    """Return one statement's row."""
    weighing = {
        "order": _order, "omnibus": _omnibus, "majority": _majority, "every": _every,
        "contrast": _contrast, "routes": _routes,
    }[entry.rule]  # fmt: skip
    found = weighing(entry, evidence)
    row: dict[str, object] = {"hypothesis": entry.hypothesis, "statement": entry.statement}
    if isinstance(found, str):
        return row | {"verdict": "not testable", "evidence": found}
    counts = {"n_supporting": found.supporting, "n_contradicting": found.contradicting}
    return row | {"n_indicators": found.n, **counts, "verdict": _verdict(found), "evidence": found.evidence}


def _verdict(found: _Finding) -> str:
    """Return the verdict in one word or two."""
    if found.holds:
        return "supported"
    if found.supporting == 0:
        return "contradicted" if found.contradicting else "not supported"
    return "partly"


def _directed(entry: Hypothesis, rows: pl.DataFrame, alpha: float) -> tuple[int, int, int]:
    """Return the findings that could be computed, those significant for and those significant against."""
    sign = 1 if entry.larger == "later" else -1
    known = rows.filter(pl.col("p_adjusted").is_not_null())
    significant = known.filter(pl.col("p_adjusted") < alpha)
    ahead = significant.filter(pl.col("difference") * sign > 0).height
    return known.height, ahead, significant.filter(pl.col("difference") * sign < 0).height


def _of_pairs(entry: Hypothesis, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the statement's blocks and pairs."""
    pairs = [
        pl.col("group1").cast(pl.String) + ">" + pl.col("group2").cast(pl.String) == f"{a}>{b}"
        for a, b in entry.pairs
    ]
    return frame.filter(pl.any_horizontal(pairs), pl.col("block").cast(pl.String).is_in(list(entry.blocks)))


def _order(entry: Hypothesis, evidence: Evidence) -> _Finding | str:
    """Every comparable pair positive and significant on each block's composite (intersection-union)."""
    rows = _of_pairs(entry, evidence.composites)
    known, ahead, against = _directed(entry, rows, evidence.alpha)
    if rows.height == 0 or known < rows.height:
        reason = rows.filter(pl.col("p_adjusted").is_null())["note"].drop_nulls()
        return "not every category can be compared: " + (reason[0] if reason.len() else "no composite")
    text = f"{ahead} of {known} comparable pairs rise significantly (composites of {_blocks(rows)})"
    return _Finding(known, ahead, against, ahead == known, text)


def _omnibus(entry: Hypothesis, evidence: Evidence) -> _Finding | str:
    """At least half of each block's items differ significantly."""
    rows = evidence.omnibus.filter(
        ~pl.col("defining"), pl.col("p_adjusted").is_not_null(),
        pl.col("block").cast(pl.String).is_in(list(entry.blocks)),
    )  # fmt: skip
    if rows.height == 0:
        return "no item of any block could be compared"
    blocks = rows.group_by("block", maintain_order=True).agg(
        n=pl.len(), differ=(pl.col("p_adjusted") < evidence.alpha).sum()
    )
    parts = [f"{block} {differ} of {n}" for block, n, differ in blocks.rows()]
    holds = bool((2 * blocks["differ"] >= blocks["n"]).all())
    return _Finding(
        rows.height, int(blocks["differ"].sum()), 0, holds, "items that differ: " + ", ".join(parts)
    )


def _majority(entry: Hypothesis, evidence: Evidence) -> _Finding | str:
    """At least half of the named findings significant in the direction, and none against."""
    rows = _findings(entry, evidence)
    if isinstance(rows, str):
        return rows
    known, ahead, against = _directed(entry, rows, evidence.alpha)
    if known == 0:
        return "no named finding could be computed"
    text = f"{ahead} of {known} findings significant in the stated direction, {against} against"
    return _Finding(known, ahead, against, 2 * ahead >= known and against == 0, text)


def _every(entry: Hypothesis, evidence: Evidence) -> _Finding | str:
    """Every item in the direction, and at least half significant."""
    rows = _findings(entry, evidence)
    if isinstance(rows, str):
        return rows
    known, ahead, against = _directed(entry, rows, evidence.alpha)
    if known == 0:
        return "no performance item could be compared"
    sign = 1 if entry.larger == "later" else -1
    positive = rows.filter(pl.col("difference") * sign > 0).height
    text = f"{positive} of {rows.height} items in the stated direction, {ahead} of them significantly"
    return _Finding(known, ahead, against, positive == rows.height and 2 * ahead >= known, text)


def _findings(entry: Hypothesis, evidence: Evidence) -> pl.DataFrame | str:
    """Return the rows that a directed statement looks at, or the reason that there are none."""
    frame = evidence.pairwise.filter(~pl.col("defining")) if entry.by == "category" else evidence.paths
    if frame is None:
        return evidence.no_paths
    rows = _of_pairs(entry, frame)
    if not entry.named:
        return rows
    named = list(evidence.named.get(entry.hypothesis, ()))
    if not named:
        return f'no indicator of the codebook names the statement (hypotheses = ["{entry.hypothesis}"])'
    return rows.filter(pl.col("indicator").is_in(named))


def _contrast(entry: Hypothesis, evidence: Evidence) -> _Finding | str:
    """Weigh the contrast of gaps: its whole interval lies above 0."""
    found = evidence.contrast
    if isinstance(found, str):
        return found
    above, below = int(found.conf_low > 0), int(found.conf_high < 0)
    rows = _of_pairs(entry, evidence.pairwise.filter(~pl.col("defining")))
    counts = [
        _directed(entry, rows.filter(pl.col("group1").cast(pl.String) == first), evidence.alpha)[1]
        for first, _ in entry.pairs
    ]
    where = "above 0" if above else "below 0" if below else "around 0"
    text = (
        f"interval of the contrast {where} ({found.n_items} items); "
        f"significant items: {counts[1]} for C3-C4, {counts[0]} for C2-C4"
    )
    return _Finding(1, above, below, bool(above), text)


def _routes(entry: Hypothesis, evidence: Evidence) -> _Finding | str:
    """Both routes are observed."""
    if not evidence.routes:
        return evidence.no_paths or "no path of a firm in C4 is known; a category alone shows none"
    market, efficiency = (evidence.routes.get(name, 0) for name in ("market_seeking", "efficiency_seeking"))
    text = f"{market} market-seeking and {efficiency} efficiency-seeking firms"
    seen = int(market > 0) + int(efficiency > 0)
    return _Finding(2, seen, 0, seen == 2, text)


def _blocks(rows: pl.DataFrame) -> str:
    """Return the blocks that occur, in words."""
    return ", ".join(rows["block"].cast(pl.String).unique(maintain_order=True).to_list())
