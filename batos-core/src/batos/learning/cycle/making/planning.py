"""IDLE, DECOMPOSING and DELEGATING of an object: its name, its methods, what it is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.errors import UsageError
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.design.plan import check_plan, planned_in
from batos.learning.design.reading import read_plan
from batos.learning.model.contract import Contract
from batos.learning.request.keeping import check_consistent
from batos.objects import example_line, methods_of

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import StateView
    from batos.learning.model.planned import Planned
    from batos.learning.model.thought import Thought

__all__ = ["begin", "plan", "recall", "relate"]

_LONGEST_WAIT = 30.0


def begin(host: Host, thought: Thought, _view: StateView) -> str:
    """Read what the object is to be like, and whether it can have its name.

    Raises:
        SlotError: Nothing can have that name.
        UsageError: The name is taken.
        UnknownNameError: There is no such object to be like.
    """
    brief = thought.brief
    with host.session.read() as root:
        root.free_name(brief.selector)
        recall(root, thought)
        own = methods_of(root.find(brief.receiver)).values()
        thought.notes["like"] = [f"{each.selector}{each.signature}" for each in own]
    return "ready"


def recall(root: Root, thought: Thought) -> None:
    """Read what the object is to be like.

    Raises:
        UnknownNameError: There is no such object.
    """
    # The name is that of no method: nothing of what the other understands is replaced.
    seen = read_receiver(root, thought.brief.receiver, "")
    thought.state = {} if thought.brief.is_for_all else seen.state
    thought.known = seen.known


def plan(host: Host, thought: Thought, _view: StateView) -> str:
    """Draw up what the object is to be: its methods, as the description names or means them.

    Raises:
        UsageError: It names none, contradicts itself, or an example calls another one.
    """
    brief = thought.brief
    planned = planned_in(brief.text) or _meant(host, thought)
    check_plan(planned)
    hidden = [each.selector for each in planned if each.selector in thought.state]
    if hidden:
        raise UsageError(
            f"{hidden[0]!r} is a value of {brief.receiver}, and cannot be a method of what is like "
            "it.",
            hint="Call the method otherwise.",
        )
    names = {each.selector for each in planned} | set(thought.known)
    for example in brief.examples:
        calls = {each.selector for each in (*example.earlier, example)}
        if not calls <= names:
            raise UsageError(
                f"The example {example_line('', example)} calls what the object does not have.",
                hint=f"It has: {', '.join(each.line for each in planned)}.",
            )
    check_consistent("", brief.examples)
    contract = thought.contract = Contract(
        selector=brief.selector,
        parameters=(),
        doc=" ".join(brief.text.split())[:300],
        examples=brief.examples,
        calls=(),
        stateful=True,
        queries=(brief.text,),
        text=brief.text,
        methods=planned,
    )
    lines = ", ".join(each.line for each in planned)
    host.tell(
        thought,
        "contract",
        f"{brief.selector}: {lines}",
        state="DECOMPOSING",
        data=contract.to_plain(),
    )
    return "done"


def _meant(host: Host, thought: Thought) -> tuple[Planned, ...]:
    """Return the methods that a model takes a description to mean."""
    seconds = min(_LONGEST_WAIT, thought.budget.left)
    if not thought.budget.take(1):
        return ()
    thought.model_calls += 1
    return read_plan(host.thinker, thought.brief.text, seconds=seconds, cancel=thought.cancel)


def relate(_host: Host, _thought: Thought, _view: StateView) -> str:
    """Look for nothing: no whole object is at hand that could be one; it is written."""
    return "write"
