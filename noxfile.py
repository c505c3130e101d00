"""The project's habits: `nox` checks everything, `nox -s paper` renders the paper."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "types", "tests"]

CONSTRAINTS = "constraints.txt"
PYPROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str) -> None:
    """Install the pinned, hashed packages and then vcif itself; with what some groups name besides."""
    session.install("--require-hashes", "-r", CONSTRAINTS)
    session.install("--no-deps", ".")
    if groups:
        session.install(*nox.project.dependency_groups(PYPROJECT, *groups))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, formatting and who imports whom."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check types strictly."""
    install(session, "types")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run tests, laws and the examples in docstrings; warnings are errors."""
    install(session, "test")
    workers = ["-n", "auto"] if (os.cpu_count() or 1) > 1 else []
    session.run("pytest", *workers, *session.posargs)


@nox.session
def laws(session: nox.Session) -> None:
    """Run the laws with a thousand examples each."""
    install(session, "test")
    session.run("pytest", "tests/laws", *session.posargs, env={"HYPOTHESIS_PROFILE": "laws"})


@nox.session
def engines(session: nox.Session) -> None:
    """Hold every engine to the same results: polars, DuckDB, pandas, pyarrow and Spark (which needs Java)."""
    install(session, "engines")
    session.run("pytest", "tests/engines", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Read 20,000 broken files and codebooks: each is read whole or refused in words."""
    install(session, "test")
    session.run("python", "-m", "tests.fuzz.run", *session.posargs)


@nox.session
def large(session: nox.Session) -> None:
    """Read a CSV of 500 MB and an SPSS file of two million firms to a tally within three GiB of memory."""
    install(session, "test")
    session.run("python", "-m", "tests.large.run", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure vcif beside its peers and print the ratios; `nox -s bench -- --quick` takes five minutes."""
    install(session, "bench")
    session.run("python", "-m", "tests.benchmarks.run", *session.posargs)


@nox.session(name="bench-transactions")
def bench_transactions(session: nox.Session) -> None:
    """Measure customs records and panels at scale; takes ten minutes and 2 GB of disk."""
    install(session, "bench")
    session.run("python", "-m", "tests.benchmarks.scale_run", *session.posargs)


@nox.session
def paper(session: nox.Session) -> None:
    """Render the site and the paper: by Quarto where it is installed, else by the embedded press."""
    install(session)
    session.run("vcif", "render", *session.posargs)
    session.log(f"the site: {Path('_site/index.html').resolve()}")
    session.log(f"the paper: {Path('_site/reports').resolve()}{os.sep}paper.html, paper.docx, paper.pdf")


@nox.session
def data(session: nox.Session) -> None:
    """Make the example data and the codebook's schema again."""
    install(session)
    session.run("python", "data/build.py")


@nox.session
def reference(session: nox.Session) -> None:
    """Make the expected values of the tests again, with R."""
    if shutil.which("Rscript") is None:
        session.error("Rscript is not installed")
    for script in ("make.R", "panels.R"):
        session.run("Rscript", f"tests/reference/{script}", external=True)


@nox.session
def pin(session: nox.Session) -> None:
    """Write constraints.txt again: every package with its version and hashes, for all platforms."""
    session.install("uv")
    command = ["uv", "pip", "compile", "pyproject.toml", "--extra", "reports", "--group", "test"]
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    session.run(*command, *options, "--no-header", "--upgrade", "--quiet", "--output-file", CONSTRAINTS)
