"""Write a document for Word: pandoc makes the file, then tables, styles and properties are put right."""

from __future__ import annotations

import json
from pathlib import Path

from vcif.render.ast import Node, Nodes, div, has_class, pairs_of, para, raw_inline, text, walk
from vcif.render.docx_fields import bookmark, bookmark_name, counter, reference, run
from vcif.render.docx_package import finish_docx
from vcif.render.docx_pictures import word_picture
from vcif.render.manuscript import Manuscript, meta_string
from vcif.render.markdown_tables import with_widths
from vcif.render.pandoc import run_pandoc
from vcif.render.shapes import Float, Reference, as_callout, as_equation, as_float, as_reference, understood

_FIRST_BOOKMARK = 9000


def write_docx(manuscript: Manuscript) -> Path:
    """Write the Word file of a document.

    Numbers are SEQ fields in bookmarks, references REF fields: a researcher may go on working in Word.
    """
    target = manuscript.output("docx")
    target.parent.mkdir(parents=True, exist_ok=True)
    setter = _Setter(manuscript)
    front = {name: setter.blocks(blocks) for name, blocks in manuscript.front.items()}
    meta = manuscript.shared_meta(front)
    authors = [
        meta_string(f"{author.name} ({author.affiliation})" if author.affiliation else author.name)
        for author in manuscript.settings.authors
    ]
    meta |= {"author": {"t": "MetaList", "c": authors}} if authors else {}
    blocks = [*_keywords(manuscript), *setter.blocks(manuscript.blocks)]
    raw = manuscript.work / "pandoc.docx"
    arguments = ["-f", "json", "-t", "docx", "-o", str(raw)]
    if "docx" in manuscript.settings.toc:
        arguments += ["--toc", f"--toc-depth={manuscript.settings.toc_depth}"]
    document = json.dumps(manuscript.document(blocks, meta))
    run_pandoc(arguments, document, folder=manuscript.work, epoch=manuscript.epoch)
    finish_docx(raw, target, manuscript)
    return target


def _keywords(manuscript: Manuscript) -> Nodes:
    """Return the line of keywords below the abstract."""
    words = manuscript.settings.keywords
    if not words:
        return []
    lead = {"t": "Strong", "c": [{"t": "Str", "c": "Keywords:"}]}
    return [_styled("Keywords", [para([lead, {"t": "Space"}, *text(", ".join(words))])])]


def _styled(style: str, blocks: Nodes) -> Node:
    """Return blocks in a paragraph style."""
    return div(blocks, custom_style=style)


