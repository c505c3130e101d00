"""Pictures for Word: SVG as PNG of 300 dots an inch, since older Word cannot show SVG."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from vcif.render.lengths import fitted

_DOTS_PER_INCH = 300
_SHEET = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image({name})\n"


@dataclass(frozen=True)
class Picture:
    """The name of a picture in the working folder, and how wide it is to be shown."""

    file: str
    width: str | None


def word_picture(source: Path, work: Path, name: str, width: str | None) -> Picture:
    """Put a picture into the working folder as Word takes it, not wider than the text.

    The Word file keeps the name by which pandoc finds the picture, so it is one without a folder.
    """
    shown = fitted(width) if width else None
    if source.suffix.lower() == ".svg":
        target = work / f"{name}.png"
        _draw(source, target, work)
    else:
        target = work / f"{name}{source.suffix.lower()}"
        shutil.copyfile(source, target)
    return Picture(target.name, shown)


def _draw(source: Path, target: Path, work: Path) -> None:
    """Let Typst draw an SVG as PNG."""
    import typst

    copy = target.with_suffix(".svg")
    shutil.copyfile(source, copy)
    sheet = target.with_suffix(".typ")
    sheet.write_text(_SHEET.format(name=f'"{copy.name}"'), encoding="utf-8")
    typst.compile(sheet, output=target, root=work, format="png", ppi=_DOTS_PER_INCH, ignore_system_fonts=True)
