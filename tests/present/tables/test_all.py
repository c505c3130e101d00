"""Laws of every table: the first line, plain notes, no stars, a reason for every missing number."""

from __future__ import annotations

import re

import pytest
from great_tables import GT

from tests.present.reading import read
from vcif import present
from vcif.study import Study

# These take two studies, a panel, or customs records; see test_rules.py and test_panel_exhibits.py.
OTHERS = {
    "table_rules", "table_panel", "table_transitions", "table_homogeneity", "table_arrivals", "table_path_counts",
    "table_path_sources", "table_path_effects", "table_panel_problems", "table_transactions",
}  # fmt: skip
NAMES = [name for name in present.__all__ if name.startswith("table_") and name not in OTHERS]
STUDIES = ["study", "without_c2", "without_paths", "constant_item", "five_firms", "real"]


def made(name: str, study: Study) -> GT:
    table = getattr(present, name)(study)
    assert isinstance(table, GT)
    return table


@pytest.mark.parametrize("which", STUDIES)
@pytest.mark.parametrize("name", NAMES)
def test_every_table_can_be_made_of_every_study(
    name: str, which: str, request: pytest.FixtureRequest
) -> None:
    study: Study = request.getfixturevalue(which)
    shown = read(made(name, study))
    assert shown.rows
    assert len({len(row) for row in shown.rows}) == 1
    texts = [*shown.headers, *shown.notes, *(cell for row in shown.rows for cell in row)]
    assert not [text for text in texts if re.search(r"\*|\bNone\b|\bnan\b|[a-z]_[a-z]", without_key(text))]
    dashes = any(cell == "–" for row in shown.rows for cell in row[1:])
    says_why = "Reason" in shown.headers or any(note.startswith("– ") for note in shown.notes)
    assert says_why or not dashes


def without_key(text: str) -> str:
    """Return a text without the file's name and the one key of the codebook that a treatment names."""
    return text.replace("(blank_means)", "").replace("chinese_smes.csv", "")


@pytest.mark.parametrize("name", NAMES)
def test_synthetic_data_say_so_first_and_real_data_do_not(name: str, study: Study, real: Study) -> None:
    assert read(made(name, study)).notes[0].startswith("Note. Synthetic data")
    shown = read(made(name, real))
    assert "ynthetic" not in shown.note
    assert shown.notes[0].startswith("Note. ")
