"""Read finished tables back, and the settings under which the tests make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from great_tables import GT
from lxml import html

from vcif.study import Settings

# The interval of the contrast is not what these tests look at.
FEWER = Settings(n_resamples=100)


@dataclass(frozen=True)
class Shown:
    """A finished table: its header texts, its body rows with the group heading before each, its notes."""

    headers: list[str]
    rows: list[list[str]]
    headings: list[str]
    notes: list[str]

    @property
    def note(self) -> str:
        return " ".join(self.notes)

    def row(self, label: str, nth: int = 0) -> list[str]:
        found = [i for i, row in enumerate(self.rows) if row[0] == label]
        assert len(found) == 1, (label, [row[0] for row in self.rows])
        return self.rows[found[0] + nth]


def read(table: GT) -> Shown:
    """Read a table back from its HTML, with no-break spaces as plain ones."""
    root: Any = html.fromstring(table.as_raw_html())

    def texts(path: str, node: Any = root) -> list[str]:
        return [" ".join(found.text_content().replace("\u00a0", " ").split()) for found in node.xpath(path)]

    return Shown(
        headers=texts("//thead//th"),
        rows=[
            texts("./td|./th", row)
            for row in root.xpath("//tbody/tr")
            if "gt_group_heading_row" not in row.classes
        ],
        headings=texts("//tbody//*[contains(@class, 'gt_group_heading')][not(self::tr)]"),
        notes=texts("//td[contains(@class, 'gt_sourcenote')]"),
    )
