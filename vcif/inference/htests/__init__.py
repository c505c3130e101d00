"""Hypothesis tests: one test, one file; samples or counts in, a frozen record out."""

from vcif.inference.htests.anova import AnovaTable, anova, anova_table
from vcif.inference.htests.brown_forsythe_means import brown_forsythe_means
from vcif.inference.htests.brown_forsythe_spread import brown_forsythe_spread
from vcif.inference.htests.brunner_munzel import brunner_munzel
from vcif.inference.htests.chi_squared import chi_squared
from vcif.inference.htests.dunn import dunn
from vcif.inference.htests.dunnett import dunnett
from vcif.inference.htests.dunnett_t3 import dunnett_t3
from vcif.inference.htests.fisher_exact import fisher_exact
from vcif.inference.htests.framework_order import framework_order
from vcif.inference.htests.games_howell import games_howell
from vcif.inference.htests.jonckheere_terpstra import jonckheere_terpstra
from vcif.inference.htests.kruskal_wallis import kruskal_wallis
from vcif.inference.htests.mann_whitney import mann_whitney
from vcif.inference.htests.student_t import student_t
from vcif.inference.htests.tukey_kramer import tukey_kramer
from vcif.inference.htests.welch_anova import welch_anova
from vcif.inference.htests.welch_t import welch_t

__all__ = [
    "AnovaTable",
    "anova",
    "anova_table",
    "brown_forsythe_means",
    "brown_forsythe_spread",
    "brunner_munzel",
    "chi_squared",
    "dunn",
    "dunnett",
    "dunnett_t3",
    "fisher_exact",
    "framework_order",
    "games_howell",
    "jonckheere_terpstra",
    "kruskal_wallis",
    "mann_whitney",
    "student_t",
    "tukey_kramer",
    "welch_anova",
    "welch_t",
]
