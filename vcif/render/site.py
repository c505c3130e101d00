"""What makes pages a site: navigation, style sheet, the way in, files that go along."""

from __future__ import annotations

import html as html_text
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vcif.render.project import NavLink, Project

_CSS = Path(__file__).parent / "assets" / "site.css"


@dataclass(frozen=True)
class Site:
    """The project and the titles of its documents."""

    project: Project
    titles: Mapping[Path, str]


def to_root(site: Site, page: Path) -> str:
    """Return the way from a page to the site's root: nothing, or some ``../``."""
    depth = len(page.relative_to(site.project.output_dir).parts) - 1
    return "../" * depth


def navigation(site: Site, page: Path) -> str:
    """Return the navigation bar of a page in HTML, or nothing when the project has none."""
    project = site.project
    if not project.nav and not project.title:
        return ""
    home = to_root(site, page) + "index.html"
    items = "".join(_item(link, site, page) for link in project.nav)
    title = (
        f'<a class="site-title" href="{home}">{html_text.escape(project.title)}</a>' if project.title else ""
    )
    return f'<nav aria-label="Site">{title}<ul>{items}</ul></nav>'


def check_navigation(site: Site) -> None:
    """Raise when an entry of the navigation bar leads nowhere."""
    for link in site.project.nav:
        _address(link, site, site.project.output_dir / "index.html")


def _item(link: NavLink, site: Site, page: Path) -> str:
    """Return one entry."""
    address, text = _address(link, site, page)
    here = ' aria-current="page"' if address == page.name else ""
    return f'<li><a href="{html_text.escape(address)}"{here}>{html_text.escape(text)}</a></li>'


def _address(link: NavLink, site: Site, page: Path) -> tuple[str, str]:
    """Return where an entry leads, seen from a page, and what it says."""
    if "://" in link.href:
        return link.href, link.text or link.href
    project = site.project
    source = project.root / link.href.lstrip("/")
    if source in project.documents:
        target = (project.output_dir / source.relative_to(project.root)).with_suffix(".html")
        address = Path(os.path.relpath(target, page.parent)).as_posix()
        return address, link.text or site.titles.get(source, source.stem)
    raise link.place.error(f"the navbar leads to {link.href}, which is not among the documents to render")


def finish_site(site: Site, attachments: Sequence[Path]) -> tuple[Path, ...]:
    """Write the style sheet and the way in, and copy files that pages link to; return what was written."""
    project = site.project
    project.output_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_CSS, project.output_dir / "site.css")
    for source in dict.fromkeys([*attachments, *project.resources]):
        _copy(source, project)
    return _way_in(project)


def _copy(source: Path, project: Project) -> None:
    """Copy a file of the project to the same place in the site."""
    target = project.output_dir / source.resolve().relative_to(project.root.resolve())
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _way_in(project: Project) -> tuple[Path, ...]:
    """Write index.html in the root unless a document makes it; it leads to the first document."""
    index = project.output_dir / "index.html"
    if project.root / "index.qmd" in project.documents:
        return ()
    first = project.documents[0].relative_to(project.root).with_suffix(".html").as_posix()
    address = html_text.escape(first)
    index.write_text(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html_text.escape(project.title or first)}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={address}">\n</head>\n'
        f'<body><p>The site begins at <a href="{address}">{address}</a>.</p></body>\n</html>\n',
        encoding="utf-8",
        newline="\n",
    )
    return (index,)
