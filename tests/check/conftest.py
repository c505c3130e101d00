"""Surveys for a check: few firms, each with one thing to find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.survey import Survey, read_survey


def tables(**changed: Any) -> dict[str, Any]:
    one_two = {"yes": [1], "no": [2], "missing": [9]}
    return {
        "study": {"title": "Test"},
        "firm": {"id": "id"},
        "activities": [
            {"id": "buys", "column": "buys", "side": "upstream", "label": "b", **one_two},
            {"id": "office", "column": "office", "side": "upstream", "label": "o", **one_two},
            {"id": "sells", "column": "sells", "side": "downstream", "label": "s", **one_two},
        ],
        **changed,
    }


def items(n: int, **keys: Any) -> list[dict[str, Any]]:
    return [
        {"id": f"q{i}", "column": f"q{i}", "label": "l", "block": "performance", "scale": [1, 5], **keys}
        for i in range(1, n + 1)
    ]


@pytest.fixture(name="survey_of")
def _survey_of(tmp_path: Path) -> Callable[..., Survey]:
    def read(columns: dict[str, list[Any]], **changed: Any) -> Survey:
        path = tmp_path / "firms.csv"
        pl.DataFrame(columns, strict=False).write_csv(path)
        return read_survey(path, parse_codebook(tables(**changed), "test.toml"))

    return read


def plain(n: int, **columns: list[Any]) -> dict[str, list[Any]]:
    """Firms of whom everything is known, with both answers in every activity."""
    half = [1 if i % 2 else 2 for i in range(n)]
    return {"id": [f"F{i}" for i in range(n)], "buys": half, "office": half[::-1], "sells": half, **columns}
