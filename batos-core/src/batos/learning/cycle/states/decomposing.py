"""IDLE and DECOMPOSING: what is there, and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from batos.errors import SlotError
from batos.learning.model.contract import Contract
from batos.learning.model.standing import Standing
from batos.learning.request.drawing import draw_up
from batos.learning.request.keeping import (
    check_consistent,
    check_understood,
    dropped,
    kept_examples,
    standing_of,
)
from batos.objects import Method, ancestors, check_slot_name, lookup
from batos.objects.portable import is_portable

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import StateView
    from batos.learning.model.thought import Thought

__all__ = ["ReceiverView", "decompose", "idle", "read_receiver", "recall"]

_MOST_KNOWN = 200


@dataclass(frozen=True)
class ReceiverView:
    """What a receiver is and understands, as it was read for one step.

    Attributes:
        state: Its data slots.
        known: Sources of the methods that it understands, by selector.
        standing: The version that it understands of the method that is wanted; None for none.
    """

    state: Mapping[str, Any]
    known: Mapping[str, str]
    standing: Standing | None


def idle(host: Host, thought: Thought, _view: StateView) -> str:
    """Read what the receiver is and what it understands.

    Raises:
        SlotError: No method can have that name there.
    """
    selector = check_slot_name(thought.brief.selector)
    with host.session.read() as root:
        view = read_receiver(root, thought.brief.receiver, selector)
    thought.state, thought.known, thought.standing = view.state, view.known, view.standing
    return "ready"


def recall(root: Root, thought: Thought) -> None:
    """Read what the receiver is and understands now.

    Raises:
        SlotError: A value has taken the method's place.
        UnknownNameError: The receiver is gone.
    """
    brief = thought.brief
    seen = read_receiver(root, brief.receiver, brief.selector)
    # The method that may be replaced is the one that was there when the cycle began.
    others = {name: text for name, text in seen.known.items() if name != brief.selector}
    thought.state, thought.standing = seen.state, seen.standing
    thought.known = {**others, **thought.known}


def read_receiver(root: Root, address: str, selector: str) -> ReceiverView:
    """Return what a receiver is and understands, and its version of one method.

    Raises:
        SlotError: The selector is the name of a value there.
        UnknownNameError: There is no such receiver.
    """
    receiver = root.find(address)
    found = lookup(receiver, selector)
    if found is not None and type(found[1]) is not Method:
        raise SlotError(
            f"{selector!r} is a value of {address}, not a method.",
            hint="Choose another name for the method.",
        )
    state: dict[str, Any] = {}
    known: dict[str, str] = {}
    for holder in ancestors(receiver):
        for name, value in holder._slots.items():
            if type(value) is Method:
                # The one that may be replaced is always among them: COMPLETE compares it.
                if len(known) < _MOST_KNOWN or name == selector:
                    known.setdefault(name, value.source)
            elif holder is receiver and is_portable(value):
                state[name] = value
    return ReceiverView(state, known, standing_of(receiver, selector))


def decompose(host: Host, thought: Thought, _view: StateView) -> str:
    """Draw up the contract.

    Raises:
        UsageError: Its examples contradict each other, or those of the version that is there, or
            need a method that is not there.
    """
    brief, standing = thought.brief, thought.standing
    check_consistent(brief.selector, brief.examples)
    check_understood(brief.selector, brief.examples, thought.known)
    off = dropped(standing, brief.drop_examples)
    kept = kept_examples(brief.selector, brief.examples, standing, off)
    contract = thought.contract = draw_up(brief, state=thought.state, kept=kept)
    if standing is not None:
        thought.notes["standing"] = standing.to_plain()
        thought.notes["dropped"] = [each.to_plain() for each in off]
        host.tell(
            thought,
            "standing",
            _said(standing, contract),
            state="DECOMPOSING",
            data={**standing.to_plain(), "kept": contract.kept, "dropped": len(off)},
        )
    host.tell(
        thought,
        "contract",
        f"{contract.selector}{contract.signature}: {contract.doc}",
        state="DECOMPOSING",
        data=contract.to_plain(),
    )
    return "done"


def _said(standing: Standing, contract: Contract) -> str:
    """Return in a line what is there, and what of it goes on holding."""
    text = f"{standing} is there"
    if not contract.kept:
        return text
    count = "1 example that a person gave it holds"
    if contract.kept > 1:
        count = f"{contract.kept} examples that people gave it hold"
    return f"{text}; {count} for the next one as well"
