"""Codebooks that come with the package, for surveys whose files are all alike; the data never do."""

from __future__ import annotations

import os
from importlib.resources import files

from vcif._errors import CodebookError, nearest

PREFIX = "preset:"


def preset_names() -> list[str]:
    """Return the names of the presets.

    Examples
    --------
    >>> from vcif.dataset import preset_names
    >>> preset_names()
    ['wbes', 'wbes_direct']
    """
    folder = files("vcif.dataset") / "presets"
    return sorted(
        entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")
    )


def preset_text(name: str) -> str:
    """Return a preset as the text of a codebook, to be written out and changed.

    Parameters
    ----------
    name
        One of `preset_names`.

    Returns
    -------
    str
        The TOML text, with comments.

    Raises
    ------
    CodebookError
        If there is no such preset.

    Examples
    --------
    >>> from vcif.dataset import preset_text
    >>> preset_text("wbes").splitlines()[0]
    '# World Bank Enterprise Surveys: a codebook for the standard data sets, waves from 2006 on.'
    """
    known = preset_names()
    if name not in known:
        raise CodebookError(f'there is no preset "{name}"; allowed: {", ".join(known)}{nearest(name, known)}')
    return (files("vcif.dataset") / "presets" / f"{name}.toml").read_text(encoding="utf-8")


def preset_named(path: str | os.PathLike[str]) -> str | None:
    """Return the preset that is named in place of a path, as in "preset:wbes"; None for a path."""
    text = os.fspath(path)
    return text.removeprefix(PREFIX) if text.startswith(PREFIX) else None
