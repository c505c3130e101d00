"""A few hundred broken files and codebooks in every run of the tests, and the watch over them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fuzz import pool
from tests.fuzz.book import BOOK, toml
from tests.fuzz.bytes_of_files import ENDINGS, Corpus
from tests.fuzz.files import BASE, to_bytes
from tests.fuzz.judge import READ, REFUSED, Case, judge
from tests.fuzz.pool import Task, run
from tests.fuzz.run import tasks

KNOWN = (".csv", ".tsv", ".xlsx", ".sav", ".zsav", ".dta", ".parquet")


@pytest.mark.parametrize(
    "task", [Task("structures", 1, 150), Task("bytes", 0, 100)], ids=lambda task: task.kind
)
def test_broken_inputs_are_read_or_refused(tmp_path, task):
    result = run([task], 1, tmp_path / "findings")
    assert result.findings == []
    assert result.judged == task.count
    outcomes = Counter(outcome for (_, outcome), n in result.outcomes.items() for _ in range(n))
    assert outcomes[READ] > 10
    assert outcomes[REFUSED] > 10
    assert outcomes["slow"] < 5


@pytest.mark.parametrize("ending", KNOWN)
def test_the_unbroken_file_is_read(tmp_path, ending):
    case = Case(f"firms{ending}", to_bytes(BASE, ending), toml(BOOK).encode(), rows=12, also="draft")
    assert judge(case, tmp_path) == READ


def test_the_judge_notices_rows_that_are_lost(tmp_path):
    case = Case("firms.csv", to_bytes(BASE, ".csv"), toml(BOOK).encode(), rows=13)
    with pytest.raises(AssertionError, match="13 rows in the file, 12 read"):
        judge(case, tmp_path)


def test_the_same_number_is_the_same_input():
    first, second = Corpus(), Corpus()
    for number in range(40):
        one, other = first.case(number), second.case(number)
        # the day of writing stands in some formats
        assert one.name == other.name
        if one.name.endswith((".csv", ".tsv", ".parquet", ".gz")):
            assert one == other


def test_every_kind_is_broken_and_all_tasks_add_up():
    assert {Corpus().case(number).name for number in range(len(ENDINGS))} == {f"firms{e}" for e in ENDINGS}
    assert sum(task.count for task in tasks(20_000, 3)) == 20_000
    assert len(set(tasks(20_000, 3))) == len(tasks(20_000, 3)) == 20


@pytest.mark.parametrize(
    ("kind", "known"),
    [("crash", "crash (-6)"), ("hang", "hang or end without a word"), ("exit", "hang or end without a word")],
)
def test_the_watch_notices(tmp_path, monkeypatch, kind, known):
    monkeypatch.setattr(pool, "_hangs_again", lambda folder: True)
    monkeypatch.setattr(pool, "HANG", 1.0)
    result = run([Task(kind, 5, 1)], 1, tmp_path / "findings")
    assert [finding["known"] for finding in result.findings] == [known]


def test_what_is_only_slow_once_is_no_finding(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_hangs_again", lambda folder: False)
    monkeypatch.setattr(pool, "HANG", 1.0)
    result = run([Task("hang", 5, 1)], 1, tmp_path / "findings")
    assert result.findings == []
    assert result.outcomes["hang .csv", "slow"] == 1


def test_an_input_is_judged_again_in_a_new_process(tmp_path):
    (tmp_path / "firms.csv").write_bytes(to_bytes(BASE, ".csv"))
    (tmp_path / "codebook.toml").write_bytes(toml(BOOK).encode())
    assert not pool._hangs_again(tmp_path)
