"""`vcif check`: exit codes, the report in the terminal, the page, and JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vcif.cli import main
from vcif.dataset import example_files

FILES = example_files()
OWN = [str(FILES.csv), str(FILES.codebook)]
BOOK = """
[study]
title = "T <b>itle"
[firm]
id = "id"
[[activities]]
id = "buys"
column = "buys"
side = "upstream"
label = "b"
yes = [1]
no = [2]
[[activities]]
id = "sells"
column = "sells"
side = "downstream"
label = "s"
yes = [1]
no = [2]
"""
CLEAN = "id,buys,sells\nA,1,2\nB,2,1\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(name="run")
def _run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: str, columns: int = 200) -> Ran:
        monkeypatch.setattr(sys, "argv", ["vcif", *arguments])
        monkeypatch.setenv("COLUMNS", str(columns))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> Callable[[str], tuple[str, str]]:
    def write(data: str) -> tuple[str, str]:
        (tmp_path / "firms.csv").write_text(data, encoding="utf-8")
        (tmp_path / "firms.toml").write_text(BOOK, encoding="utf-8")
        return str(tmp_path / "firms.csv"), str(tmp_path / "firms.toml")

    return write


class Page(HTMLParser):
    """What a browser would load and show."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.shown: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.shown.append(data)


def test_a_clean_file_ends_with_0(run, files):
    ran = run("check", *files(CLEAN))
    assert ran.code == 0
    assert "Nothing to look at" in ran.out
    assert "2 rows = 2 firms + 0 rejected" in ran.out


def test_problems_end_with_1_and_show_cells_as_a_spreadsheet_does(run, files):
    ran = run("check", *files("id,buys,sells\nA,1,2\nB,Maybe,1\nC,2,1\n"))
    assert ran.code == 1
    assert "neither yes nor no" in ran.out
    assert "buys (B3)" in ran.out
    assert "Maybe" in ran.out
    assert "Add the answer to `yes`, `no` or `missing`" in ran.out
    assert "To look at: 1 kind of problem." in ran.out


def test_the_example_shows_every_section(run):
    ran = run("check", *OWN)
    assert ran.code == 1
    for text in (
        "Synthetic data",
        "What was read",
        "Firms by category",
        "Why firms have no category",
        "Problems by kind",
        "The first cells of each kind",
        "Answers that their column does not allow",
        "As the codebook and the file say",
        "perf_02 (AB313)",
    ):
        assert text in ran.out


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("id,buys\nA,1\n", 'lacks a column that the codebook names: "sells"'),
        ("", "is empty"),
        (None, "does not exist"),
    ],
)
def test_what_cannot_be_read_ends_with_2(run, files, tmp_path, data, text):
    path, book = files(data or "")
    path = path if data is not None else str(tmp_path / "nowhere.csv")
    page = tmp_path / "report.html"
    ran = run("check", path, book, "--html", str(page))
    assert ran.code == 2
    assert text in ran.err
    assert "Traceback" not in ran.err + ran.out
    assert text.replace('"', "&quot;") in page.read_text(encoding="utf-8")
    told = json.loads(run("check", path, book, "--json").out)
    assert told["status"] == "unreadable"
    assert told["exit_code"] == 2
    assert text in told["error"]


def test_a_wrong_codebook_ends_with_2(run, files, tmp_path):
    path, book = files(CLEAN)
    Path(book).write_text(BOOK.replace('side = "upstream"', 'side = "up"'), encoding="utf-8")
    ran = run("check", path, book, "--json")
    assert ran.code == 2
    assert "side" in json.loads(ran.out)["error"]


def test_v12_the_same_firm_twice_is_reported_beside_everything_else(run, files):
    ran = run("check", *files("id,buys,sells\nA,1,2\nA,2,1\nB,x,1\nC,2,2\n"))
    assert ran.code == 1
    assert "the same firm twice (rows 2, 3)" in ran.out
    assert "neither yes nor no" in ran.out
    assert "4 rows = 2 firms + 2 rejected" in ran.out


def test_json_is_one_object_and_nothing_else(run):
    ran = run("check", *OWN, "--json")
    assert ran.code == 1
    told = json.loads(ran.out)
    assert told["status"] == "problems"
    assert told["rows"] == told["firms"] + told["rejected"] == 400
    assert told["examples"][0] == {
        "kind": "outside the scale or the bounds",
        "file": "chinese_smes.csv",
        "row": 313,
        "column": "perf_02",
        "letter": "AB",
        "value": "0",
        "problem": "outside the scale 1 to 5",
        "action": "treated as no answer",
    }


def test_the_page_needs_nothing_else_and_shows_what_the_terminal_shows(run, tmp_path):
    page = tmp_path / "report.html"
    ran = run("check", *OWN, "--html", str(page))
    assert ran.code == 1
    text = page.read_text(encoding="utf-8")
    read = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(read.tags)
    assert all(link.startswith("#") for link in read.links)
    assert not re.search(r"https?://|url\(|@import", text)
    assert "default-src 'none'" in text
    shown = " ".join(read.shown)
    for words in (
        "400 rows = 400 firms + 0 rejected",
        "perf_02 (AB313)",
        "Item-rest correlations",
        "Columns used",
    ):
        assert words in shown
    assert str(page) in ran.out


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    '"><b>',
    "[red]x[/red]",
    "\x1b[31mred\x1b]8;;http://example.org\x07",
    "\u202egnp.exe",
    "=1+1",
    "a\nb",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_in_a_cell_is_obeyed(run, files, tmp_path, value):
    quoted = '"' + value.replace('"', '""') + '"'
    page = tmp_path / "report.html"
    ran = run("check", *files(f"id,buys,sells\nA,1,2\nB,{quoted},1\n{quoted},2,1\n"), "--html", str(page))
    assert ran.code == 1
    read = Page(page.read_text(encoding="utf-8"))
    assert not {"script", "img", "b"} & set(read.tags)
    for control in ("\x1b", "\x07", "\u202e"):
        assert control not in ran.out
        assert control not in page.read_text(encoding="utf-8")
    plain = " ".join("".join(read.shown).split())
    if value.isprintable():
        assert " ".join(value.split()) in plain
        assert value in ran.out


def test_a_hostile_message_is_not_obeyed_either(run, files):
    ran = run("check", *files("id,buys\x1b[31m[bold]\nA,1\n"))
    assert ran.code == 2
    assert "\x1b[31m" not in ran.err
    assert "[bold]" in ran.err


def test_a_page_that_cannot_be_written_is_said(run, files, tmp_path):
    ran = run("check", *files(CLEAN), "--html", str(tmp_path / "no" / "where.html"))
    assert ran.code == 2
    assert "cannot write" in ran.err


def test_a_narrow_terminal_cuts_nothing(run, files):
    ran = run(
        "check", *files("id,buys,sells\nA,1,2\nB,SupercalifragilisticexpialidociousAnswer,1\n"), columns=60
    )
    assert ran.code == 1
    assert "…" not in ran.out
    letters = iter(ran.out)
    assert all(letter in letters for letter in "SupercalifragilisticexpialidociousAnswer")


def test_a_preset_serves_as_codebook(run, files, tmp_path):
    path = tmp_path / "wave.csv"
    path.write_text("idstd,wmedian,d12b,d13,d3b,d3c,l1\n1,2,0,,0,0,9\n2,3,10,1,0,20,8\n", encoding="utf-8")
    ran = run("check", str(path), "preset:wbes")
    assert "2 rows = 2 firms + 0 rejected" in ran.out
    assert "World Bank" not in ran.err
