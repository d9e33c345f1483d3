"""What can be looked at of an image as a whole."""

import pytest

from batos.errors import UnknownNameError, UsageError
from batos.learning.records.trail import record_in_image
from batos.stewardship import looking


def test_the_trail_is_told_in_parts(home, monkeypatch):
    monkeypatch.setattr(looking, "_AT_ONCE", 2)
    image = home.open()

    def note(root):
        for seq in range(1, 6):
            at = f"2026-11-30T00:00:0{seq // 2}+00:00"
            record_in_image(root, {"kind": "x", "cycle": "c", "seq": seq, "at": at})

    image.session.change(note, note="test")
    told, place = [], ("",)
    while part := image.trail(*place):
        told += [each["seq"] for each in part]
        place = (part[-1]["at"], part[-1]["cycle"], part[-1]["seq"])
    assert told == [1, 2, 3, 4, 5]
    assert [each["seq"] for each in image.trail("2026-11-30T00:00:02+00:00")] == [4, 5]


def test_what_a_persona_thinks_with_is_told_as_the_image_has_it(home):
    image = home.open()
    (name, *_) = company = [each["name"] for each in image.personas()]
    image.shaping.set(f"{name}.prompt_talk", "You are quiet.")
    mind = image.persona(name.upper())
    assert (mind.name, mind.prompts["talk"], mind.company) == (name, "You are quiet.", company)


def test_nobody_thinks_with_what_no_persona_is_or_is_switched_off(home, monkeypatch):
    image = home.open()
    with pytest.raises(UnknownNameError, match="no persona named 'genesis'"):
        image.persona("genesis")
    (name, *_) = [each["name"] for each in image.personas()]
    monkeypatch.setattr(looking, "persona_state", lambda *_: "switched off")
    with pytest.raises(UsageError, match="switched off"):
        image.persona(name)


def test_a_persona_whose_slots_are_spoilt_is_still_listed(home):
    image = home.open()
    for slot, value in (("pillars", 7), ("title", [1]), ("role", {"a": 1})):
        image.shaping.set(f"brick.{slot}", value)
    (brick,) = [each for each in image.personas() if each["name"] == "brick"]
    assert (brick["pillars"], brick["title"], brick["role"]) == (["7"], "[1]", "{'a': 1}")
