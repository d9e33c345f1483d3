"""The reference of the library: what its packages export, with the first lines of docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import batos
import batos.plugins
import batos.testing
from batos import errors

__all__ = ["PUBLIC", "api_tables", "image_methods"]

PUBLIC: tuple[ModuleType, ...] = (batos, batos.plugins, batos.testing)
"""The packages that a program may rely on."""


def api_tables() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each package with its names, without errors, and what each is."""
    for module in PUBLIC:
        names = [each for each in module.__all__ if not _is_of_the_tree(module, each)]
        yield module.__name__, [(f"`{name}`", said(getattr(module, name), name)) for name in names]


def _is_of_the_tree(module: ModuleType, name: str) -> bool:
    return module is batos and name in errors.__all__


_VALUES = {
    "Chunk": "A piece of an answer: `TextChunk`, or `DoneChunk` at its end.",
    "FinishReason": "Why an answer ended: `stop`, `length`, `cancelled` or `deadline`.",
    "Progress": "Told how far something is: a text, and a share from 0 to 1 or `None`.",
    "__version__": "The version of BAT OS.",
    "hookimpl": "Marks a function of a plugin as a hook.",
    "hookspec": "Marks what a hook looks like.",
}
"""What is exported and can say nothing of itself."""
_SEE = re.compile(r" \(see :\w+:`[^`]*`\)")


def said(thing: Any, name: str = "") -> str:
    """Return the first sentence of what is said of a class, a function or a value."""
    if name in _VALUES:
        return _VALUES[name]
    doc = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return _SEE.sub("", " ".join(doc.replace("``", "`").split()))


def image_methods() -> Iterator[tuple[str, str]]:
    """Yield what an image offers: calls with their parameters, and rooms of it."""
    for name, each in inspect.getmembers(batos.LivingImage):
        if name.startswith("_") or name == "open":
            continue
        if isinstance(each, property):
            yield f"`image.{name}`", said(each.fget)
        elif inspect.isroutine(each):
            given = [
                one.replace(annotation=one.empty, default=one.empty)
                for one in inspect.signature(each).parameters.values()
                if one.name != "self"
            ]
            yield f"`image.{name}{inspect.Signature(given)}`", said(each)
