"""Running cells and inline expressions."""

from __future__ import annotations

from collections.abc import Callable

CELL = "```{{python}}\n{}\n```\n"


def test_outputs_and_inline_values_in_order(page: Callable[..., str]) -> None:
    body = (
        f"{CELL.format('x = 1')}\n`{{python}} x` then\n\n{CELL.format('x = 2')}\n`{{python}} x`\n\n"
        f"{CELL.format('from IPython.display import Markdown')}\n"
        "Text `{python} '*s* < 5'`, Markdown `{python} Markdown('*m*')`.\n\n"
        "`{python} 3`. is no list.\n\n"
        f"{CELL.format('print(chr(955)); 7')}"
        f"{CELL.format('#| output: asis' + chr(10) + 'print(chr(42) + chr(98) + chr(42))')}"
        f"{CELL.format('#| echo: true' + chr(10) + '#| eval: false' + chr(10) + 'never_run()')}"
        f"{CELL.format('#| include: false' + chr(10) + 'print(chr(64) * 9)')}"
    )
    html = page(body)
    assert html.index("1 then") < html.index(">2<")
    assert "*s* &lt; 5" in html
    assert "Markdown <em>m</em>" in html
    assert "<p>3. is no list.</p>" in html
    assert "<code>\u03bb</code>" in html
    assert "<code>7</code>" in html
    assert "<p><em>b</em></p>" in html
    assert "never_run" in html
    assert "@@@" not in html


def test_warnings_are_shown_only_when_asked_for(page: Callable[..., str]) -> None:
    loud = "#| warning: true\nimport sys; print('careful', file=sys.stderr)"
    quiet = "import sys; print('hidden', file=sys.stderr)"
    html = page(CELL.format(loud) + CELL.format(quiet))
    assert "careful" in html
    assert "hidden" not in html


def test_code_runs_in_the_project_folder(page: Callable[..., str]) -> None:
    code = "from pathlib import Path; print(Path('_quarto.yml').exists())"
    assert "<code>True</code>" in page(CELL.format(code))


def test_failing_cell_names_its_line(fault: Callable[..., str]) -> None:
    code = "#| label: numbers\ndef half(x):\n    return x / 0\n\nhalf(1)"
    assert fault(CELL.format(code)) == (
        "reports/index.qmd:9: cell `numbers` failed: ZeroDivisionError: division by zero"
    )


def test_syntax_error_names_its_cell(fault: Callable[..., str]) -> None:
    assert fault(CELL.format("x = = 1")) == "reports/index.qmd:5: cell failed: SyntaxError: invalid syntax"


def test_failing_inline_expression_names_its_line(fault: Callable[..., str]) -> None:
    assert fault("One.\n\nTwo `{python} nothing`.") == (
        "reports/index.qmd:6: inline expression `nothing` failed: NameError: name 'nothing' is not defined"
    )


def test_python_that_dies_is_told(fault: Callable[..., str]) -> None:
    text = fault(CELL.format("import os; os._exit(3)"))
    assert text.startswith("reports/index.qmd:4: cell failed: Python ended: ")
