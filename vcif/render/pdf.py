"""Write a document as PDF: pandoc makes Typst code, Typst sets it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from vcif._errors import RenderError
from vcif.render.ast import Node, Nodes, has_class, pairs_of, raw_block, raw_inline, stringify, walk
from vcif.render.lengths import fitted, inches
from vcif.render.manuscript import Manuscript, meta_blocks, meta_raw
from vcif.render.markdown_tables import asks_for_widths, with_widths
from vcif.render.pandoc import run_pandoc
from vcif.render.shapes import Float, as_callout, as_equation, as_float, as_reference, understood
from vcif.render.typst_code import around, around_blocks, quoted
from vcif.render.typst_table import typst_table

_SOURCE = re.compile(r"\S*main\.typ")
_TEMPLATE = Path(__file__).parent / "assets" / "paper.typ"


def write_pdf(manuscript: Manuscript) -> Path:
    """Write the PDF of a document.

    Raises
    ------
    RenderError
        Typst cannot set the document, which a raw Typst block may cause; its message is passed on.
    """
    target, folder = manuscript.output("typst"), manuscript.work / "typst"
    folder.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    pictures: dict[str, str] = {}
    setter = _Setter(manuscript, folder, pictures)
    front = {name: setter.blocks(blocks) for name, blocks in manuscript.front.items()}
    document = manuscript.document(setter.blocks(manuscript.blocks), _meta(manuscript, front))
    arguments = ["-f", "json", "-t", "typst-citations", "--wrap=none", f"--template={_TEMPLATE}"]
    if "typst" in manuscript.settings.toc:
        arguments += ["--toc", f"--toc-depth={manuscript.settings.toc_depth}"]
    answer = run_pandoc(arguments, json.dumps(document), folder=folder)
    main = folder / "main.typ"
    main.write_text(answer.output, encoding="utf-8", newline="\n")
    _compile(main, target, manuscript)
    return target


def _compile(main: Path, target: Path, manuscript: Manuscript) -> None:
    """Let Typst make the PDF, with its own fonts only and without the time of day."""
    import typst

    try:
        typst.compile(
            main, output=target, root=main.parent, ignore_system_fonts=True, timestamp=manuscript.epoch
        )
    except typst.TypstError as fault:
        detail = " ".join([fault.message, *fault.hints])
        raise RenderError(
            f"{manuscript.source.name}: Typst cannot set the PDF: {detail}; look at raw {{=typst}} blocks and"
            f" at `include-in-header`\n{_SOURCE.sub('main.typ', str(fault.diagnostic))}"
        ) from fault


def _meta(manuscript: Manuscript, front: dict[str, Nodes]) -> dict[str, Node]:
    """Return the template's values: the PDF's own metadata and the title block."""
    settings = manuscript.settings
    meta = manuscript.shared_meta(front)
    if "abstract" in front:
        meta["abstract"] = meta_blocks(front["abstract"])
    names = "".join(f"{quoted(author.name)}, " for author in settings.authors)
    words = "".join(f"{quoted(word)}, " for word in settings.keywords)
    about = f", description: {quoted(settings.description)}" if settings.description else ""
    meta["document-settings"] = meta_raw(
        "typst",
        f"#set document(title: {quoted(manuscript.plain_title)}, author: ({names}), keywords: ({words}),"
        f" date: none{about})",
    )
    meta["document-header"] = meta_raw("typst", settings.typst_header)
    meta["toc-depth"] = meta_raw("typst", str(settings.toc_depth))
    blocks = []
    for author in settings.authors:
        details = "; ".join(filter(None, (author.affiliation, author.email)))
        blocks.append(f"#author-block({quoted(author.name)}, {quoted(details) if details else 'none'})")
    meta["author-list"] = meta_raw("typst", "\n".join(blocks))
    return meta


class _Setter:
    """Sets nodes for Typst; knows the folder into which pictures are put."""

    def __init__(self, manuscript: Manuscript, folder: Path, pictures: dict[str, str]) -> None:
        self.manuscript = manuscript
        self.folder = folder
        self.pictures = pictures

    def blocks(self, blocks: Nodes) -> Nodes:
        """Return blocks as Typst gets them."""
        result: Nodes = walk(blocks, self.visit)
        return result

    def visit(self, node: Node) -> Nodes | None:
        """Set one node."""
        kind = node["t"]
        if kind == "Header":
            return [_header(node)]
        if kind == "Link":
            return _link(node)
        if kind == "Image":
            return [self.image(node)]
        if kind == "Table":
            return typst_table(with_widths(node) if asks_for_widths(node) else node)
        return _division(node) if kind == "Div" else None

    def image(self, node: Node) -> Node:
        """Return a picture whose file is in Typst's folder."""
        pairs, target = pairs_of(node), node["c"][2][0]
        if target not in self.pictures:
            source = self.manuscript.picture(target)
            self.pictures[target] = f"picture-{len(self.pictures) + 1}{source.suffix}"
            shutil.copyfile(source, self.folder / self.pictures[target])
        words = pairs.get("fig-alt") or stringify(node["c"][1])
        # pandoc's writer leaves out the alternative text, so the code is written here.
        options = [quoted(self.pictures[target]), f"alt: {quoted(words)}"]
        options += [f"{key}: {_length(pairs[key])}" for key in ("width", "height") if key in pairs]
        return raw_inline("typst", f"#box(image({', '.join(options)}))")


