"""The Word file as a package: styles, page, language, properties; the same bytes for the same document."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from vcif.render.docx_tables import set_tables, tag
from vcif.render.manuscript import Manuscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASSETS = Path(__file__).parent / "assets"
_DATE = (1980, 1, 1, 0, 0, 0)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTER_ID = "rIdVcifFooter"
_RELATION = (
    '<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="%s" '
    f'Type="{_R}/footer" Target="footer-vcif.xml"/>'
)
_OVERRIDE = (
    '<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" '
    'PartName="/word/footer-vcif.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>'
)
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">\
<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator><cp:keywords>{keywords}</cp:keywords>\
<dc:description>{description}</dc:description><dc:language>{language}</dc:language></cp:coreProperties>"""


def finish_docx(raw: Path, target: Path, manuscript: Manuscript) -> None:
    """Turn pandoc's Word file into ours.

    Parameters
    ----------
    raw : Path
        What pandoc wrote.
    target : Path
        The file to write.
    manuscript : Manuscript
        For title, authors, keywords and language.
    """
    with zipfile.ZipFile(raw) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = _document(parts["word/document.xml"])
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"], manuscript.settings.lang)
    parts["word/settings.xml"] = _settings(parts["word/settings.xml"])
    parts["word/footer-vcif.xml"] = (_ASSETS / "footer.xml").read_bytes()
    parts["word/_rels/document.xml.rels"] = _append(
        parts["word/_rels/document.xml.rels"], _RELATION % _FOOTER_ID
    )
    parts["[Content_Types].xml"] = _append(parts["[Content_Types].xml"], _OVERRIDE)
    parts["docProps/core.xml"] = _core(manuscript)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)


def _document(content: bytes) -> bytes:
    """Return the main part with its tables and its page put right."""
    from lxml import etree

    root = etree.fromstring(content)
    body = root.find(tag("body"))
    if body is None:
        return content
    set_tables(body)
    _page(body)
    return _bytes(root)


def _page(body: _Element) -> None:
    """Set A4, margins of 2.5 cm and a page number at the foot."""
    section = body.find(tag("sectPr"))
    if section is None:
        section = body.makeelement(tag("sectPr"), {})
        body.append(section)
    for child in list(section):
        if child.tag in (tag("pgSz"), tag("pgMar"), tag("footerReference")):
            section.remove(child)
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1417")
    margins |= {"header": "708", "footer": "708", "gutter": "0"}
    footer = section.makeelement(tag("footerReference"), {tag("type"): "default", f"{{{_R}}}id": _FOOTER_ID})
    size = section.makeelement(tag("pgSz"), {tag("w"): "11906", tag("h"): "16838"})
    margin = section.makeelement(tag("pgMar"), {tag(key): value for key, value in margins.items()})
    section.insert(0, footer)
    notes = [child for child in section if child.tag in (tag("footnotePr"), tag("endnotePr"), tag("type"))]
    position = 1 + len(notes)
    section.insert(position, size)
    section.insert(position + 1, margin)


def _styles(content: bytes, language: str) -> bytes:
    """Return the styles with ours in place of pandoc's."""
    from lxml import etree

    root = etree.fromstring(content)
    ours = etree.fromstring((_ASSETS / "styles.xml").read_bytes())
    defaults = root.find(tag("docDefaults"))
    new = ours.find(tag("docDefaults"))
    if defaults is not None and new is not None:
        for element in new.iter(tag("lang")):
            element.set(tag("val"), language)
        root.replace(defaults, new)
    known = {style.get(tag("styleId")): style for style in root.findall(tag("style"))}
    for style in ours.findall(tag("style")):
        old = known.get(style.get(tag("styleId")))
        if old is not None:
            root.replace(old, style)
        else:
            root.append(style)
    return _bytes(root)


def _settings(content: bytes) -> bytes:
    """Return the settings with today's layout rules, without which Word opens in its mode of 2007."""
    from lxml import etree

    root = etree.fromstring(content)
    if root.find(tag("compat")) is None:
        compat = root.makeelement(tag("compat"), {})
        values = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": "15"}
        setting = {tag(key): value for key, value in values.items()}
        compat.append(root.makeelement(tag("compatSetting"), setting))
        after = root.find(tag("rsids"))
        root.insert(len(root) if after is None else root.index(after), compat)
    return _bytes(root)


def _append(content: bytes, element: str) -> bytes:
    """Return an XML part with an element added at its end."""
    from lxml import etree

    root = etree.fromstring(content)
    root.append(etree.fromstring(element))
    return _bytes(root)


def _core(manuscript: Manuscript) -> bytes:
    """Return the document's properties, without dates that would change at every run."""
    settings = manuscript.settings
    values = {
        "title": manuscript.plain_title,
        "creator": "; ".join(author.name for author in settings.authors),
        "keywords": ", ".join(settings.keywords),
        "description": settings.description,
        "language": settings.lang,
    }
    return _CORE.format(**{key: escape(value) for key, value in values.items()}).encode("utf-8")


def _bytes(root: _Element) -> bytes:
    """Return an XML part as it is stored."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
