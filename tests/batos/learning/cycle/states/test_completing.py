"""COMPLETE: one transaction with everything that belongs to the method."""

import pytest

from batos.errors import BatosError
from batos.learning.model.brief import MissionBrief
from batos.objects import Example

EXAMPLES = (Example(args=(3,), result=9), Example(args=(5,), result=15))
BRIEF = MissionBrief(selector="treble", text="treble a figure", examples=EXAMPLES)


def documents(image, kind):
    with image.session.read() as root:
        return {doc.key: dict(doc.meta) for doc in root.memory["catalog"].documents(kind)}


def test_method_memory_epoch_and_record_in_one_commit(home, m):
    image = home.open(m.Coder("    return number * 3\n"))
    with image.session.read() as root:
        before = root.epoch.moves
    outcome = image.learn(BRIEF)
    with image.session.read() as root:
        method = root.method(root.find("genesis"), "treble")[1]
        serials = {
            method._p_serial,
            root.find("genesis")._p_serial,
            root.epoch._p_serial,
            root.cycles[outcome.cycle]._p_serial,
            root.memory["catalog"].get("method:genesis.treble")._p_serial,
        }
        assert root.epoch.moves == before + 1
    assert len(serials) == 1


def test_what_was_written_is_remembered(home, m):
    image = home.open(m.Coder("    return number * 3\n"))
    outcome = image.learn(BRIEF)
    meta = documents(image, "method")["method:genesis.treble"]
    assert meta["source"] == outcome.source
    assert meta["receiver"] == "genesis"
    assert meta["verified"] == 2
    assert len(meta["examples"]) == 2


def test_what_was_taken_over_under_its_name_is_not_remembered_twice(home):
    image = home.open()
    image.learn("write a method that counts the vowels in a text; 'banana' gives 3")
    assert documents(image, "method") == {}
    image.learn(
        "write a method called vow that counts the vowels in a text; 'banana' gives 3, 'a' gives 1"
    )
    assert set(documents(image, "method")) == {"method:genesis.vow"}


def test_learning_again_keeps_the_older_version(home, m):
    image = home.open(m.Coder("    return number * 3\n"))
    image.learn(BRIEF)
    more = (*EXAMPLES, Example(args=(-1,), result=0))
    home.backends[-1]._answer = m.Coder(
        "    if number == -1:\n        return 0\n    return number * 3\n"
    )
    image.learn(MissionBrief(selector="treble", text="treble a figure", examples=more))
    assert image.show("genesis.treble")["version"] == 2
    assert image.send("genesis", "treble", -1) == 0


def test_a_value_that_a_parent_is_given_meanwhile_is_not_hidden(home, m, monkeypatch):
    """What the installation relied on is read again by the commit, not only what it writes."""
    from batos.image import history

    image = home.open(m.Coder("    return number * 3\n"))
    install = history.install
    given = []

    def late(root, *args, **keywords):
        if not given:
            given.append("treble")
            image.session.change(
                lambda other: setattr(other.find("traits"), "treble", 7), note="somebody else"
            )
        return install(root, *args, **keywords)

    monkeypatch.setattr(history, "install", late)
    with pytest.raises(BatosError, match="changed by somebody else"):
        image.learn(BRIEF)
    with image.session.read() as root:
        assert root.find("genesis").treble == 7
