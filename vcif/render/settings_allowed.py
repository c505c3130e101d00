"""Which settings the embedded press honours; any other stops it, so that nothing is silently lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vcif._errors import nearest
from vcif.render.yaml_lines import Yaml

_FORMATS = ("html", "docx", "typst")
_DOCUMENT = frozenset(
    (
        "title",
        "subtitle",
        "author",
        "date",
        "abstract",
        "keywords",
        "description",
        "lang",
        "bibliography",
        "csl",
        "nocite",
        "link-citations",
        "number-sections",
        "toc",
        "toc-depth",
        "format",
        "execute",
        "jupyter",
        "engine",
        "html-math-method",
        "filters",
    )
)
_FORMAT_KEYS = {
    "html": frozenset(
        ("toc", "toc-depth", "number-sections", "html-math-method", "theme", "embed-resources")
    ),
    "docx": frozenset(("toc", "toc-depth", "number-sections", "filters")),
    "typst": frozenset(("toc", "toc-depth", "number-sections", "papersize", "include-in-header")),
}
_EXECUTE = frozenset(("echo", "warning", "include", "output", "eval", "error", "freeze", "cache"))


_EXECUTE_SWITCHES = ("echo", "warning", "include", "output", "eval")


def _is(*allowed: Any) -> Callable[[Any], bool]:
    """Return a test for being one of the values (true is not 1 here)."""
    return lambda value: any(value is each or (isinstance(value, str) and value == each) for each in allowed)


def _post_render_only(value: Any) -> bool:
    """Return whether all filters run after Quarto's own rendering; the press does their table work itself."""
    return isinstance(value, list) and all(
        isinstance(each, dict) and each.get("at") == "post-render" for each in value
    )


def _header_text(value: Any) -> bool:
    """Return whether an addition to the head is given as text."""
    return isinstance(value, dict) and set(value) == {"text"}


# Setting -> (test of its value, what is allowed, in words).
_VALUES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "html-math-method": (_is("mathml"), "mathml"),
    "theme": (_is("simple", "default", "none"), "simple, default or none: the press has one look"),
    "embed-resources": (_is(False), "false"),
    "papersize": (_is("a4"), "a4"),
    "filters": (
        _post_render_only,
        "filters with `at: post-render`, whose work the press does itself",
    ),
    "include-in-header": (_header_text, "`text: |` with Typst code"),
    "engine": (_is("jupyter"), "jupyter"),
    "jupyter": (_is("python3"), "python3"),
    "error": (_is(False), "false: a failing cell stops the press"),
    "cache": (_is(False), "false"),
    "freeze": (_is(False), "false"),
    **{
        key: (_is(True, False), "true or false")
        for key in (
            "toc",
            "number-sections",
            "link-citations",
            "echo",
            "warning",
            "include",
            "output",
            "eval",
        )
    },
}


def check_settings(settings: Yaml) -> None:
    """Raise at the first setting that the press does not know or whose value it cannot honour.

    Raises
    ------
    RenderError
        With file, line, the setting and what is allowed.

    Examples
    --------
    >>> from vcif.render.places import Place
    >>> from vcif.render.yaml_lines import read_yaml
    >>> check_settings(read_yaml("toc: true", Place("a.qmd", 2)))
    """
    _check_keys(settings, (), settings.data, _DOCUMENT)
    execute = settings.data.get("execute") or {}
    _check_keys(settings, ("execute",), execute, _EXECUTE)
    formats = settings.data.get("format") or {}
    named = [formats] if isinstance(formats, str) else list(formats)
    for name in named:
        if name not in _FORMATS:
            raise settings.place("format", name).error(
                f"the embedded press writes {', '.join(_FORMATS)}; got format {name!r}"
                f"{nearest(name, _FORMATS)}"
            )
        options = formats[name] if isinstance(formats, dict) else "default"
        if options not in (None, "default"):
            _check_keys(settings, ("format", name), options, _FORMAT_KEYS[name])


def _check_keys(settings: Yaml, path: tuple[str, ...], found: Any, allowed: frozenset[str]) -> None:
    """Raise unless every key is allowed and has a value that is."""
    if not isinstance(found, Mapping):
        raise settings.place(*path).error(f"`{': '.join(path)}` must hold settings; got {found!r}")
    for key, value in found.items():
        place = settings.place(*path, str(key))
        shown = ": ".join((*path, str(key)))
        if key not in allowed:
            raise place.error(
                f"the embedded press does not know the setting `{shown}`; allowed here: "
                f"{', '.join(sorted(allowed))}{nearest(str(key), allowed)}; or render with Quarto"
            )
        test, words = _VALUES.get(key, (None, ""))
        if test is not None and not test(value):
            raise place.error(f"`{shown}` can only be {words}; got {value!r}")
