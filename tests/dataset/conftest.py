"""A small codebook, and surveys read from files that the tests write themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vcif.dataset.codebook import Codebook
from vcif.dataset.codebook_file import parse_codebook
from vcif.dataset.survey import Survey, read_survey

ReadText = Callable[..., Survey]


def activity(name: str, side: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "column": name, "side": side, "label": name, **keys}


def item(name: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "column": name, "label": name, **keys}


def tables(**changed: Any) -> dict[str, Any]:
    one_two = {"yes": [1], "no": [2]}
    return {
        "study": {"title": "Test"},
        "firm": {"id": "id"},
        "activities": [activity("buys", "upstream", **one_two), activity("sells", "downstream", **one_two)],
        **changed,
    }


@pytest.fixture(name="codebook_of")
def _codebook_of() -> Callable[..., Codebook]:
    return lambda **changed: parse_codebook(tables(**changed), "test.toml")


@pytest.fixture(name="read_text")
def _read_text(tmp_path: Path) -> ReadText:
    def read(text: str | bytes, name: str = "firms.csv", **changed: Any) -> Survey:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_survey(path, parse_codebook(tables(**changed), "test.toml"))

    return read


@pytest.fixture(name="activity")
def _activity() -> Callable[..., dict[str, Any]]:
    return activity


@pytest.fixture(name="item")
def _item() -> Callable[..., dict[str, Any]]:
    return item


@pytest.fixture(name="told")
def _told() -> Callable[[Survey], list[tuple[Any, ...]]]:
    """Problems as (row, column, value, problem, action)."""
    return lambda survey: survey.problems.drop("file").rows()
