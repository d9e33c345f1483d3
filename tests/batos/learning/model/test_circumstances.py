"""Circumstances, and missions that are carried out in them."""

from batos.learning.model.brief import MissionBrief
from batos.learning.model.circumstances import ALONE, Circumstances

BRIEF = MissionBrief(selector="f", attended=True, approval="never", discussion=True)


def test_what_they_leave_open_the_mission_says_itself():
    assert ALONE.applied_to(BRIEF) == BRIEF
    assert ALONE.applied_to(MissionBrief(selector="f")) == MissionBrief(selector="f")


def test_what_they_say_holds():
    found = Circumstances(approve="ask", discuss=False).applied_to(BRIEF)
    assert (found.attended, found.approval, found.discussion) == (True, "ask", False)
