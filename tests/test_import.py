"""What `import vcif` loads: polars, numpy and the package itself, nothing slow."""

from __future__ import annotations

import subprocess
import sys

import vcif

HEAVY = (
    "scipy", "statsmodels", "great_tables", "plotnine", "pandas", "matplotlib", "pydantic", "pyreadstat",
    "fastexcel", "xlsxwriter", "pyarrow", "nbclient", "pypandoc", "typst", "typer", "rich", "narwhals", "duckdb", "pyspark",
)  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """Return the heavy packages that a fresh interpreter has loaded after some code."""
    script = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_loads_nothing_heavy() -> None:
    assert loaded_by("import vcif") == set()


def test_tests_need_neither_tables_nor_statsmodels() -> None:
    code = "from vcif.inference import htests\nhtests.kruskal_wallis([[1, 2], [2, 3], [4, 4]])"
    assert loaded_by(code) <= {"scipy"}


def test_every_public_name_is_there() -> None:
    for name in vcif.__all__:
        assert getattr(vcif, name).__doc__, name
    assert set(vcif.__all__) <= set(dir(vcif))


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(vcif, "kruskal")
