"""Methods out of an image."""

import pytest

from batos.errors import UnknownNameError, UsageError
from batos.exchange.skillfile import read_skill
from batos.guardian.audit.audit import audit
from batos.objects import Method, UvmObject, install_method, methods_of
from batos.stewardship.health.quarantine import put_into_quarantine


@pytest.fixture
def image(t):
    opened = t.image()
    t.teach(opened, t.TWICE, [t.example(2, result=4), t.example(3)])
    t.teach(opened, t.AFTER, receiver="robin")
    t.teach(opened, "def born(self):\n    return 1\n", origin="persona")
    return opened


def addresses(rows):
    return [row["address"] for row in rows]


def test_learned_methods_are_listed(image):
    rows = image.skills.methods()
    assert addresses(rows) == ["genesis.twice", "robin.after_twice"]
    assert rows[0] == {
        "address": "genesis.twice",
        "signature": "(self, x)",
        "version": 1,
        "doc": "twice something",
        "origin": "written",
        "trust": "proven",
        "confidence": None,
        "examples": 1,
        "sha256": rows[0]["sha256"],
        "quarantined": False,
        "from": "",
    }
    assert "genesis.born" in addresses(image.skills.methods(everything=True))


def test_everything_learned_is_exported_a_file_each(image):
    exported = image.skills.export()
    assert sorted(exported.files) == ["methods/genesis.twice.py", "methods/robin.after_twice.py"]
    skill = read_skill(exported.files["methods/genesis.twice.py"], "x")
    assert (skill.receiver, skill.selector, skill.version) == ("genesis", "twice", 1)
    assert skill.provenance["mission"] == "a test"


@pytest.mark.parametrize(
    ("names", "everything", "expected"),
    [
        (["genesis.twice"], False, ["genesis.twice"]),
        (["genesis.twice", "genesis"], False, ["genesis.twice"]),
        (["genesis"], True, ["genesis.born", "genesis.twice"]),
        (["genesis.born"], False, ["genesis.born"]),
        (["robin.after_twice", "genesis"], False, ["robin.after_twice", "genesis.twice"]),
        ([], True, ["genesis.born", "genesis.twice", "robin.after_twice"]),
    ],
)
def test_addresses_choose(image, names, everything, expected):
    exported = image.skills.export(names, everything=everything)
    assert addresses(exported.rows) == expected


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("nobody", UnknownNameError),
        ("genesis.nothing", UnknownNameError),
        ("genesis.purpose", UnknownNameError),
        ("traits", UsageError),
        ("", UnknownNameError),
    ],
)
def test_what_is_not_there_is_told(image, name, error):
    with pytest.raises(error):
        image.skills.export([name])


def test_quarantine_does_not_travel(image):
    def mark(root):
        genesis = root.find("genesis")
        put_into_quarantine(root, genesis, methods_of(genesis)["twice"], cause="rules", reason="no")

    image.session.change(mark, note="test")
    exported = image.skills.export()
    assert addresses(exported.rows) == ["robin.after_twice"]
    assert exported.notes == ("genesis.twice is in quarantine and was left out.",)
    with pytest.raises(UsageError, match="quarantine"):
        image.skills.export(["genesis.twice"])


def test_names_that_differ_in_capitals_get_files_that_do_not(t, image):
    t.teach(image, "def twIce(self, x):\n    return x\n")
    assert {name.lower() for name in image.skills.export().files} == {
        "methods/genesis.twice.py",
        "methods/genesis.twice-2.py",
        "methods/robin.after_twice.py",
    }


def test_an_example_that_holds_an_object_stays_behind(t, image):
    def work(root):
        verdict = audit(t.AFTER)
        examples = ({"args": [root.find("robin")], "result": 1}, {"args": [1], "result": 3})
        made = Method(
            selector=verdict.selector,
            source=t.AFTER,
            signature=verdict.signature,
            doc="\ud800",
            examples=examples,
            provenance={"origin": "written", "asked": root.find("robin")},
        )
        install_method(root.find("genesis"), made)

    image.session.change(work, note="test")
    exported = image.skills.export(["genesis.after_twice"])
    assert [note.partition(" was")[0] for note in exported.notes] == [
        "genesis.after_twice: example 1",
        "genesis.after_twice: what is known of its origin",
    ]
    skill = read_skill(exported.files["methods/genesis.after_twice.py"], "x")
    assert skill.examples == ({"args": [1], "result": 3},)
    assert skill.provenance == {"origin": "written"}


def test_a_method_of_an_object_without_a_name_does_not_travel_alone(t, image):
    def work(root):
        obj = UvmObject()
        root.connection.add(obj)
        root.find("robin").friend = obj
        install_method(obj, t.method(t.TWICE))
        return int.from_bytes(obj._p_oid, "big")

    number = image.session.change(work, note="test")
    for address in (f"@{number}", f"@{number}.twice"):
        with pytest.raises(UsageError, match="without a name"):
            image.skills.export([address])
