"""IDLE and DECOMPOSING: what is there, and what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batos.errors import SlotError
from batos.mind.contract import draw_up
from batos.mind.portable import is_portable
from batos.objects import Method, ancestors, check_slot_name, lookup

if TYPE_CHECKING:
    from batos.mind.cycle import Engine, StateView
    from batos.mind.thought import Thought

__all__ = ["decompose", "idle"]

_MOST_KNOWN = 200


def idle(engine: Engine, thought: Thought, _view: StateView) -> str:
    """Read what the receiver is and what it understands.

    Raises:
        SlotError: No method can have that name there.
    """
    selector = check_slot_name(thought.brief.selector)
    with engine.session.read() as root:
        receiver = root.find(thought.brief.receiver)
        found = lookup(receiver, selector)
        if found is not None and type(found[1]) is not Method:
            raise SlotError(
                f"{selector!r} is a value of {thought.brief.receiver}, not a method.",
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
    thought.state = state
    thought.known = known
    return "ready"


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
