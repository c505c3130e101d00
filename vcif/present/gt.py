"""From a frame of texts to a great_tables table that holds in HTML, Word and PDF."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import polars as pl

from vcif.present.numbers import MISSING

if TYPE_CHECKING:
    from great_tables import GT
    from great_tables._text import Html
    from IPython.display import HTML

_BLACK = "#000000"
# Characters that a Markdown reader could take for markup, as entities that it takes for themselves.
_MARKUP = str.maketrans({character: f"&#{ord(character)};" for character in "*_`$~^@\\"})


def exhibit(
    frame: pl.DataFrame,
    name: str,
    headers: Mapping[str, str],
    *,
    stub: str,
    notes: Sequence[str],
    group: str | None = None,
    spanners: Mapping[str, Sequence[str]] | None = None,
    left: Sequence[str] = (),
    whole: Sequence[str] = (),
    wrapped: Sequence[str] = (),
) -> GT:
    """Return a table of texts.

    `headers` names the columns in their order, the stub among them; *p* in a header is set in italics.
    `left` are columns of words, `whole` those among them that stay in one line; all others are figures, in
    one line (unless `wrapped`) and aligned to the right.
    """
    from great_tables import GT, loc, style

    numbers = [column for column in headers if column not in (*left, stub)]
    shown = frame.select(*headers, *([group] if group else []))
    table = GT(shown, rowname_col=stub, groupname_col=group, id=name)
    table = table.cols_label({column: _header(headers[column]) for column in headers if column != stub})
    table = table.tab_stubhead(_header(headers[stub])).pipe(_options)
    table = table.cols_align("right", numbers).cols_align("left", [stub, *left])
    # Figures stand beside the first line of a long label; none may be torn from its interval.
    table = table.tab_style(style.css("vertical-align: top;"), [loc.body(), loc.stub()])
    one_line = [column for column in (*numbers, *whole) if column not in wrapped]
    table = table.tab_style(style.css("white-space: nowrap;"), loc.body(one_line))
    for label, columns in (spanners or {}).items():
        table = table.tab_spanner(_header(label), columns=list(columns))
    for line in notes:
        table = table.tab_source_note(line)
    return table


def unavailable(name: str, what: str, reason: str, notes: Sequence[str]) -> GT:
    """Return a table that says why there is nothing to show."""
    frame = pl.DataFrame({"what": [what], "shown": [MISSING], "reason": [reason]})
    headers = {"what": "Result", "shown": "Value", "reason": "Reason"}
    return exhibit(frame, name, headers, stub="what", notes=notes, left=["reason"])


def show(table: GT) -> HTML:
    """Return a table as the last value of a document's cell.

    Parameters
    ----------
    table
        Any table of this package.

    Returns
    -------
    IPython.display.HTML
        The table's HTML with its styles in the elements, which is what survives in Word and PDF; characters
        that Markdown would read as markup are written as entities.

    Examples
    --------
    >>> import vcif
    >>> from vcif.present import show, table_verdicts
    >>> "Synthetic data" in show(table_verdicts(vcif.run_study(vcif.example_survey()))).data
    True
    """
    page: HTML = import_module("IPython.display").HTML(_without_markup(table.as_raw_html(inline_css=True)))
    return page


def _options(table: GT) -> GT:
    """Return the table with the look of a journal's: three rules, no lines between rows.

    12 px is 9 pt in print. Widths are left to the writers: each knows its own page.
    """
    return table.tab_options(
        table_font_size="12px",
        table_font_color=_BLACK,
        data_row_padding="3px",
        data_row_padding_horizontal="4px",
        column_labels_padding="3px",
        column_labels_padding_horizontal="4px",
        row_group_padding="4px",
        row_group_font_weight="bold",
        source_notes_padding="2px",
        source_notes_font_size="92%",
        table_border_top_color=_BLACK,
        table_border_bottom_color=_BLACK,
        column_labels_border_top_color=_BLACK,
        column_labels_border_bottom_color=_BLACK,
        column_labels_border_bottom_width="1px",
        table_body_border_top_color=_BLACK,
        table_body_border_top_width="1px",
        table_body_border_bottom_color=_BLACK,
        table_body_hlines_style="none",
        stub_border_style="none",
        row_group_border_top_style="none",
        row_group_border_bottom_style="none",
    )


def _header(text: str) -> Html:
    """Return a header, with the statistics' letters in italics."""
    from great_tables import html

    return html(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html_text.escape(text)))


def _without_markup(page: str) -> str:
    """Return HTML in which no text can be read as Markdown; tags and styles stay as they are."""
    pieces = re.split(r"(<style.*?</style>|<[^>]*>)", page, flags=re.DOTALL)
    return "".join(piece if piece.startswith("<") else piece.translate(_MARKUP) for piece in pieces)
