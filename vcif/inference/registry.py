"""What exists, as data: every test and effect size with what tables, checks and laws need to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from vcif.inference import effects, htests
from vcif.inference.results import EffectSize, HTest, PairTest

Kind = Literal["omnibus", "ordered", "pair", "family"]


@dataclass(frozen=True)
class Test:
    """One registered test.

    Attributes
    ----------
    name, label
        The name in code and the name in a table's note.
    kind
        "omnibus" and "ordered" compare all groups at once; "pair" takes two; "family" takes all and returns
        every pair.
    symbol
        The statistic's letter.
    function
        The function of `htests`.
    effect
        The effect size that stands beside it unless another is asked for; None = none.
    own_family
        Whether its p-values are already adjusted for the family of pairs.
    ranks
        Whether it looks at the order of the scores only.
    least
        The smallest number of firms that a group needs.
    """

    name: str
    label: str
    kind: Kind
    symbol: str
    function: Callable[..., HTest | tuple[PairTest, ...]]
    effect: str | None
    own_family: bool = False
    ranks: bool = False
    least: int = 1


@dataclass(frozen=True)
class Effect:
    """One registered effect size, with its bounds and the value that means "no effect"."""

    name: str
    label: str
    symbol: str
    function: Callable[..., EffectSize]
    low: float
    high: float
    null: float
    groups: Literal["two", "any"]
    ranks: bool = False


TESTS: dict[str, Test] = {
    test.name: test
    for test in (
        Test("anova", "one-way ANOVA", "omnibus", "F", htests.anova, "omega_squared"),
        Test("welch_anova", "Welch ANOVA", "omnibus", "F", htests.welch_anova, "omega_squared", least=2),
        Test("kruskal_wallis", "Kruskal-Wallis test", "omnibus", "H", htests.kruskal_wallis,
             "rank_epsilon_squared", ranks=True),
        Test("jonckheere_terpstra", "Jonckheere-Terpstra test", "ordered", "J", htests.jonckheere_terpstra,
             None, ranks=True),
        Test("framework_order", "framework-order test", "ordered", "J", htests.framework_order, None,
             ranks=True),
        Test("welch_t", "Welch t test", "pair", "t", htests.welch_t, "hedges_g", least=2),
        Test("mann_whitney", "Mann-Whitney test", "pair", "U", htests.mann_whitney, "cliffs_delta",
             ranks=True),
        Test("games_howell", "Games-Howell test", "family", "t", htests.games_howell, "hedges_g",
             own_family=True, least=2),
        Test("dunn", "Dunn test", "family", "z", htests.dunn, "cliffs_delta", ranks=True),
    )
}  # fmt: skip

EFFECTS: dict[str, Effect] = {
    effect.name: effect
    for effect in (
        Effect("hedges_g", "Hedges' g", "g", effects.hedges_g, float("-inf"), float("inf"), 0.0, "two"),
        Effect("cliffs_delta", "Cliff's delta", "δ", effects.cliffs_delta, -1.0, 1.0, 0.0, "two", ranks=True),
        Effect("omega_squared", "omega squared", "ω²", effects.omega_squared, 0.0, 1.0, 0.0, "any"),
        Effect("rank_epsilon_squared", "rank epsilon squared", "ε²", effects.rank_epsilon_squared,
               0.0, 1.0, 0.0, "any", ranks=True),
    )
}  # fmt: skip
