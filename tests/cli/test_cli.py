"""The command on a researcher's own files: output, files, exit codes, and faults without a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from polars.testing import assert_frame_equal

import vcif
from vcif.cli import main
from vcif.dataset import example_files
from vcif.present.numbers import p_text

FILES = example_files()
OWN = [str(FILES.csv), str(FILES.codebook)]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(name="run")
def _run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["vcif", *arguments])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run


def classified() -> pl.DataFrame:
    return vcif.assign_path(vcif.classify(vcif.example_survey().firms))


def test_classify_prints_the_categories_and_the_paths(run: Callable[..., Ran]) -> None:
    ran = run("classify", *OWN)
    firms = classified()
    assert ran.code == 0
    for name, n in firms.group_by("category").len().drop_nulls().rows():
        lines = [line.split() for line in ran.out.splitlines() if f" {name} " in line]
        assert any(line[0] == name and str(n) in line for line in lines)
    assert "Not classifiable" in ran.out
    assert "market_seeking" in ran.out
    assert ran.err.splitlines()[0] == "Synthetic data"
    assert "400 rows read, 400 firms, 0 rows rejected" in ran.err


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
def test_classify_writes_every_firm(run: Callable[..., Ran], tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"firms{ending}"
    assert run("classify", *OWN, "--out", str(target)).code == 0
    reader = {".csv": pl.read_csv, ".parquet": pl.read_parquet, ".xlsx": pl.read_excel}[ending]
    back = reader(target)
    firms = vcif.add_composites(classified(), vcif.example_survey().codebook)
    assert back.columns == firms.columns
    assert back["firm_id"].to_list() == firms["firm_id"].to_list()
    assert back["category"].cast(pl.String).to_list() == firms["category"].cast(pl.String).to_list()
    assert_frame_equal(
        back.select(pl.col("sales_growth").cast(pl.Float64)), firms.select("sales_growth"), check_exact=True
    )


@pytest.mark.parametrize("ending", [".sav", ".dta"])
def test_classify_writes_for_spss_and_stata(run: Callable[..., Ran], tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"firms{ending}"
    ran = run("classify", *OWN, "--output", str(target))
    assert ran.code == 0
    assert f"400 rows written to {target}" in ran.err
    read = pyreadstat.read_dta if ending == ".dta" else pyreadstat.read_sav
    cells, meta = read(target, output_format="dict", user_missing=True)
    counts = classified()["category"].to_physical() + 1
    assert [cell for cell in cells["category"] if cell in (1, 2, 3, 4)] == counts.drop_nulls().to_list()
    assert "performance_composite" in cells
    assert "missing code 9" in meta.variable_value_labels["sales_growth"].values()
    assert ("labels of more than 80 characters are cut in Stata" in ran.err) == (ending == ".dta")


def test_a_name_too_long_for_stata_is_said(run: Callable[..., Ran], tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    long = "growth_of_sales_over_the_last_three_years"
    text = FILES.codebook.read_text(encoding="utf-8").replace('id = "sales_growth"', f'id = "{long}"')
    book.write_text(text, encoding="utf-8")
    ran = run("classify", str(FILES.csv), str(book), "--output", str(tmp_path / "a.dta"))
    assert ran.code == 0
    assert f"column {long} is named {long[:30]} there" in ran.err


def test_a_threshold_sorts_by_shares(run: Callable[..., Ran], tmp_path: Path) -> None:
    target = tmp_path / "firms.parquet"
    shares = ["--upstream", "imports", "--downstream", "exports"]
    assert run("classify", *OWN, "--threshold", "0.1", *shares, "--out", str(target)).code == 0
    expected = vcif.classify(
        vcif.example_survey().firms, rule="threshold", upstream="imports", downstream="exports", threshold=0.1
    )
    assert pl.read_parquet(target)["category"].to_list() == expected["category"].to_list()


def test_an_unknown_activity_is_named_with_those_that_exist(run: Callable[..., Ran]) -> None:
    ran = run("classify", *OWN, "--upstream", "import")
    assert ran.code == 2
    assert (
        "--upstream import: the codebook has no such activity; it has imports, overseas_suppliers" in ran.err
    )


def test_tally_writes_the_tally(run: Callable[..., Ran], tmp_path: Path) -> None:
    target = tmp_path / "tally.parquet"
    assert run("tally", *OWN, "--out", str(target)).code == 0
    survey = vcif.example_survey()
    assert_frame_equal(pl.read_parquet(target), vcif.tally(classified(), codebook=survey.codebook))


def test_tally_by_path_prints_counts(run: Callable[..., Ran]) -> None:
    ran = run("tally", *OWN, "--by", "path")
    assert ran.code == 0
    assert "efficiency_seeking" in ran.out


def test_compare_prints_p_values_as_the_paper_does(run: Callable[..., Ran]) -> None:
    ran = run("compare", *OWN, "--test", "kruskal_wallis", "--groups", "C2,C3,C4")
    assert ran.code == 0
    assert "sales_growth" in ran.out
    assert p_text(1e-9) in ran.out


def test_compare_pairs_writes_full_precision(run: Callable[..., Ran], tmp_path: Path) -> None:
    target = tmp_path / "pairs.parquet"
    arguments = ["--test", "games_howell", "--pairs", "C2-C4,C3-C4", "--out", str(target)]
    assert run("compare", *OWN, *arguments).code == 0
    counts = vcif.tally(classified(), codebook=vcif.example_survey().codebook)
    expected = vcif.compare_pairs(counts, pairs=(("C2", "C4"), ("C3", "C4")))
    assert_frame_equal(pl.read_parquet(target), expected, check_exact=True)


def test_compare_draws_random_tables(run: Callable[..., Ran], tmp_path: Path) -> None:
    target = tmp_path / "drawn.parquet"
    drawn = ["--p-method", "permutation", "--intervals", "percentile", "--resamples", "199", "--seed", "5"]
    ran = run("compare", *OWN, "--test", "kruskal_wallis", *drawn, "--out", str(target))
    assert ran.code == 0
    counts = vcif.tally(classified(), codebook=vcif.example_survey().codebook)
    options = {"p_method": "permutation", "intervals": "percentile", "n_resamples": 199, "seed": 5}
    expected = vcif.compare(counts, test="kruskal_wallis", **options)
    assert_frame_equal(pl.read_parquet(target), expected, check_exact=True)


FAULTS = [
    (
        ("compare", *OWN, "--p-method", "permutation", "--resamples", "0"),
        "needs at least 99 resamples; got 0",
    ),
    (("classify", "nowhere.csv", OWN[1]), "nowhere.csv"),
    (("compare", *OWN, "--test", "welch_anvoa"), 'did you mean "welch_anova"?'),
    (
        ("compare", *OWN, "--test", "dunn", "--pairs", "C2C4"),
        "--pairs needs pairs like C2-C4,C3-C4; got 'C2C4'",
    ),
    (("compare", *OWN, "--test", "games_howell", "--adjust", "holm"), "already adjusts for its own family"),
    (("tally", *OWN, "--by", "categry"), "needs the column 'categry'"),
    (("tally", *OWN, "--out", "tally.docx"), "the ending must be one of .csv, .parquet, .xlsx"),
    (("render", OWN[0]), "needs a data file and its codebook, or neither"),
    (("render", "nowhere.csv", OWN[1]), "there is no file nowhere.csv"),
]


@pytest.mark.parametrize(("arguments", "text"), FAULTS)
def test_a_fault_is_one_message_and_exit_code_2(
    run: Callable[..., Ran], arguments: tuple[str, ...], text: str
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert text in ran.err
    assert "Traceback" not in ran.err + ran.out


def test_a_path_from_the_category_warns(run: Callable[..., Ran]) -> None:
    ran = run("classify", *OWN, "--path-by", "category")
    assert ran.code == 0
    assert "warning: assign_path" in ran.err


def test_a_code_that_says_yes_without_an_amount_counts(run: Callable[..., Ran], tmp_path: Path) -> None:
    columns = {"idstd": [1.0], "d12b": [0.0], "d13": [None], "d3b": [0.0], "d3c": [-5.0], "l1": [9.0]}
    frame = pl.DataFrame({**columns, "wmedian": [1.0]}, schema_overrides={"d13": pl.Float64})
    pyreadstat.write_dta(frame, tmp_path / "wave.dta")
    ran = run("classify", str(tmp_path / "wave.dta"), "preset:wbes")
    assert ran.code == 0
    assert "C3" in ran.out
    assert "Not classifiable" not in ran.out
