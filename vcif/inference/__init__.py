"""Stage 4: compare groups, one indicator or thirty, and weigh the framework's statements."""

from vcif._counts import Counts
from vcif.inference import distributions, effects, htests
from vcif.inference.adjust import adjust_p
from vcif.inference.compare import compare
from vcif.inference.compare_pairs import compare_pairs
from vcif.inference.letters import compact_letters
from vcif.inference.results import EffectSize, HTest, PairTest
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
    "distributions",
    "effects",
    "htests",
    "westfall_young",
]
