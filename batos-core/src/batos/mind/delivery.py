"""Delivering a message, and learning what is missing on the way.

A message that nobody understands aborts its transaction. The missing method is learned between
transactions, and the message is sent again, from the beginning.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from persistent import Persistent
from ZODB.utils import z64

from batos.errors import CancelledError, MissionFailedError, SlotError, UnknownNameError
from batos.image import Root, Session
from batos.inference import CancelToken
from batos.mind.brief import MissionBrief
from batos.mind.cycle import Engine, Listener, unheard
from batos.mind.naming import selector_from, spoken
from batos.mind.portable import address_of, is_portable
from batos.mind.thought import Outcome
from batos.objects import (
    Example,
    MessageNotUnderstood,
    UvmObject,
    ancestors,
    ensure_plain,
    is_slot_name,
)
from batos.objects.interfaces import Watch

__all__ = ["Delivery", "Messenger", "export_value", "failure"]

_TYPO = 0.85
"""How alike an unknown selector and a known one must be to be taken for a slip of the pen."""

_LOOK = 0.1
"""Seconds between two looks at whether somebody who waits has given up."""


@dataclass(frozen=True)
class Delivery:
    """The answer to a message.

    Attributes:
        value: What the method returned, with objects of the image as references.
        learned: Cycles that ran on the way.
        model_calls: Completions that they asked for; 0 when everything was known.
    """

    value: Any
    learned: tuple[Outcome, ...] = ()
    model_calls: int = 0


class _Missed(Exception):  # noqa: N818 - carries a miss out of a transaction, never seen outside
    """A miss as plain data."""

    def __init__(
        self, address: str, miss: MessageNotUnderstood, known: list[str], *, is_receiver: bool
    ) -> None:
        super().__init__(str(miss))
        self.address = address
        self.is_receiver = is_receiver
        self.selector = miss.selector
        # Copies: the values may be the slots' own, of a transaction that is aborted.
        self.args_seen = tuple(export_value(each) for each in miss.arguments if is_portable(each))
        self.complete = len(self.args_seen) == len(miss.arguments)
        self.kwargs_seen = {
            name: export_value(each) for name, each in miss.keywords.items() if is_portable(each)
        }
        self.known = known


class Messenger:
    """Sends messages to the objects of an image.

    Args:
        session: The image.
        engine: Learns what is missing.
        depth: How often one message may make something be learned.
        watch: Told which message is being carried out.
    """

    def __init__(
        self, session: Session, engine: Engine, depth: int, *, watch: Watch | None = None
    ) -> None:
        self._session = session
        self._engine = engine
        self._depth = depth
        self._watch = watch
        self._lock = threading.Lock()
        self._learning: dict[tuple[str, str], Future[Outcome]] = {}

    def deliver(
        self,
        receiver: str | int,
        selector: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        learn: bool | None = None,
        user: str = "user",
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Delivery:
        """Send a message and return its answer.

        Args:
            receiver: Address of the object.
            selector: Name of the message.
            args: Positional arguments, plain data.
            kwargs: Keyword arguments, plain data.
            learn: Whether what is missing is learned. None learns, unless the selector looks
                like a slip of the pen.
            user: On whose behalf.
            listener: Told of the events of cycles.
            cancel: Stops cycles.

        Raises:
            UnknownNameError: There is no such object, or no such selector and it is not learned.
            SlotError: An argument is not plain data.
            MissionFailedError: What is missing could not be learned.
            GuardianError: The method failed or was stopped; nothing was changed.
        """
        keywords = dict(kwargs or {})
        for position, value in enumerate(args):
            _check_argument(value, f"argument {position + 1}")
        for name, value in keywords.items():
            _check_argument(value, name)
        if not is_slot_name(selector):
            raise UnknownNameError("selector", selector, hint="It is no name of a message.")
        learned: list[Outcome] = []
        note = f"{receiver}.{selector}"
        while True:
            try:
                value = self._session.change(
                    lambda root: self._send(root, note, receiver, selector, args, keywords),
                    note=note,
                    user=user,
                )
            except _Missed as miss:
                top = miss.selector == selector and miss.is_receiver
                self._may_learn(miss, learn, len(learned), top=top)
                brief = _mission(miss, selector, user, top=top, args=args, kwargs=keywords)
                outcome = self.learn(brief, listener=listener, cancel=cancel)
                learned.append(outcome)
                if not outcome.complete:
                    raise failure(outcome) from None
            else:
                calls = sum(outcome.model_calls for outcome in learned)
                return Delivery(value, tuple(learned), calls)

    def _send(
        self,
        root: Root,
        note: str,
        receiver: str | int,
        selector: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> Any:
        if self._watch is None:
            return _send(root, receiver, selector, args, kwargs)
        root.space.pad = self._watch.begin(note)
        try:
            return _send(root, receiver, selector, args, kwargs)
        finally:
            self._watch.end()

    def _may_learn(self, miss: _Missed, learn: bool | None, so_far: int, *, top: bool) -> None:
        typo = top and learn is None and bool(_slip(miss.selector, miss.known))
        if learn is False or typo:
            hint = "To have it learned anyway, say so: --learn."
            raise UnknownNameError(
                "selector", miss.selector, miss.known, hint=hint if typo else ""
            ) from None
        if so_far >= self._depth:
            raise MissionFailedError(
                f"{miss.address} does not understand {miss.selector!r}, and this message has "
                f"already made {so_far} methods be learned.",
                hint="Raise cycle.depth in the configuration, or learn that method first.",
            ) from None

    def learn(
        self,
        brief: MissionBrief,
        *,
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Outcome:
        """Carry out a mission; two for the same receiver and selector become one.

        Args:
            brief: The mission. Without a selector one is found in its words.
            listener: Told of events; one that joins a running cycle hears only its end.
            cancel: Stops the cycle, or only the waiting for one that somebody else has begun.

        Raises:
            UnknownNameError: There is no such receiver.
            CancelledError: It was cancelled.
        """
        brief = self._settled(brief)
        key = (brief.receiver, brief.selector)
        mine: Future[Outcome] = Future()
        while True:
            with self._lock:
                running = self._learning.setdefault(key, mine)
            if running is mine:
                break
            outcome = _joined(running, cancel or CancelToken())
            if outcome is not None:
                return outcome
        try:
            outcome = self._engine.run(brief, listener=listener, cancel=cancel)
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(outcome)
            return outcome
        finally:
            with self._lock:
                del self._learning[key]

    def _settled(self, brief: MissionBrief) -> MissionBrief:
        """Return a brief with the receiver's one address and with a selector."""
        with self._session.read() as root:
            receiver = address_of(root.find(brief.receiver))
        return replace(
            brief, receiver=receiver, selector=brief.selector or selector_from(brief.text)
        )


