"""Read `_quarto.yml`: which documents there are, in which order, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vcif._errors import RenderError, nearest
from vcif.render.places import Place, relative_name
from vcif.render.yaml_lines import Yaml, read_yaml

CONFIG = "_quarto.yml"
_TOP = frozenset({"project", "website"})
_PROJECT = frozenset({"type", "output-dir", "execute-dir", "render", "resources"})
_WEBSITE = frozenset({"title", "description", "navbar", "search"})


@dataclass(frozen=True)
class NavLink:
    """An entry of the navigation bar; without text it takes the title of the page."""

    href: str
    text: str
    place: Place


@dataclass(frozen=True)
class Project:
    """A Quarto website project, as far as the press needs it."""

    root: Path
    output_dir: Path
    run_in_root: bool
    documents: tuple[Path, ...]
    title: str
    nav: tuple[NavLink, ...]
    resources: tuple[Path, ...]
    config: Yaml


def read_project(root: Path, *, strict: bool = True) -> Project:
    """Read the project file of a folder.

    Parameters
    ----------
    root : Path
        The project folder.
    strict : bool, default True
        Whether settings that the embedded press does not know are refused; Quarto knows more.

    Raises
    ------
    RenderError
        There is no project file, it has a setting that the press does not know, or no document.
    """
    path = root / CONFIG
    if not path.is_file():
        raise RenderError(f"no {CONFIG} in {root}; run from the project folder or name it")
    config = read_yaml(path.read_text(encoding="utf-8-sig"), Place(CONFIG, 1))
    section = _section(config, "project", _PROJECT if strict else None)
    website = _section(config, "website", _WEBSITE if strict else None)
    if strict:
        _check_type(section, config)
    output = root / str(section.get("output-dir", "_site"))
    return Project(
        root=root,
        output_dir=output,
        run_in_root=section.get("execute-dir", "file") == "project",
        documents=_documents(root, output, section.get("render"), config),
        title=str(website.get("title", "")),
        nav=_nav(website.get("navbar"), config) if strict else (),
        resources=_globbed(root, section.get("resources", ()), output),
        config=config,
    )


def shared_metadata(project: Project) -> dict[str, Any]:
    """Return the settings of the project file that hold for every document."""
    return {key: value for key, value in project.config.data.items() if key not in _TOP}


def _section(config: Yaml, name: str, allowed: frozenset[str] | None) -> dict[str, Any]:
    """Return a section of the project file after checking its keys, if some are allowed only."""
    section = config.data.get(name) or {}
    if not isinstance(section, dict):
        raise config.place(name).error(f"`{name}` must hold settings; got {section!r}")
    for key in section:
        if allowed is not None and key not in allowed:
            raise config.place(name, key).error(
                f"the embedded press does not know `{name}: {key}`; allowed: {', '.join(sorted(allowed))}"
                f"{nearest(key, allowed)}"
            )
    return section


def _check_type(section: dict[str, Any], config: Yaml) -> None:
    """Raise unless the project is a website that runs in its root or in the files' folders."""
    if section.get("type", "website") != "website":
        raise config.place("project", "type").error(
            f"the embedded press builds websites; got type {section['type']!r}; set `type: website`"
        )
    if section.get("execute-dir", "file") not in ("file", "project"):
        raise config.place("project", "execute-dir").error("`execute-dir` must be project or file")


def _documents(root: Path, output: Path, patterns: Any, config: Yaml) -> tuple[Path, ...]:
    """Return the documents in the order of the render list, each once."""
    place = config.place("project", "render")
    found = _globbed(root, ["**/*.qmd"] if patterns is None else patterns, output)
    documents = tuple(path for path in found if path.suffix == ".qmd")
    if not documents:
        raise place.error(f"no document to render; looked for {patterns or '**/*.qmd'} in {root}")
    return documents


def _globbed(root: Path, patterns: Any, output: Path) -> tuple[Path, ...]:
    """Return the files that the patterns name; `!` takes files out again, `_name` and `.name` never match."""
    listed: Sequence[str] = [patterns] if isinstance(patterns, str) else list(patterns)
    chosen: dict[Path, None] = {}
    for pattern in listed:
        if pattern.startswith("!"):
            for path in root.glob(pattern[1:].lstrip("/")):
                chosen.pop(path, None)
            continue
        for path in sorted(root.glob(pattern.lstrip("/"))):
            parts = path.relative_to(root).parts
            hidden = any(part.startswith(("_", ".")) for part in parts)
            if path.is_file() and not hidden and not path.is_relative_to(output):
                chosen[path] = None
    return tuple(chosen)


def _nav(navbar: Any, config: Yaml) -> tuple[NavLink, ...]:
    """Return the entries of the navigation bar, left then right."""
    if not navbar:
        return ()
    links = []
    for side in navbar:
        if side not in ("left", "right"):
            raise config.place("website", "navbar", side).error(
                f"the embedded press does not know `navbar: {side}`; allowed: left, right"
            )
        for number, entry in enumerate(navbar[side]):
            links.append(_nav_link(entry, config.place("website", "navbar", side, str(number))))
    return tuple(links)


def _nav_link(entry: Any, place: Place) -> NavLink:
    """Return one entry: a page, or a page with a text."""
    if isinstance(entry, str):
        return NavLink(entry, "", place)
    unknown = set(entry) - {"href", "text"} if isinstance(entry, dict) else {"menu"}
    if unknown or "href" not in entry:
        raise place.error(f"a navbar entry is a page, or `text` and `href`; got {entry!r}")
    return NavLink(str(entry["href"]), str(entry.get("text", "")), place)


def choose(project: Project, names: Sequence[str] | None) -> tuple[Path, ...]:
    """Return the documents to render: all, or those named.

    Raises
    ------
    RenderError
        A name is not in the render list.
    """
    if names is None:
        return project.documents
    known = {relative_name(path, project.root): path for path in project.documents}
    for name in names:
        if Path(name).as_posix() not in known:
            raise RenderError(
                f"{name} is not among the documents of {CONFIG}: {', '.join(known)}{nearest(name, known)}"
            )
    return tuple(known[Path(name).as_posix()] for name in names)
