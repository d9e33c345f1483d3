"""The examples of methods, run again: what was right once may have been broken since."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batos.errors import UnknownNameError
from batos.exchange.exporting import is_learned
from batos.handwork.methods.trying import method_of
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.cycle.states.validating import case_fault
from batos.objects import Example, Method, UvmObject, address_of, example_line, methods_of
from batos.wire.messages.methods import Problem, Tested, TestedMethod

if TYPE_CHECKING:
    from batos.guardian.trial.trial import Trial
    from batos.image import Root, Session
    from batos.inference import CancelToken
    from batos.learning.cycle.states.decomposing import ReceiverView

__all__ = ["Progress", "retest", "untold"]

Progress = Callable[[str, int, int], None]
"""Told the address of a method, how many are done, and of how many."""

_AT_ONCE = 10
"""Examples in one run; between two of them somebody may stop it."""


def untold(address: str, done: int, of: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class _Subject:
    """A method as it was read, outside of any transaction."""

    selector: str
    version: int
    source: str
    examples: tuple[Example, ...]
    view: ReceiverView
    is_run: bool


def retest(
    session: Session, trial: Trial, address: str, *, progress: Progress, cancel: CancelToken
) -> Tested:
    """Run examples again (see :meth:`batos.handwork.methods.handwork.Handwork.test`)."""
    begun = time.monotonic()
    with session.read() as root:
        addresses = list(_addresses(root, address.strip()))
    lines: list[TestedMethod] = []
    for number, each in enumerate(addresses):
        cancel.raise_if_cancelled()
        progress(each, number, len(addresses))
        subject = _read(session, each)
        if subject is not None:
            lines.append(_tested(trial, each, subject, cancel))
    return {
        "right": not any(line["problems"] for line in lines),
        "examples": sum(line["examples"] for line in lines if line["state"] != "quarantine"),
        "methods": lines,
        "seconds": round(time.monotonic() - begun, 3),
    }


def _addresses(root: Root, address: str) -> Iterator[str]:
    if "." in address:
        receiver, method = method_of(root, address)
        yield f"{address_of(receiver)}.{method.selector}"
        return
    holders = [root.find(address)] if address else [obj for _, obj in root.each()]
    for holder in holders:
        for selector, method in sorted(methods_of(holder).items()):
            if address or is_learned(method):
                yield f"{address_of(holder)}.{selector}"


def _read(session: Session, address: str) -> _Subject | None:
    """Return a method; None where it was taken away meanwhile."""
    with session.read() as root:
        try:
            receiver, method = method_of(root, address)
        except UnknownNameError:
            return None
        return _subject(root, receiver, method)


def _subject(root: Root, receiver: UvmObject, method: Method) -> _Subject:
    return _Subject(
        method.selector,
        method.version,
        method.source,
        tuple(Example.from_plain(each) for each in method.examples),
        read_receiver(root, address_of(receiver), method.selector),
        method.quarantine is None,
    )


def _tested(trial: Trial, address: str, subject: _Subject, cancel: CancelToken) -> TestedMethod:
    begun = time.monotonic()
    count = len(subject.examples)
    problems: list[Problem] = []
    for start in range(0, count if subject.is_run else 0, _AT_ONCE):
        cancel.raise_if_cancelled()
        problems += _problems(trial, subject, start)
    wrong = len({each["number"] for each in problems})
    state = "wrong" if problems else "right" if count else "untested"
    return {
        "address": address,
        "version": subject.version,
        "state": state if subject.is_run else "quarantine",
        "examples": count,
        "right": count - wrong if subject.is_run else 0,
        "problems": problems,
        "seconds": round(time.monotonic() - begun, 3),
    }


def _problems(trial: Trial, subject: _Subject, start: int) -> Iterator[Problem]:
    """Yield what has gone wrong with some of the examples."""
    part = subject.examples[start : start + _AT_ONCE]
    view, selector = subject.view, subject.selector
    report = trial.run(subject.source, part, methods=view.known, state=view.state)
    for number, example in enumerate(part):
        line = example_line(selector, example)
        if report.error:
            yield {"number": start + number + 1, "example": line, "text": report.error}
        elif (fault := case_fault(selector, example, report.cases[number])) is not None:
            text = fault.told or fault.text
            yield {"number": start + number + 1, "example": line, "text": text}
