"""Stage 4: compare groups, one indicator or thirty, and weigh the framework's statements."""

from vcif._counts import Counts
from vcif.inference import distributions, effects, htests
from vcif.inference.adjust import adjust_p
from vcif.inference.compare import compare
from vcif.inference.compare_pairs import compare_pairs
from vcif.inference.letters import compact_letters
from vcif.inference.log_rank import log_rank
from vcif.inference.results import EffectSize, HTest, PairTest
from vcif.inference.survival import survival_curves
from vcif.inference.transition_tests import compare_transitions
from vcif.inference.westfall_young import westfall_young

__all__ = [
    "Counts",
    "EffectSize",
    "HTest",
    "PairTest",
    "adjust_p",
    "compact_letters",
    "compare",
    "compare_pairs",
    "compare_transitions",
    "distributions",
    "effects",
    "htests",
    "westfall_young",
    "log_rank",
    "survival_curves",
]
