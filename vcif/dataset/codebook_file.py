"""Read a codebook from its TOML file, and publish its JSON Schema for editors."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vcif._errors import CodebookError
from vcif.dataset.codebook import Codebook
from vcif.dataset.codebook_faults import fault_texts
from vcif.dataset.preset import preset_named, preset_text

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
POSITION = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")


def read_codebook(path: str | os.PathLike[str]) -> Codebook:
    r"""Read a codebook from a TOML file.

    Parameters
    ----------
    path : str or path
        The TOML file, in UTF-8; or the name of a preset, as in "preset:wbes" (see `preset_names`).

    Returns
    -------
    Codebook
        The codebook, checked.

    Raises
    ------
    CodebookError
        If the file is no TOML, or says something that is not allowed: each fault is listed with its key,
        what came and what is allowed.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import vcif
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "smes.toml"
    >>> _ = path.write_text('[study]\ntitel = "SMEs"', encoding="utf-8")
    >>> try:
    ...     vcif.read_codebook(path)
    ... except vcif.VcifError as error:
    ...     print(str(error).splitlines()[2])
    - [study], key "titel": unknown key; allowed: title, source, synthetic; did you mean "title"?
    """
    preset = preset_named(path)
    if preset is not None:
        return parse_codebook(tomllib.loads(preset_text(preset)), os.fspath(path))
    file = Path(path)
    return parse_codebook(_toml(file), file.name)


def parse_codebook(tables: dict[str, Any], source: str) -> Codebook:
    """Check the tables of a codebook; `source` names it in messages."""
    try:
        return Codebook.model_validate(tables)
    except ValidationError as error:
        faults = fault_texts(error, tables)
    if len(faults) == 1:
        raise CodebookError(f"{source}: {faults[0]}")
    raise CodebookError("\n- ".join([f"{source} has {len(faults)} faults:", *faults]))


def codebook_schema() -> dict[str, Any]:
    """Return the JSON Schema of a codebook, which lets an editor complete and check its keys.

    Examples
    --------
    >>> from vcif.dataset import codebook_schema
    >>> list(codebook_schema()["properties"])
    ['study', 'file', 'firm', 'answers', 'activities', 'indicators', 'covariates', 'checks']
    """
    return {"$schema": SCHEMA_DIALECT, **Codebook.model_json_schema()}


def _toml(file: Path) -> dict[str, Any]:
    """Parse a TOML file."""
    if not file.is_file():
        what = "is a folder: name the TOML file in it" if file.is_dir() else "does not exist"
        raise CodebookError(f"the codebook {file} {what}")
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CodebookError(f"{file.name}, line {line}: not in UTF-8; save the codebook as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(_syntax_text(str(error), file.name)) from None


def _syntax_text(message: str, source: str) -> str:
    """Write a fault of the TOML syntax with its place first."""
    position = POSITION.search(message)
    place = f", {position.group(1)}" if position else ""
    hint = "; a text needs quotation marks" if message.startswith("Invalid value") else ""
    return f"{source}{place}: not valid TOML: {POSITION.sub('', message)}{hint}"
