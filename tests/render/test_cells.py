"""Cell options and what a label promises."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CELL = "```{{python}}\n{}\n```\n"


def test_unknown_option(fault: Callable[..., str]) -> None:
    text = fault(CELL.format("#| label: a\n#| tbl-capt: A table\n1"))
    assert text.startswith("reports/index.qmd:6: unknown cell option `tbl-capt`; allowed: include, echo,")
    assert text.endswith('did you mean "tbl-cap"?')


def test_option_of_the_wrong_kind(fault: Callable[..., str]) -> None:
    assert fault(CELL.format("#| echo: maybe\n1")) == (
        "reports/index.qmd:5: cell option `echo` must be true or false; got 'maybe'"
    )
    assert "must be a number in inches; got 'wide'" in fault(CELL.format("#| fig-width: wide\n1"))
    assert "`error` can only be false" in fault(CELL.format("#| error: true\n1"))


def test_figure_without_alternative_text(fault: Callable[..., str]) -> None:
    code = "#| label: fig-a\n#| fig-cap: A\nfrom plotnine import ggplot\nggplot()"
    assert fault(CELL.format(code)) == (
        "reports/index.qmd:4: the figure of this cell `fig-a` has no alternative text; add `#| fig-alt:`"
    )


def test_label_without_its_exhibit(fault: Callable[..., str]) -> None:
    assert fault(CELL.format("#| label: fig-a\n#| fig-cap: A\nx = 1")) == (
        "reports/index.qmd:4: cell `fig-a` gave no figure; end it with a plot"
    )
    assert fault(CELL.format("#| label: tbl-a\n#| tbl-cap: A\nx = 1")) == (
        "reports/index.qmd:4: cell `tbl-a` gave no table; end it with a great_tables table"
    )


def test_data_frame_is_no_table(fault: Callable[..., str]) -> None:
    code = "#| label: tbl-a\n#| tbl-cap: A\nimport polars as pl\npl.DataFrame({'a': [1]})"
    assert "ends in a data frame; make a great_tables table of it" in fault(CELL.format(code))


def test_html_without_table_cannot_go_to_word(fault: Callable[..., str]) -> None:
    code = "#| label: tbl-a\nfrom IPython.display import HTML\nHTML('<p>x</p>')"
    text = fault(CELL.format(code), front="title: T\nformat: [html, docx]")
    assert text.startswith("reports/index.qmd:5: this cell gave HTML without a table")


def test_picture_without_alternative_text(
    tmp_path: Path, fault: Callable[..., str], page: Callable[..., str]
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "dot.png").write_bytes(b64decode(DOT))
    assert fault("![A dot](dot.png){#fig-dot}") == (
        'reports/index.qmd:4: the picture dot.png has no alternative text; add {fig-alt="..."} to it'
    )
    assert 'alt="One dot"' in page('![A dot](dot.png){#fig-dot fig-alt="One dot"}')
    assert (tmp_path / "_site" / "reports" / "dot.png").is_file()
