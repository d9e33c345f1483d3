"""One more example for a method that makes it true."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from batos.errors import GuardianError, UsageError
from batos.image import Root, history
from batos.learning.candidates.confidence import proves
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.cycle.states.validating import case_fault
from batos.learning.model.contract import says_something
from batos.learning.model.trust import PROVEN, is_tentative
from batos.learning.records.questions import drop_question
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.learning.request.examples import read_examples
from batos.learning.request.keeping import (
    check_consistent,
    check_understood,
    kept_examples,
    same_call,
)
from batos.objects import Example, Method, address_of, example_line
from batos.stewardship.history.successors import check_unchanged
from batos.stewardship.history.timeline import present_at
from batos.wire.messages.methods import MethodExamples

if TYPE_CHECKING:
    from batos.guardian.trial.trial import Trial
    from batos.image import Session
    from batos.learning.cycle.states.decomposing import ReceiverView
    from batos.learning.model.standing import Standing

__all__ = ["add_example"]

_PROVEN = "The examples that people have given since prove it."


def add_example(
    session: Session, trial: Trial, address: str, line: str, user: str
) -> MethodExamples:
    """Add examples (see :meth:`batos.handwork.methods.handwork.Handwork.example`)."""
    given = read_examples(line)
    with session.read() as root:
        holder, present = present_at(root, address)
        view = read_receiver(root, address_of(holder), present.selector)
    standing = view.standing
    assert standing is not None, "it is there"
    examples = [_owned(standing, each) for each in given]
    check_consistent(standing.selector, examples)
    check_understood(standing.selector, examples, view.known)
    _check_agreeing(standing, examples)
    new = [each for each in examples if not any(_is_known(each, old) for old in standing.examples)]
    if new:
        _check_true(trial, view, standing, new)
    label = f"{standing.address}.{standing.selector}"
    return session.change(
        lambda root: _add(root, label, standing, new, user),
        note=f"{label} has more examples",
        user=user,
    )


def _add(
    root: Root, label: str, standing: Standing, new: Sequence[Example], user: str
) -> MethodExamples:
    """Install a version with further examples, in the running transaction."""
    holder, present = present_at(root, label)
    check_unchanged(holder, present.selector, standing.version)
    if new:
        present = _with_examples(present, standing.examples, new, user)
        history.install(root, holder, present, user=user, cause=f"examples of {user}")
        remember(root, holder, present.selector)
        if not is_tentative(present):
            drop_question(root, holder, present.selector, _PROVEN)
    return {
        "address": label,
        "version": present.version,
        "added": len(new),
        "examples": [example_line(standing.selector, each) for each in (*standing.examples, *new)],
        "trust": present.provenance.get("trust", PROVEN),
        "changed": bool(new),
    }


def _owned(standing: Standing, example: Example) -> Example:
    """Return an example as one of the method.

    Raises:
        UsageError: It ends with a call of another one.
    """
    # f(2) == 4 names nothing: a single letter stands for any function.
    letter = [example.selector] if len(example.selector) == 1 else []
    owned = example.belonging(standing.selector, *letter)
    if owned.selector:
        raise UsageError(
            f"The example calls {owned.selector}, not {standing.selector}.",
            hint=f"Name the method that it is for: {standing.address}.{owned.selector}",
        )
    return owned


def _check_agreeing(standing: Standing, examples: Sequence[Example]) -> None:
    """Do nothing for examples that contradict none of those that people gave.

    Raises:
        UsageError: One does; both are named.
    """
    try:
        kept_examples(standing.selector, examples, standing, ())
    except UsageError as error:
        lines = "; ".join(example_line(standing.selector, each) for each in examples)
        anew = f"{_asking(standing, lines)} --drop-example {error.details['number']}"
        raise UsageError(
            error.message, hint=f"Have it learned anew: {anew}", details=error.details
        ) from None


def _check_true(
    trial: Trial, view: ReceiverView, standing: Standing, new: Sequence[Example]
) -> None:
    """Do nothing for examples that the method makes true.

    Raises:
        GuardianError: One does not come true; it says what came instead.
    """
    label = f"{standing.address}.{standing.selector}"
    report = trial.run(standing.source, new, methods=view.known, state=view.state)
    if report.error:
        raise GuardianError(f"{label} cannot be tried: {report.error}")
    for example, case in zip(new, report.cases, strict=True):
        fault = case_fault(standing.selector, example, case)
        if fault is not None:
            line = example_line(standing.selector, example)
            raise GuardianError(
                f"{label} does not make it true. {fault.told or fault.text}",
                hint=f"Have it learned anew: {_asking(standing, line)}",
                details={"example": example.to_plain()},
            )


def _asking(standing: Standing, line: str) -> str:
    """Return the command that has a method learned that makes an example true."""
    words = ["--to", standing.address, "--name", standing.selector, "--example", line]
    return f'batos ask "…" {shlex.join(words)}'


def _is_known(example: Example, old: Example) -> bool:
    return same_call(example, old) and example == old


def _with_examples(
    present: Method, given: Sequence[Example], new: Sequence[Example], user: str
) -> Method:
    """Return a version with further examples; two that ask for different answers prove it.

    Args:
        present: The version that is there.
        given: What people have given it so far.
        new: What it makes true as well.
        user: Who gives that.
    """
    facts = dict(present.provenance)
    if is_tentative(present) and proves([*given, *new]):
        # How sure it was without them says nothing any more.
        facts.pop("confidence", None)
        facts["trust"] = PROVEN
    changed = {"by": user, "at": now_text(), "count": len(new)}
    count = sum(map(says_something, [*given, *new]))
    return present.again(
        examples=(*present.examples, *(each.to_plain() for each in new)),
        provenance={**facts, "examples": count, "examples_changed": changed},
    )
