"""`vcif codebook`: a draft in the terminal or in a file that is not there yet; presets written out."""

from __future__ import annotations

import sys
import tomllib

import pytest

import vcif
from vcif.cli import main
from vcif.dataset import example_files, preset_text

FILES = example_files()


@pytest.fixture(name="run")
def _run(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["vcif", *arguments])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


def test_the_draft_is_printed_and_nothing_else(run):
    code, out, err = run("codebook", str(FILES.sav))
    assert code == 0
    assert err == ""
    assert out == vcif.draft_codebook(FILES.sav)
    assert "activities" not in tomllib.loads(out)


def test_the_draft_is_written_once(run, tmp_path):
    target = tmp_path / "book.toml"
    code, out, err = run("codebook", str(FILES.sav), "--output", str(target))
    assert (code, out) == (0, "")
    assert f"written to {target}" in err
    assert target.read_text(encoding="utf-8") == vcif.draft_codebook(FILES.sav)
    target.write_text("mine", encoding="utf-8")
    code, _, err = run("codebook", str(FILES.sav), "--output", str(target))
    assert code == 2
    assert f"{target} exists: choose another name, or replace it with --force" in err
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("codebook", str(FILES.sav), "--output", str(target), "--force")[0] == 0
    assert target.read_text(encoding="utf-8") != "mine"


def test_a_preset_is_written_out(run, tmp_path):
    target = tmp_path / "wbes.toml"
    assert run("codebook", "--preset", "wbes", "--output", str(target))[0] == 0
    assert vcif.read_codebook(target) == vcif.read_codebook("preset:wbes")
    assert run("codebook", "--preset", "wbes")[1] == preset_text("wbes")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((), "needs a data file or --preset, and not both"),
        ((str(FILES.csv), "--preset", "wbes"), "needs a data file or --preset, and not both"),
        (("--preset", "wbs"), 'no preset "wbs"; allowed: wbes, wbes_direct'),
        (("nowhere.csv",), "nowhere.csv does not exist"),
        ((str(FILES.csv), "--output", "/nowhere/at/all.toml"), "cannot write"),
    ],
)
def test_faults_are_one_message(run, arguments, text):
    code, _, err = run("codebook", *arguments)
    assert code == 2
    assert text in err
    assert "Traceback" not in err
