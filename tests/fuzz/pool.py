"""Workers under watch: a hang over ten seconds, a crash, or memory above 2 GiB is a finding with its input."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fuzz.worker import MOST_MEMORY

HANG = 10.0  # seconds for one input
START = 120.0  # seconds until a worker has loaded everything
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Task:
    """Inputs to judge: of a kind, from a number (or seed) on."""

    kind: str
    first: int
    count: int


@dataclass
class Result:
    """What came of it."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[dict[str, Any]] = field(default_factory=list)
    memory: int = 0

    def add(self, other: Result) -> None:
        """Take in what came of other inputs."""
        self.outcomes += other.outcomes
        self.findings += other.findings
        self.memory = max(self.memory, other.memory)

    @property
    def judged(self) -> int:
        """The number of inputs."""
        return sum(self.outcomes.values())


def run(tasks: Sequence[Task], workers: int, kept: Path) -> Result:
    """Judge the inputs of some tasks in as many processes; inputs at fault are kept in a folder."""
    total = Result()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for result in pool.map(lambda task: _run_task(task, kept), tasks):
            total.add(result)
    return total


def _run_task(task: Task, kept: Path) -> Result:
    """Judge the inputs of one task, in a new process after every crash or hang."""
    total, first, left, seed = Result(), task.first, task.count, task.first
    kept.mkdir(parents=True, exist_ok=True)
    while left > 0:
        result = _run_worker(Task(task.kind, first if task.kind == "bytes" else seed, left), kept)
        total.add(result)
        # What hypothesis draws has no numbers: after a crash it goes on from another seed.
        first, left, seed = first + result.judged, left - result.judged, seed + 7_919
        if not result.judged:
            break
    return total


def _run_worker(task: Task, kept: Path) -> Result:
    """Run one process until it is done or has to be ended."""
    result = Result()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        arguments = ["-m", "tests.fuzz.worker", task.kind, str(task.first), str(task.count), folder]
        worker = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=said, env=_environment()
        )
        under_way: dict[str, Any] | None = None
        try:
            for told in _lines(worker):
                if "start" in told:
                    under_way = told
                elif "fault" in told:
                    result.findings.append({**told, "kind": task.kind})
                    _keep(Path(folder) / f"fault-{told['fault']}", kept, f"{task.kind}-{told['fault']}")
                elif "end" in told:
                    _ended(result, task, told, under_way or {})
                    under_way = None
                    if told["memory"] > MOST_MEMORY:
                        break
                elif "done" in told:
                    return result
                elif "hang" in told:
                    break
        finally:
            worker.kill()
            worker.wait()
        if under_way is not None:
            said.seek(0)
            text = said.read().decode(errors="replace")
            _lost(result, task, under_way, worker.returncode, text, Path(folder), kept)
    return result


def _environment() -> dict[str, str]:
    """Return the environment of a worker: one thread each, since there are several."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _lines(worker: subprocess.Popen[bytes], most: float | None = None) -> Iterator[dict[str, Any]]:
    """Yield what a worker says; {"hang": ...} if it says nothing for too long."""
    told: queue.Queue[bytes | None] = queue.Queue()

    def listen() -> None:
        assert worker.stdout is not None
        with worker.stdout:  # to its end, which comes at the latest when the worker is ended
            for text in worker.stdout:
                told.put(text)
        told.put(None)

    threading.Thread(target=listen, daemon=True).start()
    patience = START
    while True:
        try:
            text = told.get(timeout=patience)
        except queue.Empty:
            yield {"hang": True}
            return
        if text is None:
            return
        patience = HANG if most is None else most
        yield json.loads(text)


def _ended(result: Result, task: Task, told: dict[str, Any], started: dict[str, Any]) -> None:
    """Count an input that was judged; too much memory is a finding."""
    ending = "".join(Path(str(started.get("name", ""))).suffixes)
    result.outcomes[f"{task.kind} {ending}", told["outcome"]] += 1
    result.memory = max(result.memory, told["memory"])
    if told["memory"] > MOST_MEMORY:
        text = f"{told['memory'] / 2**30:.1f} GiB"
        result.findings.append({**started, "kind": task.kind, "known": "memory", "text": text})


def _lost(
    result: Result, task: Task, started: dict[str, Any], code: int | None, said: str, folder: Path, kept: Path
) -> None:
    """Record an input over which the worker crashed, or hung twice: a busy machine is slow, too."""
    ending = "".join(Path(str(started["name"])).suffixes)
    # A worker that hung was ended by us; a crash of its own leaves a trace or another code.
    crashed = "Fatal Python error" in said or code not in (-9, 1, 0)
    if not crashed and not _hangs_again(folder):
        result.outcomes[f"{task.kind} {ending}", "slow"] += 1
        return
    known = f"crash ({code})" if crashed else "hang or end without a word"
    result.outcomes[f"{task.kind} {ending}", "fault"] += 1
    result.findings.append({**started, "kind": task.kind, "known": known, "text": said[-1500:]})
    _keep(folder, kept, f"{task.kind}-{started['start']}")


def _hangs_again(folder: Path) -> bool:
    """Tell whether an input hangs in a new process as well, which is given three times as long."""
    arguments = ["-m", "tests.fuzz.worker", "again", "0", "1", str(folder)]
    worker = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=_environment(),
    )  # fmt: skip
    try:
        return not any("done" in told for told in _lines(worker, 3 * HANG))
    finally:
        worker.kill()
        worker.wait()


def _keep(folder: Path, kept: Path, name: str) -> None:
    """Keep the files of an input at fault."""
    target = kept / name
    target.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.is_file():
            shutil.copy(file, target / file.name)
