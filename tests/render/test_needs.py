"""Packages that are missing are named, with the command that installs them."""

from __future__ import annotations

import pytest

from vcif._errors import RenderError
from vcif.render import needs


def test_missing_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "find_spec", lambda name: None if name in ("typst", "pypandoc") else name)
    needs.require_packages(press=False)
    with pytest.raises(RenderError) as caught:
        needs.require_packages(press=True)
    assert str(caught.value) == (
        "rendering needs pypandoc_binary, typst, not installed; run: pip install 'vcif[reports]'"
    )
