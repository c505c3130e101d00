"""The Value Chain Internationalization Framework, from a survey file to the paper.

The names below stand in the order of a study's flow: read a survey, classify its firms and find their paths,
count the answers, compare the groups, run the whole study, show it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcif._counts import Counts
    from vcif._errors import VcifError
    from vcif.dataset import (
        Codebook,
        Survey,
        example_survey,
        read_codebook,
        read_survey,
        simulate_survey,
    )
    from vcif.framework import assign_path, classify, compare_rules
    from vcif.indicators import add_composites, describe, tally
    from vcif.inference import EffectSize, HTest, PairTest, adjust_p, compare, compare_pairs
    from vcif.study import Settings, Study, run_study

_HOMES = {
    "vcif.dataset": (
        "read_codebook", "read_survey", "example_survey", "simulate_survey", "project_survey", "save_frame",
        "Codebook", "Survey",
    ),
    "vcif.framework": ("classify", "assign_path", "compare_rules"),
    "vcif.indicators": ("tally", "describe", "add_composites"),
    "vcif.inference": ("compare", "compare_pairs", "adjust_p", "HTest", "PairTest", "EffectSize"),
    "vcif._counts": ("Counts",),
    "vcif.study": ("run_study", "Settings", "Study"),
    "vcif.present": (
        "table_profile", "table_categories", "table_correlations", "table_descriptives", "table_omnibus",
        "table_pairs", "table_paths", "table_contrast", "table_composites", "table_problems", "table_rules",
        "table_verdicts", "facts", "figure_means", "figure_effects", "figure_paths",
    ),
    "vcif.render": ("render_site",),
    "vcif._errors": ("VcifError",),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = list(_HOME_OF)


def __getattr__(name: str) -> object:
    """Load a public name where it is first used, so that `import vcif` costs little."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'vcif' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
