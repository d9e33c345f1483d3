"""The records of cycles: what is on them while the cycle is at work, and at its end."""

import pytest

from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.cycles import (
    TakenOverError,
    is_interrupted,
    keep_record,
    open_record,
    release_record,
    running_cycles,
)
from batos.learning.records.owners import this_owner
from batos.learning.request.drawing import draw_up

OWNER = this_owner()


def thought(cycle="c1", **state):
    brief = MissionBrief(selector="shout", text="shout")
    found = Thought(cycle=cycle, brief=brief, budget=CycleBudget(1, 60.0), cancel=CancelToken())
    found.state = state
    found.contract = draw_up(brief)
    found.candidates = [Candidate("def shout(self):\n    return 1\n", "written")]
    return found


def keep(image, state, found=None, **options):
    image.session.change(
        lambda root: keep_record(
            root, found or thought(), state, **{"history": (), "entries": (), **options}
        ),
        note="test",
    )


@pytest.fixture
def image(home):
    image = home.open()
    image.session.change(lambda root: open_record(root, thought(), OWNER), note="open")
    return image


def running(image):
    with image.session.read() as root:
        return running_cycles(root)


def test_while_it_is_at_work_the_record_has_what_is_needed_to_go_on(image):
    keep(image, "SYNTHESIZING", owner=OWNER, seq=4)
    with image.session.read() as root:
        slots = root.cycles["c1"].slots
    assert slots["state"] == "SYNTHESIZING"
    assert slots["working"]["candidates"][0]["origin"] == "written"
    assert slots["owner"]["instance"] == OWNER.instance
    assert (slots["seq"], slots["resumed"]) == (4, 0)
    assert running(image) == ["c1"]
    # Whoever looks sees it in the form of a finished one.
    shown = image.show("c1")
    assert shown["candidates"][0]["source"].startswith("def shout")
    assert shown["contract"]["selector"] == "shout"
    assert "working" not in shown


@pytest.mark.parametrize("state", ["COMPLETE", "FAILED", "WAITING"])
def test_at_the_end_it_has_what_people_ask_for(image, state):
    keep(image, "VALIDATING", owner=OWNER)
    keep(image, state, owner=OWNER)
    with image.session.read() as root:
        slots = root.cycles["c1"].slots
    assert slots["state"] == state
    assert not {"working", "entries", "owner", "until", "seq", "resumed"} & set(slots)
    assert slots["candidates"][0]["origin"] == "written"
    assert running(image) == []


@pytest.mark.parametrize("state", ["COMPLETE", "FAILED"])
def test_what_has_ended_stays_as_it_is(image, state):
    keep(image, state, owner=OWNER)
    with pytest.raises(TakenOverError, match="already ended"):
        keep(image, "COMPLETE", owner=OWNER)
    with pytest.raises(TakenOverError):
        image.session.change(lambda root: release_record(root, "c1", OWNER), note="test")
    assert image.show("c1")["state"] == state


def test_what_waits_for_a_person_is_ended_by_their_word(image):
    keep(image, "WAITING", owner=OWNER)
    keep(image, "COMPLETE")
    assert image.show("c1")["state"] == "COMPLETE"


def test_somebody_elses_record_is_left_alone(image):
    with pytest.raises(TakenOverError, match="Another process"):
        keep(image, "COMPLETE", owner=this_owner())
    assert image.show("c1")["state"] == "IDLE"


def test_a_released_record_is_anybodys(image):
    def interrupted(owner):
        with image.session.read() as root:
            return is_interrupted(root.cycles["c1"], owner, exclusive=False)

    assert not interrupted(OWNER)
    assert not interrupted(this_owner())  # the same process, which lives
    image.session.change(lambda root: release_record(root, "c1", OWNER), note="test")
    assert interrupted(this_owner())
    assert interrupted(OWNER)


def test_the_receivers_slots_are_not_written_again_and_again(image):
    keep(image, "SYNTHESIZING", thought(items=list(range(10_000))), owner=OWNER)
    with image.session.read() as root:
        working = root.cycles["c1"].working
    assert "state" not in working
    assert "brief" not in working


def test_working_data_that_cannot_be_stored_does_not_stop_the_cycle(image):
    found = thought()
    nested = []
    for _ in range(70):
        nested = [nested]
    found.notes["deep"] = nested
    keep(image, "SYNTHESIZING", found, owner=OWNER)
    with image.session.read() as root:
        assert root.cycles["c1"].working is None
