"""What is wrong with settings, as one sentence with the user's own names; pydantic's words never reach a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

_EXPECTED = {
    "greater_than_equal": "expected at least {ge}",
    "greater_than": "expected more than {gt}",
    "less_than_equal": "expected at most {le}",
    "less_than": "expected less than {lt}",
    "int_from_float": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_parsing_size": "expected a whole number of ordinary size",
    "int_type": "expected a whole number",
    "float_parsing": "expected a number",
    "float_type": "expected a number",
    "finite_number": "expected a finite number",
    "bool_parsing": "expected yes or no",
    "bool_type": "expected yes or no",
    "string_type": "expected a text",
    "string_unicode": "expected a text",
    "invalid_key": "expected a name",
    "string_too_short": "expected at least {min_length} characters",
    "string_too_long": "expected at most {max_length} characters",
    "literal_error": "expected {expected}",
    "union_tag_invalid": "expected {expected_tags}",
    "extra_forbidden": "expected no setting of this name",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "json_invalid": "expected JSON",
}
_GROUPS = ("dict_type", "mapping_type", "model_type", "model_attributes_type", "union_tag_not_found")
_GROUPED = ("sharing", "balancing")  # pydantic names the kind on the way to their fields
_LONGEST = 80


def sentence(error: ValidationError, data: object = None) -> str:
    """The first fault of a pydantic error, as one sentence that names the field; ``data`` is what was validated."""
    fault = error.errors(include_url=False)[0]
    path = ".".join(_name_path(fault["loc"], data))
    kind, given, limits = fault["type"], fault["input"], fault.get("ctx", {})
    if kind == "value_error":
        what = str(limits["error"])
        return f"{what[:1].upper()}{what[1:]}."
    if kind == "missing":
        return f"{path}: it is missing; give it a value."
    if kind == "too_long":
        return _too_many(str(path or "values"), limits["actual_length"], limits["max_length"])
    if kind == "too_short":
        return "No task is chosen; choose at least one column to predict."
    template = "expected a group of settings" if kind in _GROUPS else _EXPECTED.get(kind, "expected another value")
    expected = template.format(**{name: _list_choices(value) for name, value in limits.items()})
    named = f"{path}.kind" if kind == "union_tag_invalid" else path
    received = limits["tag"] if kind == "union_tag_invalid" else given
    return f"{f'{named}: ' if named else ''}{expected}, received {_show(received)}."


def _too_many(path: str, count: int, most: int) -> str:
    template = "{count} {what} are chosen, expected at most {most}; take {surplus} away."
    surplus = "one" if count == most + 1 else count - most
    return template.format(count=count, what=path.rpartition(".")[2], most=most, surplus=surplus)


def _name_path(path: tuple[int | str, ...], data: object) -> Iterator[str]:
    """The way to a field as a person writes it: items of a list by their column, no kind in the middle."""
    here = data
    for place, step in enumerate(path):
        if place == 1 and path[0] in _GROUPED and not _holds(here, step):
            continue
        here = _inside(here, step)
        name = here.get("column") if isinstance(step, int) and isinstance(here, Mapping) else None
        if step != "[key]":
            yield name if isinstance(name, str) and name else str(step + 1 if isinstance(step, int) else step)


def _holds(data: object, step: int | str) -> bool:
    return isinstance(data, Mapping) and step in data


def _inside(data: object, step: int | str) -> Any:
    try:
        return data[step]  # type: ignore[index]
    except (TypeError, KeyError, IndexError):
        return None


def _list_choices(value: object) -> object:
    """Choices as they are typed: pydantic sets them in quotation marks, the last behind an "or"."""
    if not isinstance(value, str):
        return value
    choices = [choice.strip("'") for choice in value.replace("' or '", "', '").split(", ")]
    return choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"


def _show(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return (text if text.isprintable() else json.dumps(value, default=str))[:_LONGEST]
