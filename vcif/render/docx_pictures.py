"""Pictures for Word: SVG as PNG of 300 dots an inch, since older Word cannot show SVG."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

_DOTS_PER_INCH = 300
_TEXT_WIDTH = 6.3
_INCHES = re.compile(r"^([\d.]+)in$")
_SHEET = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image({name})\n"


@dataclass(frozen=True)
class Picture:
    """A picture file, and how wide it is to be shown."""

    file: Path
    width: str | None


def word_picture(source: Path, work: Path, width: str | None) -> Picture:
    """Return a picture as Word takes it, not wider than the text."""
    shown = width
    inches = _INCHES.match(width or "")
    if inches and float(inches[1]) > _TEXT_WIDTH:
        shown = f"{_TEXT_WIDTH}in"
    if source.suffix.lower() != ".svg":
        return Picture(source.resolve(), shown)
    target = work / f"{source.stem}.png"
    if not target.exists():
        _draw(source, target, work)
    return Picture(target.resolve(), shown)


def _draw(source: Path, target: Path, work: Path) -> None:
    """Let Typst draw an SVG as PNG."""
    import typst

    copy = work / f"{source.stem}-sheet.svg"
    shutil.copyfile(source, copy)
    sheet = work / f"{source.stem}-sheet.typ"
    sheet.write_text(_SHEET.format(name=f'"{copy.name}"'), encoding="utf-8")
    typst.compile(
        sheet, output=target, root=work, format="png", ppi=_DOTS_PER_INCH, ignore_system_fonts=True
    )
