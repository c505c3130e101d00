"""Stage 2: from overseas activities to categories C1 to C4, and from histories to paths."""

from vcif.framework.classify import classify
from vcif.framework.paths import assign_path
from vcif.framework.rules import any_activity, at_least, compare_rules

__all__ = ["any_activity", "assign_path", "at_least", "classify", "compare_rules"]
