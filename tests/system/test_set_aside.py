"""An object that cannot be loaded in time is set aside, and the rest goes on."""

import pytest

from batos.errors import ObjectSetAsideError
from batos.image import Session
from batos.objects import UvmObject, uvm
from batos.wire.faults import EngineKilledError
from batos.wire.messages.kernel import KernelStatus
from batos.wire.messages.objects import SendMessage, ShowObject

pytestmark = [pytest.mark.system, pytest.mark.long]


class _Late:
    """A set that is made when it is loaded, with an item whose hash takes for ever."""

    def __reduce__(self):
        pair = (1, 2)
        for _ in range(60):
            pair = (pair, pair)
        return frozenset, ([pair],)


@pytest.fixture
def stuck(home, monkeypatch):
    """A system whose image has an object that cannot be loaded, in one step of C."""
    session = Session(str(home.image_file), lambda: None)

    def work(root):
        genesis = root.find("genesis")
        stuck = root.add("stuck", UvmObject(parents=(genesis,), table=[]))
        root.add("child", UvmObject(parents=(stuck, genesis), n=1))

    def spoil(root):
        stuck = root.find("stuck")
        stuck.table = [1]
        stuck._slots["table"].append(_Late())

    session.change(work, note="Two objects")
    with monkeypatch.context() as patch:
        # As an image that was written by something else has it.
        patch.setattr(uvm, "ensure_record", lambda slots: None)
        session.change(spoil, note="An object that is too hard to load")
    session.close()
    home.up()
    return home


def test_an_object_that_takes_for_ever_to_load_is_set_aside_by_its_name(stuck):
    with stuck.client() as client:
        for _ in range(2):
            with pytest.raises(EngineKilledError, match="loaded the object @"):
                client.request(SendMessage(receiver="stuck", selector="n"), timeout=90)
        with pytest.raises(ObjectSetAsideError, match="stuck is set aside") as told:
            client.request(SendMessage(receiver="stuck", selector="n"), timeout=90)
        assert told.value.details["object"] == "stuck"
        engines = client.request(KernelStatus())["engines"]
        assert sum(engine["crashes"] for engine in engines) == 2
    listed = stuck.batos("objects", "--json").json()
    assert [row["name"] for row in listed if row["set_aside"]] == ["stuck"]
    assert "genesis" in [row["name"] for row in listed]
    assert "stuck is set aside" in stuck.batos("objects").err
    stuck.batos("show", "stuck").sentence(3, "set aside", "undo")
    for words in (
        ("show", "genesis"),
        ("send", "genesis", "--no-learn", "purpose"),
        ("send", "child", "n"),
        ("skills",),
        ("status",),
        ("history",),
    ):
        assert stuck.batos(*words).code == 0, words
    checked = stuck.batos("image", "check")
    assert (checked.code, "was passed over" in " ".join(checked.out.split())) == (3, True), checked
    assert "bug" not in checked.out + checked.err

    # What made it so is undone, and it is an object like any other.
    rows = stuck.batos("history", "--limit", "50", "--json").json()
    (made,) = [row for row in rows if "too hard to load" in row["note"]]
    assert stuck.batos("undo", "--transaction", made["id"]).code == 0
    assert stuck.batos("show", "stuck", "--json").json()["slots"] == {"table": []}


def test_an_object_can_be_woken(stuck):
    with stuck.client() as client:
        for _ in range(2):
            with pytest.raises(EngineKilledError):
                client.request(ShowObject("stuck"), timeout=90)
    woken = stuck.batos("objects", "wake", "stuck")
    assert woken.code == 0
    assert "no longer" in woken.err
    stuck.batos("objects", "wake", "stuck").sentence(2, "not set aside")
