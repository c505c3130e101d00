"""Effect sizes with confidence intervals: one effect, one file."""

from vcif.inference.effects.cliffs_delta import cliffs_delta
from vcif.inference.effects.common_language import common_language
from vcif.inference.effects.cramers_v import cramers_v
from vcif.inference.effects.eta_squared import eta_squared
from vcif.inference.effects.hedges_g import hedges_g
from vcif.inference.effects.omega_squared import omega_squared
from vcif.inference.effects.rank_epsilon_squared import rank_epsilon_squared

__all__ = [
    "cliffs_delta",
    "common_language",
    "cramers_v",
    "eta_squared",
    "hedges_g",
    "omega_squared",
    "rank_epsilon_squared",
]
