"""Space: what an object needs of its surroundings to deliver a message.

Every connection to an image has one. It holds the epoch that dates all lookup caches, the
runner that executes methods under guard, and a way to take a savepoint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from persistent import Persistent
from zope.interface import implementer

from batos.errors import QuarantinedError, UsageError
from batos.objects.delegation import find, is_fixed
from batos.objects.interfaces import IEpoch, Rollback, Runner
from batos.objects.method import Method
from batos.objects.names import is_slot_name

if TYPE_CHECKING:
    from batos.objects.uvm import UvmObject

__all__ = ["BoundMessage", "Epoch", "MessageNotUnderstood", "Space", "space_of"]

_UNKNOWN = bytes(8)
"""Stands for the oid of what has none yet."""


class MessageNotUnderstood(AttributeError):  # noqa: N818 - the name Smalltalk gave it
    """Nobody in the receiver's chain of delegation has a slot of that name.

    Attributes:
        receiver: The object that was asked.
        selector: The name that was not understood.
        arguments: Positional arguments of the message, when it was a send.
        keywords: Keyword arguments of the message, when it was a send.
        sent: Whether it was a send, rather than the reading of an attribute.
    """

    def __init__(
        self,
        receiver: UvmObject,
        selector: str,
        arguments: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
        *,
        sent: bool = False,
    ) -> None:
        label = receiver.__dict__.get("_name") or "the object"
        super().__init__(f"{label} does not understand {selector!r}.")
        self.receiver = receiver
        self.selector = selector
        self.arguments = arguments
        self.keywords = keywords or {}
        self.sent = sent


class BoundMessage:
    """A message that waits for its arguments: what reading a method's slot gives."""

    __slots__ = ("_receiver", "_selector")

    def __init__(self, receiver: UvmObject, selector: str) -> None:
        self._receiver = receiver
        self._selector = selector

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Deliver the message.

        Raises:
            UsageError: The receiver is in no image.
        """
        space = space_of(self._receiver)
        if space is None:
            raise UsageError("This object is not in an image, so nobody can carry its messages.")
        return space.deliver(self._receiver, self._selector, args, kwargs)


@implementer(IEpoch)
class Epoch(Persistent):
    """Moves with every change of a method or a parent anywhere in the image.

    Its serial dates all lookup caches. It agrees with the snapshot that a transaction sees, and
    it makes two installations conflict with each other, so that neither relies on a chain of
    delegation that the other has just changed.
    """

    def __init__(self) -> None:
        self.moves = 0

    def touch(self) -> None:
        """Move on."""
        self.moves += 1

    @property
    def tag(self) -> bytes | None:
        """The date of what this transaction sees, or None while it is changing."""
        if self._p_changed:
            return None
        serial: bytes | None = self._p_serial if self._p_jar is not None else None
        return serial


class Space:
    """Delivers messages between the objects of one connection, in one transaction at a time.

    Args:
        epoch: Dates the lookup caches.
        runner: Executes methods.
        savepoint: Takes a savepoint of the running transaction, where there is one.

    Attributes:
        tag: The date of the lookup caches, or None when they are not to be used.
        pad: Eight bytes that somebody outside watches, or None: the oid of the method that runs.
        ready: What answers the messages that the running one has sent already, by receiver and
            selector: methods that change nothing, bound to its budget. Empty between messages.
        ran: Methods that ran, each at least once; counting every run would cost the fast path.
        failed: Methods that an error ended.
    """

    def __init__(
        self,
        epoch: Epoch,
        runner: Runner,
        savepoint: Callable[[], Rollback] | None = None,
    ) -> None:
        self.epoch = epoch
        self.runner = runner
        self.savepoint = savepoint
        self.depth = 0
        self.tag = epoch.tag
        self.pad: memoryview | None = None
        self.ready: dict[tuple[UvmObject, str], Callable[..., Any]] = {}
        self.ran: list[Method] = []
        self.failed: list[Method] = []
        self._running = _UNKNOWN

    def structure_changed(self) -> None:
        """Note that a method or a parent moved, so that no cache answers from before.

        The caches stay unused until the transaction ends, and not only while the epoch is marked
        as changed: a savepoint takes that mark away, and leaves the serial as it was.
        """
        self.tag = None
        self.ready.clear()
        self.epoch.touch()

    def deliver(
        self,
        receiver: UvmObject,
        selector: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        """Answer a message: run the method, or return the value of a data slot.

        Raises:
            MessageNotUnderstood: Nobody in the chain has such a slot.
            UsageError: Arguments were sent to a data slot, or no message can have that name.
            QuarantinedError: The method is in quarantine.
        """
        if type(selector) is str:
            ready = self.ready.get((receiver, selector))
            if ready is not None:
                return ready(receiver, *args, **kwargs)
            found = find(receiver, selector, self.tag)
        else:
            found = None
        if found is None:
            raise _missed(receiver, selector, args, kwargs)
        value = found[1]
        if type(value) is not Method:
            if args or kwargs:
                raise UsageError(f"{selector!r} is a value, not a method: it takes no arguments.")
            return value
        if value.quarantine is not None:
            raise _quarantined(receiver, value)
        if self.depth and not value.mutator:
            self._make_ready(receiver, selector, value)
        return self._run(value, receiver, args, kwargs)

    def _run(
        self, method: Method, receiver: UvmObject, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        self.depth += 1
        try:
            if self.pad is not None:
                return self._run_watched(self.pad, method, receiver, args, kwargs)
            if method.mutator:
                return self._run_mutator(method, receiver, args, kwargs)
            return self.runner.run(method, receiver, args, kwargs)
        finally:
            self.depth -= 1
            if not self.depth:
                self.ready.clear()

    def _make_ready(self, receiver: UvmObject, selector: str, method: Method) -> None:
        """Let further messages like this one, of the same run, go straight to the method."""
        settled = self.tag is not None and is_fixed(receiver, selector)
        bound = self.runner.bound(method) if settled else None
        if bound is None:
            return
        pad = self.pad
        if pad is None:
            self.ready[receiver, selector] = bound
            return
        oid = method._p_oid or _UNKNOWN

        def watched(receiver: UvmObject, /, *args: Any, **kwargs: Any) -> Any:
            caller, self._running = self._running, oid
            pad[:] = oid
            try:
                return bound(receiver, *args, **kwargs)
            finally:
                pad[:] = self._running = caller

        self.ready[receiver, selector] = watched

    def _run_watched(
        self,
        pad: memoryview,
        method: Method,
        receiver: UvmObject,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        """Run a method with its oid on the pad, and the caller's again afterwards."""
        caller, self._running = self._running, method._p_oid or _UNKNOWN
        pad[:] = self._running
        try:
            if method.mutator:
                return self._run_mutator(method, receiver, args, kwargs)
            return self.runner.run(method, receiver, args, kwargs)
        finally:
            pad[:] = self._running = caller

    def _run_mutator(
        self, method: Method, receiver: UvmObject, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Run a method that changes its receiver so that an error leaves nothing behind.

        An in-place change of a list in a slot is invisible to ZODB until the object is marked.
        Marked before the call, it is thrown away by an abort; marked only afterwards, an error
        in between would leave it in memory for the next commit to write. A nested send takes a
        savepoint first, since its caller may catch the error: marking before the savepoint
        would lose the change.
        """
        nested = self.depth > 1 and self.savepoint is not None
        savepoint = self.savepoint() if nested and self.savepoint is not None else None
        if receiver._p_jar is not None:
            receiver._p_activate()
            receiver._p_changed = True
        try:
            return self.runner.run(method, receiver, args, kwargs)
        except BaseException:
            if savepoint is not None:
                savepoint.rollback()
            raise


def _missed(
    receiver: UvmObject, selector: object, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Exception:
    if not isinstance(selector, str) or not is_slot_name(selector):
        # Nobody will ever understand it, so that there is nothing to be learned.
        return UsageError(f"{str(selector)[:60]!r} cannot be the name of a message.")
    return MessageNotUnderstood(receiver, selector, args, kwargs, sent=True)


def _quarantined(receiver: UvmObject, method: Method) -> QuarantinedError:
    quarantine = method.quarantine or {}
    label = receiver.__dict__.get("_name") or "the object"
    reason = str(quarantine.get("reason", "no reason is known")).rstrip(".")
    return QuarantinedError(
        f"{label}.{method.selector} is in quarantine and is not run: {reason}.",
        hint="'batos guardian quarantine' shows it; a new version, or lifting it, ends that.",
        details={"selector": method.selector, **quarantine},
    )


def space_of(obj: UvmObject) -> Space | None:
    """Return the space of an object's connection, or None for an object in no image."""
    jar = obj._p_jar
    if jar is None:
        space: Space | None = obj.__dict__.get("_v_space")
        return space
    return getattr(jar, "batos_space", None)
