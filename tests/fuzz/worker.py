"""A process that judges inputs one after another and says so: a crash or a hang of it is a finding.

Run as `python -m tests.fuzz.worker bytes|structures|again FIRST COUNT FOLDER`. It writes one JSON object a line: what
it is about to judge, how it ended, and what was wrong. The input under judgement lies in FOLDER; "again" judges what
lies there already.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.bytes_of_files import Corpus
from tests.fuzz.judge import Case, judge
from tests.fuzz.structures import cases

MOST_MEMORY = 2 * 2**30
# What the watch has to notice; its own tests ask for these.
RIGGED = {"crash": os.abort, "hang": lambda: time.sleep(3600), "exit": lambda: os._exit(1)}
ADDRESS_SPACE = 12 * 2**30  # beyond it the system refuses memory, so that the machine survives


def main() -> None:
    """Judge what the arguments name."""
    faulthandler.enable()
    kind, first, count, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    _limit_memory()
    tell = _Teller(folder)
    if kind in RIGGED:
        tell.say({"start": first, "name": "firms.csv", "also": ""})
        RIGGED[kind]()
    elif kind == "again":
        tell.judged(first, lambda: _kept(folder))
    elif kind == "bytes":
        corpus = Corpus()
        for number in range(first, first + count):
            tell.judged(number, lambda number=number: corpus.case(number))
    else:
        _structures(first, count, tell)
    tell.say({"done": True})


def _kept(folder: Path) -> Case:
    """Return the input that lies in a folder."""
    data = next(file for file in folder.iterdir() if file.name.startswith("firms"))
    return Case(data.name, data.read_bytes(), (folder / "codebook.toml").read_bytes(), also="draft")


def _structures(first: int, count: int, tell: _Teller) -> None:
    """Judge what hypothesis draws from this seed."""
    numbers = iter(range(first, first + 10 * count))

    @seed(first)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(cases())
    def look(case: Case) -> None:
        tell.judged(next(numbers), lambda: case)

    look()


class _Teller:
    """Says on standard output what happens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def say(self, told: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    def judged(self, number: int, make: Callable[[], Case]) -> None:
        case = make()
        self.say({"start": number, "name": case.name, "also": case.also})
        try:
            outcome = judge(case, self.folder)
        except BaseException as fault:  # a panic of a library is no Exception
            self.say({"fault": number, **_told(fault), "name": case.name})
            self._keep(number, case)
            outcome = "fault"
        self.say({"end": number, "outcome": outcome, "memory": _peak()})

    def _keep(self, number: int, case: Case) -> None:
        kept = self.folder / f"fault-{number}"
        kept.mkdir(exist_ok=True)
        (kept / case.name).write_bytes(case.data)
        (kept / "codebook.toml").write_bytes(case.codebook)


def _told(fault: BaseException) -> dict[str, str]:
    """Return what is said of an exception: its text, its trace, and by what it is known again."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "vcif" in frame.filename and "fuzz" not in frame.filename]
    last = own[-1] if own else frames[-1]
    known = f"{type(fault).__name__} in {Path(last.filename).name}:{last.name}"
    return {
        "known": known,
        "text": str(fault)[:300],
        "trace": "".join(traceback.format_exception(fault))[-4000:],
    }


def _limit_memory() -> None:
    """Keep a runaway input from taking the machine's memory, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def _peak() -> int:
    """Return the largest memory that the process has had, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main()
