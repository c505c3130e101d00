"""Hypothesis tests: one test, one file; samples or counts in, a frozen record out."""

from vcif.inference.htests.anova import AnovaTable, anova, anova_table
from vcif.inference.htests.dunn import dunn
from vcif.inference.htests.framework_order import framework_order
from vcif.inference.htests.games_howell import games_howell
from vcif.inference.htests.jonckheere_terpstra import jonckheere_terpstra
from vcif.inference.htests.kruskal_wallis import kruskal_wallis
from vcif.inference.htests.mann_whitney import mann_whitney
from vcif.inference.htests.welch_anova import welch_anova
from vcif.inference.htests.welch_t import welch_t

__all__ = [
    "AnovaTable",
    "anova",
    "anova_table",
    "dunn",
    "framework_order",
    "games_howell",
    "jonckheere_terpstra",
    "kruskal_wallis",
    "mann_whitney",
    "welch_anova",
    "welch_t",
]