def _joined(running: Future[Outcome], cancel: CancelToken) -> Outcome | None:
    """Return how a cycle of somebody else ended; None when it was they who cancelled it."""
    while True:
        cancel.raise_if_cancelled()
        try:
            return running.result(timeout=_LOOK)
        except (TimeoutError, CancelledError, KeyboardInterrupt) as error:
            theirs = running.done() and running.exception() is error
            if theirs and not isinstance(error, TimeoutError):
                return None
            # A look that ended without an answer is no error; everything else is.
            if theirs or not isinstance(error, TimeoutError):
                raise


def _check_argument(value: Any, where: str) -> None:
    ensure_plain(value, where)
    if not is_portable(value):
        raise SlotError(
            f"{where!r} cannot hold an object of the image.",
            hint="Send its address, and look it up there.",
        )


def _slip(selector: str, known: list[str]) -> str:
    import difflib

    matches = difflib.get_close_matches(selector, known, n=1, cutoff=_TYPO)
    return matches[0] if matches else ""


def _send(
    root: Root,
    receiver: str | int,
    selector: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> Any:
    obj = root.find(receiver)
    # Each try has values of its own: a method may change its arguments in place.
    given = tuple(map(_own, args))
    named = {name: _own(value) for name, value in kwargs.items()}
    try:
        return export_value(root.space.deliver(obj, selector, given, named))
    except MessageNotUnderstood as miss:
        learner = _stored(miss.receiver)
        known = list(root.selectors(learner))
        is_receiver = miss.receiver is obj
        raise _Missed(address_of(learner), miss, known, is_receiver=is_receiver) from None


def _own(value: Any) -> Any:
    return copy.deepcopy(value) if isinstance(value, (list, dict, set, tuple)) else value


def _stored(obj: UvmObject) -> UvmObject:
    """Return an object, or the nearest one that it was cloned from if it is not yet in the image.

    What a transaction has made is gone when it is aborted; its prototype can learn for it.
    """
    for holder in ancestors(obj):
        if holder._p_serial not in (None, z64):
            return holder
    return obj


def export_value(value: Any) -> Any:
    """Return a value that may leave the transaction: objects become ``{"object": address}``.

    Where a dict or a set cannot hold that, as a key or an item, the address stands alone.
    """
    if isinstance(value, UvmObject):
        return {"object": address_of(value)}
    if isinstance(value, Persistent):
        # A part of the image that is no object, such as the catalog: nobody outside can use it.
        return {"object": type(value).__name__}
    if isinstance(value, dict):
        return {_export_item(key): export_value(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return type(value)(_export_item(each) for each in value)
    if isinstance(value, (list, tuple)):
        return type(value)(export_value(each) for each in value)
    return value


def _export_item(value: Any) -> Any:
    """Return what stands for a value where only hashable ones may stand."""
    if isinstance(value, Persistent):
        return export_value(value)["object"]
    if isinstance(value, (tuple, frozenset)):
        return type(value)(_export_item(each) for each in value)
    return value


def _mission(
    miss: _Missed,
    selector: str,
    user: str,
    *,
    top: bool,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> MissionBrief:
    seen = args if top else miss.args_seen if miss.complete else ()
    words = dict(kwargs) if top else miss.kwargs_seen
    examples: tuple[Example, ...] = ()
    return MissionBrief(
        receiver=miss.address,
        selector=miss.selector,
        text=spoken(miss.selector),
        examples=examples,
        args=seen,
        kwargs=words,
        call_site="" if top else selector,
        asked_by=user,
    )


def failure(outcome: Outcome) -> MissionFailedError:
    """Return a failed outcome as the error that a caller gets."""
    reason = outcome.reason.splitlines()[0] if outcome.reason else "no candidate passed"
    return MissionFailedError(
        f"{outcome.receiver} could not learn {outcome.selector!r}: {reason}",
        hint=outcome.hint,
        details=outcome.to_plain(),
    )
