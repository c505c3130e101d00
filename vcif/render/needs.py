"""The packages that rendering needs, which the extra `reports` installs."""

from __future__ import annotations

from importlib.util import find_spec

from vcif._errors import RenderError

_ALWAYS = {"yaml": "pyyaml"}
_PRESS = {
    "ipykernel": "ipykernel",
    "lxml": "lxml",
    "nbclient": "nbclient",
    "nbformat": "nbformat",
    "pypandoc": "pypandoc_binary",
    "typst": "typst",
}


def require_packages(*, press: bool) -> None:
    """Raise unless the packages for rendering are installed; the press needs more than Quarto.

    Raises
    ------
    RenderError
        Names the missing packages and the command that installs them.
    """
    needed = {**_ALWAYS, **(_PRESS if press else {})}
    missing = [package for module, package in needed.items() if find_spec(module) is None]
    if missing:
        raise RenderError(
            f"rendering needs {', '.join(missing)}, not installed; run: pip install 'vcif[reports]'"
        )
