"""A learned method: source text, never a function.

The function is rebuilt from the source through the guardian whenever it is needed; nothing that
could outlive its code is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from persistent import Persistent
from zope.interface import implementer

from batos.objects.interfaces import IMethod
from batos.objects.plain import ensure_plain

__all__ = ["Method", "source_digest"]


def source_digest(source: str) -> str:
    """Return the sha256 of a source text, in hexadecimal."""
    return hashlib.sha256(source.encode()).hexdigest()


@implementer(IMethod)
class Method(Persistent):
    """One version of one method.

    A method is never changed: a better one takes its place and remembers it as ``previous``. Only
    its quarantine comes and goes.

    Attributes:
        selector: The name of the message that it answers.
        source: The Python text, the truth about it.
        sha256: Digest of the source.
        signature: Such as ``(self, text, limit=3)``.
        doc: First line of its docstring.
        mutator: Whether it changes its receiver.
        examples: Examples as plain data (see :class:`batos.objects.example.Example`).
        provenance: Where it comes from, plain data.
        verdict: What the guardian said, plain data.
        previous: The version that it replaced, or None.
        quarantine: Why it is not run, plain data with a ``reason``; None for a method that is.
        number: Its number among all versions that its slot has had, given when it is installed;
            0 for one from before there was a history.

    Raises:
        SlotError: Examples, provenance or verdict are not plain data.
    """

    # Of the class, because images hold methods from before there were these.
    quarantine: Mapping[str, Any] | None = None
    number: int = 0

    def __init__(
        self,
        *,
        selector: str,
        source: str,
        signature: str,
        doc: str = "",
        mutator: bool = False,
        examples: tuple[Mapping[str, Any], ...] = (),
        provenance: Mapping[str, Any] | None = None,
        verdict: Mapping[str, Any] | None = None,
        previous: Method | None = None,
    ) -> None:
        self.selector = selector
        self.source = source
        self.sha256 = source_digest(source)
        self.signature = signature
        self.doc = doc
        self.mutator = mutator
        self.examples = tuple(dict(example) for example in examples)
        self.provenance = dict(provenance or {})
        self.verdict = dict(verdict or {})
        self.previous = previous
        ensure_plain(self.examples, "examples")
        ensure_plain(self.provenance, "provenance")
        ensure_plain(self.verdict, "verdict")

    @property
    def version(self) -> int:
        """The number of this version, from 1.

        A version that was taken back keeps its number, so that it is given to no other.
        """
        if self.number:
            return self.number
        version, older = 1, self.previous
        while older is not None:
            version, older = version + 1, older.previous
        return version

    def again(
        self,
        *,
        examples: Iterable[Mapping[str, Any]] | None = None,
        provenance: Mapping[str, Any] | None = None,
    ) -> Method:
        """Return a further version of the same text, in quarantine where this one is.

        Args:
            examples: Its examples, plain data; those of this one when left out.
            provenance: Where it comes from, plain data; from where this one does when left out.
        """
        same = Method(
            selector=self.selector,
            source=self.source,
            signature=self.signature,
            doc=self.doc,
            mutator=self.mutator,
            examples=self.examples if examples is None else tuple(examples),
            provenance=self.provenance if provenance is None else provenance,
            verdict=self.verdict,
        )
        same.quarantine = self.quarantine
        return same

    def to_plain(self) -> dict[str, Any]:
        """Return everything about this version as plain data."""
        return {
            "selector": self.selector,
            "signature": self.signature,
            "doc": self.doc,
            "source": self.source,
            "sha256": self.sha256,
            "mutator": self.mutator,
            "version": self.version,
            "examples": [dict(example) for example in self.examples],
            "provenance": dict(self.provenance),
            "verdict": dict(self.verdict),
            "quarantine": dict(self.quarantine) if self.quarantine else None,
        }
