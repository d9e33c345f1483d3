"""Understanding: which command a sentence comes to, before anything is done.

Rules read what is unmistakable. Where they leave a doubt the steward's model is asked, and its
answer counts where objects, methods and values are what the image and the sentence have. What
nobody can read is talk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from batos.dialogue.conversations import Turn
from batos.dialogue.understanding import following, moods, rules
from batos.dialogue.understanding.golden import Golden, golden_pair
from batos.dialogue.understanding.grounding import arguments
from batos.dialogue.understanding.harm import harm_of
from batos.dialogue.understanding.own_rules import some_command
from batos.dialogue.understanding.repertoire import FIRST, Offer, Repertoire, repertoire
from batos.dialogue.understanding.sentences import Meant
from batos.dialogue.understanding.spoken_calls import call_in
from batos.dialogue.understanding.steward import ACTIONS, asked_steward, set_right
from batos.dialogue.who import steward_of
from batos.errors import UsageError
from batos.inference import CancelToken
from batos.learning.cycle.host import Host
from batos.learning.cycle.views import PersonaView
from batos.learning.model.commands import (
    AskBack,
    Call,
    Command,
    Do,
    Learn,
    Make,
    Reader,
    Recall,
    Refuse,
    Remember,
    Talk,
)
from batos.learning.request.language import is_foreign
from batos.learning.request.literals import find_literals, without_literals
from batos.learning.request.naming import spoken
from batos.memory import likeness
from batos.memory.words import words_of

__all__ = ["Understanding", "Understood", "likely"]

_KNOWN_METHOD = 0.6
_OFFERS = 16
"""Methods that the model is shown."""
_TURNS = 2
"""Turns before that a sentence may go on with."""
_ASKED = {"remember": "recall", "learn": "talk", "make": "talk"}
"""What a question comes to that a model takes for something else."""


@dataclass(frozen=True)
class Understood:
    """What a sentence comes to.

    Attributes:
        command: It.
        by: Who has read it.
        calls: Completions asked for.
        is_safe: Whether it may be carried out at once; otherwise the person's word is due.
    """

    command: Command
    by: Reader = "rules"
    calls: int = 0
    is_safe: bool = True


@dataclass
class _Reading:
    text: str
    known: Repertoire
    turns: Sequence[Turn]
    cancel: CancelToken | None
    tell: Callable[[str, str], None]
    golden: Golden
    right: Meant | None = None
    calls: int = 0
    is_doubtful: bool = False

    @property
    def said(self) -> str:
        """The sentence, after what the person said before it."""
        return " ".join([*(each.said for each in self.turns), self.text])

    @property
    def about(self) -> str:
        """The sentence, and what was called before: it may go on with that."""
        return _about(self.text, self.turns)


class Understanding:
    """Reads sentences.

    Args:
        host: The image, and who is asked.
    """

    def __init__(self, host: Host) -> None:
        self._host = host

    def read(
        self,
        text: str,
        *,
        turns: Sequence[Turn] = (),
        cancel: CancelToken | None = None,
        tell: Callable[[str, str], None] = lambda _kind, _text: None,
        golden: Golden | None = None,
    ) -> Understood:
        """Return what a sentence comes to; nothing is done.

        Args:
            text: The sentence.
            turns: What was said before in the same conversation, the oldest first. It says what
                the sentence goes on with, and gives no order by itself.
            cancel: Stops the work.
            tell: Told what is being done: a kind of event and a line.
            golden: Looks golden pairs up; of use where they are looked up again.

        Raises:
            CancelledError: It was cancelled.
        """
        turns = turns[-_TURNS:]
        golden = golden or partial(golden_pair, self._host)
        steward = steward_of(self._host)
        right = set_right(steward, text) if steward is not None else None
        about = _about(text, turns) + (f" {right.action.replace('.', ' ')}" if right else "")
        with self._host.session.read() as root:
            known = repertoire(root, about)
        return self._read(_Reading(text, known, turns, cancel, tell, golden, right))

    def _read(self, reading: _Reading) -> Understood:
        ruled = rules.unmistakable(reading.text, reading.known)
        if isinstance(ruled, Do):
            return Understood(ruled, is_safe=False)
        if reading.right is not None and (found := self._as_set_right(reading, reading.right)):
            return found
        if (ruled is None or isinstance(ruled, AskBack)) and (on := self._followed(reading)):
            return on
        if isinstance(ruled, (Learn, Make)):
            return self._harmless(reading, ruled, "rules")
        if ruled is not None and not isinstance(ruled, Talk):
            return Understood(ruled)
        spoken_call = self._spoken(reading.text)
        if isinstance(spoken_call, AskBack):
            # The words name a method, and the values do not fit as they stand: a model may see how.
            read = self._asked(reading)
            if isinstance(read.command, Call):
                return read
            return replace(read, command=spoken_call, is_safe=True)
        if call := spoken_call or self._known_call(reading):
            return Understood(call)
        if ruled is not None or reading.golden(reading.text) is not None:
            return Understood(Talk())
        if order := self._unknown_order(reading):
            return self._harmless(reading, order, "rules")
        return self._asked(reading)

    def _as_set_right(self, reading: _Reading, right: Meant) -> Understood | None:
        """Return what people have said that a sentence means; None where that is not there."""
        offer = reading.known.offer(right.action)
        if offer is not None and offer.needed <= len(right.args) <= len(offer.parameters):
            call = Call(offer.object, offer.selector, right.args)
            # Anybody may have set it right: they order it, with these values, or confirm it.
            is_ordered = (
                moods.is_order(reading.text, offer.selector)
                and moods.is_called(reading.text, offer)
                and arguments(offer, right.args, reading.text) is not None
            )
            return Understood(call, is_safe=is_ordered or not offer.changes)
        if right.action not in ACTIONS:
            return None
        command = _meant(ACTIONS[right.action], reading.text, reading.known)
        if isinstance(command, (Learn, Make)):
            return self._harmless(reading, command, "rules")
        return Understood(command, is_safe=not isinstance(command, Do))

    def _followed(self, reading: _Reading) -> Understood | None:
        """Return the call by which a sentence goes on with the one before it, or None."""
        last = reading.turns[-1] if reading.turns else None
        before = last.command if last is not None else None
        if last is None or not isinstance(before, Call):
            return None
        if reading.known.offer(before.address) is None:
            return None
        if following.asks_again(reading.text):
            return Understood(before, is_safe=not self._changes(reading, before))
        if call := following.with_other_values(reading.text, before):
            asks = rules.is_question(reading.text)
            return Understood(call, is_safe=not (asks and self._changes(reading, call)))
        if on := following.with_result(reading.text, last):
            found = self._spoken(on) or self._known_call(replace(reading, text=on))
            if isinstance(found, Call):
                # The value comes from the image, and may be what *it* means or not.
                return Understood(found, is_safe=not self._changes(reading, found))
        return None

    def _spoken(self, text: str) -> Command | None:
        """Return the call that a sentence spells, or what it lacks."""
        with self._host.session.read() as root:
            try:
                return call_in(root, text)
            except UsageError as error:
                return AskBack(" ".join(filter(None, (error.message, error.hint))))

    def _known_call(self, reading: _Reading) -> Call | None:
        """Return the call of a method whose words and number of values a sentence has."""
        literals = find_literals(reading.text)
        values = tuple(each.value for each in literals)
        best: tuple[float, Call | None] = (0.0, None)
        for offer in reading.known.offers:
            if not offer.needed <= len(values) <= len(offer.parameters):
                continue
            if offer.changes and not (
                moods.is_order(reading.text, offer.selector) and _is_there(reading.text, offer)
            ):
                continue
            like = _like(reading.text, [spoken(offer.selector), offer.doc, *offer.also])
            if like >= _KNOWN_METHOD and like > best[0]:
                best = like, Call(offer.object, offer.selector, values)
        return best[1]

    def _unknown_order(self, reading: _Reading) -> Learn | None:
        order = rules.unknown_order(reading.text)
        if order is None or is_foreign(reading.text):
            return None
        # A word of an object or a method may mean that one in other words.
        said = set(spoken(order.selector).split())
        near = reading.known.nearest(reading.text, 1)
        is_near = any(said & set(spoken(each.address).split()) for each in near)
        return None if is_near else order

    def _asked(self, reading: _Reading) -> Understood:
        steward = steward_of(self._host)
        if steward is None or not steward.prompts.get("command") or is_foreign(reading.text):
            return Understood(Talk(is_unread=True), "fallback")
        reading.tell("talk.reading", "A model reads what the rules cannot.")
        found = self._answered(reading, steward)
        if found is None:
            return Understood(Talk(is_unread=True), "fallback", reading.calls)
        if isinstance(found, (Learn, Make)):
            return self._harmless(reading, found, "model")
        return Understood(found, "model", reading.calls, is_safe=self._is_safe(reading, found))

    def _answered(self, reading: _Reading, steward: PersonaView) -> Command | None:
        """Return what the steward takes a sentence for; None where no answer can be read.

        A method that lacks a value was not meant where no word of the sentence names it, or where
        it changes something and the sentence asks: then the next best counts.
        """
        action, found = self._chosen(reading, steward)
        offer = reading.known.offer(action)
        if offer is None or not isinstance(found, AskBack):
            return found
        asks = offer.changes and rules.is_question(reading.text)
        if moods.is_called(reading.text, offer) and not asks:
            return found
        reading.is_doubtful = True
        _, second = self._chosen(reading, steward, without=action)
        return found if second is None else second

    def _chosen(
        self, reading: _Reading, steward: PersonaView, *, without: str = ""
    ) -> tuple[str, Command | None]:
        reading.calls += 1
        answer = asked_steward(
            self._host.thinker,
            steward,
            reading.text,
            reading.known.nearest(reading.about, _OFFERS),
            seconds=self._host.config.seconds,
            turns=reading.turns,
            without=without,
            cancel=reading.cancel,
        )
        return ("", None) if answer is None else (answer[0], self._checked(reading, *answer))

    def _checked(self, reading: _Reading, action: str, args: Sequence[Any]) -> Command:
        """Return the command that an action of the model stands for, as far as it holds."""
        text, known = reading.text, reading.known
        offer = known.offer(action)
        is_named = offer is None or bool(offer.words & set(words_of(text)))
        if not is_named and (instead := moods.instead(text, args)) is not None:
            return instead
        if offer is not None and not offer.parameters and moods.tells(text) and find_literals(text):
            return Remember(text.strip())  # it says more than a call that takes nothing
        if offer is not None:
            values = arguments(offer, args, text)
            if values is None and reading.turns:
                values = arguments(offer, args, reading.said)
            if values is not None:
                return Call(offer.object, offer.selector, values)
            wanted = " and ".join(offer.parameters)
            return AskBack(f"{offer.address} takes {wanted}; what is it to be given?")
        word = ACTIONS[action]
        asked = _ASKED.get(word, word) if rules.is_question(text) else word
        return _meant(asked, text, known)

    def _is_safe(self, reading: _Reading, command: Command) -> bool:
        if isinstance(command, Do):
            return False
        if not isinstance(command, Call):
            return True
        if not self._changes(reading, command):
            return True
        if reading.is_doubtful:
            return False
        offer = reading.known.offer(command.address)
        # What was said before gives no order: neither a value nor what is done with it.
        return (
            offer is not None
            and moods.is_order(reading.text, offer.selector)
            and arguments(offer, command.args, reading.text) is not None
            and (not reading.turns or bool(offer.words & set(words_of(reading.text))))
        )

    def _changes(self, reading: _Reading, call: Call) -> bool:
        offer = reading.known.offer(call.address)
        return offer is None or offer.changes

    def _harmless(self, reading: _Reading, command: Command, by: Reader) -> Understood:
        """Return a command that something is learned by, unless that would do harm."""
        harm, calls = harm_of(self._host, reading.text, cancel=reading.cancel)
        reading.calls += calls
        return Understood(Refuse(harm) if harm else command, by, reading.calls)


def _about(text: str, turns: Sequence[Turn]) -> str:
    calls = [each.command for each in turns if isinstance(each.command, Call)]
    return " ".join([text, *(f"{each.object} {spoken(each.selector)}" for each in calls)])


def _meant(word: str, text: str, known: Repertoire) -> Command:
    """Return the command of a word, other than a call, as a sentence gives it."""
    if word == "do":
        return some_command(text, known)
    plain: dict[str, Command] = {
        "ask back": AskBack("What exactly do you mean, and what shall become of it?"),
        "refuse": Refuse("That would do harm, and I have no part in it."),
        "remember": Remember(text.strip()),
        "recall": Recall(),
        "talk": Talk(),
        "learn": Learn(),
        "make": Make(),
    }
    return plain[word]


def likely(text: str, wordings: Sequence[str]) -> bool:
    """Return whether a sentence without its values says the same as one of several wordings."""
    return _like(text, wordings) >= _KNOWN_METHOD


def _like(text: str, wordings: Sequence[str]) -> float:
    return likeness(without_literals(text), filter(None, wordings))


def _is_there(text: str, offer: Offer) -> bool:
    """Return whether a sentence may mean the object of a method: it names it, or it is the first.

    Words such as *put* are of many methods, and what is put where is not for a rule to guess.
    """
    named = set(words_of(spoken(offer.object)))
    return offer.object == FIRST or named <= set(words_of(text))
