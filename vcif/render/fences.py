"""Follow code fences line by line, so that what stands inside them is left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^(?P<indent>\s*(?:>\s?)*)(?P<mark>`{3,}|~{3,})\s*(?P<info>[^`]*?)\s*$")


@dataclass
class Fence:
    """The state of reading: within which fence we are, if any.

    Mutable on purpose: it is fed one line after another.

    >>> fence = Fence()
    >>> [fence.feed(line) for line in ["````", "```{python}", "````", "```{python}"]]
    [None, None, None, '{python}']
    >>> fence.is_open
    True
    """

    mark: str = ""
    indent: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the next line is inside a fence."""
        return bool(self.mark)

    def feed(self, text: str) -> str | None:
        """Take a line; return the info string when the line opens a fence that has one."""
        found = _FENCE.match(text)
        if found is None:
            return None
        if not self.mark:
            self.mark, self.indent = found["mark"], found["indent"]
            return found["info"] or None
        if found["mark"].startswith(self.mark) and not found["info"]:
            self.mark = ""
        return None
