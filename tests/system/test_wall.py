"""The whole wall: a method that cannot be stopped, its two deaths, its quarantine, its mend."""

import time

import pytest

from batos.errors import QuarantinedError
from batos.guardian.audit.audit import audit
from batos.guardian.trial import landlock
from batos.image import Session
from batos.objects import Method, install_method
from batos.wire.faults import EngineKilledError
from batos.wire.messages.image import ImageStatus, ListQuarantine
from batos.wire.messages.inference import ShowModels
from batos.wire.messages.objects import SendMessage

pytestmark = pytest.mark.system

# Each level doubles the time that one step of Python takes, and no step of Python can be stopped.
# The guardian weighs what is hashed; here its scales are out of order, as for a step that nobody
# thought of.
_BROKEN_SCALES = """
from batos.guardian.dialect import measure
measure.light = lambda value: value
"""
_HANG = """def hang(self, depth):
    pair = (1, 2)
    for _ in range(depth):
        pair = (pair, pair)
    return pair in {1: 2}
"""
_CALLER = "def report(self, depth):\n    return self.hang(depth)\n"
_FINE = "def add(self, a):\n    return a + 1\n"


@pytest.fixture
def walled(home, tmp_path):
    """A system whose image has a method that hangs, and a caller of it."""
    session = Session(str(home.image_file), lambda: None)

    def work(root):
        for source in (_HANG, _CALLER, _FINE):
            verdict = audit(source)
            install_method(
                root.find("genesis"),
                Method(
                    selector=verdict.selector,
                    source=source,
                    signature=verdict.signature,
                    verdict=verdict.to_plain(),
                ),
            )

    session.change(work, note="test")
    session.close()
    (tmp_path / "sitecustomize.py").write_text(_BROKEN_SCALES)
    home.env["PYTHONPATH"] = str(tmp_path)
    home.env["BATOS_GUARDIAN__SECONDS"] = "0.5"
    home.up()
    return home


def send(client, selector, *args):
    return client.request(SendMessage(selector, args=args), timeout=120).value


@pytest.mark.long
def test_a_method_that_hangs_is_ended_twice_and_then_in_quarantine(walled):
    with walled.client() as client:
        assert send(client, "report", 3) is False
        for deaths in (1, 2):
            with pytest.raises(EngineKilledError, match="could not be stopped") as told:
                send(client, "report", 60)
            assert (told.value.details["method"], told.value.details["deaths"]) == (
                "genesis.report",
                deaths,
            )
            assert send(client, "add", 1) == 2
        # It was the inner method that hung; its caller is as innocent as the rest.
        with pytest.raises(QuarantinedError, match=r"genesis\.hang"):
            send(client, "report", 60)
        assert send(client, "add", 1) == 2
    rows = walled.batos("guardian", "quarantine", "--json").json()
    assert [(row["address"], row["cause"]) for row in rows] == [("genesis.hang", "deaths")]
    listed = walled.batos("guardian", "quarantine").out
    assert "genesis.hang" in listed
    assert "2 workers" in listed
    shown = walled.batos("guardian", "quarantine", "show", "genesis.hang")
    assert "return pair in {1: 2}" in shown.out
    assert "in quarantine" in shown.out
    assert "in quarantine" in walled.batos("show", "genesis").out
    walled.batos("send", "genesis", "hang", "3").sentence(1, "quarantine", "hang")

    lifted = walled.batos("guardian", "quarantine", "lift", "genesis.hang")
    assert lifted.code == 0
    assert "is run again" in lifted.err
    with walled.client() as client:
        assert send(client, "report", 3) is False
    assert walled.batos("guardian", "quarantine", "list", "--json").json() == []
    again = walled.batos("guardian", "quarantine", "lift", "genesis.hang")
    again.sentence(2, "not in quarantine")


@pytest.mark.long
def test_a_recheck_can_be_asked_for(walled):
    report = walled.batos("guardian", "recheck", "--json").json()
    assert report["complete"] is True
    assert report["quarantined"] == []
    assert report["methods"] >= 3
    assert "methods judged" in walled.batos("guardian", "recheck").err


@pytest.mark.long
def test_stored_methods_are_judged_behind_the_start_when_rules_have_changed(home):
    source = "def sly(self):\n    return open('x')\n"
    session = Session(str(home.image_file), lambda: None)

    def work(root):
        # As it would have been kept under rules that let it pass.
        install_method(
            root.find("genesis"), Method(selector="sly", source=source, signature="(self)")
        )
        root.meta["rules"] = "0"

    session.change(work, note="test")
    session.close()
    home.up()
    deadline = time.monotonic() + 60
    with home.client() as client:
        while not (rows := client.request(ListQuarantine()).methods):
            assert time.monotonic() < deadline
    assert [(row["address"], row["cause"]) for row in rows] == [("genesis.sly", "rules")]
    home.batos("guardian", "quarantine", "lift", "genesis.sly").sentence(1, "open")
    assert source.strip() in home.batos("show", "genesis.sly").out


@pytest.mark.long
@pytest.mark.skipif(landlock.version() < 2, reason="the system has no Landlock")
def test_a_confined_system_restarts_its_workers_and_says_which_walls_hold(living):
    for name in ("image", "inference"):
        before = living.kill(name)
        with living.client() as client:
            if name == "image":
                client.request(ImageStatus(), timeout=120)
            else:
                client.request(ShowModels(), timeout=120)
        assert living.engine(name)["pid"] != before
        assert "landlock" in living.engine(name)["walls"]
    assert "walls      kernel: landlock" in living.batos("status").out
    walls = [row for row in living.batos("doctor", "--json").json() if row["check"] == "walls"]
    assert len(walls) == 3
    assert all("landlock" in row["text"] for row in walls)
    # A cycle needs the zygote of trials, which the new worker has to start under its limits.
    learned = living.batos(
        "ask", "write a method that counts the vowels in a text; 'banana split' gives 4"
    )
    assert learned.code == 0, learned
