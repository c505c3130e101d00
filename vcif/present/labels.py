"""Names as readers see them: of indicators, blocks, groups, tests and effects, always looked up by id."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vcif._columns import CATEGORY_LABELS
from vcif.dataset.codebook import Codebook, Indicator
from vcif.inference.registry import EFFECTS, TESTS

DAGGER, DOUBLE_DAGGER = "†", "‡"
PATH_NAMES = {
    "market_seeking": "Market seeking",
    "efficiency_seeking": "Efficiency seeking",
    "direct": "Direct",
    "mixed": "Mixed",
    "other": "Other route",
    "undetermined": "Undetermined",
}
# What stands in brackets at a label's end explains the answers; up to this length it is an abbreviation.
_ABBREVIATION = 8
_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")


def short_label(entry: Indicator) -> str:
    """Return an indicator's label for a table: without the explanation at its end, reversed ones with (R)."""
    found = _BRACKETS.search(entry.label)
    label = entry.label
    if found and len(found[1]) > _ABBREVIATION:
        label = label[: found.start()]
    return f"{label}\u00a0(R)" if entry.reversed else label


def indicator_labels(codebook: Codebook) -> dict[str, str]:
    """Return the label of every indicator and composite by its id."""
    labels = {entry.id: short_label(entry) for entry in codebook.indicators}
    return labels | {entry.id: str(entry.block).capitalize() for entry in codebook.composites().indicators}


def block_labels(codebook: Codebook) -> dict[str | None, str]:
    """Return the heading of every block, in the codebook's order; None stands for indicators without one."""
    blocks = dict.fromkeys(entry.block for entry in codebook.indicators)
    rest = {entry.kind for entry in codebook.indicators if entry.block is None}
    unnamed = "Ratios" if rest == {"ratio"} else "Other indicators"
    return {block: block.capitalize() if block else unnamed for block in blocks}


def category_label(name: str) -> str:
    """Return a category with its meaning."""
    return f"{name} {CATEGORY_LABELS[name].lower()}"


def pair_label(first: str, second: str) -> str:
    """Return a pair of groups, the earlier one first."""
    return f"{first}–{second}"


def method_label(method: str) -> str:
    """Return a test's name in words."""
    return TESTS[method].label


def capitalized(text: str) -> str:
    """Return a text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def in_words(text: str, labels: Mapping[str, str] | None = None) -> str:
    """Return a remark with the names of tests, effects and indicators replaced by their labels."""
    known = {name: test.label for name, test in TESTS.items()}
    known |= {name: effect.label for name, effect in EFFECTS.items()}
    # A name without an underscore could be a word of the remark: "anova" is one.
    names = {name: label for name, label in (known | dict(labels or {})).items() if "_" in name}
    pattern = "|".join(rf"\b{re.escape(name)}\b" for name in names)
    return re.sub(pattern, lambda found: names[found[0]], text)


def effect_bounded(effect: str | None) -> bool:
    """Return whether an effect size cannot exceed 1 in size, and so is written without a leading zero."""
    return effect is not None and EFFECTS[effect].high <= 1
