"""The Value Chain Internationalization Framework, from a survey file to the paper.

The names below stand in the order of a study's flow: read a survey, classify its firms and find their paths,
count the answers, compare the groups, run the whole study, show it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from vcif._counts import Counts
from vcif._errors import VcifError
from vcif._version import __version__ as __version__
from vcif.framework import (
    TransactionResult,
    assign_path,
    categories_from_transactions,
    classify,
    compare_rules,
    directions,
    follow_ups,
    movers,
    panel_flow,
    panel_problems,
    reversals,
    spells,
    transitions,
    waiting_times,
    wave_states,
)
from vcif.indicators import add_composites, describe, tally
from vcif.inference import (
    EffectSize,
    HTest,
    PairTest,
    adjust_p,
    compact_letters,
    compare,
    compare_pairs,
    compare_transitions,
    log_rank,
    survival_curves,
    westfall_young,
)
from vcif.panel import Panel, run_panel
from vcif.path_sources import PathSources, compare_path_sources
from vcif.settings import Settings
from vcif.study import Study, run_study

if TYPE_CHECKING:
    from vcif.check import Check, check_survey
    from vcif.dataset import (
        Codebook,
        Survey,
        draft_codebook,
        example_panel,
        example_survey,
        project_panel,
        project_survey,
        read_codebook,
        read_survey,
        save_firms,
        save_frame,
        simulate_panel,
        simulate_survey,
        simulate_transactions,
    )
    from vcif.present import (
        figure_contrast,
        figure_effects,
        figure_flows,
        figure_means,
        figure_paths,
        figure_sequences,
        figure_states,
        figure_survival,
        figure_transitions,
        table_arrivals,
        table_categories,
        table_composites,
        table_contrast,
        table_correlations,
        table_descriptives,
        table_homogeneity,
        table_omnibus,
        table_pairs,
        table_panel,
        table_panel_problems,
        table_path_counts,
        table_path_effects,
        table_path_sources,
        table_paths,
        table_problems,
        table_profile,
        table_rules,
        table_transactions,
        table_transitions,
        table_verdicts,
    )
    from vcif.present.prose import facts
    from vcif.render import render_site

__all__ = [
    "Codebook",
    "Survey",
    "draft_codebook",
    "read_codebook",
    "read_survey",
    "example_survey",
    "simulate_survey",
    "project_survey",
    "Check",
    "check_survey",
    "example_panel",
    "simulate_panel",
    "project_panel",
    "simulate_transactions",
    "classify",
    "categories_from_transactions",
    "TransactionResult",
    "assign_path",
    "compare_rules",
    "panel_problems",
    "wave_states",
    "panel_flow",
    "transitions",
    "follow_ups",
    "directions",
    "spells",
    "reversals",
    "movers",
    "waiting_times",
    "tally",
    "describe",
    "add_composites",
    "Counts",
    "compare",
    "compare_pairs",
    "compare_transitions",
    "survival_curves",
    "log_rank",
    "adjust_p",
    "westfall_young",
    "compact_letters",
    "HTest",
    "PairTest",
    "EffectSize",
    "Settings",
    "Study",
    "run_study",
    "Panel",
    "run_panel",
    "PathSources",
    "compare_path_sources",
    "table_profile",
    "table_categories",
    "table_rules",
    "table_correlations",
    "table_descriptives",
    "table_composites",
    "table_omnibus",
    "table_pairs",
    "table_contrast",
    "table_paths",
    "table_verdicts",
    "table_problems",
    "table_panel",
    "table_transitions",
    "table_homogeneity",
    "table_arrivals",
    "table_path_counts",
    "table_path_sources",
    "table_path_effects",
    "table_panel_problems",
    "table_transactions",
    "figure_means",
    "figure_effects",
    "figure_contrast",
    "figure_paths",
    "figure_states",
    "figure_flows",
    "figure_transitions",
    "figure_sequences",
    "figure_survival",
    "facts",
    "save_firms",
    "save_frame",
    "render_site",
    "VcifError",
]

# Reading, showing and rendering load slow libraries, so their names are looked up where they are first used.
_HOMES = {
    "vcif.check": ("Check", "check_survey"),
    "vcif.dataset": ("Codebook", "Survey", "draft_codebook", "read_codebook", "read_survey", "example_survey",
                     "simulate_survey", "project_survey", "example_panel", "simulate_panel", "project_panel",
                     "save_firms", "save_frame", "simulate_transactions"),
    "vcif.present.prose": ("facts",),
    "vcif.render": ("render_site",),
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name of a slow stage; tables and figures are all that is not listed."""
    if name not in __all__:
        raise AttributeError(f"module 'vcif' has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "vcif.present")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
