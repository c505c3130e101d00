"""The settings of one document: its front matter over the project's, checked and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vcif.render.authors import Author, read_authors
from vcif.render.places import Place
from vcif.render.project import Project, shared_metadata
from vcif.render.settings_allowed import check_settings
from vcif.render.source import Source
from vcif.render.yaml_lines import Yaml

EXTENSIONS = {"html": ".html", "docx": ".docx", "typst": ".pdf"}


@dataclass(frozen=True)
class Settings:
    """What holds for one document."""

    title: str
    subtitle: str
    authors: tuple[Author, ...]
    date: str
    abstract: str
    keywords: tuple[str, ...]
    description: str
    lang: str
    formats: tuple[str, ...]
    toc: frozenset[str]
    toc_depth: int
    number_sections: bool
    bibliography: tuple[Path, ...]
    csl: Path | None
    nocite: str
    execute: Mapping[str, bool]
    typst_header: str


def read_settings(source: Source, project: Project) -> Settings:
    """Merge and check the settings of a document.

    Raises
    ------
    RenderError
        A setting is not supported by the embedded press; the message names file and line.
    """
    shared = Yaml(shared_metadata(project), project.config.places, project.config.start)
    check_settings(shared)
    check_settings(source.front)
    merged = merge(shared.data, source.front.data)
    formats = _formats(source.front.data.get("format") or shared.data.get("format") or "html")
    options = {name: _of_format(merged, name) for name in formats}
    return Settings(
        title=str(merged.get("title", "")),
        subtitle=str(merged.get("subtitle", "")),
        authors=read_authors(merged.get("author"), source.front.place("author")),
        date=str(merged.get("date", "")),
        abstract=str(merged.get("abstract", "")),
        keywords=tuple(str(word) for word in _listed(merged.get("keywords"))),
        description=str(merged.get("description", "")),
        lang=str(merged.get("lang", "en")),
        formats=formats,
        toc=frozenset(name for name in formats if options[name].get("toc")),
        toc_depth=int(merged.get("toc-depth", 3)),
        number_sections=_number_sections(options, source.front.place("format")),
        bibliography=_files("bibliography", source, project),
        csl=next(iter(_files("csl", source, project)), None),
        nocite=str(merged.get("nocite", "")),
        execute={key: bool(value) for key, value in (merged.get("execute") or {}).items() if key in _CELL},
        typst_header=_typst_header(options.get("typst", {})),
    )


_CELL = ("echo", "warning", "include", "output", "eval")


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two nested mappings; the second wins.

    >>> merge({"execute": {"echo": False, "warning": False}}, {"execute": {"echo": True}})
    {'execute': {'echo': True, 'warning': False}}
    """
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(known, value)
        else:
            merged[key] = value
    return merged


def _formats(written: Any) -> tuple[str, ...]:
    """Return the formats in the order of writing; HTML comes first since it names the others."""
    names = [written] if isinstance(written, str) else list(written)
    return tuple(sorted(names, key=list(EXTENSIONS).index))


def _of_format(merged: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the settings as one format sees them."""
    formats = merged.get("format")
    special = formats.get(name) if isinstance(formats, Mapping) else None
    return merge(merged, special if isinstance(special, Mapping) else {})


def _number_sections(options: Mapping[str, Mapping[str, Any]], place: Place) -> bool:
    """Return whether sections are numbered, which must be the same for all formats."""
    wishes = {bool(each.get("number-sections", False)) for each in options.values()}
    if len(wishes) > 1:
        raise place.error("`number-sections` must be the same for all formats of a document")
    return wishes.pop()


def _listed(value: Any) -> list[Any]:
    """Return a list whether one value or several were written."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _files(key: str, source: Source, project: Project) -> tuple[Path, ...]:
    """Return the files named by a setting, relative to the file in which it is written."""
    own = key in source.front.data
    folder = source.path.parent if own else project.root
    written = source.front if own else project.config
    paths = []
    for name in _listed(written.data.get(key)):
        path = project.root / name[1:] if str(name).startswith("/") else folder / str(name)
        if not path.is_file():
            raise written.place(key).error(f"the file {name} named by `{key}` does not exist")
        paths.append(path)
    return tuple(paths)


def _typst_header(options: Mapping[str, Any]) -> str:
    """Return the Typst code that the document adds to the head of its PDF."""
    header = options.get("include-in-header")
    return str(header.get("text", "")) if isinstance(header, Mapping) else ""
