"""Space: what an object needs of its surroundings to deliver a message.

Every connection to an image has one. It holds the epoch that dates all lookup caches, the
runner that executes methods under guard, and a way to take a savepoint.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from persistent import Persistent
from zope.interface import implementer

from batos.errors import QuarantinedError, SlotError, UsageError
from batos.objects.delegation import find, is_fixed
from batos.objects.footprint import (
    CONTAINERS,
    Footprint,
    footprint,
    is_as_before,
    keep_footprint,
    kept_size,
)
from batos.objects.interfaces import IEpoch
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method
from batos.objects.names import KERNEL_NAMES, is_slot_name
from batos.objects.prototype import Prototype
from batos.objects.surroundings import Rollback, Runner
from batos.objects.takeback import Frame

__all__ = ["MOST_CLONES", "Epoch", "Space"]

_UNKNOWN = bytes(8)
"""Stands for the oid of what has none yet."""

_LARGE = 64 * 1024
"""Bytes of a record whose containers are too large to be looked at with each message."""

_HEADROOM = 250
"""Calls that are kept free for the storage."""

MOST_CLONES = 10_000
"""Objects that one message may make."""


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


class _Lent(NamedTuple):
    """A copy of a container, its footprint, and that of the container."""

    value: Any
    before: Footprint
    original: Footprint


class Space:
    """Delivers messages between the objects of one connection, in one transaction at a time.

    Args:
        epoch: Dates the lookup caches.
        runner: Executes methods.
        savepoint: Takes a savepoint of the running transaction, where there is one.

    Attributes:
        governs: Whether an object is one by which the image decides what it learns: only a
            method of its own may change such a one; None where there are none.
        tag: The date of the lookup caches, or None when they are not to be used.
        pad: Eight bytes that somebody outside watches, or None: the oid of the method that runs.
        ready: What answers the messages that the running one has sent already, by receiver and
            selector, and by method: methods that change nothing, bound to its budget. Empty between
            messages.
        ran: Methods that ran, each at least once; counting every run would cost the fast path.
        failed: Methods that an error ended.
        touched: The slots whose containers methods were handed, by object and name.
        borrowed: Whether a method may have changed what it was given.
        spoilt: Whether a message that had changed something ended in an error. The transaction
            must not be committed: its sender was no method, for which it would have been undone.
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
        self.governs: Callable[[Prototype], bool] | None = None
        self.depth = 0
        self.tag = epoch.tag
        self.pad: memoryview | None = None
        self.ready: dict[tuple[Prototype, str] | Method, Callable[..., Any]] = {}
        self.ran: list[Method] = []
        self.failed: list[Method] = []
        self.touched: dict[tuple[Prototype, str], None] = {}
        self.borrowed = False
        self.spoilt = False
        self._running = _UNKNOWN
        self._catching = False
        self._catchers: dict[Method, bool] = {}
        self._changing: list[Prototype] = []
        self._changed = False
        self._frames: list[Frame] = []
        self._clones: list[Prototype] = []
        self._governing: dict[Prototype, bool] = {}
        self._lent: dict[tuple[Prototype, str], list[_Lent]] = {}

    def structure_changed(self) -> None:
        """Note that a method or a parent moved, so that no cache answers from before.

        The caches stay unused until the transaction ends, and not only while the epoch is marked
        as changed: a savepoint takes that mark away, and leaves the serial as it was.
        """
        self.tag = None
        self.ready.clear()
        self._governing.clear()
        self.epoch.touch()

    def deliver(
        self,
        receiver: Prototype,
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
            if self.depth and type(value) in CONTAINERS:
                value = self.lend(found[0], selector, value)
            if args or kwargs:
                raise UsageError(f"{selector!r} is a value, not a method: it takes no arguments.")
            return value
        if value.quarantine is not None:
            raise _quarantined(receiver, value)
        if self.depth and not value.mutator and not self._catching and not self._catches(value):
            ready = self.ready_for(receiver, selector, value)
            if ready is not None:
                return ready(receiver, *args, **kwargs)
            self._make_ready(receiver, selector, value)
        return self._run(value, receiver, args, kwargs)

    def ready_for(
        self, receiver: Prototype, selector: str, method: Method
    ) -> Callable[..., Any] | None:
        """Return what answers with a method that has run for another object; None where none is.

        A message to each of a thousand clones costs little more than a thousand to one.
        """
        ready = self.ready.get(method)
        if ready is not None and is_fixed(receiver, selector):
            self.ready[receiver, selector] = ready
        return ready

    def lend(self, holder: Prototype, name: str, value: Any) -> Any:
        """Note that a running method is handed the container in a slot; return what it gets."""
        if self._is_closed(holder):
            return self._copied(holder, name, value)
        if self._frames and not self._frames[-1].holds(holder):
            self._set_aside(holder)
        key = (holder, name)
        if key not in self.touched:
            self.touched[key] = None
            # Of a large one the digest would cost more than the message.
            kept = holder._p_jar is not None and holder._p_estimated_size <= _LARGE
            if kept and holder._p_changed is False:
                keep_footprint(holder, name, value)
        return value

    def before_write(self, obj: Prototype) -> None:
        """Note that a slot of an object is about to change.

        Raises:
            SlotError: The running method is none of its own, and may not change it.
        """
        if not self.depth:
            return
        if self._is_closed(obj):
            raise _not_its_own(obj)
        if self._frames and not self._frames[-1].holds(obj):
            self._set_aside(obj)

    def _is_closed(self, obj: Prototype) -> bool:
        """Whether only a method of its own may change an object, and none of its own runs."""
        if self.governs is None or (self._changing and self._changing[-1] is obj):
            return False
        known = self._governing.get(obj)
        if known is None:
            known = self._governing[obj] = self.governs(obj)
        return known and not any(obj is new for new in self._clones)

    def _copied(self, holder: Prototype, name: str, value: Any) -> Any:
        """Return a copy of a container, the same one until the container changes."""
        lent = self._lent.setdefault((holder, name), [])
        current = footprint(value)
        if not lent or lent[-1].original != current:
            copied = _copy(value)
            lent.append(_Lent(copied, footprint(copied), current))
        return lent[-1].value

    def _check_lent(self) -> None:
        """Refuse a change in place of what was only lent.

        Raises:
            SlotError: There is one; the transaction must not be committed.
        """
        for (holder, _name), lent in self._lent.items():
            if any(footprint(each.value) != each.before for each in lent):
                self.spoilt = True
                raise _not_its_own(holder)

    def _run(
        self, method: Method, receiver: Prototype, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        self.ran.append(method)
        caught, ready = self._catching, self.ready
        if not caught and self._catches(method):
            # What it sends has to be undone on its own, and what is ready goes past that.
            self._catching, self.ready = True, {}
        self.depth += 1
        try:
            if caught:
                return self._run_apart(method, receiver, args, kwargs)
            result = self._carry_out(method, receiver, args, kwargs)
        except BaseException as error:
            self.failed.append(method)
            if self.depth == 1:
                self.spoilt = self.spoilt or self._changed or self._is_changed_unmarked()
            elif isinstance(error, StopIteration):
                # Whatever iterates would take it for its own, and nothing would be undone.
                raise RuntimeError("a method raised StopIteration") from error
            raise
        else:
            if self.depth == 1:
                if self._lent:
                    self._check_lent()
                if self._clones:
                    self._keep_clones(result)
            return result
        finally:
            self._catching = caught
            if self.ready is not ready:
                self.ready = ready if self.tag is not None else {}
            self.depth -= 1
            if not self.depth:
                self._end()

    def _end(self) -> None:
        """Forget what belongs to one message from outside."""
        self.ready.clear()
        self._clones.clear()
        self._lent.clear()
        self._changed = False
        self.borrowed = self.borrowed or self.runner.borrowed()

    def _is_changed_unmarked(self) -> bool:
        """Whether an object was changed in place that nobody has marked, as far as is known."""
        return any(
            holder._p_changed is False
            and kept_size(holder, name) is not None
            and not is_as_before(holder, name)
            for holder, name in self.touched
        )

    def _carry_out(
        self, method: Method, receiver: Prototype, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if self.pad is not None:
            return self._run_watched(self.pad, method, receiver, args, kwargs)
        if method.mutator:
            return self._run_mutator(method, receiver, args, kwargs)
        return self.runner.run(method, receiver, args, kwargs)

    def _catches(self, method: Method) -> bool:
        """Whether a method may catch an error of a message that it sends."""
        known = self._catchers.get(method)
        if known is None:
            known = self._catchers[method] = "except" in method.source
        return known

    def _run_apart(
        self, method: Method, receiver: Prototype, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Run a method so that an error of it, which somebody may catch, undoes all it did."""
        frame = Frame()
        self._frames.append(frame)
        if given := [each for each in (*args, *kwargs.values()) if type(each) in CONTAINERS]:
            self._set_aside(receiver)
            frame.set_aside_containers(given)
        try:
            result = self._carry_out(method, receiver, args, kwargs)
        except BaseException:
            self._frames.pop()
            frame.take_back()
            # What it changed without a mark, nobody can take back for its sender alone.
            self.spoilt = self.spoilt or self._is_changed_unmarked()
            raise
        self._frames.pop()
        if self._frames:
            frame.hand_on(self._frames[-1])
        return result

    def _make_ready(self, receiver: Prototype, selector: str, method: Method) -> None:
        """Let further messages like this one, of the same run, go straight to the method."""
        settled = self.tag is not None and is_fixed(receiver, selector)
        bound = self.runner.bound(method) if settled else None
        if bound is None:
            return
        pad = self.pad
        if pad is None:
            self.ready[receiver, selector] = self.ready[method] = bound
            return
        oid = method._p_oid or _UNKNOWN

        def watched(receiver: Prototype, /, *args: Any, **kwargs: Any) -> Any:
            caller, self._running = self._running, oid
            pad[:] = oid
            try:
                return bound(receiver, *args, **kwargs)
            finally:
                pad[:] = self._running = caller

        self.ready[receiver, selector] = self.ready[method] = watched

    def _run_watched(
        self,
        pad: memoryview,
        method: Method,
        receiver: Prototype,
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
        self, method: Method, receiver: Prototype, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Run a method that changes its receiver so that an error leaves nothing behind.

        An in-place change of a list in a slot is invisible to ZODB until the object is marked.
        Marked before the call, it is thrown away by an abort; marked only afterwards, an error
        in between would leave it in memory for the next commit to write. Where somebody may
        catch the error, a savepoint is taken first: marking before the savepoint would lose the
        change.
        """
        _check_headroom()
        if self._frames:
            self._set_aside(receiver)
        _mark(receiver)
        self._changed = True
        self._changing.append(receiver)
        try:
            return self.runner.run(method, receiver, args, kwargs)
        finally:
            self._changing.pop()

    def _set_aside(self, receiver: Prototype) -> None:
        """Take a savepoint, to which an error of the running messages goes back."""
        frame = self._frames[-1]
        if self.savepoint is not None and frame.savepoint is None:
            self._attach(self._clones)
            # What the senders have changed in place belongs to it, and it takes their marks.
            for sender in self._changing:
                _mark(sender)
            frame.savepoint = self.savepoint()
            for sender in self._changing:
                _mark(sender)
            for outer in self._frames:
                # One that has none has changed nothing so far.
                outer.savepoint = outer.savepoint or frame.savepoint
        frame.set_aside((*self._changing, receiver))

    # -- new objects -----------------------------------------------------------------------------

    def note_clone(self, new: Prototype) -> bool:
        """Note an object that was made; return whether a running message has made it.

        Such an object is stored only if something that is stored refers to it.

        Raises:
            BaseException: The message has made too many, and the runner stops it.
        """
        if not self.depth:
            return False
        self._clones.append(new)
        if len(self._clones) > MOST_CLONES:
            self.runner.stop(f"it made more than {MOST_CLONES:,} objects")
        return True

    def _keep_clones(self, result: Any) -> None:
        """Give the new objects in a result an address, under which they can be found again."""
        made = {id(new): new for new in self._clones}
        stack = [result]
        while stack:
            item = stack.pop()
            if id(item) in made:
                self._attach([item])
            elif isinstance(item, (list, tuple, set, frozenset)):
                stack.extend(item)
            elif isinstance(item, dict):
                stack.extend(item)
                stack.extend(item.values())

    def _attach(self, objects: Iterable[Prototype]) -> None:
        jar = self.epoch._p_jar
        for obj in objects:
            if jar is not None and obj._p_jar is None:
                jar.add(obj)


def _check_headroom() -> None:
    """Make sure that what follows does not run out of stack halfway.

    A storage that is left in the middle of joining a transaction, or of a savepoint, joins it
    twice, and then waits for itself for ever.

    Raises:
        RecursionError: Messages are nested too deeply.
    """
    try:
        sys._getframe(sys.getrecursionlimit() - _HEADROOM)
    except ValueError:
        return  # so deep the stack is not
    raise RecursionError("messages are nested too deeply")


def _copy(value: Any) -> Any:
    """Return a copy of a container, with the same objects of the image in it."""
    if isinstance(value, dict):
        return type(value)((key, _copy(item)) for key, item in value.items())
    if type(value) in CONTAINERS:
        return type(value)(map(_copy, value))
    return value


def _not_its_own(obj: Prototype) -> SlotError:
    label = obj.__dict__.get("_name") or "The object"
    return SlotError(
        f"{label} decides what the image learns, so only a method of its own may change it.",
        hint="Send it a message that makes the change.",
    )


def _mark(obj: Prototype) -> None:
    """Mark an object as changed, if it is in an image."""
    if obj._p_jar is not None:
        obj._p_activate()
        obj._p_changed = True


def _missed(
    receiver: Prototype, selector: object, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Exception:
    if not isinstance(selector, str):
        return UsageError(f"A {type(selector).__name__} cannot be the name of a message.")
    if not is_slot_name(selector):
        # Nobody will ever understand it, so that there is nothing to be learned.
        hint = ""
        if selector in KERNEL_NAMES:
            hint = f"Every object has {selector!r} itself; no message is needed."
        return UsageError(f"{selector[:60]!r} cannot be the name of a message.", hint=hint)
    return MessageNotUnderstood(receiver, selector, args, kwargs, sent=True)


def _quarantined(receiver: Prototype, method: Method) -> QuarantinedError:
    quarantine = method.quarantine or {}
    label = receiver.__dict__.get("_name") or "the object"
    reason = str(quarantine.get("reason", "no reason is known")).rstrip(".")
    return QuarantinedError(
        f"{label}.{method.selector} is in quarantine and is not run: {reason}.",
        hint="'batos guardian quarantine' shows it; a new version, or lifting it, ends that.",
        details={"object": label, "selector": method.selector, **quarantine},
    )
