"""The reference of the messages, written from the Structs that describe them."""

from __future__ import annotations

import functools
import importlib
import inspect as python
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import inspect

from batos.plugins.cycle_event import CycleEvent
from batos.wire import messages
from batos.wire.messages.request import (
    Nothing,
    Notice,
    Request,
    Told,
    answer_of,
    items_of,
    must_be,
    parts_of,
)

__all__ = ["events", "messages_page", "requests"]

_ORDER = (
    "kernel",
    "watching",
    "bus",
    "objects",
    "methods",
    "missions",
    "questions",
    "approvals",
    "history",
    "origins",
    "skills",
    "memory",
    "image",
    "care",
    "models",
    "adapters",
    "completions",
    "inference",
)
_ATTRIBUTE = re.compile(r"^(\w+): (.*(?:\n    .*)*)", re.MULTILINE)
_ROLE = re.compile(r":\w+:`([^`]+)`")
_MAPS = (inspect.StructType, inspect.DataclassType, inspect.TypedDictType)
_S = TypeVar("_S", bound=msgspec.Struct)


def requests() -> list[type[Request[Any]]]:
    """Return every request that there is."""
    return [each for module in _modules() for each in _of(module, Request) if each.TYPE]


def events() -> list[type[Told]]:
    """Return every event that there is, by the names of their classes."""
    own = [each for module in _modules() for each in _of(module, Notice) if each.TYPE]
    return sorted([CycleEvent, *own], key=lambda each: each.__name__)


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
    parts.append("## In several messages")
    parts += (f"### {each.__name__}\n{_said(each)}\n\n{_fields(each)}" for each in _shared())
    return "\n\n".join(parts) + "\n"


def _modules() -> Iterator[ModuleType]:
    found = pkgutil.walk_packages(messages.__path__, f"{messages.__name__}.")
    names = {each.name.rpartition(".")[2]: each.name for each in found if not each.ispkg}
    for name in sorted(names, key=lambda name: (name not in _ORDER, (*_ORDER, name).index(name))):
        yield importlib.import_module(names[name])


def _of(module: ModuleType, kind: type[_S]) -> Iterator[type[_S]]:
    """Yield the classes of a module, in their order there."""
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, kind) and each.__module__ == module.__name__:
            yield each


def _request(kind: type[Request[Any]]) -> str:
    lines = [f"### `{kind.TYPE}`\n`{kind.__name__}`. {_said(kind)}", _fields(kind)]
    kinds = _kinds(answer_of(kind))
    for answer in kinds:
        if shape := _shape(answer):
            which = f", of {_said(answer)[:1].lower()}{_said(answer)[1:-1]}" if kinds[1:] else ""
            lines.append(f"The answer{which}:{shape}")
    return "\n\n".join(filter(None, lines))


def _kinds(answer: Any) -> tuple[type, ...]:
    """Return what an answer may be."""
    return get_args(answer) or (answer,)


def _said(kind: type) -> str:
    """Return what a docstring says before it tells of the fields."""
    text = python.getdoc(kind) or ""
    return _plain(re.split(r"\n\nAttributes:\n", text)[0])


def _plain(text: str) -> str:
    return _ROLE.sub(lambda found: f"`{found[1].rpartition('.')[2]}`", text).replace("``", "`")


def _fields(kind: type) -> str:
    """Return a table of the fields of a message, and below it of those of the maps in it."""
    info = inspect.type_info(kind)
    assert isinstance(info, _MAPS), "a message has fields"
    tag = _tag(kind)
    if not info.fields and not tag:
        return ""
    meant = _meant(kind)
    lines = ["| field | is | by default | |", "| --- | --- | --- | --- |"]
    if tag:
        lines.append(f"| {tag} |  | Which one it is. |")
    inner = []
    for field in sorted(info.fields, key=lambda each: list(meant).index(each.name)):
        words = " ".join(meant[field.name].split()).replace("|", "\\|")
        cells = (f"`{field.encode_name}`", must_be(field.type), _default(field), words)
        lines.append(f"| {' | '.join(cells)} |")
        shapes = [shape for each in _maps_in(field) if (shape := _shape(each))]
        links = [each for each in shapes if each.startswith(" [")]
        tables = [each for each in shapes if each not in links]
        told = [*([" or".join(links)] if links else []), *tables]
        inner += [f"In `{field.encode_name}`:{each}" for each in told]
    return "\n\n".join(["\n".join(lines), *inner])


def _tag(kind: type) -> str:
    """Return the field by which one of several kinds is known, and what stands in it."""
    info = inspect.type_info(kind)
    if not isinstance(info, inspect.StructType) or not info.tag_field:
        return ""
    return f"`{info.tag_field}` | `{json.dumps(info.tag)}`"


def _maps_in(field: inspect.Field) -> Iterator[type]:
    """Yield what the maps in a field are."""
    for each in (*parts_of(field.type), *items_of(field.type)):
        if isinstance(each, _MAPS):
            yield each.cls


def _shape(kind: type) -> str:
    """Return the table of a map, or where it is, where it stands in several messages."""
    if kind in _shared():
        return f" [{kind.__name__}](#{kind.__name__.lower()})"
    fields = _fields(kind)
    return f"\n\n{fields}" if fields else ""


@functools.cache
def _shared() -> tuple[type, ...]:
    """Return what stands in several messages, and what is one of several kinds."""
    found: list[type] = []
    for asked in requests():
        waiting = [asked, *(each for each in _kinds(answer_of(asked)) if each is not Nothing)]
        seen: set[type] = set()
        while waiting:
            kind = waiting.pop()
            if kind not in seen:
                seen.add(kind)
                info = inspect.type_info(kind)
                assert isinstance(info, _MAPS), "an answer has fields"
                waiting += (each for field in info.fields for each in _maps_in(field))
        found += seen
    shared = [each for each, uses in Counter(found).items() if uses > 1 or _tag(each)]
    return tuple(sorted(shared, key=lambda each: each.__name__))


def _default(field: inspect.Field) -> str:
    if field.required:
        return ""
    default = field.default
    if default in (msgspec.NODEFAULT, msgspec.UNSET, None) or not default:
        return "empty"
    return f"`{json.dumps(default)}`"


def _meant(kind: type) -> Mapping[str, str]:
    """Return what the fields mean, those of the classes that it is made of among them."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        _, _, told = (python.cleandoc(each.__doc__ or "")).partition("\nAttributes:\n")
        block = "\n".join(line.removeprefix("    ") for line in told.splitlines())
        found |= {name: _plain(text) for name, text in _ATTRIBUTE.findall(block)}
    return found
