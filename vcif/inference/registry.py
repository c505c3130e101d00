"""What exists, as data: every test and effect size with what tables, checks and laws need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from vcif._errors import NotComputableError
from vcif.inference import effects, htests
from vcif.inference.effects.cliffs_delta import cliffs_delta_of_many
from vcif.inference.effects.common_language import common_language_of_many
from vcif.inference.effects.eta_squared import eta_squared_of_many
from vcif.inference.effects.hedges_g import hedges_g_of_many
from vcif.inference.effects.omega_squared import omega_squared_of_many
from vcif.inference.effects.rank_epsilon_squared import rank_epsilon_squared_of_many
from vcif.inference.htests.games_howell import games_howell_of_many
from vcif.inference.htests.mann_whitney import mann_whitney_of_many
from vcif.inference.htests.welch_t import welch_t_of_many
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
    exact
        Whether `p_method` may ask for the exact distribution.
    control
        Whether it compares each group with one control only, the last group.
    nominal
        Whether it takes the levels as names, without order or distance.
    many
        The same for many tables of counts at once, two-sided and asymptotic, where that is quicker: takes the
        tables and (not a test of ranks) `level`, returns for each what `function` returns or the
        NotComputableError that it raises.
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
    exact: bool = False
    control: bool = False
    nominal: bool = False
    many: Callable[..., Sequence[HTest | tuple[PairTest, ...] | NotComputableError]] | None = None


@dataclass(frozen=True)
class Effect:
    """One registered effect size, with its bounds and the value that means "no effect".

    `many` is the same for many tables of counts at once, as a test's.
    """

    name: str
    label: str
    symbol: str
    function: Callable[..., EffectSize]
    low: float
    high: float
    null: float
    groups: Literal["two", "any"]
    ranks: bool = False
    nominal: bool = False
    many: Callable[..., Sequence[EffectSize | NotComputableError]] | None = None


TESTS: dict[str, Test] = {
    test.name: test
    for test in (
        Test("anova", "one-way ANOVA", "omnibus", "F", htests.anova, "omega_squared"),
        Test("welch_anova", "Welch ANOVA", "omnibus", "F", htests.welch_anova, "omega_squared", least=2),
        Test("brown_forsythe_means", "Brown-Forsythe test of means", "omnibus", "F",
             htests.brown_forsythe_means, "omega_squared", least=2),
        Test("brown_forsythe_spread", "Brown-Forsythe test of spreads", "omnibus", "F",
             htests.brown_forsythe_spread, None),
        Test("kruskal_wallis", "Kruskal-Wallis test", "omnibus", "H", htests.kruskal_wallis,
             "rank_epsilon_squared", ranks=True),
        Test("chi_squared", "chi-squared test", "omnibus", "χ²", htests.chi_squared, "cramers_v",
             nominal=True),
        Test("fisher_exact", "Fisher's exact test", "omnibus", "P", htests.fisher_exact, "cramers_v",
             nominal=True),
        Test("jonckheere_terpstra", "Jonckheere-Terpstra test", "ordered", "J", htests.jonckheere_terpstra,
             None, ranks=True, exact=True),
        Test("framework_order", "framework-order test", "ordered", "J", htests.framework_order, None,
             ranks=True, exact=True),
        Test("student_t", "Student t test", "pair", "t", htests.student_t, "hedges_g"),
        Test("welch_t", "Welch t test", "pair", "t", htests.welch_t, "hedges_g", least=2,
             many=welch_t_of_many),
        Test("mann_whitney", "Mann-Whitney test", "pair", "U", htests.mann_whitney, "cliffs_delta",
             ranks=True, exact=True, many=mann_whitney_of_many),
        Test("brunner_munzel", "Brunner-Munzel test", "pair", "W", htests.brunner_munzel, "cliffs_delta",
             ranks=True, least=2),
        Test("tukey_kramer", "Tukey-Kramer test", "family", "t", htests.tukey_kramer, "hedges_g",
             own_family=True),
        Test("games_howell", "Games-Howell test", "family", "t", htests.games_howell, "hedges_g",
             own_family=True, least=2, many=games_howell_of_many),
        Test("dunnett", "Dunnett test", "family", "t", htests.dunnett, "hedges_g", own_family=True,
             control=True),
        Test("dunnett_t3", "Dunnett T3 test", "family", "t", htests.dunnett_t3, "hedges_g", own_family=True,
             least=2, control=True),
        Test("dunn", "Dunn test", "family", "z", htests.dunn, "cliffs_delta", ranks=True),
    )
}  # fmt: skip

EFFECTS: dict[str, Effect] = {
    effect.name: effect
    for effect in (
        Effect("hedges_g", "Hedges' g", "g", effects.hedges_g, float("-inf"), float("inf"), 0.0, "two",
               many=hedges_g_of_many),
        Effect("cliffs_delta", "Cliff's delta", "δ", effects.cliffs_delta, -1.0, 1.0, 0.0, "two", ranks=True,
               many=cliffs_delta_of_many),
        Effect("common_language", "common-language effect", "A", effects.common_language, 0.0, 1.0, 0.5,
               "two", ranks=True,
               many=common_language_of_many),
        Effect("eta_squared", "eta squared", "η²", effects.eta_squared, 0.0, 1.0, 0.0, "any",
               many=eta_squared_of_many),
        Effect("omega_squared", "omega squared", "ω²", effects.omega_squared, 0.0, 1.0, 0.0, "any",
               many=omega_squared_of_many),
        Effect("rank_epsilon_squared", "rank epsilon squared", "ε²", effects.rank_epsilon_squared,
               0.0, 1.0, 0.0, "any", ranks=True,
               many=rank_epsilon_squared_of_many),
        Effect("cramers_v", "Cramér's V", "V", effects.cramers_v, 0.0, 1.0, 0.0, "any", nominal=True),
    )
}  # fmt: skip
