"""The documents that come with the package, for a researcher's own study."""

from __future__ import annotations

import shutil
from pathlib import Path

from vcif._errors import RenderError

_CONFIGURATION = "_quarto.yml"


def copy_documents(folder: Path | str) -> Path:
    """Copy the site's sources (`_quarto.yml` and `reports/`) into a folder, which must not hold them yet.

    Raises
    ------
    RenderError
        When the folder has documents already, or the package came without them.
    """
    target, source = Path(folder), _source()
    if (target / _CONFIGURATION).exists() or (target / "reports").exists():
        raise RenderError(f"{target} holds documents already; choose another folder or render that one")
    target.mkdir(parents=True, exist_ok=True)
    made = shutil.ignore_patterns("*_files", "*.html", "__pycache__")
    shutil.copytree(source / "reports", target / "reports", ignore=made)
    shutil.copy2(source / _CONFIGURATION, target / _CONFIGURATION)
    return target


def _source() -> Path:
    """Return where the documents lie: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for place in (package / "documents", package.parent):
        if (place / _CONFIGURATION).is_file() and (place / "reports").is_dir():
            return place
    raise RenderError("this installation of vcif has no documents; install it again from a wheel")
