"""What of Quarto's Markdown the press does not know, found with its line before any code runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vcif._errors import RenderError, nearest
from vcif.render.callouts import CALLOUTS
from vcif.render.cells import Piece
from vcif.render.locate import prose
from vcif.render.places import Line, joined

_SHORTCODE = re.compile(r"\{\{<\s*(\S+)")
_DIV = re.compile(r"^\s*(?:>\s*)*:{3,}\s*(?P<written>[^:\s].*?)\s*:*\s*$")
_CLASS = re.compile(r"(?<![\w\"'=])\.([A-Za-z][\w-]*)")
_PAIR = re.compile(r"([A-Za-z][\w-]*)=")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BRACED = re.compile(r"(?<=[\])}`])\{(?P<written>[^{}]*)\}|^\s*#.*\{(?P<heading>[^{}]*)\}\s*$")
_TAG = re.compile(r"</?(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])(?![^<>]*@)[^<>]*>")
_DIV_CLASSES = frozenset({*(f"callout-{kind}" for kind in CALLOUTS), "unnumbered", "unlisted"})
_SPAN_CLASSES = frozenset({"unnumbered", "unlisted", "smallcaps", "underline", "mark"})
_DIV_PAIRS = frozenset({"title"})
_PAIRS = frozenset({"fig-alt", "width", "height", "tbl-colwidths", "lang"})
_PANELS = ("layout", "layout-ncol", "layout-nrow", "group")


def check_subset(pieces: Sequence[Piece], *, only_html: bool) -> None:
    """Raise when the text uses what the press cannot set.

    Parameters
    ----------
    pieces : sequence of Text or Cell
        The document, cut up.
    only_html : bool
        Whether HTML is the only format, in which case HTML tags may stand in the text.

    Raises
    ------
    RenderError
        Names every such place with its file and line.
    """
    faults: list[RenderError] = []
    for line in prose(pieces):
        faults += _shortcodes(line)
        faults += _divisions(line)
        faults += _attributes(line)
        faults += [] if only_html else _tags(line)
    if faults:
        raise joined(faults)


def _shortcodes(line: Line) -> Iterator[RenderError]:
    """Yield an error for each shortcode."""
    for found in _SHORTCODE.finditer(line.text):
        name = found[1]
        if name == "include":
            yield line.place.error(
                "`include` must stand alone on its line, with one file: {{< include file >}}"
            )
        else:
            yield line.place.error(f"the embedded press knows the shortcode include only; got {name!r}")


def _divisions(line: Line) -> Iterator[RenderError]:
    """Yield an error for each class or attribute of a `:::` division that is not known."""
    found = _DIV.match(line.text)
    if found is None:
        return
    written = _QUOTED.sub('""', found["written"])
    classes = _CLASS.findall(written) if "{" in written else [written]
    for name in classes:
        if name not in _DIV_CLASSES:
            yield line.place.error(
                f"the embedded press does not know the division {name!r}; allowed: "
                f"{', '.join(sorted(_DIV_CLASSES))}, and the label of a table or figure"
                f"{nearest(name, _DIV_CLASSES)}"
            )
    for key in _PAIR.findall(written):
        if key not in _DIV_PAIRS:
            what = "a layout" if key in _PANELS else f"the attribute {key!r} of a division"
            yield line.place.error(f"the embedded press does not know {what}; allowed: title of a callout")


def _attributes(line: Line) -> Iterator[RenderError]:
    """Yield an error for each class or attribute in `{...}` after a span, picture, link or heading."""
    for found in _BRACED.finditer(line.text):
        written = _QUOTED.sub('""', found["written"] or found["heading"] or "")
        if written.startswith("="):
            continue
        for name in _CLASS.findall(written):
            if name not in _SPAN_CLASSES:
                yield line.place.error(
                    f"the embedded press does not know the class {name!r} here; allowed: "
                    f"{', '.join(sorted(_SPAN_CLASSES))}"
                )
        for key in _PAIR.findall(written):
            if key not in _PAIRS:
                yield line.place.error(
                    f"the embedded press does not know the attribute {key!r}; allowed: "
                    f"{', '.join(sorted(_PAIRS))}"
                )


def _tags(line: Line) -> Iterator[RenderError]:
    """Yield an error for each HTML tag, which Word and PDF would lose."""
    for found in _TAG.finditer(line.text):
        yield line.place.error(
            f"Word and PDF would lose the HTML tag <{found['tag']}>; use Markdown or a `{{=html}}` block"
        )
