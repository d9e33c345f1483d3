"""The recipes of a persona, read when they are needed.

A persona may bring more than a thousand of them. They are taken into the memory once, at genesis,
so that an ordinary start must not wait for them to be parsed: it only compares their digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

from batos.errors import PluginError
from batos.plugins.recipes import parse_recipes
from batos.plugins.types import RecipeSpec

__all__ = ["RecipeBook"]


class RecipeBook(Sequence[RecipeSpec]):
    """A sequence of recipes over the texts that hold them.

    Args:
        texts: Origin and text of each file.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def digest(self) -> str:
        """The sha256 of the texts, by which a later start sees that nothing has changed."""
        whole = hashlib.sha256()
        for origin, text in self._texts:
            whole.update(f"{origin}\0{text}\0".encode())
        return whole.hexdigest()

    @cached_property
    def _recipes(self) -> tuple[RecipeSpec, ...]:
        found: dict[str, RecipeSpec] = {}
        for origin, text in self._texts:
            for recipe in parse_recipes(text, origin):
                if (first := found.get(recipe.selector)) is not None:
                    raise PluginError(
                        f"{recipe.origin}: a second recipe named {recipe.selector!r}; "
                        f"the first is at {first.origin}."
                    )
                found[recipe.selector] = recipe
        return tuple(found.values())

    def __bool__(self) -> bool:
        return bool(self._texts)

    def __len__(self) -> int:
        return len(self._recipes)

    def __iter__(self) -> Iterator[RecipeSpec]:
        return iter(self._recipes)

    @overload
    def __getitem__(self, index: int) -> RecipeSpec: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[RecipeSpec, ...]: ...

    def __getitem__(self, index: int | slice) -> RecipeSpec | tuple[RecipeSpec, ...]:
        return self._recipes[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RecipeBook):
            return self._texts == other._texts
        return tuple(self) == other

    def __hash__(self) -> int:
        return hash(self._texts)
