"""A Jupyter kernel of the running interpreter, without any installed kernel specification."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

_SALT = "svg.hashsalt: vcif\n"


def new_kernel_manager(scratch: Path, epoch: int) -> AsyncKernelManager:
    """Return a manager for a kernel that runs ``sys.executable``.

    Parameters
    ----------
    scratch : Path
        An existing folder for the kernel's own files; the user's IPython profile stays out of the result.
    epoch : int
        Seconds since 1970 that matplotlib writes into SVG files, so that they do not change by themselves.
    """
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    matplotlibrc = scratch / "matplotlibrc"
    matplotlibrc.write_text(_SALT, encoding="utf-8")
    environment = {
        "IPYTHONDIR": str(scratch),
        "MATPLOTLIBRC": str(matplotlibrc),
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONIOENCODING": "utf-8",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]

    class RunningInterpreter(KernelSpecManager):
        """Knows one kernel: this Python."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            """Return the specification of this Python whatever the name."""
            return KernelSpec(argv=command, display_name=kernel_name, language="python", env=environment)

    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=RunningInterpreter())
