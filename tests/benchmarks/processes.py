"""Start a contender's process, listen to it, and end it when a run takes too long."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from tests.benchmarks.clock import Pace
from tests.benchmarks.firms import write_firms
from tests.benchmarks.plan import CONTENDERS, SMALL_ITEMS, Measurement

_ROOT = Path(__file__).resolve().parents[2]
_CONTENDERS = Path(__file__).resolve().parent / "contenders"
_LOADING = 900.0  # seconds for imports, the small run and reading the firms
_LEAVING = 30.0  # seconds for a process that has told everything


Fault = Literal["over limit", "failed", "ended"]


@dataclass
class Outcome:
    """What one part came to: the runs' seconds, or why there are none."""

    part: str
    seconds: list[float] = field(default_factory=list)
    memory_mib: float | None = None
    missing: int | None = None
    status: str = "measured"
    remark: str | None = None
    software: str = ""
    done: bool = False


def outcomes_of(measurement: Measurement, folder: Path, pace: Pace, limit: float) -> list[Outcome]:
    """Return what each part of a measurement came to; a run longer than `limit` seconds is ended."""
    outcomes = [Outcome(part) for part in measurement.parts]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        command = _command(measurement, folder, pace)
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=_ROOT, encoding="utf-8"
        ) as process:
            fault = _listen(process, outcomes, limit)
            _end(process, at_once=fault == "over limit")
        errors.seek(0)
        said = errors.read().strip().splitlines()
    if fault == "ended":
        status = "out of memory" if process.returncode == -9 else "failed"
        _give_up(outcomes, status, f"the process ended ({process.returncode}) {' '.join(said[-1:])}".strip())
    return outcomes


def _end(process: subprocess.Popen[str], *, at_once: bool) -> None:
    """Let a process end by itself, or end it and those that it started."""
    try:
        process.wait(timeout=0.1 if at_once else _LEAVING)
    except subprocess.TimeoutExpired:
        import psutil

        for started in psutil.Process(process.pid).children(recursive=True):
            started.kill()
        process.kill()


def _command(measurement: Measurement, folder: Path, pace: Pace) -> list[str]:
    """Return the command of a contender's process, its files written."""
    contender = CONTENDERS[measurement.contender]
    kind = "csv" if contender.language == "r" else "parquet"
    firms = write_firms(folder, measurement.n, measurement.items_timed, kind)
    small = write_firms(folder, 300, SMALL_ITEMS, kind)
    python = [sys.executable, "-m", "tests.benchmarks.worker", contender.name]
    program = ["Rscript", str(_CONTENDERS / "worker.R"), contender.source] if kind == "csv" else python
    what = [measurement.job, ",".join(measurement.parts), str(pace.most), str(pace.budget)]
    return [*program, *what, str(firms), str(small), str(measurement.items_timed)]


def _listen(process: subprocess.Popen[str], outcomes: list[Outcome], limit: float) -> Fault | None:
    """Take the process's events into the outcomes; return what kept it from telling everything."""
    events = _events(process.stdout)
    waiting = _LOADING
    while (outcome := _current(outcomes)) is not None:
        try:
            event = events.get(timeout=waiting)
        except queue.Empty:
            _give_up(outcomes, "over limit", f"a run took over {waiting:g} s and was ended")
            return "over limit"
        if event is None:
            return "ended"
        waiting = limit
        if event["event"] == "failed":
            _give_up(outcomes, "out of memory" if event.get("out_of_memory") else "failed", event["reason"])
            return "failed"
        _take(event, outcome, outcomes)
    return None


def _take(event: dict[str, Any], outcome: Outcome, outcomes: list[Outcome]) -> None:
    """Take an event into the part that is running."""
    match event["event"]:
        case "ready":
            for each in outcomes:
                each.software = event["software"]
        case "run":
            outcome.seconds.append(event["seconds"])
        case "done":
            outcome.memory_mib, outcome.missing, outcome.done = event["memory_mib"], event["missing"], True


def _current(outcomes: list[Outcome]) -> Outcome | None:
    """Return the part that is running, None when all are done."""
    return next((outcome for outcome in outcomes if not outcome.done), None)


def _give_up(outcomes: list[Outcome], status: str, remark: str) -> None:
    """Say why the part that was running stopped, and that those after it never began; its runs count."""
    stopped, *later = (outcome for outcome in outcomes if not outcome.done)
    stopped.remark = f"after {len(stopped.seconds)} run(s): {remark}" if stopped.seconds else remark
    stopped.status = "measured" if stopped.seconds else status
    for outcome in later:
        outcome.status, outcome.remark = "failed", f"not begun, since {stopped.part} was given up"


def _events(stream: IO[str] | None) -> queue.Queue[Any]:
    """Return a queue of the process's events, None at its end; a thread of its own reads them."""
    events: queue.Queue[Any] = queue.Queue()

    def read() -> None:
        for line in stream or ():
            if line.startswith("{"):
                events.put(json.loads(line))
        events.put(None)

    threading.Thread(target=read, daemon=True).start()
    return events
