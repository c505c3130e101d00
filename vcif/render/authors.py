"""The authors of a document, in the short and the long form that Quarto knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vcif.render.places import Place

_ALLOWED = ("name", "affiliation", "affiliations", "email", "orcid")


@dataclass(frozen=True)
class Author:
    """A person and where they work."""

    name: str
    affiliation: str = ""
    email: str = ""
    orcid: str = ""


def read_authors(written: Any, place: Place) -> tuple[Author, ...]:
    """Return the authors of the front matter.

    >>> people = read_authors(["Ann", {"name": "Bo Li", "affiliation": "Beijing"}], Place("a.qmd", 3))
    >>> people[1].affiliation
    'Beijing'
    """
    if not written:
        return ()
    return tuple(_author(each, place) for each in (written if isinstance(written, list) else [written]))


def _author(written: Any, place: Place) -> Author:
    """Return one author from a name or from `name:`, `affiliation:` and so on."""
    if isinstance(written, str):
        return Author(written)
    if not isinstance(written, dict) or not isinstance(written.get("name"), str):
        raise place.error(f"an author is a name, or has `name`; got {written!r}")
    unknown = sorted(set(written) - set(_ALLOWED))
    if unknown:
        raise place.error(f"unknown author setting {unknown[0]!r}; allowed: {', '.join(_ALLOWED)}")
    places = written.get("affiliations", written.get("affiliation", ""))
    listed = places if isinstance(places, list) else [places]
    names = [str(each.get("name", "")) if isinstance(each, dict) else str(each) for each in listed]
    joined = "; ".join(filter(None, names))
    return Author(written["name"], joined, str(written.get("email", "")), str(written.get("orcid", "")))
