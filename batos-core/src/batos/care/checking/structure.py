"""Whether the root and the named objects of an image agree with themselves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from BTrees.OOBTree import OOBTree
from ZODB.POSException import POSError

from batos.care.checking.flaws import Flaw
from batos.care.files.onlooker import Pause
from batos.care.files.reading import Reader
from batos.errors import ObjectSetAsideError
from batos.image.root import CONTAINERS, FORMAT, Root
from batos.objects import Epoch, Method, UvmObject, methods_of, name_of

__all__ = ["Probe", "check_structure", "in_batches"]

_BATCH = 500


@dataclass(frozen=True)
class Probe:
    """A look at one thing that an image says of itself.

    Attributes:
        about: What it looks at, for the progress.
        look: Yields what it finds, from short transactions; stops when the pause says so.
    """

    about: str
    look: Callable[[Reader, Pause], Iterator[Flaw]]


def in_batches(
    reader: Reader,
    pause: Pause,
    container: Callable[[Root], Any],
    look: Callable[[Root, Any], Iterable[Flaw]],
) -> Iterator[Flaw]:
    """Look at the entries of a container, some in each transaction.

    Args:
        reader: The image.
        pause: Called between the transactions.
        container: Returns the container; one that is empty or gone has no entries.
        look: Looks at the entry under a key, if it is still there.
    """
    with reader.read() as root:
        keys = list(container(root) or ())
    for start in range(0, len(keys), _BATCH):
        if pause():
            return
        found: list[Flaw] = []
        with reader.read() as root:
            for key in keys[start : start + _BATCH]:
                # What cannot be read, the walk over the records has told.
                with contextlib.suppress(POSError):
                    found += _looked(look, root, key)
        yield from found


def _looked(look: Callable[[Root, Any], Iterable[Flaw]], root: Root, key: Any) -> list[Flaw]:
    try:
        return list(look(root, key))
    except ObjectSetAsideError as error:
        oid, name = error.details["oid"], error.details["object"]
        return [Flaw("aside", error.message, error.hint, oid, name, damage=False)]


def check_structure(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Look at the containers, the format, the epoch, and what objects call themselves."""
    with reader.read() as root:
        mapping = root.connection.root()
        found = list(_check_root(mapping))
        sound = isinstance(mapping.get("objects"), OOBTree)
    yield from found
    if sound:
        yield from in_batches(reader, pause, lambda root: root.objects, _check_name)


def _check_root(mapping: Any) -> Iterator[Flaw]:
    meta = mapping.get("meta")
    if not isinstance(meta, OOBTree):
        yield Flaw("root", "The root has no container 'meta': it is no living image.")
        return
    if meta.get("format") != FORMAT:
        yield Flaw(
            "root",
            f"The image has format {meta.get('format')!r}; this version reads format {FORMAT}.",
            "Use the version of BAT OS that wrote it.",
        )
    if not isinstance(meta.get("born"), str):
        yield Flaw("root", "The image does not say when it was born.")
    if not isinstance(mapping.get("epoch"), Epoch):
        yield Flaw("root", "The root has no epoch.")
    for name in CONTAINERS:
        container = mapping.get(name)
        if container is None:
            yield Flaw(
                "root",
                f"The root has no container {name!r}.",
                "Of an older version: the next start adds it.",
                damage=False,
            )
        elif not isinstance(container, OOBTree):
            kind = type(container).__name__
            yield Flaw("root", f"The container {name!r} of the root is a {kind}.")


def _check_name(root: Root, name: str) -> Iterator[Flaw]:
    if name in root.objects:
        yield from _check_object(name, root.objects[name])


def _check_object(name: str, obj: Any) -> Iterator[Flaw]:
    number = int.from_bytes(getattr(obj, "_p_oid", None) or b"", "big")
    if not isinstance(obj, UvmObject):
        kind = type(obj).__name__
        yield Flaw(
            "name", f"Under the name {name!r} is a {kind}, no object.", oid=number, name=name
        )
        return
    if name_of(obj) != name:
        yield Flaw(
            "name",
            f"The object under the name {name!r} calls itself {name_of(obj)!r}.",
            oid=number,
            name=name,
        )
    for selector, method in methods_of(obj).items():
        if isinstance(method, Method) and method.selector != selector:
            yield Flaw(
                "name",
                f"The method in the slot {name}.{selector} calls itself {method.selector!r}.",
                oid=int.from_bytes(method._p_oid or b"", "big"),
                name=f"{name}.{selector}",
            )
