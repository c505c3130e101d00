"""Judge many broken inputs: `python -m tests.fuzz.run [--inputs 20000] [--seed 0] [--workers N]`.

Half of the inputs are files with broken bytes, half tables and codebooks that hypothesis breaks. The same seed
gives the same inputs. What is neither read with every row accounted for nor refused in words is a finding: its
files are kept in .fuzz/ and the command ends with 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.pool import ROOT, Result, Task, run

INPUTS = 20_000
AT_ONCE = 1_000  # inputs for one process
SEEDS_APART = 10_000_000


def main() -> None:
    """Judge as many inputs as asked for and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--findings", type=Path, default=ROOT / ".fuzz")
    asked = parser.parse_args()
    began = time.perf_counter()
    result = run(tasks(asked.inputs, asked.seed), asked.workers, asked.findings)
    report(result, time.perf_counter() - began, asked.findings)
    sys.exit(1 if result.findings else 0)


def tasks(inputs: int, seed: int) -> list[Task]:
    """Return the tasks for so many inputs, both kinds in turn."""
    made = []
    halves = {"structures": inputs // 2, "bytes": inputs - inputs // 2}
    for kind, count in halves.items():
        for first in range(0, count, AT_ONCE):
            made.append((first, Task(kind, seed * SEEDS_APART + first, min(AT_ONCE, count - first))))
    return [task for _, task in sorted(made, key=lambda entry: entry[0])]


def report(result: Result, seconds: float, kept: Path) -> None:
    """Print how many inputs of each kind were read and refused, and what was found."""
    print(f"{result.judged} inputs in {seconds:.0f} s, memory at most {result.memory / 2**20:.0f} MiB")
    for (kind, outcome), n in sorted(result.outcomes.items()):
        print(f"  {kind:<24} {outcome:<8} {n:>6}")
    groups = Counter(str(finding["known"]) for finding in result.findings)
    for known, n in groups.most_common():
        first = next(finding for finding in result.findings if finding["known"] == known)
        number = first.get("fault", first.get("start"))
        print(f"\n{n} x {known}, first: {first['kind']}-{number} {first.get('name', '')}\n  {first['text']}")
        print(first.get("trace", ""))
    if result.findings:
        print(f"\nfindings: {len(result.findings)}; their files are in {kept}")


if __name__ == "__main__":
    main()
