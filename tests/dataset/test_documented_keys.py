"""The page on one's own data names every key of a codebook, and its examples are codebooks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from vcif.dataset.codebook_entries import BlankWhere
from vcif.dataset.codebook_faults import TABLES
from vcif.dataset.codebook_file import codebook_schema, parse_codebook

PAGE = (Path(__file__).parents[2] / "reports" / "own-data.qmd").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
REST = {
    "study": {"title": "Example"},
    "firm": {"id": "id"},
    "activities": [
        {"id": "up", "column": "up", "side": "upstream", "label": "l"},
        {"id": "down", "column": "down", "side": "downstream", "label": "l"},
    ],
}


@pytest.mark.parametrize("table", [name for name in TABLES if name != "study"])
def test_every_key_is_on_the_page(table):
    missing = [key for key in TABLES[table].model_fields if f"`{key}`" not in PAGE]
    assert missing == []


@pytest.mark.parametrize("table", TABLES)
def test_every_key_says_what_it_is_for(table):
    assert [key for key, field in TABLES[table].model_fields.items() if not field.description] == []
    assert [key for key, field in BlankWhere.model_fields.items() if not field.description] == []


def test_the_schema_has_every_key():
    defined = codebook_schema()["$defs"]
    for model in {*TABLES.values(), BlankWhere}:
        assert set(defined[model.__name__]["properties"]) == set(model.model_fields), model.__name__


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_codebook_or_a_part_of_one(example):
    tables = tomllib.loads(example)
    activities = [*tables.get("activities", []), *REST["activities"]]
    whole = len({entry["side"] for entry in tables.get("activities", [])}) == 2
    book = parse_codebook(tables if whole else {**REST, **tables, "activities": activities}, "page.toml")
    assert book.study.title


def test_there_are_examples():
    assert len(EXAMPLES) == 4
