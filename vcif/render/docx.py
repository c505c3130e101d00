"""Write a document for Word."""

from __future__ import annotations

from pathlib import Path

from vcif.render.manuscript import Manuscript


def write_docx(manuscript: Manuscript) -> Path:
    """Write the Word file of a document."""
    return manuscript.output("docx")
