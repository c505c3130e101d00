"""The embedded press: the way of one document from its source to its files."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from vcif.render.ast import Node
from vcif.render.callouts import mark_callouts
from vcif.render.cells import Piece, split_cells
from vcif.render.checks import check_document
from vcif.render.citations import cite
from vcif.render.compose import compose
from vcif.render.docx import write_docx
from vcif.render.execute import run_pieces
from vcif.render.exhibits import place_exhibits
from vcif.render.html import write_html
from vcif.render.links import Page, check_links
from vcif.render.manuscript import Manuscript, take_front
from vcif.render.numbering import number
from vcif.render.pandoc import parse_markdown
from vcif.render.pdf import write_pdf
from vcif.render.places import Place
from vcif.render.progress import Teller
from vcif.render.project import Project
from vcif.render.references import resolve_references
from vcif.render.settings import EXTENSIONS, Settings, read_settings
from vcif.render.site import Site, navigation, to_root
from vcif.render.source import Source, read_source
from vcif.render.subset import check_subset


@dataclass(frozen=True)
class Draft:
    """A document that was read and checked, before its code runs."""

    source: Source
    settings: Settings
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Printed:
    """The files written for a document, and the local files that its page needs beside it."""

    outputs: tuple[Path, ...]
    attachments: tuple[Path, ...]


def read_draft(path: Path, project: Project) -> Draft:
    """Read a document and raise for everything that can be known to be wrong before its code runs."""
    source = read_source(path, project.root)
    settings = read_settings(source, project)
    pieces = split_cells(source.lines, settings.execute)
    check_subset(pieces, only_html=settings.formats == ("html",))
    return Draft(source, settings, pieces)


def print_document(draft: Draft, site: Site, epoch: int, teller: Teller) -> Printed:
    """Run a document's code once and write all its formats.

    Parameters
    ----------
    draft : Draft
        The document.
    site : Site
        The site it belongs to.
    epoch : int
        The time that files carry, seconds since 1970.
    teller : Teller
        Is told about progress.

    Raises
    ------
    RenderError
        Something in the document is wrong; the message names file and line.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        manuscript, attachments = _prepare(draft, site, Path(scratch), epoch, teller)
        outputs = []
        for name in draft.settings.formats:
            teller.step(f"writing {name}")
            outputs.append(_write(name, manuscript, site))
    names = ", ".join(path.name for path in outputs)
    teller.done(names)
    return Printed(tuple(outputs), attachments)


def _write(name: str, manuscript: Manuscript, site: Site) -> Path:
    """Write one format."""
    if name == "html":
        page = manuscript.output("html")
        return write_html(manuscript, navigation(site, page), to_root(site, page))
    return write_docx(manuscript) if name == "docx" else write_pdf(manuscript)


def _prepare(
    draft: Draft, site: Site, work: Path, epoch: int, teller: Teller
) -> tuple[Manuscript, tuple[Path, ...]]:
    """Run the code, then make the document ready for its writers."""
    source, project = draft.source, site.project
    folder = project.root if project.run_in_root else source.path.parent
    run = run_pieces(draft.pieces, folder, epoch, teller.step)
    teller.step("numbers and references")
    composed = compose(draft.pieces, run, draft.settings)
    figures, figures_name = work / "figures", f"{source.path.stem}_files"
    figures.mkdir()
    document = parse_markdown(composed.markdown, folder=source.path.parent)
    needs_ast = draft.settings.formats != ("html",)
    document = place_exhibits(document, composed, figures, figures_name, needs_ast)
    document, attachments = _resolve(document, draft, project)
    front, blocks = take_front(document)
    version = document["pandoc-api-version"]
    manuscript = Manuscript(
        source, draft.settings, project, version, blocks, front, work, figures, figures_name, epoch
    )
    return manuscript, attachments


def _resolve(document: Node, draft: Draft, project: Project) -> tuple[Node, tuple[Path, ...]]:
    """Return the document numbered, resolved, checked and cited, and the local files its page needs."""
    source, settings, pieces = draft.source, draft.settings, draft.pieces
    start = Place(source.name, 1)
    numbered = number(mark_callouts(document), sections=settings.number_sections)
    check_document(numbered.document, pieces, start)
    resolved = resolve_references(numbered, pieces, start)
    page = Page(source.path, project, pieces, start, frozenset(_written_files(project)))
    attachments = check_links(resolved, page)
    return cite(resolved, settings, pieces, start, source.path.parent), attachments


def _written_files(project: Project) -> list[Path]:
    """Return where links to files that rendering makes (paper.pdf beside paper.qmd) may lead."""
    return [
        document.with_suffix(suffix).resolve()
        for document in project.documents
        for suffix in EXTENSIONS.values()
    ]
