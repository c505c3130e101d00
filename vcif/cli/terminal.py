"""Text of a file in the terminal: neither markup nor a command to it."""

from __future__ import annotations

from rich.markup import escape

from vcif.present.visible import visible


def terminal_text(text: str) -> str:
    """Return text that the terminal shows as it is."""
    return escape(visible(text))
