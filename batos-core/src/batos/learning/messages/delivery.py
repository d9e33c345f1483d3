"""Delivering a message, and learning what is missing on the way.

A message that nobody understands aborts its transaction. The missing method is learned between
transactions, and the message is sent again, from the beginning.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from batos.errors import (
    BatosError,
    MissionFailedError,
    SlotError,
    UnknownNameError,
)
from batos.image import Root
from batos.image.history import MessageUsage, UsageCounter
from batos.learning.cycle.host import Host
from batos.learning.messages.learner import Learner
from batos.learning.messages.misses import Missed, mission_of, taken_back_error
from batos.learning.messages.turns import Turn, Turns
from batos.learning.messages.unsaid import note_unmarked
from batos.learning.model.brief import SentMessage
from batos.learning.model.circumstances import ALONE, Circumstances
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Delivery, Outcome
from batos.learning.model.policy_names import checked_policy
from batos.learning.request.reader import names_action
from batos.objects import (
    MessageNotUnderstood,
    Method,
    UvmObject,
    ensure_plain,
    is_slot_name,
    lookup,
)
from batos.objects.portable import export_value, is_portable
from batos.objects.surroundings import Watch

__all__ = ["Messenger"]

_TYPO = 0.85
"""How alike an unknown selector and a known one must be to be taken for a slip of the pen."""


class Messenger:
    """Sends messages to the objects of an image.

    Args:
        host: The image, and what oversees its learning.
        learner: Learns what is missing.
        depth: How often one message may make something be learned.
        watch: Told which message is being carried out.
        usage: Counts what messages run.
    """

    def __init__(
        self,
        host: Host,
        learner: Learner,
        depth: int,
        *,
        watch: Watch | None = None,
        usage: UsageCounter | None = None,
    ) -> None:
        self._host = host
        self._session = host.session
        self._learner = learner
        self._depth = depth
        self._watch = watch
        self._usage = usage
        self._turns = Turns(watch.waiting if watch is not None else lambda: None)

    def deliver(
        self,
        receiver: str | int,
        selector: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        learn: bool | None = None,
        anew: bool | None = None,
        circumstances: Circumstances = ALONE,
    ) -> Delivery:
        """Send a message and return its answer.

        Args:
            receiver: Address of the object.
            selector: Name of the message.
            args: Positional arguments, plain data.
            kwargs: Keyword arguments, plain data.
            learn: Whether what is missing is learned. None learns, unless the selector looks
                like a slip of the pen.
            anew: Whether what was taken back is learned again; None means where ``learn`` is
                True, so that somebody has said so.
            circumstances: For whom it is sent.

        Raises:
            UnknownNameError: There is no such object, or no such selector and it is not learned.
            TakenBackError: What is missing was taken back, and nobody asks for it again.
            NoSlotError: The message has no arguments, and its name is taken for that of a slot.
            SlotError: An argument is not plain data.
            UsageError: There is no such policy of approval.
            MissionFailedError: What is missing could not be learned.
            ApprovalPendingError: What is missing is ready, and waits for a person's word.
            QuestionPendingError: What is missing waits for a person's answer.
            GuardianError: The method failed or was stopped; nothing was changed.
        """
        checked_policy(circumstances.approve)
        user = circumstances.user
        keywords = dict(kwargs or {})
        for position, value in enumerate(args):
            _check_argument(value, f"argument {position + 1}")
        for name, value in keywords.items():
            _check_argument(value, name)
        if not is_slot_name(selector):
            raise UnknownNameError("selector", selector, hint="It is no name of a message.")
        learned: list[Outcome] = []
        note = f"{receiver}.{selector}"
        used = MessageUsage(self._usage)
        read = 0
        while True:
            try:
                value = self._turns.run(
                    lambda turn: self._session.change(
                        lambda root: self._send(
                            root, turn, used, note, receiver, selector, args, keywords
                        ),
                        note=note,
                        user=user,
                    )
                )
            except Missed as miss:
                miss.raise_if_value()
                asked = anew if anew is not None else bool(learn)
                self._may_learn(miss, learn, len(learned), top=miss.site is None, anew=asked)
                if miss.may_be_value and learn is None:
                    read += 1
                    if not names_action(self._host.thinker, selector, circumstances.token):
                        raise miss.value_error() from None
                mission = mission_of(miss, selector, user, args=args, kwargs=keywords)
                brief = replace(
                    circumstances.applied_to(mission),
                    anew=asked,
                    message=_as_message(receiver, selector, args, keywords),
                )
                outcome = self._learner.learn(
                    brief, listener=circumstances.listener, cancel=circumstances.cancel
                )
                learned.append(outcome)
                if not outcome.complete:
                    raise failure(outcome) from None
            except BatosError:
                used.count()
                raise
            else:
                used.count()
                calls = read + sum(outcome.model_calls for outcome in learned)
                return Delivery(value, tuple(learned), calls)

    def _send(
        self,
        root: Root,
        turn: Turn,
        used: MessageUsage,
        note: str,
        receiver: str | int,
        selector: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> Any:
        obj = root.find(receiver)
        if obj._p_oid is not None and self._is_change(obj, selector):
            turn.take(obj._p_oid)
        if self._watch is not None:
            root.space.pad = self._watch.begin(note)
        try:
            return self._answer(root, obj, selector, args, kwargs)
        finally:
            used.take(root.space)
            if self._watch is not None:
                self._watch.end()

    def _is_change(self, obj: UvmObject, selector: str) -> bool:
        """Return whether a message changes its receiver, as far as that is known before."""
        found = lookup(obj, selector)
        if found is None or type(found[1]) is not Method:
            return False
        return found[1].mutator or self._turns.changes(obj._p_oid, selector)

    def _answer(
        self,
        root: Root,
        obj: UvmObject,
        selector: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> Any:
        # Each try has values of its own: a method may change its arguments in place.
        given = tuple(map(_own, args))
        named = {name: _own(value) for name, value in kwargs.items()}
        try:
            value = export_value(root.space.deliver(obj, selector, given, named))
        except MessageNotUnderstood as miss:
            raise Missed(root, miss, obj, self._host.oversight) from None
        if unmarked := self._session.settle(root):
            note_unmarked(root, obj, selector, unmarked)
        if obj._p_changed and obj._p_oid is not None:
            # A method that sends itself messages that change it says nothing of it.
            self._turns.note_change(obj._p_oid, selector)
        return value

    def _may_learn(
        self, miss: Missed, learn: bool | None, so_far: int, *, top: bool, anew: bool
    ) -> None:
        if miss.taken_back is not None and not (anew and learn is not False):
            error = taken_back_error(miss.address, miss.selector, miss.taken_back)
            raise miss.placed(error) from None
        typo = top and learn is None and bool(_slip(miss.selector, miss.known))
        if learn is False or typo:
            hint = "To have it learned anyway, say so: --learn."
            raise miss.placed(
                UnknownNameError("selector", miss.selector, miss.known, hint=hint if typo else "")
            ) from None
        if so_far >= self._depth:
            raise MissionFailedError(
                f"{miss.address} does not understand {miss.selector!r}, and this message has "
                f"already made {so_far} methods be learned.",
                hint="Raise cycle.depth in the configuration, or learn that method first.",
            ) from None


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


def _own(value: Any) -> Any:
    return copy.deepcopy(value) if isinstance(value, (list, dict, set, tuple)) else value


def _as_message(
    receiver: str | int, selector: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> SentMessage:
    """Return a message as plain data, to be sent again once it is understood."""
    return {
        "receiver": receiver,
        "selector": selector,
        "args": list(args),
        "kwargs": dict(kwargs),
    }
