"""Render the reports to HTML, Word and PDF: by Quarto where it is installed, else by the embedded press."""

from __future__ import annotations

from vcif.render.engine import Engine, Rendered, render_site

__all__ = ["Engine", "Rendered", "render_site"]
