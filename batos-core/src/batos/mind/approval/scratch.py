"""Running a waiting change on a scratch view: the image as it would be, thrown away afterwards."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from batos.errors import MethodError
from batos.guardian.backtrace import activation_of, backtrace, located
from batos.guardian.run import GuardedRunner
from batos.guardian.trial import TrialLimits
from batos.image import Root, Session, storage_errors
from batos.mind.approval.checking import receiver_of
from batos.objects import (
    MessageNotUnderstood,
    Method,
    UvmObject,
    address_of,
    install_method,
    lookup,
    slots_of,
)
from batos.objects.portable import export_value

if TYPE_CHECKING:
    from batos.objects.interfaces import Watch

__all__ = ["ScratchRun", "run_on_scratch"]


@dataclass(frozen=True)
class ScratchRun:
    """What a message would do.

    Attributes:
        value: What the method returned, with objects of the image as references.
        changes: What would have changed: ``object``, ``slot``, ``before`` and ``after`` each; a
            slot that is not there has no ``before`` or ``after``.
        printed: What the method printed.
        seconds: How long it took.
    """

    value: Any
    changes: tuple[dict[str, Any], ...] = ()
    printed: str = ""
    seconds: float = 0.0

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "value": self.value,
            "changes": [dict(change) for change in self.changes],
            "printed": self.printed,
            "seconds": round(self.seconds, 4),
        }


@dataclass
class _Printed:
    parts: list[str] = field(default_factory=list)


def run_on_scratch(
    session: Session,
    change: Mapping[str, Any],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    receiver: str,
    limits: TrialLimits,
    watch: Watch | None = None,
) -> ScratchRun:
    """Send a message as if a waiting change were installed; nothing of it is kept.

    Args:
        session: The image.
        change: The waiting change.
        args: Positional arguments, plain data.
        kwargs: Keyword arguments, plain data.
        receiver: Who is sent the message; the change's own receiver where it is empty.
        limits: Fuel and seconds that it may use.
        watch: Told that a method runs.

    Raises:
        UnknownNameError: There is no such receiver.
        UsageError: The change's own receiver is gone.
        GuardianError: The method failed or was stopped.
    """
    printed = _Printed()
    runner = GuardedRunner(
        fuel=limits.fuel, seconds=limits.seconds, passthrough=storage_errors(session.uri)
    )
    runner.on_printed = printed.parts.append
    with session.read() as root:
        root.space.runner = runner
        obj = root.find(receiver) if receiver else receiver_of(root, change)
        _install(root, obj, change)
        begun = time.monotonic()
        value = _deliver(root, obj, change, args, kwargs, watch)
        seconds = time.monotonic() - begun
        touched = {each._p_oid: each for each in _changed_objects(root)}
        after = {oid: (address_of(each), _slots(each)) for oid, each in touched.items()}
    with session.read() as root:
        changes = tuple(
            difference
            for oid, (address, slots) in after.items()
            for difference in _differences(address, _slots_of_oid(root, oid), slots)
        )
    return ScratchRun(value, changes, "".join(printed.parts), seconds)


def _install(root: Root, obj: UvmObject, change: Mapping[str, Any]) -> None:
    """Put the method where it would be, and on the receiver where that does not delegate there."""
    for target in (receiver_of(root, change), obj):
        found = lookup(target, change["selector"])
        if found is not None and found[1] is not None and _is_new(found[1], change):
            continue
        verdict = change["verdict"]
        install_method(
            target,
            Method(
                selector=change["selector"],
                source=change["source"],
                signature=change["signature"],
                mutator=bool(verdict["mutator"]),
                verdict=verdict,
            ),
        )


def _is_new(value: Any, change: Mapping[str, Any]) -> bool:
    return type(value) is Method and value._p_jar is None and value.source == change["source"]


def _deliver(
    root: Root,
    obj: UvmObject,
    change: Mapping[str, Any],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    watch: Watch | None,
) -> Any:
    if watch is not None:
        # No name of a method: one that hangs here is not the one that the image has now.
        root.space.pad = watch.begin(f"waiting change {change['id']}")
    try:
        given = copy.deepcopy(args)
        named = copy.deepcopy(dict(kwargs))
        return export_value(root.space.deliver(obj, change["selector"], given, named))
    except MessageNotUnderstood as miss:
        error = MethodError(
            "MessageNotUnderstood", str(miss), hint="A real message would have it learned."
        )
        located(error, backtrace(miss) or [activation_of(obj, change["selector"])])
        raise error from None
    finally:
        if watch is not None:
            watch.end()


def _changed_objects(root: Root) -> Iterator[UvmObject]:
    """Yield the objects of the image that the running transaction has changed.

    ZODB has no public question for this; after a savepoint they are in its storage.
    """
    connection = root.connection
    oids = {obj._p_oid for obj in connection._registered_objects}
    if connection._savepoint_storage is not None:
        oids |= set(connection._savepoint_storage.index)
    for oid in sorted(oid for oid in oids if oid is not None):
        obj = connection.get(oid)
        if isinstance(obj, UvmObject):
            yield obj


def _slots(obj: UvmObject) -> dict[str, Any]:
    return {name: export_value(copy.copy(value)) for name, value in slots_of(obj).items()}


def _slots_of_oid(root: Root, oid: bytes) -> dict[str, Any]:
    """Return the slots of an object as they are in the image, none where it is a new one."""
    try:
        obj = root.connection.get(oid)
    except KeyError:
        return {}
    return _slots(obj)


def _differences(
    address: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for name in sorted({*before, *after}):
        line: dict[str, Any] = {"object": address, "slot": name}
        if name in before:
            line["before"] = before[name]
        if name in after:
            line["after"] = after[name]
        if name not in before or name not in after or before[name] != after[name]:
            yield line
