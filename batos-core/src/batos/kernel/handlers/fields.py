"""Reading the fields of a message's body, with an error that names the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UsageError
from batos.objects import Example, is_slot_name

__all__ = [
    "address",
    "example",
    "flag",
    "items",
    "mapping",
    "method_name",
    "optional_text",
    "text",
    "texts",
    "whole",
]


def text(body: Mapping[str, Any], name: str) -> str:
    """Return a text that must be there.

    Raises:
        UsageError: It is missing, empty or no text.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value:
        what = "is empty" if value == "" else "must be a text"
        raise UsageError(f"The field {name!r} {what}.")
    return value


def optional_text(body: Mapping[str, Any], name: str) -> str:
    """Return a text that may be missing.

    Raises:
        UsageError: It is no text.
    """
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"The field {name!r} must be a text.")
    return value


def items(body: Mapping[str, Any], name: str) -> list[Any]:
    """Return a list, empty where it is missing.

    Raises:
        UsageError: It is no list.
    """
    value = body.get(name) or []
    if not isinstance(value, list):
        raise UsageError(f"The field {name!r} must be a list.")
    return value


def texts(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return texts, none where they are missing.

    Raises:
        UsageError: They are no list of texts that hold something.
    """
    found = items(body, name)
    if not all(isinstance(each, str) and each for each in found):
        raise UsageError(f"The field {name!r} must be a list of texts.")
    return tuple(found)


def mapping(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a map, empty where it is missing.

    Raises:
        UsageError: It is no map.
    """
    value = body.get(name) or {}
    if not isinstance(value, dict):
        raise UsageError(f"The field {name!r} must be a map.")
    return value


def flag(body: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    """Return a truth value.

    Raises:
        UsageError: It is none.
    """
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise UsageError(f"The field {name!r} must be true or false.")
    return value


def whole(body: Mapping[str, Any], name: str, *, default: int, least: int = 0) -> int:
    """Return a whole number.

    Raises:
        UsageError: It is none, or too small.
    """
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise UsageError(f"The field {name!r} must be a whole number of at least {least}.")
    return value


def method_name(body: Mapping[str, Any], name: str) -> str:
    """Return the name that a person chose for a method, or an empty text.

    Raises:
        UsageError: No method can have it.
    """
    value = body.get(name) or ""
    if not isinstance(value, str) or (value and not is_slot_name(value)):
        raise UsageError(
            f"{value!r} cannot name a method.",
            hint="A name starts with a letter and has letters, digits and underscores only.",
        )
    return value


def address(value: object) -> str | int:
    """Return an object's address: a name or a number.

    Raises:
        UsageError: It is neither.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise UsageError("An object is addressed by its name or its number.")
    return value


def example(plain: object) -> Example:
    """Return an example from its form on the wire.

    Raises:
        UsageError: It is no example.
    """
    if not isinstance(plain, dict):
        raise UsageError("An example must be a map.")
    try:
        return Example.from_plain(plain)
    except TypeError as error:
        raise UsageError(f"An example is not valid: {error}.") from None
