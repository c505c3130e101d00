"""Stage 5: tables (great_tables), figures (plotnine) and the rounding of every number that is shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcif.present import numbers
    from vcif.present.alt_text import alt_contrast, alt_effects, alt_means, alt_paths
    from vcif.present.figures.contrast import figure_contrast
    from vcif.present.figures.effects import figure_effects
    from vcif.present.figures.means import figure_means
    from vcif.present.figures.paths import figure_paths
    from vcif.present.gt import show
    from vcif.present.tables.categories import table_categories
    from vcif.present.tables.composites import table_composites
    from vcif.present.tables.contrast import table_contrast
    from vcif.present.tables.correlations import table_correlations
    from vcif.present.tables.descriptives import table_descriptives
    from vcif.present.tables.omnibus import table_omnibus
    from vcif.present.tables.pairs import table_composite_pairs, table_pairs
    from vcif.present.tables.paths import table_paths
    from vcif.present.tables.problems import table_problems
    from vcif.present.tables.profile import table_profile
    from vcif.present.tables.rules import table_rules
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
    "alt_text": ("alt_means", "alt_effects", "alt_contrast", "alt_paths"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "alt_contrast",
    "alt_effects",
    "alt_means",
    "alt_paths",
    "figure_contrast",
    "figure_effects",
    "figure_means",
    "figure_paths",
    "numbers",
    "show",
    "table_categories",
    "table_composite_pairs",
    "table_composites",
    "table_contrast",
    "table_correlations",
    "table_descriptives",
    "table_omnibus",
    "table_pairs",
    "table_paths",
    "table_problems",
    "table_profile",
    "table_rules",
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
