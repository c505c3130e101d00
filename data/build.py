"""Make the shipped example data: run `python data/build.py` after any change of the simulation.

It writes chinese_smes.csv, chinese_smes.sav, chinese_smes_panel.csv, chinese_smes_panel.toml and
codebook.schema.json beside itself (or into the folder named as argument). chinese_smes.toml is written by
hand: it is the codebook that a researcher copies; the panel's is the same with a wave.
The files come out the same byte for byte on every platform, so that a test can tell when they are stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl
import pyreadstat

from vcif.dataset.codebook import Activity, Codebook, Covariate, Indicator
from vcif.dataset.codebook_file import codebook_schema, read_codebook
from vcif.dataset.simulate import simulate_raw
from vcif.dataset.simulate_panel import simulate_panel_raw

HERE = Path(__file__).parent
FIRMS = 400
SEED = 1
PANEL_FIRMS, PANEL_WAVES = 320, 7
# The panel was asked with the same questionnaire: its codebook differs in these places only.
PANEL_TEXTS = {
    "# Synthetic survey of Chinese small and medium enterprises: its codebook.\n":
    "# Synthetic panel of Chinese small and medium enterprises: its codebook (made by build.py).\n",
    "# The same codebook reads chinese_smes.csv and chinese_smes.sav. README.md describes every column.\n":
    "# It is that of chinese_smes.csv with the column of the wave. README.md describes every column.\n",
    'title = "Synthetic survey of Chinese small and medium enterprises, 2023"\n':
    'title = "Synthetic panel of Chinese small and medium enterprises, 2017 to 2023"\n',
    'id = "firm_id"\n': 'id = "firm_id"\nwave = "wave"                         # one row per firm and year\n',
}  # fmt: skip

# What the codebook does not say, because only people who open the .sav file need it.
FIRM_LABELS: dict[str, str | None] = {
    "firm_id": "Identifier of the firm",
    "first_upstream_year": "Year of the first overseas upstream activity",
    "first_downstream_year": "Year of the first overseas downstream activity",
    "route": "How the firm came to buy and to sell abroad, in its own words",
}
ANCHORS = {
    "performance": ("much worse than competitors", "much better than competitors"),
    "structure": ("strongly disagree", "strongly agree"),
    "attitudes": ("not at all", "very much"),
}
NO_ANSWER = {8: "refused", 9: "do not know", 99: "do not know", 999: "do not know", 9999: "do not know"}

# Where a .sav file holds the day and the time of its making; a fixed date keeps the bytes the same.
SAV_CREATED = 92
SAV_DATE = b"01 Jan 2400:00:00"


def write_csv(folder: Path) -> Path:
    """Write the survey as text: UTF-8, commas, LF at the line ends, nothing in a blank cell."""
    path = folder / "chinese_smes.csv"
    path.write_bytes(simulate_raw(FIRMS, SEED).write_csv(line_terminator="\n").encode("utf-8"))
    return path


def write_sav(folder: Path) -> Path:
    """Write the survey for SPSS: numbers where the answers are numbers, labels, declared missing codes."""
    path = folder / "chinese_smes.sav"
    codebook = read_codebook(HERE / "chinese_smes.toml")
    frame = _typed(simulate_raw(FIRMS, SEED))
    numeric = [name for name, dtype in frame.schema.items() if dtype == pl.Float64]
    pyreadstat.write_sav(
        frame,
        path,
        file_label="Synthetic survey of Chinese SMEs, 2023",
        column_labels=_column_labels(codebook),
        variable_value_labels={name: _value_labels(codebook, name) for name in numeric},
        missing_ranges={name: [*codes] for name in numeric if (codes := _missing(codebook, name))},
        row_compress=True,
        variable_format={name: "F8.1" if name == "revenue" else "F8.0" for name in numeric},
    )
    _set_date(path)
    return path


def write_panel_csv(folder: Path) -> Path:
    """Write the panel as text, one row per firm and wave."""
    path = folder / "chinese_smes_panel.csv"
    raw = simulate_panel_raw(PANEL_FIRMS, waves=PANEL_WAVES, seed=SEED)
    path.write_bytes(raw.write_csv(line_terminator="\n").encode("utf-8"))
    return path


def write_panel_codebook(folder: Path) -> Path:
    """Write the panel's codebook: the survey's with a wave."""
    path = folder / "chinese_smes_panel.toml"
    text = (HERE / "chinese_smes.toml").read_text(encoding="utf-8")
    for old, new in PANEL_TEXTS.items():
        if text.count(old) != 1:
            raise SystemExit(f"chinese_smes.toml must hold this once: {old!r}")
        text = text.replace(old, new)
    path.write_bytes(text.encode("utf-8"))
    return path


def write_schema(folder: Path) -> Path:
    """Write the JSON Schema by which editors check and complete a codebook."""
    path = folder / "codebook.schema.json"
    text = json.dumps(codebook_schema(), indent=2, ensure_ascii=False) + "\n"
    path.write_bytes(text.encode("utf-8"))
    return path


def _typed(raw: pl.DataFrame) -> pl.DataFrame:
    """Turn columns of numbers into numbers; "NA" has no place in them and becomes a blank cell."""
    typed = []
    for column in raw.get_columns():
        numbers = column.cast(pl.Float64, strict=False)
        lost = column.filter(numbers.is_null() & column.is_not_null())
        typed.append(numbers if lost.is_in(["NA"]).all() else column)
    return pl.DataFrame(typed)


def _entries(codebook: Codebook) -> list[Activity | Indicator | Covariate]:
    """Return all entries that describe a column; a later one has the better label for it."""
    return [*codebook.covariates, *codebook.indicators, *codebook.activities]


def _column_labels(codebook: Codebook) -> dict[str, str | None]:
    """Return the label of each column; where two entries share a column, the activity's."""
    return FIRM_LABELS | {entry.column: entry.label for entry in _entries(codebook)}


def _missing(codebook: Codebook, column: str) -> list[int]:
    """Return the codes for "no answer" that the codebook lists for a column."""
    firm = codebook.firm
    listed = set(firm.missing) if column in (firm.upstream_year, firm.downstream_year) else set()
    for entry in _entries(codebook):
        listed |= set(entry.missing) if entry.column == column else set()
    return sorted(code for code in listed if isinstance(code, int))


def _value_labels(codebook: Codebook, column: str) -> dict[int | float, str]:
    """Return the labels of a column's codes: answers, levels, ends of the scale, and no answer."""
    labels: dict[int | float, str] = {code: NO_ANSWER[code] for code in _missing(codebook, column)}
    for activity in codebook.activities:
        if activity.column == column and activity.kind == "yes_no":
            labels |= {1: "yes", 2: "no"}
    for covariate in codebook.covariates:
        if covariate.column == column:
            labels |= {int(code): level for code, level in covariate.levels.items()}
    for item in codebook.indicators:
        if item.column == column and item.block is not None:
            labels |= dict(zip((1, 5), ANCHORS[item.block], strict=True))
    return labels


def _set_date(path: Path) -> None:
    """Replace the day and time of writing by a fixed one."""
    content = bytearray(path.read_bytes())
    content[SAV_CREATED : SAV_CREATED + len(SAV_DATE)] = SAV_DATE
    path.write_bytes(content)


def main(folder: Path = HERE) -> None:
    """Write all files."""
    for write in (write_csv, write_sav, write_panel_codebook, write_panel_csv, write_schema):
        path = write(folder)
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
