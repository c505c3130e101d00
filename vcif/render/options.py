"""The `#|` options of a code cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from vcif._errors import nearest
from vcif.render.places import Line, Place
from vcif.render.yaml_lines import Yaml, read_yaml

_OPTION = re.compile(r"^#\|\s?(?P<yaml>.*)$")
_KIND = {"bool": "true or false", "text": "text", "number": "a number in inches"}


@dataclass(frozen=True)
class CellOptions:
    """What a cell asks for; the names are Quarto's, with underscores."""

    label: str = ""
    include: bool = True
    echo: bool = True
    output: bool | Literal["asis"] = True
    warning: bool = True
    eval: bool = True
    error: bool = False
    tbl_cap: str = ""
    fig_cap: str = ""
    fig_alt: str = ""
    fig_width: float | None = None
    fig_height: float | None = None


_TYPES = {
    **dict.fromkeys(("include", "echo", "output", "warning", "eval", "error"), "bool"),
    **dict.fromkeys(("label", "tbl-cap", "fig-cap", "fig-alt"), "text"),
    **dict.fromkeys(("fig-width", "fig-height"), "number"),
}


def option_names() -> list[str]:
    """Return the options that a cell may have.

    >>> "tbl-cap" in option_names()
    True
    """
    return [each.name.replace("_", "-") for each in fields(CellOptions)]


def read_options(lines: list[Line], defaults: Mapping[str, bool]) -> CellOptions:
    """Read the options at the top of a cell.

    Parameters
    ----------
    lines : list of Line
        The cell's lines without the fences.
    defaults : mapping
        The document's `execute:` settings (echo, warning, ...).

    Raises
    ------
    RenderError
        An option is unknown or has a value that it does not take; the message names the line.

    Examples
    --------
    >>> cell = [Line("#| label: tbl-a", Place("a.qmd", 3)), Line("#| echo: false", Place("a.qmd", 4))]
    >>> read_options(cell, {"echo": True}).label
    'tbl-a'
    """
    head = [found["yaml"] for found in map(_OPTION.match, (line.text for line in lines)) if found]
    values: dict[str, Any] = dict(defaults)
    if head:
        written = read_yaml("\n".join(head), lines[0].place)
        for key in written.data:
            values[key.replace("-", "_")] = _checked(key, written)
    return CellOptions(**values)


def _checked(key: str, written: Yaml) -> Any:
    """Return the value of an option, or raise with what is allowed."""
    value, place = written.data[key], written.place(key)
    if key not in _TYPES:
        hint = nearest(key, _TYPES)
        raise place.error(f"unknown cell option `{key}`; allowed: {', '.join(_TYPES)}{hint}")
    kind = _TYPES[key]
    if key == "error" and value is not False:
        raise place.error("the press stops at a failing cell; `error` can only be false")
    if key == "output" and value == "asis":
        return value
    if kind == "text" and isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind == "bool" and isinstance(value, bool):
        return value
    allowed = _KIND[kind] + (" or asis" if key == "output" else "")
    raise place.error(f"cell option `{key}` must be {allowed}; got {value!r}")


def without_options(lines: list[Line]) -> list[Line]:
    """Return the lines of code below the options."""
    count = 0
    while count < len(lines) and _OPTION.match(lines[count].text):
        count += 1
    return lines[count:]


def place_of_option(lines: list[Line], key: str, otherwise: Place) -> Place:
    """Return the line on which an option is written."""
    for line in lines:
        if line.text.startswith("#|") and line.text[2:].strip().startswith(f"{key}:"):
            return line.place
    return otherwise
