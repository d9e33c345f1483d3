"""Methods out of an image, as the files of a parcel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.errors import UnknownNameError, UsageError
from batos.exchange.skillfile import MOST_EXAMPLES, SkillFile, write_skill
from batos.exchange.toml_values import NotPlainError, to_toml
from batos.image import Root
from batos.learning.model.trust import PROVEN
from batos.objects import Example, Method, UvmObject, address_of, methods_of, name_of
from batos.wire.messages.skills import ExportedLine, SkillLine

__all__ = [
    "Exported",
    "Packing",
    "export_methods",
    "is_learned",
    "list_methods",
    "proofs",
    "skill_of",
]

_GIVEN = frozenset({"", "genesis", "persona", "plugin"})
"""Origins of methods that an image is born with."""


@dataclass(frozen=True)
class Exported:
    """What was made of methods or objects.

    Attributes:
        files: The files of the parcel.
        rows: A line for each method, or for each object.
        notes: What was left out, a sentence each.
        outside: Names of objects that are referred to and must be where the parcel goes.
    """

    files: Mapping[str, bytes]
    rows: tuple[ExportedLine, ...]
    notes: tuple[str, ...]
    outside: tuple[str, ...] = ()


class Packing:
    """The files of a parcel, and what had to be left out of them, while they are gathered.

    Attributes:
        files: The files so far, by path.
        notes: What was left out, a sentence each.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.notes: list[str] = []
        self._used: set[str] = set()

    def add(self, method: Method, receiver: str) -> str:
        """Add the file of a method; return its path, empty where it does not travel.

        Args:
            method: The method.
            receiver: What the parcel calls its object.
        """
        address = f"{receiver}.{method.selector}"
        if method.quarantine is not None:
            self.notes.append(f"{address} is in quarantine and was left out.")
            return ""
        skill, left_out = skill_of(method, receiver)
        self.notes += [f"{address}: {each}" for each in left_out]
        path, count = f"methods/{address}.py", 1
        while path.lower() in self._used:  # also where capital letters do not count
            count += 1
            path = f"methods/{address}-{count}.py"
        self._used.add(path.lower())
        self.files[path] = write_skill(skill)
        return path


def is_learned(method: Method) -> bool:
    """Return whether an image has learned a method, or was given it by another one."""
    return str(method.provenance.get("origin", "")) not in _GIVEN


def proofs(examples: Iterable[Mapping[str, Any]]) -> int:
    """Return how many examples say what must come of them."""
    return sum(bool(Example.from_plain(each).claims) for each in examples)


def list_methods(root: Root, *, everything: bool = False) -> list[SkillLine]:
    """Return a line for each learned method of a named object, or for every method."""
    return [
        _line(holder, method)
        for holder, method in _methods(root)
        if everything or is_learned(method)
    ]


def _methods(root: Root) -> Iterator[tuple[UvmObject, Method]]:
    for _, obj in root.each():
        for _, method in sorted(methods_of(obj).items()):
            yield obj, method


def _line(holder: UvmObject, method: Method) -> SkillLine:
    source = method.provenance.get("imported_from")
    return {
        "address": f"{address_of(holder)}.{method.selector}",
        "signature": method.signature,
        "version": method.version,
        "doc": method.doc,
        "origin": str(method.provenance.get("origin", "")),
        "trust": str(method.provenance.get("trust", PROVEN)),
        "confidence": method.provenance.get("confidence"),
        "examples": proofs(method.examples),
        "sha256": method.sha256,
        "quarantined": method.quarantine is not None,
        "from": str(source.get("signer", "")) if isinstance(source, Mapping) else "",
    }


def export_methods(
    root: Root, addresses: Sequence[str] = (), *, everything: bool = False
) -> Exported:
    """Return methods as files.

    Args:
        root: The image.
        addresses: ``OBJECT.SELECTOR`` or ``OBJECT``; every learned method when empty.
        everything: Whether methods that the image was born with are meant as well.

    Raises:
        UnknownNameError: There is no such object or method.
        UsageError: What an address names is a value, or in quarantine.
    """
    if addresses:
        chosen = [each for address in addresses for each in _named(root, address, everything)]
    else:
        chosen = [each for each in _methods(root) if everything or is_learned(each[1])]
    rows: list[ExportedLine] = []
    packing = Packing()
    seen: set[tuple[str, str]] = set()
    for holder, method in chosen:
        address = f"{address_of(holder)}.{method.selector}"
        if (name_of(holder), method.selector) in seen:
            continue
        seen.add((name_of(holder), method.selector))
        path = packing.add(method, name_of(holder))
        if path:
            rows.append({"address": address, "file": path, "sha256": method.sha256})
    return Exported(packing.files, tuple(rows), tuple(packing.notes))


def _named(root: Root, address: str, everything: bool) -> list[tuple[UvmObject, Method]]:
    """Return the methods that an address names."""
    name, dot, selector = address.partition(".")
    obj = root.find(name)
    if not dot:
        own = sorted(methods_of(obj).items())
        found = [(obj, method) for _, method in own if everything or is_learned(method)]
        if not found:
            raise UsageError(f"{name} has learned no method.", hint="'batos skills' lists them.")
        _check_named(obj, name)
        return found
    holder, method = root.method(obj, selector)
    if not isinstance(method, Method):
        raise UnknownNameError("method", address)
    if method.quarantine is not None:
        raise UsageError(
            f"{address} is in quarantine and does not travel.",
            hint="'batos guardian quarantine' tells why.",
        )
    _check_named(holder, address)
    return [(holder, method)]


def _check_named(holder: UvmObject, address: str) -> None:
    if not name_of(holder):
        raise UsageError(
            f"{address} belongs to an object without a name, so that it cannot travel alone.",
            hint="Export an object that refers to it: 'batos objects export'.",
        )


def skill_of(method: Method, receiver: str) -> tuple[SkillFile, list[str]]:
    """Return a method as it travels, and what had to be left out of it, a few words each."""
    notes = []
    examples = []
    for number, example in enumerate(method.examples, 1):
        try:
            to_toml(dict(example))
        except NotPlainError as problem:
            notes.append(f"example {number} was left out: {problem}.")
        else:
            examples.append(example)
    if len(examples) > MOST_EXAMPLES:
        notes.append(f"only the first {MOST_EXAMPLES} of {len(examples)} examples were taken.")
    provenance: Mapping[str, Any] = method.provenance
    try:
        to_toml(dict(provenance))
    except NotPlainError as problem:
        notes.append(f"what is known of its origin was left out: {problem}.")
        provenance = {"origin": str(provenance.get("origin", ""))}
    skill = SkillFile(
        receiver=receiver,
        selector=method.selector,
        signature=method.signature,
        # Half of a surrogate pair has no form in UTF-8.
        doc=method.doc.encode("utf-8", "backslashreplace").decode("utf-8"),
        version=method.version,
        rules=str(method.verdict.get("rules_version", "")),
        source=method.source,
        examples=tuple(examples[:MOST_EXAMPLES]),
        provenance=provenance,
    )
    return skill, notes
