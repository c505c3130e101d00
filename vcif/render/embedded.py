"""Render documents with the embedded press, two at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from vcif._errors import RenderError
from vcif.render.places import joined, relative_name
from vcif.render.press import Draft, Printed, print_document, read_draft
from vcif.render.progress import Board
from vcif.render.project import Project
from vcif.render.site import Site, check_navigation, finish_site
from vcif.render.source import read_source

_WORKERS = 2
# 1 January 1980, the earliest date a zip file (and so a Word file) can carry.
_EPOCH = 315532800
_MARKUP = re.compile(r"[*_`]")
_T = TypeVar("_T")


def render_embedded(project: Project, documents: Sequence[Path], told: Board) -> tuple[Path, ...]:
    """Render documents; return the files written.

    All documents are read and checked before any code runs, and the faults of all are told together.

    Raises
    ------
    RenderError
        With the faults of every document.
    """
    drafts = _all_or_faults([partial(read_draft, path, project) for path in documents])
    site = Site(project, _titles(project, drafts))
    check_navigation(site)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", _EPOCH))
    tellers = [told.teller(relative_name(draft.source.path, project.root)) for draft in drafts]
    with ThreadPoolExecutor(_WORKERS) as pool:
        # The longest documents first, so that none of them starts when the others are done.
        order = sorted(range(len(drafts)), key=lambda place: -len(drafts[place].pieces))
        running: dict[int, Future[Printed]] = {
            place: pool.submit(print_document, drafts[place], site, epoch, tellers[place]) for place in order
        }
    printed = _all_or_faults([running[place].result for place in range(len(drafts))])
    attachments = [file for each in printed for file in each.attachments]
    extra = finish_site(site, attachments)
    return (*extra, *(path for each in printed for path in each.outputs))


def _all_or_faults(calls: Sequence[Callable[[], _T]]) -> list[_T]:
    """Return the results of all calls, or raise one error with the faults of all."""
    results: list[_T] = []
    faults: list[RenderError] = []
    for call in calls:
        try:
            results.append(call())
        except RenderError as fault:
            faults.append(fault)
    if faults:
        raise joined(faults)
    return results


def _titles(project: Project, drafts: Sequence[Draft]) -> dict[Path, str]:
    """Return the title of every document of the project, for the navigation bar."""
    known = {draft.source.path: draft.settings.title for draft in drafts}
    for path in project.documents:
        if path not in known:
            known[path] = str(read_source(path, project.root).front.data.get("title", ""))
    return {path: _MARKUP.sub("", title) or path.stem for path, title in known.items()}