def _length(written: str) -> str:
    """Return a length for Typst, not greater than the line."""
    return fitted(written) if inches(written) is not None or written.endswith("%") else "auto"


def _division(node: Node) -> Nodes | None:
    """Set the press's own divisions."""
    if has_class(node, "vcif-table"):
        return understood([node])
    if has_class(node, "vcif-note"):
        return around_blocks("#table-note[", node["c"][1], "]")
    if exhibit := as_float(node):
        return _exhibit(exhibit)
    if callout := as_callout(node):
        kind, title, content = callout
        return [around(f"#callout({quoted(kind)}, [", title, "])["), *content, raw_block("typst", "]")]
    if equation := as_equation(node):
        label, number, math = equation
        return [around(f"#numbered-equation({quoted(number)})[", [math], f"] <{label}>")]
    if has_class(node, "csl-entry"):
        return around_blocks("#reference-entry[", node["c"][1], f"] <{node['c'][0][0]}>")
    return None


def _exhibit(exhibit: Float) -> Nodes:
    """Return a table or figure with its caption and label."""
    kind = "table" if exhibit.kind == "tbl" else "image"
    number = quoted(exhibit.number) if exhibit.number else "none"
    opening = f"#exhibit({kind}, {quoted(exhibit.name)}, {number}, "
    label = f" <{exhibit.label}>" if exhibit.label else ""
    if exhibit.caption:
        start = around(opening + "[", exhibit.caption, "])[")
    else:
        start = raw_block("typst", opening + ("[]" if exhibit.number else "none") + ")[")
    return [start, *exhibit.blocks, raw_block("typst", f"]{label}")]


def _header(node: Node) -> Node:
    """Return a heading that begins with its number."""
    level, (identifier, classes, pairs), inlines = node["c"]
    number = dict(pairs).get("number")
    rest = [pair for pair in pairs if pair[0] != "number"]
    lead = [{"t": "Str", "c": number}, raw_inline("typst", "#h(0.7em)")] if number else []
    return {"t": "Header", "c": [level, [identifier, classes, rest], [*lead, *inlines]]}


def _link(node: Node) -> Nodes | None:
    """Return a link; what leads to other pages or files of the site is text on paper."""
    if as_reference(node):
        return [{"t": "Link", "c": [["", [], []], node["c"][1], node["c"][2]]}]
    target = node["c"][2][0]
    return None if target.startswith(("#", "http:", "https:", "mailto:")) else list(node["c"][1])
