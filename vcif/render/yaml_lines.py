"""YAML that remembers on which line each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vcif.render.places import Place

KeyPath = tuple[str, ...]
_NOWHERE = Place("", 1)


@dataclass(frozen=True)
class Yaml:
    """A mapping read from YAML, with the place of every key (of nested keys by their path)."""

    data: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[KeyPath, Place] = field(default_factory=dict)
    start: Place = _NOWHERE

    def place(self, *keys: str) -> Place:
        """Return where the key stands; the place of the nearest enclosing key when it is not known."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.places:
                return self.places[keys[:length]]
        return self.start


def read_yaml(text: str, start: Place) -> Yaml:
    r"""Read a YAML mapping whose first line stands at ``start``.

    Raises
    ------
    RenderError
        The text is not YAML, or not a mapping; the message names file and line.

    Examples
    --------
    >>> settings = read_yaml("title: Study\nformat:\n  html: {toc: true}", Place("a.qmd", 2))
    >>> settings.data["title"], str(settings.place("format", "html", "toc"))
    ('Study', 'a.qmd:4')
    """
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise _syntax_error(fault, start) from fault
    if data is None:
        return Yaml(start=start)
    if not isinstance(data, dict):
        raise start.error(f"settings must be `key: value` lines; got {type(data).__name__} {data!r}")
    places: dict[KeyPath, Place] = {}
    _collect(node, (), start, places)
    return Yaml(data, places, start)


def _collect(node: Any, path: KeyPath, start: Place, places: dict[KeyPath, Place]) -> None:
    """Note the place of every key below a composed YAML node."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            deeper = (*path, str(key.value))
            places[deeper] = Place(start.file, start.line + key.start_mark.line)
            _collect(value, deeper, start, places)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            deeper = (*path, str(number))
            places[deeper] = Place(start.file, start.line + value.start_mark.line)
            _collect(value, deeper, start, places)


def _syntax_error(fault: Exception, start: Place) -> Exception:
    """Turn PyYAML's error into one with the line in the document."""
    mark = getattr(fault, "problem_mark", None)
    place = Place(start.file, start.line + (mark.line if mark is not None else 0))
    problem = getattr(fault, "problem", None) or str(fault)
    return place.error(f"the settings are not valid YAML: {problem}; check indentation, colons and quotes")
