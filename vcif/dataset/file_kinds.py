"""Kinds of data files: by the ending of the name, held against what the first bytes say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vcif._errors import DataError
from vcif.dataset.cell_text import listing

HEAD = 4096
STATA_OLD_VERSIONS = range(104, 116)
ENDINGS = {
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xls": "excel",
    ".sav": "spss",
    ".zsav": "spss",
    ".dta": "stata",
    ".sas7bdat": "sas7bdat",
    ".xpt": "xpt",
}


@dataclass(frozen=True)
class Signature:
    """How a kind of file begins; kinds that are no data have a name only."""

    start: bytes
    kind: str
    name: str
    offset: int = 0


SIGNATURES = (
    Signature(b"PAR1", "parquet", "a Parquet file"),
    Signature(b"PK\x03\x04", "excel", "a zip archive, such as an .xlsx workbook"),
    Signature(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel", "an old Office document, such as an .xls workbook"
    ),
    Signature(b"$FL2", "spss", "an SPSS file"),
    Signature(b"$FL3", "spss", "an SPSS file"),
    Signature(b"<stata_dta>", "stata", "a Stata file"),
    Signature(b"\xc2\xea\x81\x60\xb3\x14\x11\xcf", "sas7bdat", "a SAS file", 12),
    Signature(b"HEADER RECORD*******", "xpt", "a SAS transport file"),
    Signature(b"\x89PNG", "", "a PNG image"),
    Signature(b"\xff\xd8\xff", "", "a JPEG image"),
    Signature(b"%PDF", "", "a PDF"),
    Signature(b"{\\rtf", "", "a rich text document"),
)
TEXT = Signature(b"", "text", "text")
UNKNOWN = Signature(b"", "", "data of an unknown kind")


def kind_of(path: Path) -> str:
    """Return the kind of a data file, or raise with the way out."""
    if path.is_dir():
        raise DataError(f"{path} is a folder: name the data file in it.")
    if not path.is_file():
        raise DataError(f"{path} does not exist{_similar(path)}")
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise DataError(f'{path.name} ends in "{path.suffix}"; allowed: {", ".join(ENDINGS)}.')
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise DataError(f"{path.name} is empty: it needs a header row and a row for every firm.")
    found = _signature(head)
    if found.kind != kind:
        raise DataError(f'{path.name} ends in "{path.suffix}" but holds {found.name}: {_way_out(found)}.')
    return kind


def _signature(head: bytes) -> Signature:
    """Tell what a file is by its first bytes."""
    for entry in SIGNATURES:
        if head.startswith(entry.start, entry.offset):
            return entry
    if head[0] in STATA_OLD_VERSIONS and head[1:2] in (b"\x01", b"\x02") and head[2:3] == b"\x01":
        return Signature(b"", "stata", "a Stata file")
    # Text in UTF-16 has zero bytes as well; its mark tells it apart and `decode` names the encoding.
    return TEXT if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")) else UNKNOWN


def _way_out(found: Signature) -> str:
    """Say what to do with a file whose ending is wrong."""
    if not found.kind:
        return "export the data again as CSV, Excel, SPSS, Stata or Parquet"
    endings = [ending for ending, kind in ENDINGS.items() if kind == found.kind]
    return f"give it its true ending ({', '.join(endings)})"


def _similar(path: Path) -> str:
    """Name the files of the folder that have a data file's ending."""
    folder = path.parent
    if not folder.is_dir():
        return f": there is no folder {folder}."
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in ENDINGS)
    return f"; data files in that folder: {listing(names)}." if names else "; its folder holds no data file."
