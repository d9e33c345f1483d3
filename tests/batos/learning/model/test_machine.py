"""The state machine as it is born."""

from batos.learning.cycle.states import METHODS
from batos.learning.model.machine import FINAL, STATES

NAMES = [state.name for state in STATES]


def test_every_move_leads_to_a_state():
    assert {target for state in STATES for target in state.moves.values()} <= set(NAMES)


def test_every_state_is_reached_from_the_first():
    reached, waiting = set(), [NAMES[0]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += next(state for state in STATES if state.name == name).moves.values()
    assert reached == set(NAMES)


def test_every_behaviour_exists():
    for state in STATES:
        if state.name in FINAL:
            assert not state.moves
            assert state.name in METHODS.endings
            assert state.name in METHODS.effects
        else:
            assert state.handler in METHODS.handlers
            assert state.moves["failed"] == "FAILED"


def test_names_are_unique():
    assert len(set(NAMES)) == len(NAMES)
