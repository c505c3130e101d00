"""Say what is wrong in a codebook: the key, what came, what is allowed, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vcif._errors import nearest
from vcif.dataset.codebook import (
    About,
    Activity,
    Answers,
    Check,
    Codebook,
    Covariate,
    FileFormat,
    Firm,
    Indicator,
)
from vcif.dataset.codebook_entries import BlankWhere

Place = tuple[int | str, ...]
TABLES: Mapping[str, type[BaseModel]] = {
    "study": About,
    "file": FileFormat,
    "firm": Firm,
    "answers": Answers,
    "activities": Activity,
    "indicators": Indicator,
    "covariates": Covariate,
    "checks": Check,
}
LISTS = ("activities", "indicators", "covariates", "checks")
# pydantic adds the type that it tried to the place of a value that may have several.
TRIED = {"str", "int", "float", "bool"}
NEEDED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "dict_type": "a table",
    "model_type": "a table",
    "tuple_type": "a list",
    "string_too_short": "a text that is not empty",
    "string_pattern_mismatch": "a name of Latin letters, digits and underscores, not beginning with a digit",
}


def fault_texts(error: ValidationError, tables: Mapping[str, Any]) -> list[str]:
    """Write the faults that pydantic found, one text per place."""
    found: dict[Place, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        found.setdefault(_place(detail), []).append(detail)
    inner = {place[:1] for place in found if len(place) > 1}
    # An entry at fault does not count, so its whole table seems too short; that is not a second fault.
    shown = {place: details for place, details in found.items() if place not in inner}
    return [_fault(place, details, tables) for place, details in shown.items()]


def _place(detail: ErrorDetails) -> Place:
    """Return the keys that lead to a fault."""
    place = detail["loc"]
    if len(place) > 2 and (
        place[-1] in TRIED or (detail["type"] == "missing" and isinstance(place[-1], int))
    ):
        return place[:-1]
    return place


def _fault(place: Place, details: list[ErrorDetails], tables: Mapping[str, Any]) -> str:
    """Write one fault."""
    first = details[0]
    where = _where(place, tables)
    if first["type"] == "value_error":
        said = str(first["ctx"]["error"])
        return f"{where}: {said}" if where else said
    if first["type"] == "extra_forbidden":
        keys = list(_model(place).model_fields)
        return f"{where}: unknown key; allowed: {', '.join(keys)}{nearest(str(place[-1]), keys)}"
    if first["type"] == "missing" and isinstance(first["loc"][-1], str):
        return f"{where}: missing{_meaning(place)}"
    return f"{where}: got {_written(first['input'])}; allowed: {_allowed(details)}{_meant(first)}"


def _where(place: Place, tables: Mapping[str, Any]) -> str:
    """Write a place as it is found in the TOML file."""
    if not place:
        return ""
    table, rest = str(place[0]), place[1:]
    if table not in TABLES or (table in LISTS and not rest):
        return f'key "{table}"' if table not in TABLES else f"[[{table}]]"
    name = f"[{table}]"
    if rest and isinstance(rest[0], int):
        name, rest = f"[[{table}]] {rest[0] + 1}{_id(tables, table, rest[0])}", rest[1:]
    keys = [str(key) for key in rest if isinstance(key, str)]
    entry = [f", entry {key + 1}" for key in rest if isinstance(key, int)]
    return name + (f', key "{".".join(keys)}"' if keys else "") + "".join(entry)


def _id(tables: Mapping[str, Any], table: str, place: int) -> str:
    """Write the id of an entry, by which it is found faster than by its number."""
    entry = tables[table][place]
    known = isinstance(entry, Mapping) and "id" in entry
    return f' (id "{entry["id"]}")' if known else ""


def _model(place: Place) -> type[BaseModel]:
    """Return the table to which the last key of a place belongs."""
    if "blank_where" in place[:-1]:
        return BlankWhere
    return TABLES[str(place[0])] if len(place) > 1 else Codebook


def _meaning(place: Place) -> str:
    """Say what a missing key is for."""
    field = _model(place).model_fields[str(place[-1])]
    return f"; it says: {field.description.rstrip('.')}" if field.description else ""


def _allowed(details: list[ErrorDetails]) -> str:
    """Write what may stand in a place."""
    kinds = list(dict.fromkeys(_needed(detail) for detail in details))
    if "a whole number" in kinds and len(kinds) > 1:
        kinds.remove("a whole number")
    return " or ".join(kinds)


def _needed(detail: ErrorDetails) -> str:
    """Write what one kind of value asks for."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return str(context["expected"]).replace("'", '"')
    if kind == "greater_than":
        return f"a number above {context['gt']}"
    if kind == "greater_than_equal":
        return f"a number from {context['ge']} up"
    if kind == "less_than_equal":
        return f"a number up to {context['le']}"
    if kind in ("too_long", "missing"):
        return f"a list of {context.get('max_length', 2)}"
    if kind == "too_short":
        return f"at least {context['min_length']} entry"
    return NEEDED.get(kind, detail["msg"])


def _meant(detail: ErrorDetails) -> str:
    """Name the word that was perhaps meant."""
    if detail["type"] != "literal_error":
        return ""
    words = str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")
    return nearest(str(detail["input"]), [word.strip("'") for word in words])


def _written(value: object) -> str:
    """Write a value as TOML does, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
