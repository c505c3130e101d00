"""Verdict rules, each on small frames of evidence made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from vcif._columns import schema
from vcif.inference.gap_contrast import GapContrast
from vcif.inference.verdicts import Evidence, weigh

ROUTES = ("market_seeking", "efficiency_seeking")
ORDER = (("C1", "C2"), ("C1", "C3"), ("C2", "C4"), ("C3", "C4"))
GROUPS = pl.Enum(["C1", "C2", "C3", "C4", *ROUTES])


def omnibus(*rows: tuple[str, str, float | None, bool]) -> pl.DataFrame:
    """Return rows of (indicator, block, adjusted p, defining)."""
    keys = ("indicator", "block", "p_adjusted", "defining")
    return pl.DataFrame([dict(zip(keys, row, strict=True)) for row in rows], schema=schema("omnibus"))


def pairs(*rows: tuple[Any, ...], block: str = "performance", defining: bool = False) -> pl.DataFrame:
    """Return rows of (indicator, group1, group2, difference, adjusted p)."""
    keys = ("indicator", "group1", "group2", "difference", "p_adjusted")
    fixed = {"block": block, "defining": defining, "note": "no variation: every firm gave the same answer"}
    return pl.DataFrame(
        [dict(zip(keys, row, strict=True)) | fixed for row in rows], schema=schema("pairwise", GROUPS)
    )


def contrast(low: float, high: float) -> GapContrast:
    return GapContrast((low + high) / 2, low, high, 0.95, 3, 30, 100, 1)


EMPTY = Evidence(
    omnibus=omnibus(), pairwise=pairs(), composites=pairs(), paths=None, no_paths="no paths here", routes={},
    contrast="no contrast here", named={},
)  # fmt: skip


def verdict(statement: str, evidence: Evidence) -> tuple[str, int | None, int | None, int | None]:
    row = weigh(evidence).filter(pl.col("hypothesis") == statement).row(0, named=True)
    return row["verdict"], row["n_indicators"], row["n_supporting"], row["n_contradicting"]


def text(statement: str, evidence: Evidence) -> str:
    return weigh(evidence).filter(pl.col("hypothesis") == statement)["evidence"][0]


def test_without_evidence_nothing_can_be_tested() -> None:
    found = weigh(EMPTY)
    assert found["hypothesis"].to_list() == ["S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10"]
    assert found["verdict"].unique().to_list() == ["not testable"]
    assert found["evidence"].to_list() == [
        "not every category can be compared: no composite", "no item of any block could be compared",
        "no named finding could be computed", "no contrast here", "no paths here", "no paths here", "no paths here",
        "no paths here",
    ]  # fmt: skip
    assert dict(found.schema) == schema("verdicts")


@pytest.mark.parametrize(
    ("differences", "p", "wanted"),
    [
        ((1, 1, 1, 1), (0.01, 0.01, 0.01, 0.01), ("supported", 4, 4, 0)),
        ((1, 1, 1, 1), (0.01, 0.01, 0.01, 0.06), ("partly", 4, 3, 0)),
        ((-1, 1, 1, 1), (0.01, 0.01, 0.01, 0.01), ("partly", 4, 3, 1)),
        ((-1, 1, 1, 1), (0.01, 0.9, 0.9, 0.9), ("contradicted", 4, 0, 1)),
        ((1, 1, 1, 1), (0.9, 0.9, 0.9, 0.9), ("not supported", 4, 0, 0)),
        ((1, 1, 1, 1), (0.01, 0.01, 0.01, 0.05), ("partly", 4, 3, 0)),  # .05 is not below .05
    ],
)
def test_s3_needs_every_comparable_pair(
    differences: tuple[int, ...], p: tuple[float, ...], wanted: tuple[Any, ...]
) -> None:
    rows = [("performance_composite", *pair, d, q) for pair, d, q in zip(ORDER, differences, p, strict=True)]
    # the pairs C1-C4 and C2-C3 are in the frame too and must not count
    extra = [
        ("performance_composite", "C1", "C4", -9, 0.001),
        ("performance_composite", "C2", "C3", -9, 0.001),
    ]
    assert verdict("S3", replace(EMPTY, composites=pairs(*rows, *extra))) == wanted


def test_s3_with_a_pair_missing_is_not_testable() -> None:
    rows = [("performance_composite", *pair, 1, 0.01) for pair in ORDER[:3]]
    evidence = replace(EMPTY, composites=pairs(*rows, ("performance_composite", "C3", "C4", None, None)))
    assert verdict("S3", evidence) == ("not testable", None, None, None)
    assert text("S3", evidence) == (
        "not every category can be compared: no variation: every firm gave the same answer"
    )


@pytest.mark.parametrize(
    ("p", "wanted"),
    [
        ((0.01, 0.9, 0.01, 0.01), ("supported", 4, 3, 0)),  # half of performance is enough
        ((0.01, 0.9, 0.9, 0.01), ("partly", 4, 2, 0)),  # none of structure is not
        ((0.9, 0.9, 0.9, 0.9), ("not supported", 4, 0, 0)),
    ],
)
def test_s4_half_of_each_blocks_items(p: tuple[float, ...], wanted: tuple[Any, ...]) -> None:
    blocks = ("performance", "performance", "structure", "attitudes")
    rows = [(f"i{i}", block, q, False) for i, (block, q) in enumerate(zip(blocks, p, strict=True))]
    defining = ("sourcing", "structure", 1e-9, True)  # true by construction: must not count
    assert verdict("S4", replace(EMPTY, omnibus=omnibus(*rows, defining))) == wanted


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        (((1, 0.01), (1, 0.9)), ("supported", 2, 1, 0)),
        (((1, 0.01), (1, 0.9), (1, 0.9)), ("partly", 3, 1, 0)),
        (((1, 0.01), (-1, 0.01)), ("partly", 2, 1, 1)),
        (((-1, 0.01), (1, 0.9)), ("contradicted", 2, 0, 1)),
        (((1, 0.9), (-1, 0.9)), ("not supported", 2, 0, 0)),
        (((1, 0.01), (None, None)), ("supported", 1, 1, 0)),
    ],
)
def test_s5_half_of_the_findings_and_none_against(findings: tuple[Any, ...], wanted: tuple[Any, ...]) -> None:
    rows = [(f"i{i}", "C2", "C4", d, p) for i, (d, p) in enumerate(findings)]
    evidence = replace(EMPTY, pairwise=pairs(*rows, ("x", "C2", "C3", -5, 0.001)))
    assert verdict("S5", evidence) == wanted


def test_defining_items_count_among_paths_and_never_among_categories() -> None:
    sourcing = ("sourcing", "C2", "C4", -2, 0.001)
    fair = pairs(("orders", "C2", "C4", 1, 0.01), block="structure")
    evidence = replace(EMPTY, pairwise=pl.concat([fair, pairs(sourcing, block="structure", defining=True)]))
    assert verdict("S5", evidence) == ("supported", 1, 1, 0)
    path = pairs(("sourcing", *ROUTES, 1, 0.001), block="structure", defining=True)
    assert verdict("S9", replace(EMPTY, paths=path, named={"S9": ["sourcing"]})) == ("supported", 1, 1, 0)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (contrast(0.1, 0.5), ("supported", 1, 1, 0)),
        (contrast(-0.1, 0.5), ("not supported", 1, 0, 0)),
        (contrast(0.0, 0.5), ("not supported", 1, 0, 0)),
        (contrast(-0.5, -0.1), ("contradicted", 1, 0, 1)),
        ("growth has no variation", ("not testable", None, None, None)),
    ],
)
def test_s6_the_whole_interval_above_zero(found: GapContrast | str, wanted: tuple[Any, ...]) -> None:
    assert verdict("S6", replace(EMPTY, contrast=found)) == wanted


def test_s6_counts_stand_beside_the_contrast() -> None:
    rows = [
        ("a", "C3", "C4", 1, 0.01),
        ("b", "C3", "C4", 1, 0.01),
        ("a", "C2", "C4", 1, 0.01),
        ("b", "C2", "C4", 1, 0.9),
    ]
    evidence = replace(EMPTY, contrast=contrast(0.1, 0.5), pairwise=pairs(*rows))
    assert text("S6", evidence) == (
        "interval of the contrast above 0 (3 items); significant items: 2 for C3-C4, 1 for C2-C4"
    )


@pytest.mark.parametrize(
    ("routes", "wanted"),
    [
        ({"market_seeking": 5, "efficiency_seeking": 2}, ("supported", 2, 2, 0)),
        ({"market_seeking": 5, "direct": 2}, ("partly", 2, 1, 0)),
        ({"undetermined": 5}, ("not supported", 2, 0, 0)),
        ({}, ("not testable", None, None, None)),
    ],
)
def test_s7_both_routes_are_seen(routes: dict[str, int], wanted: tuple[Any, ...]) -> None:
    assert verdict("S7", replace(EMPTY, routes=routes)) == wanted


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        (((-1, 0.01), (-1, 0.9)), ("supported", 2, 1, 0)),
        (((-1, 0.01), (1, 0.9)), ("partly", 2, 1, 0)),  # one item the other way
        (((-1, 0.9), (-1, 0.9)), ("not supported", 2, 0, 0)),
        (((1, 0.01), (-1, 0.9)), ("contradicted", 2, 0, 1)),
        (
            ((-1, 0.01), (None, None)),
            ("partly", 1, 1, 0),
        ),  # "all items" cannot be said of an item without a number
    ],
)
def test_s8_every_item_in_the_direction_of_market_seekers(
    findings: tuple[Any, ...], wanted: tuple[Any, ...]
) -> None:
    # market seekers are the earlier group: a negative difference is in their favour
    rows = [(f"i{i}", *ROUTES, d, p) for i, (d, p) in enumerate(findings)]
    assert verdict("S8", replace(EMPTY, paths=pairs(*rows))) == wanted


@pytest.mark.parametrize(("statement", "block", "sign"), [("S9", "structure", 1), ("S10", "attitudes", -1)])
def test_s9_and_s10_look_at_the_named_items_only(statement: str, block: str, sign: int) -> None:
    rows = [("named", *ROUTES, sign, 0.01), ("other", *ROUTES, -sign, 0.01)]
    evidence = replace(EMPTY, paths=pairs(*rows, block=block), named={statement: ["named"]})
    assert verdict(statement, evidence) == ("supported", 1, 1, 0)
    assert verdict(statement, replace(evidence, named={statement: ["other"]})) == ("contradicted", 1, 0, 1)
    assert text(statement, replace(evidence, named={})) == (
        f'no indicator of the codebook names the statement (hypotheses = ["{statement}"])'
    )


def test_alpha_is_a_setting() -> None:
    evidence = replace(EMPTY, pairwise=pairs(("a", "C2", "C4", 1, 0.03)))
    assert verdict("S5", evidence)[0] == "supported"
    assert verdict("S5", replace(evidence, alpha=0.01))[0] == "not supported"
