"""Tell what is being done: a moving line in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Teller(Protocol):
    """Takes words on one document's progress."""

    def step(self, words: str) -> None:
        """Say what is being done now."""

    def done(self, words: str) -> None:
        """Say that the document is finished."""


@dataclass(frozen=True)
class Silent:
    """Says nothing."""

    def step(self, words: str) -> None:
        """Say nothing."""

    def done(self, words: str) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class _Lines:
    """Prints a line when a document is finished."""

    console: Console
    name: str

    def step(self, words: str) -> None:
        """Say nothing until the document is finished: logs need no animation."""

    def done(self, words: str) -> None:
        """Print one line."""
        self.console.print(f"{self.name}: {words}", highlight=False, markup=False, soft_wrap=True)


@dataclass(frozen=True)
class _Moving:
    """Updates a line of a rich progress display."""

    progress: Progress
    task: TaskID
    name: str

    def step(self, words: str) -> None:
        """Show the step."""
        self.progress.update(self.task, description=f"{self.name}: {words}")

    def done(self, words: str) -> None:
        """Show the end."""
        self.progress.update(self.task, description=f"{self.name}: {words}", completed=1)


class Board:
    """Hands out a teller for each document."""

    def __init__(self, console: Console | None, progress: Progress | None) -> None:
        self._console = console
        self._progress = progress

    def teller(self, name: str) -> Teller:
        """Return the teller of one document."""
        if self._progress is not None:
            return _Moving(self._progress, self._progress.add_task(f"{name}: waiting", total=1), name)
        return _Lines(self._console, name) if self._console is not None else Silent()

    def say(self, words: str) -> None:
        """Print a line that belongs to no document."""
        if self._console is not None:
            self._console.print(words, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def board(console: Console | None) -> Iterator[Board]:
    """Open a board for the time of rendering; without a console nothing is said."""
    if console is None or not console.is_terminal:
        yield Board(console, None)
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(finished_text="\u2713"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield Board(console, progress)
