"""A question that decides what a method means: one call, and the answers that candidates give.

Candidates that are true to every example may still differ. The cycle then asks about one call
that tells them apart, and what is answered is an example of the method for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NotRequired, Self, TypedDict

from batos.errors import UsageError
from batos.learning.model.brief import SentMessage
from batos.objects import UNSET, Example, call_line, value_line
from batos.objects.example import PlainExample

__all__ = [
    "ORIGIN",
    "Answer",
    "Asker",
    "Choice",
    "OpenQuestion",
    "PlainChoice",
    "PlainQuestion",
    "Question",
    "example_of",
]

ORIGIN = "answer"
"""Origin of an example that a person gave as the answer to a question."""


class PlainChoice(TypedDict, total=False):
    """One answer that candidates give, as plain data.

    Attributes:
        result: What the call gives; left out where it gives nothing.
        after: Slots after the call, where they differ between choices.
        raises: Name of the exception class that it raises.
        votes: How many independent candidates answer so.
    """

    result: Any
    after: dict[str, Any]
    raises: str
    votes: int


class PlainQuestion(TypedDict, total=False):
    """A call that tells candidates apart, as plain data; empty for none.

    Attributes:
        id: 12 hex digits.
        selector: The method.
        args: Positional arguments of the call.
        kwargs: Keyword arguments of the call.
        state: The receiver's slots before the call.
        earlier: Calls that go before on the same object.
        choices: What candidates answer, the one that most of them give first.
    """

    id: str
    selector: str
    args: list[Any]
    kwargs: dict[str, Any]
    state: dict[str, Any]
    earlier: list[PlainExample]
    choices: list[PlainChoice]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer that candidates give.

    Attributes:
        result: What the call gives, or ``UNSET`` where it gives nothing.
        after: Slots after the call, where they differ between choices, else ``UNSET``.
        raises: Name of the exception class that it raises, or an empty text.
        votes: How many independent candidates answer so.
    """

    result: Any = UNSET
    after: Any = UNSET
    raises: str = ""
    votes: int = 0

    def wording(self) -> str:
        """Return the answer for a person, such as ``3``, or ``1, and items = [1, 2]``."""
        if self.raises:
            parts = [f"an error: {self.raises}"]
        else:
            parts = [value_line(self.result)] if self.result is not UNSET else []
        if self.after is not UNSET:
            parts += [f"{name} = {value_line(value)}" for name, value in self.after.items()]
        return ", and ".join(parts) or "nothing"

    def to_plain(self) -> PlainChoice:
        """Return the choice as plain data, leaving out what was not given."""
        plain: PlainChoice = {"votes": self.votes}
        if self.result is not UNSET:
            plain["result"] = self.result
        if self.after is not UNSET:
            plain["after"] = dict(self.after)
        if self.raises:
            plain["raises"] = self.raises
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return the choice that :meth:`to_plain` described.

        Raises:
            TypeError: A key is not a field of a choice.
        """
        return cls(**plain)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A call that tells candidates apart, and what they answer.

    Attributes:
        id: 12 hex digits.
        selector: The method.
        args: Positional arguments of the call, plain data.
        kwargs: Keyword arguments of the call, plain data.
        state: The receiver's slots before the call, where the method uses any.
        earlier: Calls that go before on the same object.
        choices: What candidates answer, the one that most of them give first.
    """

    id: str
    selector: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    earlier: tuple[Example, ...] = ()
    choices: tuple[Choice, ...] = ()

    def wording(self) -> str:
        """Return the question for a person, such as ``With items = [], push(2) gives …?``."""
        slots = ", ".join(f"{name} = {value_line(value)}" for name, value in self.state.items())
        before = f"With {slots}, " if slots else ""
        calls = [
            call_line(each.selector or self.selector, each.args, each.kwargs)
            for each in self.earlier
        ]
        if calls:
            before += f"{'after' if before else 'After'} {' and '.join(calls)}, "
        return f"{before}{call_line(self.selector, self.args, self.kwargs)} gives …?"

    def to_plain(self) -> PlainQuestion:
        """Return the question as plain data, as the image keeps it and the wire carries it."""
        return {
            "id": self.id,
            "selector": self.selector,
            "args": list(self.args),
            "kwargs": dict(self.kwargs),
            "state": dict(self.state),
            "earlier": [each.to_plain() for each in self.earlier],
            "choices": [choice.to_plain() for choice in self.choices],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return the question that :meth:`to_plain` described.

        Raises:
            TypeError: A key is not a field of a question.
        """
        given = dict(plain)
        given["args"] = tuple(given.get("args", ()))
        given["earlier"] = tuple(map(Example.from_plain, given.get("earlier", ())))
        given["choices"] = tuple(Choice.from_plain(each) for each in given.get("choices", ()))
        return cls(**given)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person answers; without a choice and an example it is *I don't know*.

    Attributes:
        choice: Index into the question's choices, from 0.
        example: *None of these*: what the call must give instead.
    """

    choice: int | None = None
    example: Example | None = None

    @property
    def unknown(self) -> bool:
        """Whether the person does not know."""
        return self.choice is None and self.example is None

    def to_plain(self) -> dict[str, Any]:
        """Return the answer as plain data, leaving out what was not given."""
        plain: dict[str, Any] = {}
        if self.choice is not None:
            plain["choice"] = self.choice
        if self.example is not None:
            plain["example"] = self.example.to_plain()
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return the answer that :meth:`to_plain` described.

        Raises:
            UsageError: It is no answer; the message says why.
        """
        choice, example = plain.get("choice"), plain.get("example")
        if choice is not None and (type(choice) is not int or choice < 0):
            raise UsageError("The 'choice' of an answer must be a number, 0 for the first.")
        if example is not None and not isinstance(example, Mapping):
            raise UsageError("The 'example' of an answer must be a map.")
        if choice is not None and example is not None:
            raise UsageError("An answer is one of the choices or another one, not both.")
        try:
            return cls(
                choice=choice,
                example=Example.from_plain(example) if example is not None else None,
            )
        except (TypeError, ValueError) as error:
            raise UsageError(f"The example of an answer is not valid: {error}.") from None


class OpenQuestion(TypedDict):
    """An open question, and the mission that it is asked for.

    Attributes:
        kind: ``question``; where one is shown alone.
        id: Its id, 12 hex digits.
        address: What is being learned.
        signature: Its signature.
        at: Since when it is open, ISO text in UTC.
        asked_by: Who wants the method.
        mission: What it should do, in plain language.
        cycle: Id of the cycle.
        waits: Whether the cycle waits for the answer; else a tentative method is there already.
        version: Number of that, 0 for none.
        wording: The question for a person.
        question: The call and the choices.
        message: The message that waits for the answer, None for none; where one is shown alone.
    """

    kind: NotRequired[str]
    id: str
    address: str
    signature: str
    at: str
    asked_by: str
    mission: str
    cycle: str
    waits: bool
    version: int
    wording: str
    question: PlainQuestion
    message: NotRequired[SentMessage | None]


Asker = Callable[[Question], Answer | None]
"""Asks a person; None says that nobody is there."""


def example_of(question: Question, answer: Answer) -> Example | None:
    """Return what an answer says of the call; None for *I don't know*.

    Whatever call an answer's own example names, it is the question's that was asked about.

    Raises:
        UsageError: There is no such choice, or the answer says nothing of what is given.
    """
    said: Choice | Example
    if answer.example is not None:
        said = answer.example
    elif answer.choice is None:
        return None
    elif 0 <= answer.choice < len(question.choices):
        said = question.choices[answer.choice]
    else:
        count = len(question.choices)
        raise UsageError(
            f"The question {question.id} has no choice {answer.choice + 1}.",
            hint=f"There are {count}: 'batos questions show {question.id}' lists them.",
        )
    if said.result is UNSET and said.after is UNSET and not said.raises:
        raise UsageError("The answer does not say what the call gives.")
    return Example(
        args=question.args,
        kwargs=dict(question.kwargs),
        state=dict(question.state),
        earlier=question.earlier,
        result=said.result,
        after=said.after,
        raises=said.raises,
        origin=ORIGIN,
    )
