"""A codebook that asks everything a codebook can ask, and a writer of TOML for what becomes of it.

Its ids are words that the package uses for columns of its own frames.
"""

from __future__ import annotations

import json
from typing import Any

BOOK: dict[str, Any] = {
    "study": {"title": "Fuzz", "source": "none", "synthetic": True},
    "file": {},
    "firm": {
        "id": "id",
        "wave": "wave",
        "weight": "w",
        "upstream_year": "up",
        "downstream_year": "down",
        "founding_year": "founded",
        "survey_year": 2020,
        "path_reported": "route",
        "path_levels": {"sold first": "market_seeking", "bought first": "efficiency_seeking"},
        "missing": [9999],
        "absent": [-1],
    },
    "answers": {"yes": ["yes", "1", "是"], "no": ["no", "0", "否"], "missing": ["", "na"]},
    "activities": [
        {"id": "raw", "column": "buys", "side": "upstream", "label": "l", "yes": [1], "no": [2], "missing": [9]},
        {"id": "asked", "column": "part", "side": "upstream", "label": "l", "blank_means": "no",
         "blank_where": {"column": "share", "answers": [0]}},
        {"id": "problem", "column": "share", "side": "downstream", "label": "l", "kind": "share", "maximum": 100,
         "yes": [-5], "missing": [-9, -8]},
        {"id": "value", "column": "amount", "side": "downstream", "label": "l", "kind": "count", "not_asked_in": [3]},
        {"id": "action", "column": "sector", "side": "downstream", "label": "l", "contains": ["a"],
         "options": ["b", "a, c"], "not_sure": ["?"]},
    ],
    "indicators": [
        {"id": "score", "column": "q1", "label": "l", "block": "performance", "scale": [1, 5], "missing": [8], "not_sure": [9]},
        {"id": "group", "column": "q2", "label": "l", "block": "performance", "scale": [1, 5], "step": 0.5,
         "reversed": True},
        {"id": "indicator", "column": "word", "label": "l", "block": "structure", "scale": [1, 3],
         "words": ["low", "middle", "high"], "defining": True},
        {"id": "number", "column": "ratio", "label": "l", "kind": "ratio", "scale": [0, 1]},
    ],
    "covariates": [
        {"id": "n", "column": "size", "label": "l", "minimum": 0},
        {"id": "size", "column": "sector", "label": "l", "kind": "category", "not_applicable": ["none"]},
        {"id": "column", "column": "group", "label": "l", "kind": "category", "levels": {"1": "x", "2": "y"}},
    ],
    "checks": [
        {"label": "l", "parts": ["share", "part"], "equals": 100, "tolerance": 0.5, "missing": [9]},
        {"label": "l", "parts": ["ratio"], "at_most": "amount"},
    ],
}  # fmt: skip
COLUMNS = (
    *("id", "wave", "w", "up", "down", "founded", "route", "buys", "part", "share", "amount"),
    *("q1", "q2", "word", "ratio", "size", "sector", "group"),
)
TEXT_COLUMNS = frozenset({"id", "route", "part", "word", "sector"})


def toml(tables: dict[str, Any]) -> str:
    """Write tables as TOML, whatever they hold."""
    lines: list[str] = []
    for key, value in tables.items():
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            for entry in value:
                lines += [f"[[{_key(key)}]]", *_pairs(entry)]
        elif isinstance(value, dict):
            lines += [f"[{_key(key)}]", *_pairs(value)]
        else:
            lines.insert(0, f"{_key(key)} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _pairs(table: dict[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(_pairs(value)) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    if isinstance(value, float):
        return {"inf": "inf", "-inf": "-inf", "nan": "nan"}.get(str(value), repr(value))
    return _key(value) if isinstance(value, str) else json.dumps(value)
