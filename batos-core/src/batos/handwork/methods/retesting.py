"""The examples of methods, run again: what was right once may have been broken since.

What comes of them is kept beside the use of the methods, some methods at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batos.errors import ImageError, UnknownNameError
from batos.exchange.exporting import is_learned
from batos.handwork.methods.trying import method_of
from batos.image import history
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.cycle.states.validating import case_fault
from batos.objects import Example, Method, UvmObject, address_of, example_line, methods_of
from batos.wire.messages.methods import Problem, Tested, TestedMethod

if TYPE_CHECKING:
    from batos.guardian.trial.trial import Trial
    from batos.image import Root, Session
    from batos.inference import CancelToken
    from batos.learning.cycle.states.decomposing import ReceiverView

__all__ = ["Progress", "learned_methods", "retest", "test_all", "untold"]

Progress = Callable[[str, int, int], None]
"""Told the address of a method, how many are done, and of how many."""

_AT_ONCE = 10
"""Examples in one run; between two of them somebody may stop it."""
_KEPT_AT_ONCE = 20
"""Methods whose tests are written together; a kill loses as many, and they are tested again."""


def untold(address: str, done: int, of: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class _Subject:
    """A method as it was read, outside of any transaction."""

    number: int
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
    lines = list(test_all(session, trial, addresses, progress=progress, cancel=cancel))
    return {
        "right": not any(line["problems"] for line in lines),
        "examples": sum(line["examples"] for line in lines if line["state"] != "quarantine"),
        "methods": lines,
        "seconds": round(time.monotonic() - begun, 3),
    }


def test_all(
    session: Session,
    trial: Trial,
    addresses: Iterable[str],
    *,
    progress: Progress,
    cancel: CancelToken,
) -> Iterator[TestedMethod]:
    """Run the examples of methods, keep what comes of them, and yield it.

    What was tested is kept also where the rest is cancelled.

    Args:
        session: The image.
        trial: Runs them.
        addresses: The methods; those that are gone by then are left out.
        progress: Told before each; what it raises stops the test.
        cancel: Stops it between two examples.

    Raises:
        CancelledError: It was cancelled.
    """
    chosen, tests = list(addresses), dict[int, history.LastTest]()
    try:
        for number, each in enumerate(chosen):
            cancel.raise_if_cancelled()
            progress(each, number, len(chosen))
            subject = _read(session, each)
            if subject is None:
                continue
            line = _tested(trial, each, subject, cancel)
            if subject.number and subject.is_run:
                tests[subject.number] = _kept(line)
            if len(tests) >= _KEPT_AT_ONCE:
                _keep(session, tests)
            yield line
    finally:
        _keep(session, tests)


def learned_methods(root: Root) -> Iterator[tuple[str, Method]]:
    """Yield what the named objects have learned, with its address."""
    for _, holder in root.each():
        for selector, method in sorted(methods_of(holder).items()):
            if is_learned(method):
                yield f"{address_of(holder)}.{selector}", method


def _kept(line: TestedMethod) -> history.LastTest:
    problem = line["problems"][0]["text"] if line["problems"] else ""
    return history.LastTest(line["state"], line["examples"], line["right"], problem)


def _keep(session: Session, tests: dict[int, history.LastTest]) -> None:
    """Write what came of tests, and forget it here."""
    chosen = dict(tests)
    tests.clear()
    if not chosen:
        return
    try:
        session.change(
            lambda root: history.note_tests(root, chosen), note=history.TESTS_NOTE, user="tests"
        )
    except ImageError:
        # An image that is read only or full: what was found is told all the same.
        return


def _addresses(root: Root, address: str) -> Iterator[str]:
    if "." in address:
        receiver, method = method_of(root, address)
        yield f"{address_of(receiver)}.{method.selector}"
        return
    if not address:
        yield from (each for each, _ in learned_methods(root))
        return
    holder = root.find(address)
    yield from (f"{address_of(holder)}.{selector}" for selector in sorted(methods_of(holder)))


def _read(session: Session, address: str) -> _Subject | None:
    """Return a method; None where it was taken away meanwhile."""
    with session.read() as root:
        try:
            receiver, method = method_of(root, address)
        except UnknownNameError:
            return None
        return _subject(root, receiver, method)


def _subject(root: Root, receiver: UvmObject, method: Method) -> _Subject:
    own = methods_of(receiver).get(method.selector) is method
    return _Subject(
        # With the slots of another object it may be right or wrong where it is not at home.
        history.number_of(method) if own else 0,
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
