"""``method.*``: methods that people write, try, test and confirm by hand."""

from __future__ import annotations

from typing import Any

import msgspec

from batos.wire.messages.request import Answer, Event, Plain, Request, Text

__all__ = [
    "AddExample",
    "ConfirmMethod",
    "DefineMethods",
    "Defined",
    "Draft",
    "MethodProgress",
    "RunExamples",
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


class Defined(Answer):
    """Methods that were installed.

    Attributes:
        methods: Of each its version, what it replaces, whether it has changed.
    """

    methods: list[Plain]


class DefineMethods(Request[Defined]):
    """Install texts as methods, all of them or none.

    Attributes:
        methods: The texts.
        user: Who has written them.
    """

    TYPE = "method.define"

    methods: tuple[Draft, ...] = ()
    user: str = ""


class TryMethod(Request[Plain]):
    """Send a message on a scratch view, of which nothing is kept.

    Answers with the ``value``, the ``changes`` that it would make, and what was ``printed``.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        args: Positional arguments.
        kwargs: Keyword arguments.
        state: Slots that the object has for this run.
    """

    TYPE = "method.try"

    address: Text
    args: tuple[Any, ...] = ()
    kwargs: Plain = {}
    state: Plain = {}


class RunExamples(Request[Plain]):
    """Run the examples of methods again.

    Answers with whether all came ``right``, how many ``examples``, and the ``methods`` with the
    ``problems`` of each.

    Attributes:
        address: A method, or an object for its own; empty for all that was learned.
    """

    TYPE = "method.test"

    address: str = ""


class MethodProgress(Event):
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


class AddExample(Request[Plain]):
    """Add an example that a method makes true; answers with its ``version`` and ``examples``.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        example: As a person writes it, such as ``'hi' -> 'HI!'``.
        user: Who gives it.
    """

    TYPE = "method.example"

    address: Text
    example: Text
    user: str = ""


class ConfirmMethod(Request[Plain]):
    """Say that a tentative method is right.

    Answers with ``address``, ``version``, ``trust``, and whether that has ``changed`` anything.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        by: Who says so.
    """

    TYPE = "method.confirm"

    address: Text
    by: str = ""
