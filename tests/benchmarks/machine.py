"""The machine in one line: figures of two machines must never be set against each other."""

from __future__ import annotations

import os
import platform
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Return cores, processor, memory and system."""
    import psutil

    memory = round(psutil.virtual_memory().total / 2**30)
    return f"{os.cpu_count()} cores ({_processor()}), {memory} GiB of memory, {platform.system()}"


def _processor() -> str:
    """Return the processor's name."""
    if _CPUINFO.exists():
        for line in _CPUINFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
