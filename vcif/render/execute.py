"""Run the cells and inline expressions of a document, in order, in one fresh kernel."""

from __future__ import annotations

import asyncio
import re
import tempfile
from ast import literal_eval
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vcif._errors import RenderError
from vcif.render.cells import Cell, Piece, Text
from vcif.render.inline import Inline, escape_markdown, find_inline
from vcif.render.kernel import new_kernel_manager

if TYPE_CHECKING:
    from nbclient import NotebookClient

_LINE_IN_CELL = re.compile(r"Cell In\[\d+\], line (\d+)")
_DIED = "a library crashed, memory ran out, or the code left the program"
_IN_TEMPORARY = re.compile(r" \(\d+\.py, line \d+\)$")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Output:
    """One output of a cell: a stream's text, or a value in several media types."""

    stream: str = ""
    text: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What a document's code gave: outputs by number of the piece, and the text of each inline expression."""

    outputs: Mapping[int, tuple[Output, ...]]
    inline: Mapping[Inline, str]


def run_pieces(pieces: Sequence[Piece], folder: Path, epoch: int, tell: Callable[[str], None]) -> Run:
    """Run a document's code once.

    Parameters
    ----------
    pieces : sequence of Text or Cell
        The document, cut up.
    folder : Path
        The working folder of the code.
    epoch : int
        The time that figures carry, in seconds since 1970.
    tell : callable
        Takes a word on progress.

    Raises
    ------
    RenderError
        A cell or an inline expression fails; the message has its file and line.
    """
    has_code = any(isinstance(piece, Cell) or find_inline(piece.lines) for piece in _live(pieces))
    if not has_code:
        return Run({}, {})
    # A selector loop: what zmq needs on Windows, and the default elsewhere.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner,
    ):
        return runner.run(_run(pieces, folder, Path(scratch), epoch, tell))


def _live(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that may hold code."""
    return [piece for piece in pieces if isinstance(piece, Cell) or not piece.verbatim]


async def _run(
    pieces: Sequence[Piece], folder: Path, scratch: Path, epoch: int, tell: Callable[[str], None]
) -> Run:
    """Start the kernel and go through the pieces."""
    from nbclient import NotebookClient

    manager = new_kernel_manager(scratch, epoch)
    client = NotebookClient(
        import_module("nbformat.v4").new_notebook(),
        km=manager,
        timeout=None,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    outputs: dict[int, tuple[Output, ...]] = {}
    inline: dict[Inline, str] = {}
    total = len(pieces)
    async with _kernel_of(client, scratch):
        await _execute(client, _setup_code())
        for number, piece in enumerate(pieces):
            tell(f"code {number + 1}/{total}")
            if isinstance(piece, Text):
                inline |= {} if piece.verbatim else await _evaluate(client, find_inline(piece.lines))
            elif piece.options.eval:
                outputs[number] = await _run_cell(client, piece)
    return Run(outputs, inline)


@asynccontextmanager
async def _kernel_of(client: NotebookClient, scratch: Path) -> AsyncIterator[None]:
    """Start the kernel and end it; what it says on its own account goes to a file, for when it dies."""
    log = scratch / "kernel.log"
    with log.open("wb") as stream:
        try:
            async with client.async_setup_kernel(cleanup_kc=True, stdout=stream, stderr=stream):
                yield
        except RuntimeError as fault:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise RenderError(f"Python did not start for the cells: {fault} {' '.join(last)}") from fault


def _setup_code() -> str:
    """Return the code that prepares the kernel."""
    from vcif.render import kernel_setup

    return Path(kernel_setup.__file__).read_text(encoding="utf-8") + "\nvcif_kernel_begin()\n"


async def _execute(client: NotebookClient, code: str) -> list[Any]:
    """Run code and return its outputs, among them an error if it failed."""
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    cell = import_module("nbformat.v4").new_code_cell(code)
    client.nb.cells.append(cell)
    try:
        await client.async_execute_cell(cell, len(client.nb.cells) - 1)
    except CellExecutionError:
        pass
    except DeadKernelError:
        cell.outputs.append(
            {"output_type": "error", "ename": "Python ended", "evalue": _DIED, "traceback": []}
        )
    return list(cell.outputs)


async def _run_cell(client: NotebookClient, cell: Cell) -> tuple[Output, ...]:
    """Run one cell of the document."""
    options = cell.options
    sized = options.fig_width is not None or options.fig_height is not None
    if sized:
        await _execute(client, f"vcif_kernel_figure_size({options.fig_width}, {options.fig_height})")
    raw = await _execute(client, cell.code)
    if sized:
        await _execute(client, "vcif_kernel_figure_size(None, None)")
    for output in raw:
        if output["output_type"] == "error":
            raise _failure(cell, output)
    return tuple(_output(each) for each in raw)


def _output(raw: Any) -> Output:
    """Return a notebook output in our own form."""
    if raw["output_type"] == "stream":
        return Output(stream=raw["name"], text=raw["text"])
    return Output(data={key: value for key, value in raw["data"].items() if isinstance(value, str)})


def _failure(cell: Cell, output: Any) -> Exception:
    """Return the error of a failed cell, with the line of the cell that failed."""
    trace = _ANSI.sub("", "\n".join(output["traceback"]))
    lines = [int(number) for number in _LINE_IN_CELL.findall(trace)]
    inside = [number for number in lines if 0 < number <= len(cell.lines)]
    place = cell.lines[inside[0] - 1].place if inside else cell.place
    # The traceback's first "Cell In" is the innermost frame only when one cell calls another; the first
    # line within this cell is where the author has to look.
    reason = _IN_TEMPORARY.sub("", str(output["evalue"]))
    return place.error(f"{cell.name} failed: {output['ename']}: {reason}".rstrip(": "))


async def _evaluate(client: NotebookClient, found: list[Inline]) -> dict[Inline, str]:
    """Evaluate the inline expressions between two cells in one go."""
    if not found:
        return {}
    raw = await _execute(client, f"vcif_kernel_inline({[each.expression for each in found]!r})")
    replies = next((each["data"]["application/json"] for each in raw if "data" in each), None)
    if replies is None:
        raise found[0].place.error("Python died while evaluating the inline expressions that begin here")
    results = {}
    for inline, reply in zip(found, replies, strict=True):
        if "error" in reply:
            raise inline.place.error(f"inline expression `{inline.expression}` failed: {reply['error']}")
        results[inline] = _inline_text(reply["data"])
    return results


def _inline_text(data: Mapping[str, str]) -> str:
    """Return a result as Markdown, as Quarto does: Markdown as it is, plain values escaped, unquoted."""
    if "text/markdown" in data:
        return data["text/markdown"]
    text = data.get("text/plain", "")
    if text[:1] in ("'", '"'):
        with suppress(ValueError, SyntaxError):
            text = str(literal_eval(text))
    return escape_markdown(text)
