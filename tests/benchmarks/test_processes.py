"""A process's events become outcomes: runs, memory, and the reason where there are no runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.benchmarks import clock
from tests.benchmarks.clock import Pace, measure
from tests.benchmarks.plan import Measurement
from tests.benchmarks.processes import Outcome, _listen, outcomes_of

READY = 'print(\'{"event": "ready", "software": "R 4"}\', flush=True)'
RUN = 'print(\'{"event": "run", "seconds": 2.5}\', flush=True)'
DONE = 'print(\'{"event": "done", "part": "core", "memory_mib": 3.0, "missing": 2}\', flush=True)'
FAILED = 'print(\'{"event": "failed", "out_of_memory": true, "reason": "no room"}\', flush=True)'


@contextmanager
def saying(*lines: str) -> Iterator[subprocess.Popen[str]]:
    """Give a process that runs these lines."""
    with subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines)], stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_runs_and_memory_are_taken_over() -> None:
    outcomes = [Outcome("core"), Outcome("full")]
    with saying(READY, "print('a word')", RUN, RUN, DONE, RUN, DONE) as process:
        assert _listen(process, outcomes, 60) is None
    assert [outcome.seconds for outcome in outcomes] == [[2.5, 2.5], [2.5]]
    assert {(each.memory_mib, each.missing, each.status, each.software) for each in outcomes} == {
        (3.0, 2, "measured", "R 4")
    }


def test_a_run_over_the_limit_is_given_up_and_later_parts_say_so() -> None:
    outcomes = [Outcome("count"), Outcome("rest"), Outcome("bound")]
    with saying(READY, RUN, DONE, "import time", "time.sleep(600)") as process:
        assert _listen(process, outcomes, 0.5) == "over limit"
    assert [outcome.status for outcome in outcomes] == ["measured", "over limit", "failed"]
    assert outcomes[1].remark == "a run took over 0.5 s and was ended"
    assert outcomes[2].remark == "not begun, since rest was given up"


def test_a_run_told_before_the_limit_counts() -> None:
    outcomes = [Outcome("full")]
    with saying(READY, RUN, "import time", "time.sleep(600)") as process:
        assert _listen(process, outcomes, 0.5) == "over limit"
    assert (outcomes[0].seconds, outcomes[0].status) == ([2.5], "measured")
    assert outcomes[0].remark == "after 1 run(s): a run took over 0.5 s and was ended"


def test_a_failure_keeps_its_reason() -> None:
    outcomes = [Outcome("core")]
    with saying(READY, FAILED) as process:
        assert _listen(process, outcomes, 60) == "failed"
    assert (outcomes[0].status, outcomes[0].remark) == ("out of memory", "no room")


def test_a_failure_after_runs_is_told_with_them() -> None:
    outcomes = [Outcome("core")]
    with saying(READY, RUN, FAILED) as process:
        assert _listen(process, outcomes, 60) == "failed"
    assert (outcomes[0].seconds, outcomes[0].remark) == ([2.5], "after 1 run(s): no room")


def test_a_process_that_ends_early_is_noticed() -> None:
    with saying(READY) as process:
        assert _listen(process, [Outcome("core")], 60) == "ended"


def test_vcif_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    measurement = Measurement("comparison", "vcif", ("full", "bound"), 300, 2)
    full, bound = outcomes_of(measurement, tmp_path, Pace(most=2, budget=60), 120)
    assert (full.status, bound.status) == ("measured", "measured"), full.remark
    assert len(full.seconds) == len(bound.seconds) == 2
    assert min(full.seconds) > 0
    assert (full.missing, bound.missing) == (0, 0)
    assert full.software.startswith("Python ")


@pytest.mark.parametrize(("slow", "times", "told"), [(60.0, 4, 3), (0.0, 3, 3)])
def test_a_quick_job_warms_up_and_a_slow_one_counts_at_once(
    monkeypatch: pytest.MonkeyPatch, slow: float, times: int, told: int
) -> None:
    monkeypatch.setattr(clock, "SLOW", slow)
    calls: list[str] = []
    runs: list[float] = []
    measure(lambda: calls.append("run"), Pace(3, 60), lambda: calls.append("forget"), runs.append)
    assert calls == ["forget", "run"] * times
    assert len(runs) == told


def test_the_budget_ends_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "SLOW", 0.0)
    runs: list[float] = []
    measure(lambda: sum(range(1000)), Pace(1000, 0.0), lambda: None, runs.append)
    assert len(runs) == 1


def test_the_peak_is_what_the_job_took() -> None:
    # in a process of its own: what other tests have let go may still be given back to the system meanwhile
    if not clock.reset_peak():
        pytest.skip("this system cannot set back the peak of memory")
    script = (
        "from tests.benchmarks.clock import Pace, measure\n"
        "print(measure(lambda: b'1' * (64 * 2**20), Pace(1, 0.0), lambda: None, lambda seconds: None))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert float(told) == pytest.approx(64, rel=0.2)
