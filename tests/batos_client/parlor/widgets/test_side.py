"""What the image holds, beside the talk."""

from batos_client.parlor.widgets.side import object_labels


def test_methods_tell_where_they_stand_and_come_before_slots():
    method = {"version": 2, "trust": "tentative", "calls": 7, "quarantined": True}
    shown = {"name": "", "oid": 5, "slots": {"n": 1}, "methods": {"f": method}}
    assert object_labels(shown) == [
        ("f  v2, 7 calls  quarantined, tentative", "@5.f"),
        ("n = …", "@5.n"),
    ]
