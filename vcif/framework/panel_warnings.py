"""Warnings about a panel, shown at the line of the researcher's own code."""

from __future__ import annotations

import sys
import warnings

from vcif._errors import PanelWarning


def warn_of_panel(text: str) -> None:
    """Warn at the innermost call from outside the package."""
    warnings.warn(text, PanelWarning, stacklevel=_level_outside() + 1)


def _level_outside() -> int:
    """Return how many calls lie between the caller and the first frame outside the package."""
    level, frame = 0, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").split(".")[0] == "vcif":
        level, frame = level + 1, frame.f_back
    return level
