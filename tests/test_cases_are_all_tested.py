"""Every row of the list of cases has tests that bear its number.

The rows are about files (F1 to F15), values (V1 to V16), and groups and numbers (N1 to N8).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
NUMBERED = re.compile(r"^def test_([fvn])0?(\d+)_", flags=re.MULTILINE)
FOUND = {
    (letter, int(number))
    for path in TESTS.rglob("test_*.py")
    for letter, number in NUMBERED.findall(path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize(("letter", "rows"), [("f", 15), ("v", 16), ("n", 8)])
def test_every_case_has_a_test(letter, rows):
    assert {number for found, number in FOUND if found == letter} == set(range(1, rows + 1))
