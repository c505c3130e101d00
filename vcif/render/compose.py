"""Put a document's text and the outputs of its cells together as one Markdown text.

What is not Markdown (tables in HTML, pictures) is kept aside and stands in the text as an empty, numbered
division, which `exhibits` fills after pandoc has read the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vcif.render.cells import Cell, Piece
from vcif.render.execute import Output, Run
from vcif.render.inline import replace_inline
from vcif.render.settings import Settings

_FRAME = 'class="dataframe"'
_PICTURES = ("image/svg+xml", "image/png")


@dataclass(frozen=True)
class Exhibit:
    """An output that is not Markdown, and the cell that made it; media is its media type."""

    media: str
    content: str
    cell: Cell


@dataclass(frozen=True)
class Composed:
    """The Markdown text with the exhibits and cells that its divisions point at by number."""

    markdown: str
    exhibits: tuple[Exhibit, ...]
    cells: tuple[Cell, ...]


def compose(pieces: Sequence[Piece], run: Run, settings: Settings) -> Composed:
    """Return the document with everything computed in place.

    Raises
    ------
    RenderError
        A cell's label or caption promises a table or figure that the cell did not give.
    """
    exhibits: list[Exhibit] = []
    cells: list[Cell] = []
    parts = [_front(settings)]
    for number, piece in enumerate(pieces):
        if isinstance(piece, Cell):
            cells.append(piece)
            shown = _cell(piece, run.outputs.get(number, ()), len(cells) - 1, exhibits)
            parts.append("\n".join(piece.indent + line if line else "" for line in shown.split("\n")))
        elif piece.verbatim:
            parts.append("\n".join(line.text for line in piece.lines))
        else:
            parts.append(replace_inline(piece.lines, run.inline.__getitem__))
    return Composed("\n".join(parts), tuple(exhibits), tuple(cells))


def _front(settings: Settings) -> str:
    """Return the parts of the front matter that are Markdown themselves."""
    written = {"title": settings.title, "subtitle": settings.subtitle, "abstract": settings.abstract}
    return "\n".join(_fenced(value, ".vcif-meta", name) for name, value in written.items() if value)


def _fenced(content: str, css_class: str, name: str) -> str:
    """Return content in a division that later steps find again by class and name."""
    return f'\n::: {{{css_class} name="{name}"}}\n\n{content}\n\n:::\n'


def _cell(cell: Cell, outputs: tuple[Output, ...], number: int, exhibits: list[Exhibit]) -> str:
    """Return the Markdown of one cell: its code if it is shown, then its outputs in a division."""
    options = cell.options
    if not options.include:
        return ""
    code = f"\n```python\n{cell.shown}\n```\n" if options.echo and cell.shown else ""
    if options.output is False:
        return code
    before = len(exhibits)
    shown = [_output(output, cell, exhibits) for output in outputs]
    _check_promise(cell, exhibits[before:], any(part.strip() for part in shown))
    body = "\n".join(shown)
    caption = options.fig_cap or options.tbl_cap
    if caption:
        body = _fenced(caption, ".vcif-caption", "caption") + body
    return code + (_fenced(body, ".vcif-cell", str(number)) if body.strip() else "")


def _output(output: Output, cell: Cell, exhibits: list[Exhibit]) -> str:
    """Return the Markdown of one output; the richest media type that we can set wins."""
    options = cell.options
    if output.stream == "stderr":
        return _verbatim(output.text) if options.warning else ""
    if output.stream:
        return f"\n{output.text}\n" if options.output == "asis" else _verbatim(output.text)
    for media in (*_PICTURES, "text/markdown", "text/html"):
        if media not in output.data:
            continue
        if media == "text/markdown":
            return f"\n{output.data[media]}\n"
        exhibits.append(Exhibit(media, output.data[media], cell))
        return f'\n::: {{.vcif-exhibit name="{len(exhibits) - 1}"}}\n:::\n'
    plain = output.data.get("text/plain", "")
    return _verbatim(plain) if options.output != "asis" else f"\n{plain}\n"


def _verbatim(text: str) -> str:
    """Return program output as a code block whose fence the text cannot close."""
    fence = "`" * max(3, 1 + max((len(run) for run in text.split() if set(run) == {"`"}), default=0))
    return f"\n{fence} {{.cell-output}}\n{text.rstrip()}\n{fence}\n"


def _check_promise(cell: Cell, made: Sequence[Exhibit], any_output: bool) -> None:
    """Raise when a cell labelled or captioned as table or figure does not give one."""
    options, found = cell.options, {exhibit.media for exhibit in made}
    figure = options.label.startswith("fig-") or bool(options.fig_cap)
    table = options.label.startswith("tbl-") or bool(options.tbl_cap)
    if figure and table:
        raise cell.place.error(f"{cell.name} is both a table and a figure; keep one of the captions")
    if not options.eval:
        return
    if figure and not found & set(_PICTURES):
        raise cell.place.error(f"{cell.name} gave no figure; end it with a plot")
    if table and any(_FRAME in exhibit.content for exhibit in made):
        raise cell.place.error(
            f"{cell.name} ends in a data frame; make a great_tables table of it: GT(frame)"
        )
    if table and "text/html" not in found and not any_output:
        raise cell.place.error(f"{cell.name} gave no table; end it with a great_tables table")
    if found & set(_PICTURES) and not options.fig_alt:
        raise cell.place.error(f"the figure of this {cell.name} has no alternative text; add `#| fig-alt:`")
