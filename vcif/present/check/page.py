"""A check as one HTML page that needs nothing else: no script, no font, no picture, no network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from vcif._version import __version__
from vcif.present.check.section import Section
from vcif.present.check.verdict import sections, verdict
from vcif.present.visible import visible

if TYPE_CHECKING:
    from vcif.check import Check

# Nothing may be loaded, whatever a cell of the file says.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1b; background: #fff;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
.synthetic { font-weight: 600; }
.verdict { border-left: .4rem solid #8a6d00; background: #fff8e1; padding: .6rem .9rem; max-width: none; }
.verdict.clean { border-color: #1b6e3c; background: #e9f6ee; }
.verdict.unreadable { border-color: #a61b1b; background: #fdecec; white-space: pre-wrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #ddd;
  overflow-wrap: anywhere; min-width: 4rem; max-width: 26rem; white-space: pre-wrap; }
thead th { border-bottom: 2px solid #555; white-space: normal; overflow-wrap: normal; }
.n { text-align: right; font-variant-numeric: tabular-nums; min-width: 3rem; }
details > summary { cursor: pointer; font-weight: 600; font-size: 1.15rem; margin: 2rem 0 .25rem; }
nav ul { padding-left: 1.2rem; }
footer { margin: 3rem 0 1rem; color: #555; font-size: .8rem; }
@media print { body { margin: 0; max-width: none; } details > summary { display: none; } }
"""


def check_page(check: Check) -> str:
    """Return a check as a whole HTML page; every text of the file is escaped."""
    shown = sections(check)
    contents = "".join(f'<li><a href="#{section.name}">{_html(section.title)}</a></li>' for section in shown)
    synthetic = '<p class="synthetic">Synthetic data</p>' if check.synthetic else ""
    state = "clean" if check.clean else "problems"
    body = (
        f"<h1>Check of {_html(check.source)}</h1>\n<p>{_html(check.title)}</p>\n{synthetic}"
        f'<p class="verdict {state}" role="status">{_html(verdict(check))}</p>\n'
        f'<nav aria-label="Contents"><ul>{contents}</ul></nav>\n'
    )
    return _page(f"Check of {check.source}", body + "\n".join(_section(section) for section in shown))


def unreadable_page(source: str, fault: str) -> str:
    """Return a page that says why a file cannot be read."""
    body = (
        f"<h1>Check of {_html(source)}</h1>\n"
        "<p>The survey cannot be read. Nothing else could be checked.</p>\n"
        f'<p class="verdict unreadable" role="alert">{_html(fault)}</p>\n'
    )
    return _page(f"Check of {source}", body)


def _page(title: str, body: str) -> str:
    """Return a whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_html(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<footer>vcif {_html(__version__)}</footer>\n</body>\n</html>\n"
    )


def _html(text: str) -> str:
    """Return text of the file for a page: no markup, no control character."""
    return escape(visible(text))


def _section(section: Section) -> str:
    """Return one section; details are folded."""
    inner = f"<p>{_html(section.text)}</p>\n{_table(section)}"
    if section.detail:
        title = _html(section.title)
        return f'<details id="{section.name}"><summary>{title}</summary>\n{inner}</details>'
    return f'<section id="{section.name}">\n<h2>{_html(section.title)}</h2>\n{inner}</section>'


def _table(section: Section) -> str:
    """Return the table of a section; the first cell of a row is its header."""
    head = "".join(
        f'<th scope="col"{_number(section, place)}>{_html(text)}</th>'
        for place, text in enumerate(section.headers)
    )
    head = f"<thead><tr>{head}</tr></thead>" if any(section.headers) else ""
    body = "".join(f"<tr>{_cells(section, row)}</tr>\n" for row in section.rows)
    label = _html(section.title)
    return f'<div class="wide"><table aria-label="{label}">{head}<tbody>\n{body}</tbody></table></div>'


def _cells(section: Section, row: tuple[str, ...]) -> str:
    """Return the cells of one row."""
    first = f'<th scope="row">{_html(row[0])}</th>'
    return first + "".join(
        f"<td{_number(section, place)}>{_html(text)}</td>" for place, text in enumerate(row[1:], start=1)
    )


def _number(section: Section, place: int) -> str:
    """Return the attribute of a column of figures."""
    return ' class="n"' if place in section.numbers else ""
