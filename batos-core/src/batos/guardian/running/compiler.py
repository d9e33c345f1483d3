"""From an audited source to something that runs."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from batos.errors import AuditRefusedError
from batos.guardian.audit.audit import audited_subject
from batos.guardian.audit.findings import Verdict
from batos.guardian.dialect.quiet import quiet_compiler
from batos.guardian.running.rewrite import HIDDEN_NAME, rewritten

__all__ = ["METHOD_FILE", "Compiled", "Compiler", "compile_method"]

METHOD_FILE = "<method "
"""What the name of a method's file begins with, in frames."""

Tick = Callable[[], bool]
Factory = Callable[[Tick, Iterator[bool]], Callable[..., Any]]
"""Binds a method to the two forms in which a budget gives its ticks."""


@dataclass(frozen=True)
class Compiled:
    """A method that passed the audit, as code.

    Attributes:
        verdict: What the audit said.
        code: The code of a module that defines the factory ``_bind``.
    """

    verdict: Verdict
    code: CodeType

    def factory(self, namespace: dict[str, Any]) -> Factory:
        """Return the function that binds the method to a budget's ticks.

        Args:
            namespace: Globals from :func:`batos.guardian.dialect.namespace.make_namespace`. Methods
                cannot write to it: they have no ``global`` and no code outside functions.
        """
        defined: dict[str, Any] = {}
        exec(self.code, namespace, defined)  # noqa: S102 - audited, rewritten, listed names only
        factory: Factory = defined["_bind"]
        return factory


def compile_method(source: str) -> Compiled:
    """Audit a source, add fuel and guards, and compile it.

    Raises:
        AuditRefusedError: The audit refused it, or Python's compiler did.
    """
    verdict, subject = audited_subject(source)
    verdict.raise_if_refused()
    assert subject is not None
    try:
        with quiet_compiler():
            code = compile(rewritten(subject), f"{METHOD_FILE}{verdict.selector}>", "exec")
            code = _named(code, verdict.selector)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise AuditRefusedError(
            f"The method {verdict.selector!r} was refused: Python cannot compile it ({problem}).",
            details={"findings": [], "sha256": verdict.sha256},
        ) from None
    return Compiled(verdict, code)


def _named(code: CodeType, selector: str) -> CodeType:
    """Return code in which the hidden name is the selector again, for the texts of errors."""
    consts = tuple(
        _named(const, selector) if isinstance(const, CodeType) else const
        for const in code.co_consts
    )
    name = selector if code.co_name == HIDDEN_NAME else code.co_name
    qualified = code.co_qualname.rpartition(f"{HIDDEN_NAME}")
    inner = f"{selector}{qualified[2]}" if qualified[1] else code.co_qualname
    return code.replace(co_consts=consts, co_name=name, co_qualname=inner)


class Compiler:
    """Compiles methods once and remembers the most recent ones.

    Args:
        size: How many methods to remember.
    """

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._known: OrderedDict[str, Compiled] = OrderedDict()
        self._lock = threading.Lock()

    def compiled(self, source: str) -> Compiled:
        """Return the compiled form of a source.

        Raises:
            AuditRefusedError: The source was refused.
        """
        with self._lock:
            found = self._known.get(source)
            if found is not None:
                self._known.move_to_end(source)
                return found
        made = compile_method(source)
        with self._lock:
            self._known[source] = made
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return made
