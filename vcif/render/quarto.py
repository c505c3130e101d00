"""Render with Quarto itself, and turn what it only warns of into errors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from vcif._errors import RenderError
from vcif.render.places import Place, joined, relative_name
from vcif.render.project import Project

# Quarto's Lua filters and pandoc's citeproc word these as warnings and end with exit code 0.
_WARNINGS = (
    (
        re.compile(r"Unable to resolve crossref @?([\w:.-]+)"),
        "nothing has the label `{key}` that @{key} refers to",
    ),
    (re.compile(r"[Cc]iteproc: citation ([^\s]+) not found"), "@{key} is not in the bibliography"),
    (re.compile(r"Unable to resolve link target:? (\S+)"), "the link leads to {key}, which is not rendered"),
)
_UNRESOLVED = re.compile(r"\?@([A-Za-z]+-[\w.:-]+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SUFFIXES = (".html", ".docx", ".pdf")
_LAST_LINES = 25


def find_quarto(*, required: bool) -> str | None:
    """Return the path of the Quarto program, or None.

    Parameters
    ----------
    required : bool
        Whether to raise when there is none.

    Raises
    ------
    RenderError
        Quarto is required and not installed; the message says how to get it and how to do without.
    """
    try:
        api = import_module("quarto")
    except ImportError:
        named = os.environ.get("QUARTO_PATH")
        found: str | None = named or shutil.which("quarto")
    else:
        found = api.path()
    if found is not None and shutil.which(found) is None:
        raise RenderError(f"QUARTO_PATH names {found}, which is not a program; correct or unset it")
    if found is None and required:
        raise RenderError(
            "Quarto is not installed: get it from https://quarto.org/docs/get-started/ (or set QUARTO_PATH"
            " to the program), or render with engine 'embedded', which needs no Quarto"
        )
    return found


def render_with_quarto(
    program: str, project: Project, documents: Sequence[Path], *, whole: bool
) -> tuple[Path, ...]:
    """Render with Quarto; return the files written.

    Parameters
    ----------
    program : str
        Quarto's path.
    project : Project
        The project.
    documents : sequence of Path
        The documents to render.
    whole : bool
        Whether these are all of the project, which Quarto then renders in one go.

    Raises
    ------
    RenderError
        Quarto failed, or warned of a reference, citation or link that it could not resolve.
    """
    targets = [project.root] if whole else list(documents)
    said = "".join(_run(program, target, project.root) for target in targets)
    outputs = _outputs(project, documents)
    faults = [*_warned(said, project), *_left_in_text(outputs, project)]
    if faults:
        raise joined(faults)
    return outputs


def _run(program: str, target: Path, root: Path) -> str:
    """Run Quarto on a project or a document with this Python; return what it said."""
    done = subprocess.run(
        [program, "render", str(target)],
        cwd=root,
        env={**os.environ, "QUARTO_PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    said = _ANSI.sub("", done.stdout.decode("utf-8", errors="replace"))
    if done.returncode != 0:
        last = "\n".join(said.rstrip().splitlines()[-_LAST_LINES:])
        raise RenderError(f"Quarto failed (exit code {done.returncode}) on {target.name}:\n{last}")
    return said


def _outputs(project: Project, documents: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that Quarto made of the documents."""
    found = [project.output_dir / "index.html"]
    for document in documents:
        base = project.output_dir / document.relative_to(project.root)
        found += [base.with_suffix(suffix) for suffix in _SUFFIXES]
    outputs = tuple(dict.fromkeys(path for path in found if path.is_file()))
    if not outputs:
        raise RenderError(f"Quarto ended without an error but wrote nothing to {project.output_dir}")
    return outputs


def _warned(said: str, project: Project) -> Iterator[RenderError]:
    """Yield an error for each warning that means a hole in the text."""
    for pattern, words in _WARNINGS:
        for key in dict.fromkeys(key.rstrip(".,;") for key in pattern.findall(said)):
            yield RenderError(f"{_where(key, project)}: {words.format(key=key)}")


def _left_in_text(outputs: Sequence[Path], project: Project) -> Iterator[RenderError]:
    """Yield an error for each `?@label` that stands in the text of a page or Word file."""
    for path in outputs:
        for key in dict.fromkeys(_UNRESOLVED.findall(_text(path))):
            words = f"nothing has the label `{key}` that @{key} refers to"
            yield RenderError(f"{_where(key, project)}: {words}")


def _text(path: Path) -> str:
    """Return the text of a page or Word file; a PDF has the same references as they."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode("utf-8"))
    return ""


def _where(key: str, project: Project) -> str:
    """Return the places where a key is written in the sources, or the project's name."""
    search = re.compile(rf"(?:@|\()\{{?{re.escape(key)}(?![\w-])").search
    places = []
    for path in sorted(project.root.rglob("*.qmd")):
        if path.is_relative_to(project.output_dir):
            continue
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        name = relative_name(path, project.root)
        places += [str(Place(name, number)) for number, line in enumerate(lines, start=1) if search(line)]
    return ", ".join(places) or project.root.name
