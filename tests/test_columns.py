"""The glossary: every frame's columns are in it, and each entry says what it means."""

from __future__ import annotations

import polars as pl

from vcif._columns import CATEGORIES, CATEGORY_LABELS, FRAMES, GLOSSARY, PATH_LABELS, PATHS, schema


def test_every_column_of_every_frame_is_explained() -> None:
    for columns in FRAMES.values():
        assert len(set(columns)) == len(columns)
        for name in columns:
            assert GLOSSARY[name].meaning


def test_names_say_themselves() -> None:
    assert all(name == entry.name == name.lower() for name, entry in GLOSSARY.items())


def test_labels_cover_the_levels() -> None:
    assert tuple(CATEGORY_LABELS) == CATEGORIES
    assert tuple(PATH_LABELS) == PATHS


def test_schema_takes_the_groups_kind() -> None:
    kind = pl.Enum(["a", "b"])
    assert schema("pairwise", kind)["group2"] == kind
    assert schema("tally")["group"] == pl.String
    assert list(schema("omnibus")) == list(FRAMES["omnibus"])
