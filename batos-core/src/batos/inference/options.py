"""The options of a backend: a typed model, read once, that tells what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from batos.errors import ConfigError, near

__all__ = ["BackendOptions"]

_KINDS = {
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "bool_type": "true or false",
    "list_type": "a list",
}
"""What the kinds of pydantic's errors ask for."""


class BackendOptions(BaseModel):
    """What every backend is given; a backend adds its own fields to a subclass.

    Attributes:
        provider: Name of the backend, for messages.

    Example:
        >>> class TeaOptions(BackendOptions):
        ...     provider = "tea"
        ...     cups: int = Field(2, ge=1, description="Cups that are made at once.")
        >>> TeaOptions.read({"cups": 3}).cups
        3
        >>> TeaOptions.read({"cusp": 3})
        Traceback (most recent call last):
        batos.errors.usage.ConfigError: Backend 'tea' has no option 'cusp'.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, protected_namespaces=())

    provider: ClassVar[str] = ""

    model: str = Field("", description="Name of the model; empty takes the backend's default.")
    cache_dir: str = Field(
        "", description="Folder under which fetched files live; empty takes the user's cache."
    )

    @classmethod
    def read(cls, options: Mapping[str, object]) -> Self:
        """Return the options of a config table.

        Raises:
            ConfigError: An option is unknown, of the wrong type, or out of range.
        """
        plain = {
            name: str(value) if isinstance(value, Path) else value
            for name, value in options.items()
        }
        try:
            return cls.model_validate(plain)
        except ValidationError as error:
            raise cls._refusal(error.errors()[0]) from None

    @classmethod
    def check(cls, name: str, value: object) -> None:
        """Do nothing where an option takes a value, whatever the others are.

        Raises:
            ConfigError: There is no such option, or it does not take the value.
        """
        try:
            cls.model_validate({name: value})
        except ValidationError as error:
            faults = [each for each in error.errors() if each["loc"][:1] == (name,)]
            if faults:
                raise cls._refusal(faults[0]) from None

    @classmethod
    def describe(cls) -> list[dict[str, Any]]:
        """Return ``name``, ``type``, ``default`` and ``meaning`` of each option."""
        schema = cls.model_json_schema()["properties"]
        return [
            {
                "name": name,
                "type": _type_of(schema[name]),
                "default": field.default,
                "meaning": field.description or "",
            }
            for name, field in cls.model_fields.items()
        ]

    @classmethod
    def _refusal(cls, fault: Any) -> ConfigError:
        name, kind = ".".join(map(str, fault["loc"])), fault["type"]
        if kind == "extra_forbidden":
            return ConfigError(
                f"Backend {cls.provider!r} has no option {name!r}.",
                hint=near(name, cls.model_fields),
            )
        if kind == "value_error":  # raised by the model's own check, and a whole sentence
            return ConfigError(str(fault["ctx"]["error"]))
        limits = {
            "greater_than_equal": lambda: f"{fault['ctx']['ge']} or more",
            "greater_than": lambda: f"more than {fault['ctx']['gt']}",
            "less_than_equal": lambda: f"{fault['ctx']['le']} or less",
            "literal_error": lambda: f"one of {fault['ctx']['expected']}",
        }
        wanted = limits[kind]() if kind in limits else _KINDS.get(kind, "something else")
        return ConfigError(
            f"Option {name!r} of backend {cls.provider!r} must be {wanted}, not {fault['input']!r}."
        )


def _type_of(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(each or "empty" for each in map(str, schema["enum"]))
    names = {"integer": "whole number", "string": "text", "boolean": "true or false"}
    kind = str(schema.get("type", ""))
    return names.get(kind, kind)
