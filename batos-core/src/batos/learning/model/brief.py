"""The mission brief: what a person or a miss asks the system to learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from batos.errors import UsageError
from batos.objects import Example, example_line, is_slot_name
from batos.objects.example import PlainExample

__all__ = ["MissionBrief", "PlainBrief", "SentMessage"]

_KINDS = ("method", "object")


class SentMessage(TypedDict, total=False):
    """A message that waits for a method, to be sent again.

    Attributes:
        receiver: Name or number of the object.
        selector: Name of the method.
        args: Positional arguments.
        kwargs: Keyword arguments.
    """

    receiver: str | int
    selector: str
    args: list[Any]
    kwargs: dict[str, Any]


class PlainBrief(TypedDict, total=False):
    """A mission brief as plain data; what is left out is as in a new one.

    Attributes:
        kind: ``method``, or ``object`` where an object is to be made.
        receiver: Address of the object that is to learn; of a new one, what it is to be like.
        selector: Name of the method, or of the new object.
        text: What it should do, in plain language.
        whole: Everything that the person typed.
        examples: Calls and what is expected of them.
        args: Arguments of the message that was not understood.
        kwargs: Keyword arguments of that message.
        parameters: Names of the parameters.
        call_site: The method that sent the message.
        called_from: Where it sent the message, as the tracing of the call has it.
        asked_by: On whose behalf.
        attended: Whether a person waits at a terminal and can be asked.
        questions: Whether somebody answers questions.
        approval: ``auto``, ``ask`` or ``never``; empty for none.
        anew: Whether what was taken back may be learned again.
        discussion: Whether personas discuss it first; null as configured.
        drop_examples: Which examples of the version that is there are taken off.
        message: The message that waits for the method; null for none.
        again: How often it was tried before.
    """

    kind: str
    receiver: str
    selector: str
    text: str
    whole: str
    examples: list[PlainExample]
    args: list[Any]
    kwargs: dict[str, Any]
    parameters: list[str]
    call_site: str
    called_from: dict[str, Any]
    asked_by: str
    attended: bool
    questions: bool
    approval: str
    anew: bool
    discussion: bool | None
    drop_examples: list[str]
    message: SentMessage | None
    again: int


@dataclass(frozen=True, kw_only=True)
class MissionBrief:
    """A mission, complete enough to be carried out later and elsewhere.

    Attributes:
        kind: ``method``, or ``object`` where an object is to be made.
        receiver: Address of the object that is to learn; of a new one, what it is to be like.
        selector: Name of the method, or of the new object; empty to have one found.
        text: What it should do, in plain language; one clause, as far as a sentence was read.
        whole: Everything that the person typed, where that says more than ``text``.
        examples: Calls and what is expected of them; they gate the installation.
        args: Arguments of the message that was not understood.
        kwargs: Keyword arguments of that message.
        parameters: Names of the parameters, when the person gave them.
        call_site: Selector of the method that sent the message, when it came from inside one.
        called_from: Where it sent the message, plain data (see
            :mod:`batos.learning.messages.callsite`); empty when the message came from outside.
        asked_by: On whose behalf.
        attended: Whether a person waits at a terminal and can be asked.
        questions: Whether somebody answers the questions of its cycle, though they sit at no
            terminal; whoever is attended does.
        approval: The policy that the request itself asks for: ``auto``, ``ask`` or ``never``;
            empty for none.
        anew: Whether what was taken back may be learned again, since somebody asks for it.
        discussion: Whether the personas discuss a method before it is written; None as configured.
        drop_examples: Which examples of the version that is there are taken off: numbers, texts
            of examples, or ``all``; every other one that a person gave must come true again.
        message: The message that waits for the method; None when nobody has sent one.
        again: How often it was tried before; another try thinks other thoughts.
    """

    kind: str = "method"
    receiver: str = "genesis"
    selector: str = ""
    text: str = ""
    whole: str = ""
    examples: tuple[Example, ...] = ()
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    call_site: str = ""
    called_from: Mapping[str, Any] = field(default_factory=dict)
    asked_by: str = "user"
    attended: bool = False
    questions: bool = False
    approval: str = ""
    anew: bool = False
    discussion: bool | None = None
    drop_examples: tuple[str, ...] = ()
    message: SentMessage | None = None
    again: int = 0

    @property
    def makes_object(self) -> bool:
        """Whether an object is to be made."""
        return self.kind == "object"

    @property
    def is_for_all(self) -> bool:
        """Whether it is for the first of all objects, so that everyone understands it."""
        return self.receiver == "genesis"

    @property
    def answerable(self) -> bool:
        """Whether somebody is there who answers questions."""
        return self.attended or self.questions

    def to_plain(self) -> PlainBrief:
        """Return the brief as plain data."""
        plain: PlainBrief = {
            "receiver": self.receiver,
            "selector": self.selector,
            "text": self.text,
            "examples": [example.to_plain() for example in self.examples],
            "args": list(self.args),
            "kwargs": dict(self.kwargs),
            "parameters": list(self.parameters),
            "call_site": self.call_site,
            "asked_by": self.asked_by,
        }
        if self.makes_object:
            plain["kind"] = self.kind
        if self.whole:
            plain["whole"] = self.whole
        if self.called_from:
            plain["called_from"] = dict(self.called_from)
        if self.attended:
            plain["attended"] = True
        if self.questions:
            plain["questions"] = True
        if self.approval:
            plain["approval"] = self.approval
        if self.anew:
            plain["anew"] = True
        if self.discussion is not None:
            plain["discussion"] = self.discussion
        if self.drop_examples:
            plain["drop_examples"] = list(self.drop_examples)
        if self.message is not None:
            plain["message"] = {**self.message}
        if self.again:
            plain["again"] = self.again
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> MissionBrief:
        """Return the brief that :meth:`to_plain` described.

        Raises:
            UsageError: The data is not a brief; the message names the field.
        """
        known = set(cls.__dataclass_fields__)
        for name in plain:
            if name not in known:
                raise UsageError(f"A mission brief has no field {name!r}.")
        values = dict(plain)
        for name, kind in (
            ("kind", str),
            ("receiver", str),
            ("selector", str),
            ("text", str),
            ("whole", str),
            ("call_site", str),
            ("called_from", Mapping),
            ("asked_by", str),
            ("attended", bool),
            ("questions", bool),
            ("approval", str),
            ("anew", bool),
            ("discussion", (bool, type(None))),
            ("drop_examples", (list, tuple)),
            ("message", (Mapping, type(None))),
            ("again", int),
            ("kwargs", Mapping),
            ("args", (list, tuple)),
            ("parameters", (list, tuple)),
            ("examples", (list, tuple)),
        ):
            if name in values and not isinstance(values[name], kind):
                raise UsageError(f"The field {name!r} of a mission brief has the wrong type.")
        values["examples"] = tuple(_example(each) for each in values.get("examples", ()))
        for name in ("args", "parameters", "drop_examples"):
            values[name] = tuple(values.get(name, ()))
        if not all(isinstance(name, str) for name in values["drop_examples"]):
            raise UsageError("The field 'drop_examples' of a mission brief must be texts.")
        if not all(isinstance(name, str) for name in values.get("kwargs", {})):
            raise UsageError("The field 'kwargs' of a mission brief has a name that is no text.")
        parameters = values["parameters"]
        if not all(map(is_slot_name, parameters)) or len({*parameters}) != len(parameters):
            raise UsageError("The field 'parameters' of a mission brief must be names, each once.")
        brief = cls(**values)
        if brief.kind not in _KINDS:
            raise UsageError("The field 'kind' of a mission brief is 'method' or 'object'.")
        is_named = brief.selector and not brief.makes_object
        return brief.naming(brief.selector) if is_named else brief

    def naming(self, selector: str, *others: str) -> MissionBrief:
        """Return the brief for a method, whose name its examples may spell.

        Args:
            selector: Its name.
            others: What examples call it as well.

        Raises:
            UsageError: An example ends with a call of another method.
        """
        examples = tuple(each.belonging(selector, *others) for each in self.examples)
        for each in examples:
            if each.selector:
                raise UsageError(
                    f"The example {example_line(selector, each)} ends with {each.selector}, and "
                    f"the method is {selector}.",
                    hint=f"Let each example end with a call of {selector}.",
                )
        return replace(self, selector=selector, examples=examples)


def _example(plain: Any) -> Example:
    """Return an example from its plain form.

    Raises:
        UsageError: It is none; the message says why.
    """
    if isinstance(plain, Example):
        return plain
    try:
        return Example.from_plain(plain)
    except TypeError as error:
        raise UsageError(f"An example of the mission brief is not valid: {error}.") from None
