"""Word fields and bookmarks, so that numbers and references are live in Word."""

from __future__ import annotations

import re
import zlib
from xml.sax.saxutils import escape

_LONGEST = 38


def bookmark_name(label: str) -> str:
    """Return the label as Word takes it: letters, digits and underscores, 40 at most with a suffix.

    >>> bookmark_name("tbl-items")
    'tbl_items'
    """
    name = re.sub(r"\W", "_", label, flags=re.ASCII)
    if len(name) <= _LONGEST and "_" not in label and "." not in label:
        return name
    return f"{name[:28]}_{zlib.crc32(label.encode('utf-8')):08x}"


def run(words: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def field(instruction: str, shown: str) -> str:
    r"""Return a field with the result it shows until Word updates it.

    >>> "SEQ Table" in field("SEQ Table \\* ARABIC", "1")
    True
    """
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, content: str) -> str:
    """Return content within a bookmark; the number must be the document's only one of its kind."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def counter(kind: str, shown: str) -> str:
    """Return the field that counts tables, figures or equations."""
    return field(f"SEQ {kind} \\* ARABIC", shown)


def reference(name: str, shown: str) -> str:
    """Return the field that shows what a bookmark holds, and leads there."""
    return field(f"REF {name} \\h", shown)
