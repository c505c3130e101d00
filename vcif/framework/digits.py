"""A firm's state in a wave as a digit: absent, in C1 to C4, or there with an unknown category."""

from __future__ import annotations

from vcif._columns import CATEGORIES

STATES = len(CATEGORIES)
ABSENT, UNKNOWN = 0, STATES + 1
BASE = STATES + 2
KINDS = STATES + 1  # four categories and "not known"
