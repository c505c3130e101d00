"""Stage 5: tables (great_tables), figures (plotnine) and the rounding of every number that is shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcif.present import numbers
    from vcif.present.alt_panel import alt_flows, alt_sequences, alt_states, alt_survival, alt_transitions
    from vcif.present.alt_text import alt_contrast, alt_effects, alt_means, alt_paths
    from vcif.present.figures.alluvial import figure_flows
    from vcif.present.figures.contrast import figure_contrast
    from vcif.present.figures.effects import figure_effects
    from vcif.present.figures.means import figure_means
    from vcif.present.figures.paths import figure_paths
    from vcif.present.figures.sequences import figure_sequences
    from vcif.present.figures.states import figure_states
    from vcif.present.figures.steps import figure_transitions
    from vcif.present.figures.survival import figure_survival
    from vcif.present.gt import show
    from vcif.present.tables.arrivals import table_arrivals
    from vcif.present.tables.categories import table_categories
    from vcif.present.tables.composites import table_composites
    from vcif.present.tables.contrast import table_contrast
    from vcif.present.tables.correlations import table_correlations
    from vcif.present.tables.descriptives import table_descriptives
    from vcif.present.tables.homogeneity import table_homogeneity
    from vcif.present.tables.omnibus import table_omnibus
    from vcif.present.tables.pairs import table_composite_pairs, table_pairs
    from vcif.present.tables.panel_flow import table_panel
    from vcif.present.tables.panel_problems import table_panel_problems
    from vcif.present.tables.path_counts import table_path_counts
    from vcif.present.tables.path_effects import table_path_effects
    from vcif.present.tables.path_sources import table_path_sources
    from vcif.present.tables.paths import table_paths
    from vcif.present.tables.problems import table_problems
    from vcif.present.tables.profile import table_profile
    from vcif.present.tables.rules import table_rules
    from vcif.present.tables.steps import table_transitions
    from vcif.present.tables.transactions import table_transactions
    from vcif.present.tables.verdicts import table_verdicts

_HOMES = {
    "gt": ("show",),
    "tables.profile": ("table_profile",),
    "tables.problems": ("table_problems",),
    "tables.categories": ("table_categories",),
    "tables.rules": ("table_rules",),
    "tables.correlations": ("table_correlations",),
    "tables.descriptives": ("table_descriptives",),
    "tables.composites": ("table_composites",),
    "tables.omnibus": ("table_omnibus",),
    "tables.pairs": ("table_pairs", "table_composite_pairs"),
    "tables.contrast": ("table_contrast",),
    "tables.paths": ("table_paths",),
    "tables.verdicts": ("table_verdicts",),
    "figures.means": ("figure_means",),
    "figures.effects": ("figure_effects",),
    "figures.contrast": ("figure_contrast",),
    "figures.paths": ("figure_paths",),
    "tables.panel_flow": ("table_panel",),
    "tables.steps": ("table_transitions",),
    "tables.homogeneity": ("table_homogeneity",),
    "tables.arrivals": ("table_arrivals",),
    "tables.path_counts": ("table_path_counts",),
    "tables.path_sources": ("table_path_sources",),
    "tables.path_effects": ("table_path_effects",),
    "tables.panel_problems": ("table_panel_problems",),
    "tables.transactions": ("table_transactions",),
    "figures.states": ("figure_states",),
    "figures.alluvial": ("figure_flows",),
    "figures.steps": ("figure_transitions",),
    "figures.sequences": ("figure_sequences",),
    "figures.survival": ("figure_survival",),
    "alt_panel": ("alt_states", "alt_flows", "alt_transitions", "alt_sequences", "alt_survival"),
    "alt_text": ("alt_means", "alt_effects", "alt_contrast", "alt_paths"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "alt_contrast",
    "alt_effects",
    "alt_flows",
    "alt_means",
    "alt_paths",
    "alt_sequences",
    "alt_states",
    "alt_survival",
    "alt_transitions",
    "figure_contrast",
    "figure_effects",
    "figure_flows",
    "figure_means",
    "figure_paths",
    "figure_sequences",
    "figure_states",
    "figure_survival",
    "figure_transitions",
    "numbers",
    "show",
    "table_arrivals",
    "table_categories",
    "table_composite_pairs",
    "table_composites",
    "table_contrast",
    "table_correlations",
    "table_descriptives",
    "table_homogeneity",
    "table_omnibus",
    "table_pairs",
    "table_panel",
    "table_panel_problems",
    "table_path_counts",
    "table_path_effects",
    "table_path_sources",
    "table_paths",
    "table_problems",
    "table_profile",
    "table_rules",
    "table_transactions",
    "table_transitions",
    "table_verdicts",
]


def __getattr__(name: str) -> object:
    """Load a table or a figure where it is first used: great_tables and plotnine are slow to import."""
    if name == "numbers":
        return import_module("vcif.present.numbers")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'vcif.present' has no attribute {name!r}")
    return getattr(import_module(f"vcif.present.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
