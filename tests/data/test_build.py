"""The shipped files are what build.py makes today; it makes the same bytes every time."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import polars as pl
import pyreadstat
import pytest
from polars.testing import assert_frame_equal

from vcif.dataset.example import example_files

FOLDER = example_files().csv.parent


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_example_data", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def built(build: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build.main(folder)
    return folder


@pytest.mark.parametrize(
    "name", ["chinese_smes.csv", "codebook.schema.json", "chinese_smes_panel.csv", "chinese_smes_panel.toml"]
)
def test_shipped_texts_are_what_the_script_makes(built: Path, name: str) -> None:
    assert (FOLDER / name).read_bytes() == (built / name).read_bytes(), "run: python data/build.py"


def test_the_shipped_sav_holds_what_the_script_makes(built: Path) -> None:
    old, new = (_read(folder / "chinese_smes.sav") for folder in (FOLDER, built))
    assert_frame_equal(old[0], new[0])
    for what in (
        "column_names_to_labels",
        "variable_value_labels",
        "missing_ranges",
        "original_variable_types",
    ):
        assert getattr(old[1], what) == getattr(new[1], what)


def test_two_runs_give_the_same_bytes(build: ModuleType, built: Path, tmp_path: Path) -> None:
    build.main(tmp_path)
    for path in sorted(built.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_texts_have_lf_line_ends_and_a_last_line_end() -> None:
    for name in (
        "chinese_smes.csv",
        "chinese_smes.toml",
        "codebook.schema.json",
        "README.md",
        "chinese_smes_panel.csv",
        "chinese_smes_panel.toml",
    ):
        content = (FOLDER / name).read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_the_sav_carries_labels_and_declared_missing_codes() -> None:
    frame, meta = _read(FOLDER / "chinese_smes.sav")
    assert str(meta.file_label).startswith("Synthetic")
    assert frame.height == 400
    assert meta.column_names_to_labels["perf_01"] == "Growth of sales"
    assert all(meta.column_names_to_labels.values())
    assert meta.variable_value_labels["overseas_rd"] == {1: "yes", 2: "no", 8: "refused", 9: "do not know"}
    assert meta.missing_ranges["att_01"] == [{"lo": 8, "hi": 8}, {"lo": 9, "hi": 9}]
    assert meta.missing_ranges["cultural_zones"] == [{"lo": 99, "hi": 99}]
    assert 9.0 in frame["att_01"]


def _read(path: Path) -> tuple[pl.DataFrame, pyreadstat.metadata_container]:
    frame, meta = pyreadstat.read_sav(path, user_missing=True, output_format="polars")
    return frame, meta
