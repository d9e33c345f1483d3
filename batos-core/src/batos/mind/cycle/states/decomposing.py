"""IDLE and DECOMPOSING: what is there, and what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batos.errors import SlotError
from batos.mind.evidence.contract import draw_up
from batos.mind.messages.portable import is_portable
from batos.objects import Method, ancestors, check_slot_name, lookup

if TYPE_CHECKING:
    from batos.image import Root
    from batos.mind.cycle.engine import Engine, StateView
    from batos.mind.cycle.thought import Thought

__all__ = ["decompose", "idle", "read_receiver"]

_MOST_KNOWN = 200


def idle(engine: Engine, thought: Thought, _view: StateView) -> str:
    """Read what the receiver is and what it understands.

    Raises:
        SlotError: No method can have that name there.
    """
    selector = check_slot_name(thought.brief.selector)
    with engine.session.read() as root:
        thought.state, thought.known = read_receiver(root, thought.brief.receiver, selector)
    return "ready"


def read_receiver(root: Root, address: str, selector: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a receiver's data slots, and the sources of the methods that it understands.

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
    return state, known


def decompose(engine: Engine, thought: Thought, _view: StateView) -> str:
    """Draw up the contract."""
    contract = draw_up(thought.brief, state=thought.state)
    thought.contract = contract
    engine.tell(
        thought,
        "contract",
        f"{contract.selector}{contract.signature}: {contract.doc}",
        state="DECOMPOSING",
        data=contract.to_plain(),
    )
    return "done"
