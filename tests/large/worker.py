"""Read one file to a tally, and say how long that took and how much memory: `worker FILE`, in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter


def main() -> None:
    """Read the file that the argument names."""
    began = perf_counter()
    import vcif
    from vcif.dataset import example_files

    loaded = perf_counter()
    survey = vcif.read_survey(Path(sys.argv[1]), example_files().codebook)
    read = perf_counter()
    tally = vcif.tally(vcif.classify(survey.firms), codebook=survey.codebook)
    done = perf_counter()
    told = {
        "rows": survey.n_rows,
        "firms": survey.firms.height,
        "rejected": survey.rejected,
        "counted": int(tally["n"].sum()),
        "indicators": tally["indicator"].n_unique(),
        "importing": loaded - began,
        "reading": read - loaded,
        "counting": done - read,
        "peak": peak(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def peak() -> int | None:
    """Return the largest memory that the process has had, in bytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main()
