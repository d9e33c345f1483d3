"""What the image shows is plain data, and whole."""

import json

from batos.objects import UvmObject
from batos.stewardship.browsing import describe_method, describe_object


def test_every_object_can_be_shown_and_sent(home):
    image = home.open()
    image.ask("write a method that counts the vowels in a text; 'banana' gives 3")
    for line in image.objects():
        shown = image.show(line["name"])
        assert json.loads(json.dumps(shown))["name"] == line["name"]
    for line in image.cycles():
        assert json.dumps(image.show(line["cycle"]))


def test_references_and_odd_keys(home):
    image = home.open()

    def work(root):
        genesis = root.find("genesis")
        genesis.friend = root.find("robin")
        genesis.likes = {root.find("brick"): 1}

    image.session.change(work, note="test")
    slots = image.show("genesis")["slots"]
    assert slots["friend"] == {"object": "robin"}
    assert slots["likes"] == {"brick": 1}


def test_an_object_without_a_name_is_shown_by_its_number(home):
    image = home.open()

    def work(root):
        child = root.find("genesis").clone()
        root.find("genesis").child = child
        return int.from_bytes(child._p_oid, "big")

    oid = image.session.change(work, note="test")
    assert image.send("genesis", "child") == {"object": f"@{oid}"}
    assert image.show(f"@{oid}")["parents"] == ["genesis"]


def test_a_slot_is_described_by_its_holder(home):
    with home.open().session.read() as root:
        assert describe_object(root, root.find("genesis"))["kind"] == "object"
        shown = describe_method(root.find("traits"), [1, UvmObject()], "things")
    assert shown == {
        "kind": "slot",
        "holder": "traits",
        "selector": "things",
        "value": [1, {"object": "an object"}],
    }
