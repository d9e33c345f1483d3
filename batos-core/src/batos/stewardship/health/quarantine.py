"""Quarantine: methods that are kept and can be read, but are not run.

A method comes here when it no longer passes the guardian's rules, or when it has ended two
workers. It leaves when a new version takes its place, or when it is lifted; that takes an audit
by the rules of today.

The mark is on the method itself. A list of all of them, by oid, is in the image's ``meta``, so
that nobody has to search for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from BTrees.OOBTree import OOBTree

from batos.errors import AuditRefusedError, UnknownNameError, UsageError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.rules import Rule
from batos.image import Root, Session, history
from batos.learning.records.trail import now_text
from batos.objects import Method, UvmObject, address_of, lookup, methods_of
from batos.objects.addresses import method_address
from batos.wire.messages.image import QuarantineLine

__all__ = [
    "barred_sources",
    "lift",
    "list_quarantine",
    "put_into_quarantine",
    "quarantine_blamed",
    "take_out",
]

_INDEX = "quarantine"


def put_into_quarantine(
    root: Root, holder: UvmObject | None, method: Method, *, cause: str, reason: str, **facts: Any
) -> QuarantineLine:
    """Stop a method from being run, in the running transaction.

    Args:
        root: The image.
        holder: The object whose slot it is in, None where that is not known.
        method: The method.
        cause: ``rules`` or ``deaths``.
        reason: What it has done, in a sentence without a full stop.
        facts: Further plain data to keep with it.

    Returns:
        Its line in :func:`list_quarantine`.
    """
    method.quarantine = {"cause": cause, "reason": reason, "at": now_text(), **facts}
    if _INDEX not in root.meta:
        root.meta[_INDEX] = OOBTree()
    root.meta[_INDEX][_number(method)] = {
        "holder": int.from_bytes(holder._p_oid, "big") if holder is not None else 0,
        "sha256": method.sha256,
    }
    if holder is not None:
        history.note_mark(root, holder, method, event="quarantine", user="guardian", cause=reason)
    return _line(holder, method)


def take_out(root: Root, holder: UvmObject, method: Method) -> None:
    """Let a method be run again, in the running transaction."""
    method.quarantine = None
    history.note_mark(root, holder, method, event="lift", user="guardian")
    root.meta.get(_INDEX, {}).pop(_number(method), None)


def list_quarantine(root: Root) -> list[QuarantineLine]:
    """Return the methods in quarantine, a line each; versions that were replaced are left out."""
    lines = []
    for number, entry in root.meta.get(_INDEX, {}).items():
        method = _object(root, number, Method)
        holder = _object(root, entry["holder"], UvmObject)
        if method is None or method.quarantine is None:
            continue
        if holder is None or methods_of(holder).get(method.selector) is method:
            lines.append(_line(holder, method))
    return sorted(lines, key=lambda line: line["at"])


def barred_sources(root: Root) -> frozenset[str]:
    """Return the digests of sources in quarantine, which nobody shall propose again."""
    return frozenset(entry["sha256"] for entry in root.meta.get(_INDEX, {}).values())


def lift(root: Root, address: str, extra_rules: Sequence[Rule] = ()) -> QuarantineLine:
    """Let a method be run again if it passes the rules, in the running transaction.

    Args:
        root: The image.
        address: ``OBJECT.SELECTOR``.
        extra_rules: Rules of plugins.

    Returns:
        The line that it had in :func:`list_quarantine`.

    Raises:
        UnknownNameError: There is no such method.
        UsageError: It is not in quarantine.
        AuditRefusedError: It does not pass; it stays where it is.
    """
    name, selector = method_address(address)
    holder, method = root.method(root.find(name), selector)
    if not isinstance(method, Method):
        raise UnknownNameError("method", address)
    if method.quarantine is None:
        raise UsageError(f"{address} is not in quarantine.")
    verdict = audit(method.source, selector=method.selector, extra_rules=extra_rules)
    if not verdict.accepted:
        raise AuditRefusedError(
            f"{address} stays in quarantine: {verdict.reason}",
            hint="Have a new version learned; it takes the place of this one.",
            details={"findings": verdict.to_plain()["findings"], "sha256": verdict.sha256},
        )
    line = _line(holder, method)
    take_out(root, holder, method)
    return line


def quarantine_blamed(session: Session, blamed: Iterable[Mapping[str, Any]]) -> list[str]:
    """Put methods that have ended workers into quarantine; return their addresses.

    Args:
        session: The image.
        blamed: For each the ``oid`` of the method, 0 where it is not known, the ``text`` of the
            message that it ran for, the ``cause`` of the last death and the number of
            ``deaths``.
    """
    asked = [dict(each) for each in blamed]
    if not asked:
        return []

    def work(root: Root) -> list[str]:
        return [address for each in asked if (address := _quarantine_one(root, each))]

    return session.change(work, note="Methods that ended workers", user="guardian")


def _quarantine_one(root: Root, blame: Mapping[str, Any]) -> str:
    found = _find(root, int(blame["oid"]), str(blame["text"]))
    if found is None or found[1].quarantine is not None:
        return ""
    line = put_into_quarantine(
        root,
        *found,
        cause="deaths",
        reason=f"it ended {blame['deaths']} workers, the last one so: {blame['cause']}",
        deaths=int(blame["deaths"]),
    )
    return str(line["address"])


def _find(root: Root, number: int, text: str) -> tuple[UvmObject | None, Method] | None:
    """Return a blamed method with its holder: by oid, else by the message."""
    name, _, selector = text.rpartition(".")
    try:
        receiver: UvmObject | None = root.find(name)
    except UnknownNameError:
        receiver = None
    method = _object(root, number, Method)
    if method is None:
        found = lookup(receiver, selector) if receiver is not None else None
        return found if found is not None and isinstance(found[1], Method) else None
    if receiver is not None:
        holder = lookup(receiver, method.selector)
        if holder is not None and holder[1] is method:
            return holder[0], method
    for _, holder_object in root.each():
        if any(each is method for each in methods_of(holder_object).values()):
            return holder_object, method
    return None, method


def _object(root: Root, number: int, kind: type[Any]) -> Any:
    """Return an object of a kind by its number, or None."""
    try:
        found = root.connection.get(number.to_bytes(8, "big")) if number else None
    except KeyError:
        return None
    return found if isinstance(found, kind) else None


def _number(method: Method) -> int:
    return int.from_bytes(method._p_oid, "big")


def _line(holder: UvmObject | None, method: Method) -> QuarantineLine:
    quarantine = method.quarantine or {}
    name = address_of(holder) if holder is not None else "?"
    return {
        "address": f"{name}.{method.selector}",
        "cause": quarantine.get("cause", ""),
        "reason": quarantine.get("reason", ""),
        "at": quarantine.get("at", ""),
        "sha256": method.sha256,
    }
