"""Space: what an object needs of its surroundings to deliver a message.

Every connection to an image has one. It holds the epoch that dates all lookup caches, the
runner that executes methods under guard, and a way to take a savepoint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from persistent import Persistent
from zope.interface import implementer

from batos.errors import UsageError
from batos.objects.changes.footprint import CONTAINERS, are_unmarked, keep_footprint
from batos.objects.changes.lending import Lendings, not_its_own
from batos.objects.changes.newborn import attach, reached
from batos.objects.changes.takeback import Frame, check_headroom, mark
from batos.objects.delegation import find, is_fixed
from batos.objects.interfaces import IEpoch
from batos.objects.message import missed, quarantined
from batos.objects.method import Method
from batos.objects.prototype import Prototype
from batos.objects.surroundings import Rollback, Runner

__all__ = ["MOST_CLONES", "Epoch", "Space"]

_UNKNOWN = bytes(8)
"""Stands for the oid of what has none yet."""

_LARGE = 64 * 1024
"""Bytes of a record whose containers are too large to be looked at with each message."""

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
        self._lent = Lendings()

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
            raise missed(receiver, selector, args, kwargs)
        value = found[1]
        if type(value) is not Method:
            if self.depth and type(value) in CONTAINERS:
                value = self.lend(found[0], selector, value)
            if args or kwargs:
                raise UsageError(f"{selector!r} is a value, not a method: it takes no arguments.")
            return value
        if value.quarantine is not None:
            raise quarantined(receiver, value)
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
            return self._lent.copy_of(holder, name, value)
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
            raise not_its_own(obj)
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
                self.spoilt = self.spoilt or self._changed or are_unmarked(self.touched)
            elif isinstance(error, StopIteration):
                # Whatever iterates would take it for its own, and nothing would be undone.
                raise RuntimeError("a method raised StopIteration") from error
            raise
        else:
            if self.depth == 1:
                if self._lent and (changed := self._lent.first_changed()) is not None:
                    self.spoilt = True
                    raise not_its_own(changed)
                if self._clones:
                    attach(reached(self._clones, result), self.epoch)
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
            self.spoilt = self.spoilt or are_unmarked(self.touched)
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
        check_headroom()
        if self._frames:
            self._set_aside(receiver)
        mark(receiver)
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
            attach(self._clones, self.epoch)
            # What the senders have changed in place belongs to it, and it takes their marks.
            for sender in self._changing:
                mark(sender)
            frame.savepoint = self.savepoint()
            for sender in self._changing:
                mark(sender)
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
