"""Missions are carried out for somebody, who travels with them as one value."""

import pytest

from batos.errors import ApprovalPendingError, MissionFailedError, UsageError
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import Circumstances
from batos.objects import Example

TREBLE = MissionBrief(
    selector="treble",
    text="treble it",
    examples=(Example(args=(3,), result=9), Example(args=(4,), result=12)),
)


@pytest.fixture
def image(home, m):
    return home.open(m.Coder("    return number * 3\n"))


def test_a_mission_is_carried_out_in_the_circumstances_that_it_is_given(image):
    heard = []
    asked = Circumstances(approve="ask", listener=heard.append, cancel=CancelToken())
    with pytest.raises(ApprovalPendingError):
        image.teacher.learn(TREBLE, circumstances=asked)
    assert heard[-1].state == "WAITING"
    assert image.approvals.waiting()[0]["address"] == "genesis.treble"


def test_what_nobody_says_is_left_to_the_brief(image):
    assert image.teacher.learn(TREBLE).complete
    with pytest.raises(UsageError):
        image.teacher.learn(TREBLE, circumstances=Circumstances(approve="perhaps"))


def test_an_object_is_made_for_whom_the_circumstances_name(image):
    with pytest.raises(MissionFailedError) as caught:
        image.teacher.make("a tally with no method", circumstances=Circumstances("amy"))
    assert image.show(caught.value.details["cycle"])["brief"]["asked_by"] == "amy"
