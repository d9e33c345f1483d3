"""Delivering a message, and learning what is missing on the way.

A message that nobody understands aborts its transaction. The missing method is learned between
transactions, and the message is sent again, from the beginning.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from batos.errors import (
    ApprovalPendingError,
    BatosError,
    MissionFailedError,
    QuestionPendingError,
    SlotError,
    UnknownNameError,
    UsageError,
)
from batos.image import Root, Session
from batos.image.history import Tally, UsageCounter
from batos.inference import CancelToken
from batos.mind.approval.policy import checked_policy
from batos.mind.approval.waiting import change_for, outcome_of
from batos.mind.cycle.chronicle import Listener, unheard
from batos.mind.cycle.engine import Engine
from batos.mind.cycle.missions import Mission, Missions, joined
from batos.mind.cycle.thought import Outcome
from batos.mind.history.takenback import taken_back_error
from batos.mind.messages.misses import Missed, mission_of
from batos.mind.messages.portable import address_of, export_value, is_portable
from batos.mind.messages.turns import Turn, Turns
from batos.mind.messages.unsaid import note_unmarked
from batos.mind.questions.keeping import is_asked_again, question_for
from batos.mind.questions.keeping import outcome_of as asking
from batos.mind.questions.question import Question
from batos.mind.request.brief import MissionBrief
from batos.mind.request.naming import selector_from
from batos.mind.request.reader import names_action
from batos.objects import (
    MessageNotUnderstood,
    Method,
    UvmObject,
    ensure_plain,
    is_slot_name,
    lookup,
)
from batos.objects.interfaces import Watch

__all__ = ["Delivery", "Messenger", "export_value", "failure"]

_Ended = TypeVar("_Ended", bound=Outcome | None)
_TYPO = 0.85
"""How alike an unknown selector and a known one must be to be taken for a slip of the pen."""


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


class Messenger:
    """Sends messages to the objects of an image.

    Args:
        session: The image.
        engine: Learns what is missing.
        depth: How often one message may make something be learned.
        watch: Told which message is being carried out.
        usage: Counts what messages run.

    Attributes:
        missions: What is being learned.
    """

    def __init__(
        self,
        session: Session,
        engine: Engine,
        depth: int,
        *,
        watch: Watch | None = None,
        usage: UsageCounter | None = None,
    ) -> None:
        self._session = session
        self._engine = engine
        self._depth = depth
        self._watch = watch
        self._usage = usage
        self._waits = watch.waiting if watch is not None else lambda: None
        self._turns = Turns(self._waits)
        self.missions = Missions()

    def deliver(
        self,
        receiver: str | int,
        selector: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        learn: bool | None = None,
        anew: bool | None = None,
        user: str = "user",
        attended: bool = False,
        approve: str = "",
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
            anew: Whether what was taken back is learned again; None means where ``learn`` is
                True, so that somebody has said so.
            user: On whose behalf.
            attended: Whether a person waits at a terminal and can be asked.
            approve: The policy of approval for this request: ``auto``, ``ask`` or ``never``;
                empty leaves it to the objects and the configuration.
            listener: Told of the events of cycles.
            cancel: Stops cycles.

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
        checked_policy(approve)
        keywords = dict(kwargs or {})
        for position, value in enumerate(args):
            _check_argument(value, f"argument {position + 1}")
        for name, value in keywords.items():
            _check_argument(value, name)
        if not is_slot_name(selector):
            raise UnknownNameError("selector", selector, hint="It is no name of a message.")
        learned: list[Outcome] = []
        note = f"{receiver}.{selector}"
        tally = Tally(self._usage)
        read = 0
        while True:
            try:
                value = self._turns.run(
                    lambda turn: self._session.change(
                        lambda root: self._send(
                            root, turn, tally, note, receiver, selector, args, keywords
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
                    if not names_action(self._engine.thinker, selector, cancel or CancelToken()):
                        raise miss.value_error() from None
                brief = replace(
                    mission_of(miss, selector, user, args=args, kwargs=keywords),
                    anew=asked,
                    attended=attended,
                    approval=approve,
                    message=_as_message(receiver, selector, args, keywords),
                )
                outcome = self.learn(brief, listener=listener, cancel=cancel)
                learned.append(outcome)
                if not outcome.complete:
                    raise failure(outcome) from None
            except BatosError:
                tally.count()
                raise
            else:
                tally.count()
                calls = read + sum(outcome.model_calls for outcome in learned)
                return Delivery(value, tuple(learned), calls)

    def _send(
        self,
        root: Root,
        turn: Turn,
        tally: Tally,
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
            tally.take(root.space)
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
            raise Missed(root, miss, obj) from None
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
        self._waits()
        while True:
            mission, mine = self.missions.enter(brief.receiver, brief.selector)
            if mine:
                outcome = self._carry_out(mission, brief, listener, cancel or CancelToken())
            else:
                outcome = joined(mission, cancel or CancelToken())
            if outcome is not None:
                return outcome

    def go_on(self, mission: Mission, *, listener: Listener, cancel: CancelToken) -> Outcome | None:
        """Go on with an interrupted mission, unless somebody else does.

        Args:
            mission: One of those that are promised.
            listener: Told of events from now on.
            cancel: Stops it.

        Returns:
            How its cycle ended; None where others have it, or it could not go on.

        Raises:
            CancelledError: It was cancelled, or the image is being closed.
            ImageError: The image cannot be written.
        """
        if not self.missions.begin(mission):
            return None
        return self._carry_out(mission, None, listener, cancel)

    def _carry_out(
        self,
        mission: Mission,
        brief: MissionBrief | None,
        listener: Listener,
        cancel: CancelToken,
    ) -> Outcome | None:
        """Carry out a mission that is the caller's.

        Returns:
            How it ended; None for an interrupted one that cannot go on, which says nothing to
            whoever asks for the method anew.
        """

        def work() -> Outcome | None:
            if mission.cycle:
                behind = brief is None
                return self._resumed(mission.cycle, listener, cancel, behind=behind)
            assert brief is not None, "only an interrupted mission is on record"
            return self._waiting(brief) or self._engine.run(brief, listener=listener, cancel=cancel)

        return self._ended(mission, work)

    def alone(self, receiver: str, selector: str, work: Callable[[], Outcome]) -> Outcome:
        """Do something as the one mission for a method; whoever asks for it meanwhile joins.

        Raises:
            UsageError: The method is being learned.
        """
        mission = self.missions.enter_alone(receiver, selector)
        if mission is None:
            raise UsageError(
                f"{receiver}.{selector} is being learned just now.",
                hint="Answer when it has ended.",
            )
        return self._ended(mission, work)

    def _ended(self, mission: Mission, work: Callable[[], _Ended]) -> _Ended:
        """Carry out a mission, and tell those who have joined it how it ended."""
        try:
            outcome = work()
        except BaseException as error:
            self.missions.leave(mission)
            mission.ended.set_exception(error)
            raise
        self.missions.leave(mission)
        mission.ended.set_result(outcome)
        return outcome

    def _resumed(
        self, cycle: str, listener: Listener, cancel: CancelToken, *, behind: bool
    ) -> Outcome | None:
        claim = self._engine.claim(cycle, cancel)
        if claim is None:
            return None
        outcome = self._engine.resume(claim, behind=behind, listener=listener)
        return None if claim.reason else outcome

    def _waiting(self, brief: MissionBrief) -> Outcome | None:
        """Return the outcome of an earlier mission for the same method that waits for a person.

        One that waits for an answer gives way to whoever asks in other words.
        """
        with self._session.read() as root:
            receiver = root.find(brief.receiver)
            change = change_for(root, receiver, brief.selector)
            if change is not None:
                return outcome_of(change)
            asked = question_for(root, receiver, brief.selector)
            return asking(asked) if asked is not None and is_asked_again(asked, brief) else None

    def _settled(self, brief: MissionBrief) -> MissionBrief:
        """Return a brief with the receiver's one address and with a selector."""
        with self._session.read() as root:
            receiver = address_of(root.find(brief.receiver))
        return replace(
            brief, receiver=receiver, selector=brief.selector or selector_from(brief.text)
        )


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
) -> dict[str, Any]:
    """Return a message as plain data, to be sent again once it is understood."""
    return {
        "receiver": receiver,
        "selector": selector,
        "args": list(args),
        "kwargs": dict(kwargs),
    }


def failure(outcome: Outcome) -> BatosError:
    """Return an outcome without a method as the error that a caller gets."""
    if outcome.status == "WAITING" and outcome.question:
        question = Question.from_plain(outcome.question)
        return QuestionPendingError(
            f"{outcome.receiver}.{outcome.selector} is not decided yet: {question.wording()}",
            hint=f"Answer it: batos questions answer {question.id}",
            details=outcome.to_plain(),
        )
    if outcome.status == "WAITING":
        return ApprovalPendingError(
            f"{outcome.receiver}.{outcome.selector} is ready and waits for your word.",
            hint=f"Look at it: batos approvals show {outcome.cycle}",
            details=outcome.to_plain(),
        )
    reason = outcome.reason.splitlines()[0] if outcome.reason else "no candidate passed"
    return MissionFailedError(
        f"{outcome.receiver} could not learn {outcome.selector!r}: {reason}",
        hint=outcome.hint,
        details=outcome.to_plain(),
    )
