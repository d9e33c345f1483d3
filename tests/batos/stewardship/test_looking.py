"""What can be looked at of an image as a whole."""

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
