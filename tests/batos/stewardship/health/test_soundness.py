"""What a check of a living image looks at beside its records."""

import pytest
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from batos.care.files.onlooker import never
from batos.learning.model.brief import MissionBrief
from batos.memory import Document
from batos.objects import Example, Method, UvmObject, methods_of
from batos.stewardship.health.soundness import PROBES


@pytest.fixture
def image(home, m):
    def learned(home):
        image = home.open(m.Coder("    return number * 3\n"))
        examples = (Example(args=(3,), result=9), Example(args=(4,), result=12))
        image.learn(MissionBrief(selector="treble", text="treble it", examples=examples))

    return home.seeded("learned_treble", learned).open()


@pytest.fixture
def found(image):
    """Change the image, and return what the check then finds."""

    def look(work):
        image.session.change(work, note="muddle")
        return {(each.kind, each.damage) for each in image.care.check().findings}

    return look


@pytest.fixture
def probed(image):
    """Change the image, and return what the probes of a living one then find."""

    def look(work):
        image.session.change(work, note="muddle")
        found = [each for probe in PROBES for each in probe.look(image.session, never)]
        return {(each.kind, each.damage) for each in found}

    return look


def _quarantine_of_nothing(root):
    root.meta["quarantine"] = OOBTree({int.from_bytes(root.find("genesis")._p_oid, "big"): {}})


def _unlisted(root):
    method = methods_of(root.find("genesis"))["treble"]
    method.quarantine = {"cause": "rules", "reason": "a test"}


def _unmarked(root):
    method = methods_of(root.find("genesis"))["treble"]
    number = int.from_bytes(method._p_oid, "big")
    root.meta["quarantine"] = OOBTree({number: {"holder": 0, "sha256": method.sha256}})


def _strange_cycle(root):
    root.cycles["none"] = UvmObject(cycle="other")


def _no_record(root):
    root.cycles["strange"] = OOBTree()


def _events(root):
    return root.history["events"]


def _wrong_number(root):
    events = _events(root)
    events[events.maxKey()].number = 999


def _lost_event(root):
    latest = root.history["latest"]
    del _events(root)[latest[max(latest)]]


def _unlearned(root):
    document = root.memory["catalog"].get("method:genesis.treble")
    document.meta = {**document.meta, "source": "def treble(self):\n    return 0\n"}


def _orphaned_document(root):
    catalog = root.memory["catalog"]
    was = catalog.get("method:genesis.treble")
    meta = {**was.meta, "receiver": "nobody"}
    catalog.add(Document(was.key, was.kind, was.title, was.text, meta))


def _unlisted_question(root):
    root.meta["questions"] = OOBTree({"a": {"id": "a", "oid": 1, "selector": "treble"}})


class TestProbes:
    def test_a_living_image_that_has_learned_is_sound(self, image):
        report = image.care.check()
        assert report.findings == ()
        assert report.counts["methods"] > 0

    def test_it_is_sound_after_undo_and_pack(self, image):
        image.care.pack(0, drop_history=True)
        assert image.care.check().findings == ()
        assert image.send("genesis", "treble", 5) == 15

    @pytest.mark.parametrize(
        ("muddle", "kind", "damage"),
        [
            (_quarantine_of_nothing, "quarantine", True),
            (_unlisted, "quarantine", True),
            (_unmarked, "quarantine", True),
            (_strange_cycle, "cycles", True),
            (_no_record, "cycles", True),
            (_wrong_number, "history", True),
            (_lost_event, "history", True),
            (_unlearned, "memory", False),
            (_orphaned_document, "memory", False),
            (_unlisted_question, "waiting", True),
        ],
    )
    def test_what_does_not_agree_is_found(self, probed, muddle, kind, damage):
        assert probed(muddle) == {(kind, damage)}

    def test_a_catalog_that_is_none_is_found(self, found):
        assert found(lambda root: root.memory.__setitem__("catalog", OOBTree())) == {
            ("memory", True)
        }

    def test_a_method_that_its_history_does_not_know_is_a_note(self, found):
        def work(root):
            genesis = root.find("genesis")
            slots = {**genesis._slots}
            slots["treble"] = Method(selector="other", source="def other(self): ...", signature="")
            Persistent.__setattr__(genesis, "_slots", slots)

        kinds = found(work)
        assert ("history", False) in kinds
        assert ("name", True) in kinds
