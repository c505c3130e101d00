"""Read a .qmd file: its front matter, and its body with every include expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vcif.render.fences import Fence
from vcif.render.places import Line, Place, relative_name
from vcif.render.yaml_lines import Yaml, read_yaml

_INCLUDE = re.compile(r"^\s*\{\{<\s*include\s+(?P<file>\"[^\"]+\"|\S+)\s*>\}\}\s*$")
_DEPTH = 20


@dataclass(frozen=True)
class Source:
    """A document as written: front matter, and lines that know where they came from."""

    path: Path
    name: str
    front: Yaml
    lines: tuple[Line, ...]


def read_source(path: Path, root: Path) -> Source:
    """Read a document and everything that it includes.

    Parameters
    ----------
    path : Path
        The .qmd file.
    root : Path
        The project folder; messages name files relative to it.

    Raises
    ------
    RenderError
        A file is missing or is not UTF-8, includes itself, or has broken front matter.
    """
    name = relative_name(path, root)
    lines = _read_lines(path, name, Place(name, 1))
    front, rest = _front_matter(lines, name)
    return Source(path, name, front, tuple(_expand(rest, path, root, (path.resolve(),))))


def _read_lines(path: Path, name: str, asked_at: Place) -> list[Line]:
    """Return the lines of a text file with their places."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise asked_at.error(f"{name} is not UTF-8 text (byte {fault.start}); save it as UTF-8") from fault
    except OSError as fault:
        raise asked_at.error(f"cannot read {name}: {fault.strerror}") from fault
    return [Line(line, Place(name, number)) for number, line in enumerate(text.split("\n"), start=1)]


def _front_matter(lines: list[Line], name: str) -> tuple[Yaml, list[Line]]:
    """Split the YAML block at the top of a file from the text below it."""
    if not lines or lines[0].text.rstrip() != "---":
        return Yaml(start=Place(name, 1)), lines
    for number, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() in ("---", "..."):
            text = "\n".join(each.text for each in lines[1:number])
            return read_yaml(text, Place(name, 2)), lines[number + 1 :]
    raise Place(name, 1).error("the front matter opened by `---` is not closed; end it with a line `---`")


def _expand(lines: list[Line], path: Path, root: Path, chain: tuple[Path, ...]) -> Iterator[Line]:
    """Yield the lines with `{{< include file >}}` replaced by that file's lines, outside code fences."""
    fence = Fence()
    for line in lines:
        inside = fence.is_open
        fence.feed(line.text)
        found = None if inside else _INCLUDE.match(line.text)
        if found is None:
            yield line
        else:
            yield from _included(found["file"].strip('"'), line.place, path, root, chain)


def _included(file: str, place: Place, path: Path, root: Path, chain: tuple[Path, ...]) -> Iterator[Line]:
    """Yield the lines of one included file; a leading slash means the project folder, as in Quarto."""
    target = root / file.lstrip("/") if file.startswith("/") else path.parent / file
    name = relative_name(target, root)
    if not target.is_file():
        raise place.error(f"the included file {name} does not exist")
    if target.resolve() in chain or len(chain) > _DEPTH:
        raise place.error(f"{name} includes itself")
    lines = _read_lines(target, name, place)
    if lines[0].text.rstrip() == "---":
        raise lines[0].place.error(
            "an included file may not have front matter; move it to the including document"
        )
    yield Line("", place)
    yield from _expand(lines, target, root, (*chain, target.resolve()))
    yield Line("", place)
