"""The reference of the messages, written from the Structs that describe them."""

from __future__ import annotations

import importlib
import inspect as python
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from batos.wire import messages
from batos.wire.messages.request import (
    Event,
    Plain,
    Request,
    answer_of,
    items_of,
    must_be,
    parts_of,
)

__all__ = ["events", "messages_page", "requests"]

_ORDER = (
    "kernel",
    "objects",
    "methods",
    "missions",
    "questions",
    "approvals",
    "history",
    "skills",
    "image",
    "inference",
)
_ATTRIBUTE = re.compile(r"^(\w+): (.*(?:\n    .*)*)", re.MULTILINE)
_ROLE = re.compile(r":\w+:`([^`]+)`")
_S = TypeVar("_S", bound=msgspec.Struct)


def requests() -> list[type[Request[Any]]]:
    """Return every request that there is."""
    return [each for module in _modules() for each in _of(module, Request) if each.TYPE]


def events() -> list[type[Event]]:
    """Return every event that there is."""
    return [each for module in _modules() for each in _of(module, Event) if each.TYPE]


def messages_page() -> str:
    """Return the reference of the messages, as Markdown."""
    parts = [
        "# Messages",
        "<!-- Written from batos.wire.messages; change it there, then run: make docs -->",
        (
            "What goes over the [wire](../explanation/wire.md): each request with its fields and "
            "what it is answered with, then the events. A field without a default must be there; "
            "others may be left out. A field that a request does "
            "not have is refused, and so is a value of another type. In a program each is a class "
            "of that name in `batos.wire.messages`."
        ),
    ]
    for module in _modules():
        found = [each for each in _of(module, Request) if each.TYPE]
        if found:
            first = (module.__doc__ or "").splitlines()[0]
            parts.append(f"## {_plain(first.partition(': ')[0])}")
            parts += map(_request, found)
    parts.append("## Events")
    parts += (f"### `{each.TYPE}`\n{_said(each)}\n\n{_fields(each)}".strip() for each in events())
    return "\n\n".join(parts) + "\n"


def _modules() -> Iterator[ModuleType]:
    names = [each.name for each in pkgutil.iter_modules(messages.__path__)]
    for name in sorted(names, key=lambda name: (name not in _ORDER, (*_ORDER, name).index(name))):
        if name != "page":
            yield importlib.import_module(f"{messages.__name__}.{name}")


def _of(module: ModuleType, kind: type[_S]) -> Iterator[type[_S]]:
    """Yield the classes of a module, in their order there."""
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, kind) and each.__module__ == module.__name__:
            yield each


def _request(kind: type[Request[Any]]) -> str:
    lines = [f"### `{kind.TYPE}`\n`{kind.__name__}`. {_said(kind)}", _fields(kind)]
    answer = answer_of(kind)
    if answer is not Plain and msgspec.structs.fields(answer):
        lines.append(f"The answer:\n\n{_fields(answer)}")
    return "\n\n".join(filter(None, lines))


def _said(kind: type[msgspec.Struct]) -> str:
    """Return what a docstring says before it tells of the fields."""
    text = python.getdoc(kind) or ""
    return _plain(re.split(r"\n\nAttributes:\n", text)[0])


def _plain(text: str) -> str:
    return _ROLE.sub(lambda found: f"`{found[1].rpartition('.')[2]}`", text).replace("``", "`")


def _fields(kind: type[msgspec.Struct]) -> str:
    """Return a table of the fields of a message, and below it of those of the maps in it."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType), "a message is a Struct"
    if not info.fields:
        return ""
    meant = _meant(kind)
    lines = ["| field | is | by default | |", "| --- | --- | --- | --- |"]
    inner = []
    for field in info.fields:
        words = " ".join(meant[field.name].split()).replace("|", "\\|")
        cells = (f"`{field.encode_name}`", must_be(field.type), _default(field), words)
        lines.append(f"| {' | '.join(cells)} |")
        inner += [
            f"In `{field.encode_name}`:\n\n{_fields(each.cls)}"
            for each in (*parts_of(field.type), *items_of(field.type))
            if isinstance(each, inspect.StructType)
        ]
    return "\n\n".join(["\n".join(lines), *inner])


def _default(field: inspect.Field) -> str:
    if field.required:
        return ""
    default = field.default
    if default in (msgspec.NODEFAULT, msgspec.UNSET, None) or not default:
        return "empty"
    return f"`{json.dumps(default)}`"


def _meant(kind: type[msgspec.Struct]) -> Mapping[str, str]:
    """Return what the fields mean, those of the classes that it is made of among them."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        _, _, told = (python.cleandoc(each.__doc__ or "")).partition("\nAttributes:\n")
        block = "\n".join(line.removeprefix("    ") for line in told.splitlines())
        found |= {name: _plain(text) for name, text in _ATTRIBUTE.findall(block)}
    return found
