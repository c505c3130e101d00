"""Stage 2: from overseas activities to categories C1 to C4, and from histories to paths."""

from vcif.framework.classify import classify
from vcif.framework.directions import directions, reversals
from vcif.framework.follow_ups import follow_ups
from vcif.framework.movers import movers
from vcif.framework.panel_flow import panel_flow, wave_states
from vcif.framework.panel_problems import panel_problems
from vcif.framework.paths import assign_path
from vcif.framework.rules import any_activity, at_least, compare_rules
from vcif.framework.spells import spells
from vcif.framework.transactions import TransactionResult, categories_from_transactions
from vcif.framework.transitions import transitions
from vcif.framework.waiting_times import waiting_times

__all__ = [
    "TransactionResult",
    "any_activity",
    "assign_path",
    "at_least",
    "categories_from_transactions",
    "classify",
    "compare_rules",
    "directions",
    "follow_ups",
    "movers",
    "panel_flow",
    "panel_problems",
    "reversals",
    "spells",
    "transitions",
    "waiting_times",
    "wave_states",
]
