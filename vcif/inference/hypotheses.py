"""The framework's statements S3 to S10 as data: what each compares, and in which direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vcif._columns import BLOCKS

Rule = Literal["order", "omnibus", "majority", "every", "contrast", "routes"]


@dataclass(frozen=True)
class Hypothesis:
    """One statement.

    Attributes
    ----------
    hypothesis, statement
        Its number and its words.
    rule
        "order": every comparable pair of categories rises significantly on each block's composite;
        "omnibus": at least half of each block's items differ; "majority": at least half of the named findings
        significant in the direction and none against; "every": every item in the direction and at least half
        significant; "contrast": the contrast of gaps; "routes": both paths are observed.
    blocks
        The blocks that it speaks of.
    pairs
        The pairs of groups that it compares, the earlier group first.
    larger
        Which group of a pair is stated to have the larger scores: "later" or "earlier".
    named
        Whether it speaks only of the items that the codebook marks with its number.
    by
        "category" or "path".
    """

    hypothesis: str
    statement: str
    rule: Rule
    blocks: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    larger: Literal["later", "earlier"] = "later"
    named: bool = False
    by: Literal["category", "path"] = "category"


_TO_C4 = (("C2", "C4"), ("C3", "C4"))
_PATHS = (("market_seeking", "efficiency_seeking"),)

HYPOTHESES: tuple[Hypothesis, ...] = (
    Hypothesis(
        "S3", "Degree of internationalization rises from C1 over C2 and C3 to C4.", "order", BLOCKS,
        pairs=(("C1", "C2"), ("C1", "C3"), ("C2", "C4"), ("C3", "C4")),
    ),
    Hypothesis("S4", "C2, C3 and C4 differ in performance, structure and attitudes.", "omnibus", BLOCKS),
    Hypothesis("S5", "C4 firms lie above C2 and C3 firms.", "majority", BLOCKS, pairs=_TO_C4),
    Hypothesis(
        "S6", "On performance, C4's lead over C3 is larger than its lead over C2.", "contrast",
        ("performance",), pairs=_TO_C4,
    ),
    Hypothesis("S7", "Firms reach C4 by way of C3 (market seeking) and by way of C2 (efficiency seeking).",
               "routes", (), by="path"),
    Hypothesis(
        "S8", "Market seekers perform better on all performance indicators.", "every", ("performance",),
        pairs=_PATHS, larger="earlier", by="path",
    ),
    Hypothesis(
        "S9", "Efficiency seekers have more complex international structures and more international "
        "sourcing.", "majority", ("structure",), pairs=_PATHS, named=True, by="path",
    ),
    Hypothesis(
        "S10", "Market seekers are more motivated by government incentives and preferential treatment, and "
        "attach more importance to constant innovation.",
        "majority", ("attitudes",), pairs=_PATHS, larger="earlier", named=True, by="path",
    ),
)  # fmt: skip
