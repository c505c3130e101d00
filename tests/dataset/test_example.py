"""The shipped example is found, reads cleanly from either file, and says that it is synthetic."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from vcif._errors import DataError
from vcif.dataset import example
from vcif.dataset.example import example_files, example_survey
from vcif.dataset.simulate import simulate_survey
from vcif.dataset.simulate_items import PATTERNS
from vcif.dataset.survey import Survey, read_survey


@pytest.fixture(scope="module")
def survey() -> Survey:
    return example_survey()


def test_the_three_files_are_there() -> None:
    files = example_files()
    assert files.csv.is_file()
    assert files.sav.is_file()
    assert files.codebook.is_file()


def test_missing_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "CODEBOOK", "nowhere.toml")
    with pytest.raises(DataError, match=r"looked for nowhere\.toml in .*data"):
        example_files()


def test_inside_an_installed_package_the_inner_folder_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inner = tmp_path / "vcif" / "data"
    inner.mkdir(parents=True)
    (inner / example.CODEBOOK).write_text("", encoding="utf-8")
    monkeypatch.setattr(example, "__file__", str(tmp_path / "vcif" / "dataset" / "example.py"))
    assert example_files().csv == (inner / example.CSV).resolve()


def test_it_is_said_to_be_synthetic(survey: Survey) -> None:
    files = example_files()
    assert survey.codebook.study.synthetic
    assert survey.codebook.study.title.startswith("Synthetic")
    for text in (files.codebook, files.codebook.with_name("README.md")):
        assert "Synthetic" in text.read_text(encoding="utf-8").splitlines()[0]


def test_it_is_the_default_simulation(survey: Survey) -> None:
    assert_frame_equal(survey.firms, simulate_survey().firms)


def test_the_csv_and_the_sav_give_the_same_firms(survey: Survey) -> None:
    files = example_files()
    spss = read_survey(files.sav, files.codebook)
    assert_frame_equal(spss.firms, survey.firms)
    assert spss.rejected == survey.rejected == 0


def test_the_readme_lists_the_columns_of_the_file(survey: Survey) -> None:
    files = example_files()
    header = files.csv.read_text(encoding="utf-8").splitlines()[0].split(",")
    text = files.csv.with_name("README.md").read_text(encoding="utf-8")
    columns = text[text.index("## Columns") : text.index("## How it was made")]
    assert re.findall(r"^\| `(\w+)` \|", columns, flags=re.MULTILINE) == header


def test_the_readme_gives_the_ids_of_the_codebook(survey: Survey) -> None:
    text = example_files().csv.with_name("README.md").read_text(encoding="utf-8")
    for item in survey.codebook.indicators:
        if item.block is not None:
            assert f"| `{item.column}` | `{item.id}` |" in text


def test_every_column_of_the_file_is_in_the_codebook(survey: Survey) -> None:
    book = survey.codebook
    firm = book.firm
    named = {firm.id, firm.upstream_year, firm.downstream_year, firm.path_reported, firm.founding_year}
    for entries in (book.activities, book.indicators, book.covariates):
        named |= {entry.column for entry in entries}
    header = example_files().csv.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert named == set(header)


def test_every_firm_is_small_or_medium(survey: Survey) -> None:
    firms = survey.firms
    assert firms.select(((pl.col("employees") < 1000) | (pl.col("revenue") < 400)).all()).item()


@pytest.mark.parametrize(
    ("column", "value", "count"),
    [
        ("sourcing_office", "Maybe", 2),
        ("str_03", "6", 2),
        ("att_07", "55", 1),
        ("perf_02", "0", 1),
        ("first_downstream_year", "2032", 1),
        ("first_upstream_year", "1958", 1),
    ],
)
def test_slips_are_listed_one_by_one(survey: Survey, column: str, value: str, count: int) -> None:
    hits = survey.problems.filter(pl.col("column") == column, pl.col("value") == value)
    assert hits.height == count
    assert hits["row"].null_count() == 0


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("att_01", "missing code 8"),
        ("att_01", "missing code 9"),
        ("perf_04", "missing code 9"),
        ("perf_04", "blank"),
        ("overseas_suppliers", "NA"),
        ("managers_abroad", "missing code 999"),
        ("first_downstream_year", "missing code 9999"),
        ("cultural_zones", "missing code 99"),
        ("after_sales", "blank"),
    ],
)
def test_every_kind_of_missing_answer_is_reported(survey: Survey, column: str, words: str) -> None:
    texts = survey.problems.filter(pl.col("column") == column)["problem"]
    assert any(words in text for text in texts), texts.to_list()


def test_the_readme_states_the_pattern_that_is_simulated() -> None:
    text = example_files().csv.with_name("README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| [^|]+ \|((?: [-+.\d]* ?\|){5})$", text, flags=re.MULTILINE)
    stated = [tuple(_thousandths(cell) for cell in row.split("|")[:5]) for row in table]
    simulated = [(p.c2, p.c3, p.c4, p.market, p.efficiency) for p in PATTERNS]
    assert stated == simulated


def _thousandths(cell: str) -> int:
    return round(1000 * float(cell)) if cell.strip() else 0