class _Setter:
    """Sets nodes for Word; counts bookmarks and pictures."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.bookmarks = _FIRST_BOOKMARK
        self.pictures = 0

    def blocks(self, blocks: Nodes) -> Nodes:
        """Return blocks as Word gets them."""
        result: Nodes = walk(blocks, self.visit)
        return result

    def visit(self, node: Node) -> Nodes | None:
        """Set one node."""
        kind = node["t"]
        if kind == "Header":
            return [self.header(node)]
        if kind == "Link":
            return _link(node)
        if kind == "Image":
            return [self.image(node)]
        if kind == "Table":
            return [with_widths(node)]
        return self.division(node) if kind == "Div" else None

    def marked(self, name: str, content: str) -> str:
        """Return content in a new bookmark."""
        self.bookmarks += 1
        return bookmark(name, self.bookmarks, content)

    def division(self, node: Node) -> Nodes | None:
        """Set the press's own divisions."""
        if has_class(node, "vcif-table"):
            return understood([node])
        if has_class(node, "vcif-note"):
            return [_styled("Table Note", node["c"][1])]
        if exhibit := as_float(node):
            return self.exhibit(exhibit)
        if callout := as_callout(node):
            _, title, content = callout
            return [_styled("Callout Title", [para(title)]), _styled("Callout", walk(content, _loosened))]
        if equation := as_equation(node):
            return [self.equation(*equation)]
        return None

    def exhibit(self, exhibit: Float) -> Nodes:
        """Return a table below its caption, or a figure above it."""
        table = exhibit.kind == "tbl"
        inlines = exhibit.caption
        if exhibit.number:
            name = bookmark_name(exhibit.label)
            number = self.marked(f"{name}_n", counter(exhibit.name, exhibit.number))
            lead = self.marked(name, run(f"{exhibit.name} ") + number)
            inlines = [raw_inline("openxml", lead), {"t": "Str", "c": ":"}, {"t": "Space"}, *inlines]
        caption = [_styled("Table Caption" if table else "Image Caption", [para(inlines)])] if inlines else []
        if table:
            return [*caption, *exhibit.blocks]
        return [_styled("Captioned Figure", exhibit.blocks), *caption]

    def equation(self, label: str, number: str, math: Node) -> Node:
        """Return an equation in the middle of the line and its number at the end."""
        shown = self.marked(f"{bookmark_name(label)}_n", counter("Equation", number))
        tab = "<w:r><w:tab/></w:r>"
        inline = {"t": "Math", "c": [{"t": "InlineMath"}, math["c"][1]]}
        end = raw_inline("openxml", f"{tab}{run('(')}{shown}{run(')')}")
        return _styled("Equation", [para([raw_inline("openxml", tab), inline, end])])

    def header(self, node: Node) -> Node:
        """Return a heading that begins with its number, which references can show."""
        level, (identifier, classes, pairs), inlines = node["c"]
        number = dict(pairs).get("number")
        lead: Nodes = []
        if number:
            name = f"{bookmark_name(identifier)}_n"
            lead = [raw_inline("openxml", self.marked(name, run(number)) + "<w:r><w:tab/></w:r>")]
        rest = [pair for pair in pairs if pair[0] != "number"]
        return {"t": "Header", "c": [level, [identifier, classes, rest], [*lead, *inlines]]}

    def image(self, node: Node) -> Node:
        """Return a picture that every Word can show, with its alternative text."""
        (identifier, classes, _), inlines, (target, title) = node["c"]
        pairs = pairs_of(node)
        alternative = pairs.pop("fig-alt", "")
        words = [{"t": "Str", "c": alternative}] if alternative else inlines
        self.pictures += 1
        source, name = self.manuscript.picture(target), f"picture-{self.pictures}"
        picture = word_picture(source, self.manuscript.work, name, pairs.get("width"))
        if picture.width:
            pairs["width"] = picture.width
        rest = [[key, value] for key, value in pairs.items()]
        return {"t": "Image", "c": [[identifier, classes, rest], words, [picture.file, title]]}


def _loosened(node: Node) -> Nodes | None:
    """Return list items as paragraphs, since only these take the style of the box they are in."""
    return [para(node["c"])] if node["t"] == "Plain" else None


def _link(node: Node) -> Nodes | None:
    """Return a link; references become fields, what leads to files of the site is text."""
    cross = as_reference(node)
    if cross is not None:
        return _reference(cross, node)
    target = node["c"][2][0]
    return None if target.startswith(("#", "http:", "https:", "mailto:")) else list(node["c"][1])


def _reference(cross: Reference, node: Node) -> Nodes:
    """Return a cross reference: the name and number of an exhibit, or the number after other words."""
    name = bookmark_name(cross.label)
    if cross.form == "title":
        return [{"t": "Link", "c": [["", [], []], node["c"][1], node["c"][2]]}]
    if cross.form == "full" and cross.kind in ("fig", "tbl"):
        words = node["c"][1][0]["c"].replace("\u00a0", " ")
        return [raw_inline("openxml", reference(name, words))]
    number = raw_inline("openxml", reference(f"{name}_n", cross.number))
    if cross.form == "full":
        words = node["c"][1][0]["c"].removesuffix(cross.number)
        return [{"t": "Str", "c": words}, number]
    return [*node["c"][1][:-1], number]
