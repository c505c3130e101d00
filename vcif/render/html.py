"""Write a document as a page of the site."""

from __future__ import annotations

import html as html_text
import json
import shutil
from pathlib import Path

from vcif.render.ast import Node, Nodes, div, has_class, pairs_of, para, plain, raw_block, walk
from vcif.render.manuscript import Manuscript, meta_raw, meta_string
from vcif.render.markdown_tables import asks_for_widths, with_widths
from vcif.render.pandoc import run_pandoc
from vcif.render.shapes import Float, as_callout, as_equation, as_float, as_reference

_ASSETS = Path(__file__).parent / "assets"
_LABELS = {"docx": "MS Word", "typst": "PDF"}


def write_html(manuscript: Manuscript, navigation: str, to_root: str) -> Path:
    """Write the page and the pictures it shows.

    Parameters
    ----------
    manuscript : Manuscript
        The document.
    navigation : str
        The site's navigation bar in HTML.
    to_root : str
        The way from the page to the site's root, such as ``../``.
    """
    settings, target = manuscript.settings, manuscript.output("html")
    target.parent.mkdir(parents=True, exist_ok=True)
    front = {name: walk(blocks, _visit) for name, blocks in manuscript.front.items()}
    meta = manuscript.shared_meta(front)
    meta["pagetitle"] = meta_string(_page_title(manuscript))
    meta["plain-title"] = meta_string(manuscript.plain_title)
    meta["navigation"] = meta_raw("html", navigation)
    meta["to-root"] = meta_raw("html", to_root)
    meta["author-name"] = {"t": "MetaList", "c": [meta_string(each.name) for each in settings.authors]}
    meta |= {"author-list": meta_raw("html", _authors(manuscript))} if settings.authors else {}
    others = _other_formats(manuscript)
    meta |= {"other-formats": meta_raw("html", others)} if others else {}
    document = manuscript.document(walk(manuscript.blocks, _visit), meta)
    arguments = ["-f", "json", "-t", "html5", "--mathml", "--wrap=none", "--section-divs"]
    arguments += [f"--template={_ASSETS / 'page.html'}"]
    if "html" in settings.toc:
        arguments += ["--toc", f"--toc-depth={settings.toc_depth + 1}"]
    answer = run_pandoc(arguments, json.dumps(document), folder=manuscript.source.path.parent)
    target.write_text(answer.output, encoding="utf-8", newline="\n")
    copy_figures(manuscript, target.parent)
    return target


def copy_figures(manuscript: Manuscript, folder: Path) -> None:
    """Put the pictures that the cells drew beside the page."""
    files = sorted(manuscript.figures.iterdir())
    if files:
        (folder / manuscript.figures_name).mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / manuscript.figures_name / file.name)


def _page_title(manuscript: Manuscript) -> str:
    """Return the title of the browser tab."""
    site = manuscript.project.title
    title = manuscript.plain_title
    return title if not site or site == title else f"{title} \u2013 {site}"


def _authors(manuscript: Manuscript) -> str:
    """Return the authors as a list."""
    items = []
    for author in manuscript.settings.authors:
        place = html_text.escape(author.affiliation)
        shown = html_text.escape(author.name) + (
            f' <span class="affiliation">{place}</span>' if place else ""
        )
        items.append(f"<li>{shown}</li>")
    return f'<ul class="authors">{"".join(items)}</ul>'


def _other_formats(manuscript: Manuscript) -> str:
    """Return links to the other files of the document, as Quarto gives them."""
    names = [name for name in manuscript.settings.formats if name in _LABELS]
    files = [(_LABELS[name], manuscript.output(name).name) for name in names]
    links = ", ".join(f'<a href="{html_text.escape(file)}">{label}</a>' for label, file in files)
    return f'<p class="other-formats"><strong>Other formats:</strong> {links}</p>' if links else ""


