"""IDLE and DECOMPOSING: what is there, and what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from persistent import Persistent

from batos.mind.contract import draw_up
from batos.objects import Method, ancestors, check_slot_name, is_plain

if TYPE_CHECKING:
    from batos.mind.cycle import Engine, StateView
    from batos.mind.thought import Thought

__all__ = ["decompose", "idle"]

_MOST_KNOWN = 200


def idle(engine: Engine, thought: Thought, _view: StateView) -> str:
    """Read what the receiver is and what it understands."""
    check_slot_name(thought.brief.selector)
    with engine.session.read() as root:
        receiver = root.find(thought.brief.receiver)
        state: dict[str, Any] = {}
        known: dict[str, str] = {}
        for holder in ancestors(receiver):
            for name, value in holder._slots.items():
                if type(value) is Method:
                    if len(known) < _MOST_KNOWN:
                        known.setdefault(name, value.source)
                elif holder is receiver and _is_portable(value):
                    state[name] = value
    thought.state = state
    thought.known = known
    return "ready"


def _is_portable(value: Any) -> bool:
    """Return whether a slot's value may leave the transaction: plain data without objects."""
    if isinstance(value, Persistent) or not is_plain(value):
        return False
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Persistent):
            return False
        if isinstance(item, (list, tuple, set, frozenset)):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(item.values())
    return True


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
