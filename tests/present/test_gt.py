"""Tables as HTML: texts stay texts, whatever they hold."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import polars as pl
from lxml import html

from vcif.present import show
from vcif.present.gt import exhibit

MARKUP = r"*bold* _it_ `code` $x$ H~2~ x^2^ @ref <b>no</b> & \n"


def test_text_that_looks_like_markup_arrives_as_text() -> None:
    frame = pl.DataFrame({"label": [MARKUP], "value": ["1"]})
    table = exhibit(frame, "t", {"label": "Item", "value": "*p*"}, stub="label", notes=[f"Note. {MARKUP}"])
    page = show(table).data
    body = page[page.index("<tbody") :]
    assert not set("*`$~^@\\") & set(body)
    root: Any = html.fromstring(page)
    assert root.xpath("//tbody//th")[0].text_content() == MARKUP
    assert root.xpath("//td[contains(@class, 'gt_sourcenote')]")[0].text_content() == f"Note. {MARKUP}"
    assert root.xpath("//thead//em")[0].text_content() == "p"


def test_a_table_is_the_same_each_time() -> None:
    frame = pl.DataFrame({"label": ["a"], "value": ["1"]})
    pages = {
        show(exhibit(frame, "t", {"label": "Item", "value": "n"}, stub="label", notes=[])).data
        for _ in range(2)
    }
    assert len(pages) == 1


def test_importing_the_package_is_light() -> None:
    heavy = "great_tables plotnine pandas matplotlib scipy.stats IPython statsmodels"
    code = f"import sys, vcif.present; sys.exit(any(name in sys.modules for name in {heavy.split()!r}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_public_name_is_a_function_however_often_it_is_asked_for() -> None:
    from vcif import present

    for _ in range(2):
        for name in present.__all__:
            assert name == "numbers" or callable(getattr(present, name)), name