def _visit(node: Node) -> Nodes | None:
    """Set one node for HTML."""
    kind = node["t"]
    if kind == "Header":
        return [_header(node)]
    if kind == "Link":
        return [_link(node)]
    if kind == "Image":
        return [_image(node)]
    if kind == "Table":
        return [_scroll([with_widths(node) if asks_for_widths(node) else node])]
    return _division(node) if kind == "Div" else None


def _division(node: Node) -> Nodes | None:
    """Set the press's own divisions."""
    if has_class(node, "vcif-table"):
        return [_scroll([node["c"][1][0]])]
    if exhibit := as_float(node):
        return _figure(exhibit)
    if callout := as_callout(node):
        kind, title, content = callout
        heading = [raw_block("html", '<p class="callout-title">'), plain(title), raw_block("html", "</p>")]
        opening = raw_block("html", f'<div class="callout callout-{kind}" role="note">')
        return [opening, *heading, *content, raw_block("html", "</div>")]
    if equation := as_equation(node):
        label, number, math = equation
        shown = [para([math]), para([{"t": "Str", "c": f"({number})"}])]
        return [div(shown, label, ["equation"])]
    return None


def _figure(exhibit: Float) -> Nodes:
    """Return an exhibit as a figure with its caption, above a table and below a picture."""
    identifier = f' id="{html_text.escape(exhibit.label)}"' if exhibit.label else ""
    lead: Nodes = []
    if exhibit.number:
        lead = [{"t": "Str", "c": f"{exhibit.name}\u00a0{exhibit.number}:"}, {"t": "Space"}]
    caption: Nodes = []
    if lead or exhibit.caption:
        words = plain([*lead, *exhibit.caption])
        caption = [raw_block("html", "<figcaption>"), words, raw_block("html", "</figcaption>")]
    above = caption if exhibit.kind == "tbl" else []
    below = [] if exhibit.kind == "tbl" else caption
    opening = raw_block("html", f'<figure{identifier} class="exhibit-{exhibit.kind}">')
    return [opening, *above, *exhibit.blocks, *below, raw_block("html", "</figure>")]


def _scroll(blocks: Nodes) -> Node:
    """Return a table in a box that scrolls on narrow screens, by keyboard too."""
    return {
        "t": "Div",
        "c": [
            ["", ["table-scroll"], [["tabindex", "0"], ["role", "region"], ["aria-label", "Table"]]],
            blocks,
        ],
    }


def _header(node: Node) -> Node:
    """Return a heading one level down, the title being the first, with its number."""
    level, (identifier, classes, pairs), inlines = node["c"]
    number = dict(pairs).get("number")
    rest = [pair for pair in pairs if pair[0] != "number"]
    lead: Nodes = []
    if number:
        lead = [
            {"t": "Span", "c": [["", ["header-number"], []], [{"t": "Str", "c": number}]]},
            {"t": "Space"},
        ]
    return {"t": "Header", "c": [min(level + 1, 6), [identifier, classes, rest], [*lead, *inlines]]}


def _link(node: Node) -> Node:
    """Return a link with pages by their address on the site."""
    reference = as_reference(node)
    if reference:
        return {"t": "Link", "c": [["", ["cross-reference"], []], node["c"][1], node["c"][2]]}
    attributes, inlines, (target, title) = node["c"]
    name, mark, anchor = target.partition("#")
    if name.endswith(".qmd") and "://" not in name:
        target = name.removesuffix(".qmd") + ".html" + mark + anchor
    return {"t": "Link", "c": [attributes, inlines, [target, title]]}


def _image(node: Node) -> Node:
    """Return a picture with its alternative text where HTML has it."""
    (identifier, classes, pairs), inlines, target = node["c"]
    alternative = pairs_of(node).get("fig-alt")
    words = [{"t": "Str", "c": alternative}] if alternative else inlines
    rest = [pair for pair in pairs if pair[0] != "fig-alt"]
    return {"t": "Image", "c": [[identifier, classes, rest], words, target]}
