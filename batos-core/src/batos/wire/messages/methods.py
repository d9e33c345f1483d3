"""``method.*``: methods that people write, try, test and confirm by hand."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

import msgspec

from batos.learning.model.standing import WhichVersion
from batos.wire.messages.request import Notice, Request, Response, Text, Values

__all__ = [
    "AddExample",
    "ConfirmMethod",
    "Confirmed",
    "DefineMethods",
    "Defined",
    "DefinedMethod",
    "Draft",
    "MethodExamples",
    "MethodProgress",
    "Problem",
    "RunExamples",
    "SlotChange",
    "Tested",
    "TestedMethod",
    "Tried",
    "TryMethod",
]


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """A text that is to be a method.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        source: One ``def SELECTOR(self, ...)``.
        drop_examples: Examples of the version that is there that are taken off.
        seen: The sha256 of the version that it was made of, empty for none; left out it replaces
            any.
    """

    address: Text
    source: str = ""
    drop_examples: tuple[Text, ...] = ()
    seen: str | None = None


class DefinedMethod(TypedDict):
    """A text that was installed.

    Attributes:
        address: The method.
        version: Its number.
        signature: Its signature.
        changes: Slots that it may change.
        replaces: The version whose place it takes, ``address`` and ``version``; empty for none.
        examples: How many examples are kept with it.
        trust: ``proven`` or ``tentative``.
        changed: Whether it is a new version; the same text with the same examples is none.
    """

    address: str
    version: int
    signature: str
    changes: list[str]
    replaces: WhichVersion
    examples: int
    trust: str
    changed: bool


class Defined(Response):
    """Methods that were installed.

    Attributes:
        methods: In the order in which they were given.
    """

    methods: list[DefinedMethod]


class DefineMethods(Request[Defined]):
    """Install texts as methods, all of them or none.

    Attributes:
        methods: The texts.
        user: Who has written them.
    """

    TYPE = "method.define"

    methods: tuple[Draft, ...] = ()
    user: str = ""


class SlotChange(TypedDict):
    """A slot that a message would change.

    Attributes:
        object: Address of the object.
        slot: Name of the slot.
        before: Its value; left out where it is not there.
        after: Its value afterwards; left out where it is not there then.
    """

    object: str
    slot: str
    before: NotRequired[Any]
    after: NotRequired[Any]


class Tried(TypedDict):
    """What a message would do.

    Attributes:
        value: What the method returned, with objects of the image as references.
        changes: What would have changed.
        printed: What the method printed.
        seconds: How long it took.
    """

    value: Any
    changes: list[SlotChange]
    printed: str
    seconds: float


class TryMethod(Request[Tried]):
    """Send a message on a scratch view, of which nothing is kept.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        args: Positional arguments.
        kwargs: Keyword arguments.
        state: Slots that the object has for this run.
    """

    TYPE = "method.try"

    address: Text
    args: tuple[Any, ...] = ()
    kwargs: Values = {}
    state: Values = {}


class Problem(TypedDict):
    """An example that has gone wrong.

    Attributes:
        number: Its number, from 1.
        example: It, in a line.
        text: What came instead.
    """

    number: int
    example: str
    text: str


class TestedMethod(TypedDict):
    """What came of the examples of a method.

    Attributes:
        address: The method.
        version: Its number.
        state: ``right``, ``wrong``, ``untested`` without any example, or ``quarantine``, where it
            was not run.
        examples: How many it has.
        right: How many of them came true.
        problems: Those that did not.
        seconds: How long they took.
    """

    address: str
    version: int
    state: str
    examples: int
    right: int
    problems: list[Problem]
    seconds: float


class Tested(TypedDict):
    """What came of running examples again.

    Attributes:
        right: Whether none has gone wrong.
        examples: How many were run.
        methods: What came of those of each method.
        seconds: How long it took.
    """

    right: bool
    examples: int
    methods: list[TestedMethod]
    seconds: float


class RunExamples(Request[Tested]):
    """Run the examples of methods again.

    Attributes:
        address: A method, or an object for its own; empty for all that was learned.
    """

    TYPE = "method.test"

    address: str = ""


class MethodProgress(Notice):
    """How far a test of methods is.

    Attributes:
        address: The method that is tested now.
        done: How many are done.
        of: How many there are.
    """

    TYPE = "method.progress"

    address: str
    done: int
    of: int


class MethodExamples(TypedDict):
    """The examples of a method, after some were added.

    Attributes:
        address: The method.
        version: Its number.
        added: How many were added.
        examples: All that people gave it, as lines.
        trust: ``proven`` or ``tentative``.
        changed: Whether anything has changed.
    """

    address: str
    version: int
    added: int
    examples: list[str]
    trust: str
    changed: bool


class AddExample(Request[MethodExamples]):
    """Add an example that a method makes true.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        example: As a person writes it, such as ``'hi' -> 'HI!'``.
        user: Who gives it.
    """

    TYPE = "method.example"

    address: Text
    example: Text
    user: str = ""


class Confirmed(TypedDict):
    """A method that somebody has said is right.

    Attributes:
        address: The method.
        version: Its number.
        trust: ``proven``.
        changed: Whether it was not proven before.
    """

    address: str
    version: int
    trust: str
    changed: bool


class ConfirmMethod(Request[Confirmed]):
    """Say that a tentative method is right.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        by: Who says so.
    """

    TYPE = "method.confirm"

    address: Text
    by: str = ""
