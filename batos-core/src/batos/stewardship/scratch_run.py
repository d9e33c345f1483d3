"""Running a message on a scratch view: the image as it would be, thrown away afterwards."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from batos.errors import MethodError
from batos.guardian.running.backtrace import activation_of, backtrace, located
from batos.guardian.running.run import GuardedRunner
from batos.guardian.trial.reports import TrialLimits
from batos.image import Root, Session, storage_errors
from batos.objects import (
    MessageNotUnderstood,
    UvmObject,
    address_of,
    slots_of,
)
from batos.objects.portable import export_value
from batos.wire.messages.methods import SlotChange, Tried

if TYPE_CHECKING:
    from batos.objects.surroundings import Watch

__all__ = ["ScratchRun", "run_on_scratch"]


@dataclass(frozen=True)
class ScratchRun:
    """What a message would do.

    Attributes:
        value: What the method returned, with objects of the image as references.
        changes: What would have changed.
        printed: What the method printed.
        seconds: How long it took.
    """

    value: Any
    changes: tuple[SlotChange, ...] = ()
    printed: str = ""
    seconds: float = 0.0

    def to_plain(self) -> Tried:
        """Return it as plain data."""
        return {
            "value": self.value,
            "changes": list(self.changes),
            "printed": self.printed,
            "seconds": round(self.seconds, 4),
        }


@dataclass
class _Printed:
    parts: list[str] = field(default_factory=list)


def run_on_scratch(
    session: Session,
    prepare: Callable[[Root], UvmObject],
    selector: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    label: str,
    limits: TrialLimits,
    watch: Watch | None = None,
) -> ScratchRun:
    """Send a message in a transaction that is thrown away.

    Args:
        session: The image.
        prepare: Puts into place what is to be tried, and returns the receiver.
        selector: Name of the message.
        args: Positional arguments, plain data.
        kwargs: Keyword arguments, plain data.
        label: What the watch is told that runs.
        limits: Fuel and seconds that it may use.
        watch: Told that a method runs.

    Raises:
        GuardianError: The method failed or was stopped.
        BatosError: What ``prepare`` raises.
    """
    printed = _Printed()
    runner = GuardedRunner(
        fuel=limits.fuel, seconds=limits.seconds, passthrough=storage_errors(session.uri)
    )
    runner.on_printed = printed.parts.append
    with session.read() as root:
        root.space.runner = runner
        receiver = prepare(root)
        # What was put into place is no change that the message has made.
        prepared = _changed_slots(root)
        begun = time.monotonic()
        value = _deliver(root, receiver, selector, args, kwargs, label, watch)
        seconds = time.monotonic() - begun
        after = _changed_slots(root)
        names = {oid: address_of(root.connection.get(oid)) for oid in after}
    with session.read() as root:
        changes = tuple(
            difference
            for oid, slots in after.items()
            for difference in _differences(
                names[oid], prepared[oid] if oid in prepared else _slots_of_oid(root, oid), slots
            )
        )
    return ScratchRun(value, changes, "".join(printed.parts), seconds)


def _deliver(
    root: Root,
    receiver: UvmObject,
    selector: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    label: str,
    watch: Watch | None,
) -> Any:
    if watch is not None:
        root.space.pad = watch.begin(label)
    try:
        given = copy.deepcopy(args)
        named = copy.deepcopy(dict(kwargs))
        return export_value(root.space.deliver(receiver, selector, given, named))
    except MessageNotUnderstood as miss:
        error = MethodError(
            "MessageNotUnderstood", str(miss), hint="A real message would have it learned."
        )
        located(error, backtrace(miss) or [activation_of(receiver, selector)])
        raise error from None
    finally:
        if watch is not None:
            watch.end()


def _changed_slots(root: Root) -> dict[bytes, dict[str, Any]]:
    """Return the slots of the objects that the running transaction has changed, by oid."""
    return {each._p_oid: _slots(each) for each in _changed_objects(root)}


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
) -> Iterator[SlotChange]:
    for name in sorted({*before, *after}):
        line: SlotChange = {"object": address, "slot": name}
        if name in before:
            line["before"] = before[name]
        if name in after:
            line["after"] = after[name]
        if name not in before or name not in after or before[name] != after[name]:
            yield line
