"""Effect sizes with confidence intervals: one effect, one file."""

from vcif.inference.effects.cliffs_delta import cliffs_delta
from vcif.inference.effects.hedges_g import hedges_g
from vcif.inference.effects.omega_squared import omega_squared
from vcif.inference.effects.rank_epsilon_squared import rank_epsilon_squared

__all__ = ["cliffs_delta", "hedges_g", "omega_squared", "rank_epsilon_squared"]
