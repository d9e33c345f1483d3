"""A person's word makes a tentative method proven, and can be taken back."""

import pytest

from batos.errors import QuarantinedError, UsageError
from batos.image import history
from batos.objects import Example, Method, methods_of
from batos.stewardship.health.quarantine import put_into_quarantine

SOURCE = "def middle(self, numbers):\n    return sorted(numbers)[len(numbers) // 2]\n"
TRUST = {"trust": "tentative", "confidence": 0.6, "evidence": {"examples": 1}}


def put(image, holder="genesis", **provenance):
    def work(root):
        method = Method(
            selector="middle",
            source=SOURCE,
            signature="(self, numbers)",
            doc="the middle figure",
            examples=(Example(args=([3, 1, 2],), result=2).to_plain(),),
            provenance={"origin": "written", **provenance},
        )
        history.install(root, root.find(holder), method, user="test")
        from batos.learning.records.remembering import remember

        remember(root, root.find(holder), "middle")

    image.session.change(work, note="test")


def document(image):
    with image.session.read() as root:
        return root.memory["catalog"].get("method:genesis.middle")


@pytest.fixture
def image(home):
    opened = home.open()
    put(opened, **TRUST)
    return opened


def test_it_is_proven_by_whoever_says_so(image):
    done = image.confirm("genesis.middle", by="amy")
    assert done == {"address": "genesis.middle", "version": 2, "trust": "proven", "changed": True}
    shown = image.show("genesis.middle")
    assert (shown["trust"], shown["confidence"]) == ("proven", 1.0)
    assert shown["evidence"]["examples"] == 1
    assert shown["evidence"]["confirmed"]["by"] == "amy"
    assert shown["source"] == SOURCE


def test_others_build_on_it_only_then(image):
    assert document(image) is None
    image.confirm("genesis.middle")
    assert document(image).meta["source"] == SOURCE


def test_it_is_in_the_history_and_can_be_taken_back(image):
    image.confirm("genesis.middle", by="amy")
    event = image.history.of("genesis.middle")["events"][-1]
    assert (event["cause"], event["user"]) == ("confirmed by amy", "amy")
    image.history.undo("genesis.middle")
    assert image.show("genesis.middle")["trust"] == "tentative"
    assert document(image) is None


def test_what_is_proven_already_stays_as_it_is(image):
    image.confirm("genesis.middle")
    again = image.confirm("genesis.middle")
    assert (again["changed"], again["version"]) == (False, 2)


def test_a_method_from_before_there_was_trust_is_proven(home):
    opened = home.open()
    put(opened)
    assert opened.show("genesis.middle")["trust"] == "proven"
    assert opened.confirm("genesis.middle")["changed"] is False
    assert document(opened) is not None


def test_it_is_confirmed_where_it_lives(image):
    # ROBIN delegates to what genesis delegates to; an object of its own delegates to genesis.
    def child(root):
        from batos.objects import UvmObject

        root.add("basket", UvmObject(parents=(root.find("genesis"),)))

    image.session.change(child, note="test")
    assert image.confirm("basket.middle")["address"] == "genesis.middle"


@pytest.mark.parametrize("address", ["genesis.nothing", "genesis", "genesis.purpose", "x.y"])
def test_what_is_no_method_is_an_error(image, address):
    with pytest.raises(UsageError):
        image.confirm(address)


def test_one_that_was_taken_away_is_not_confirmed(image):
    image.history.undo("genesis.middle")
    with pytest.raises(UsageError, match="taken away"):
        image.confirm("genesis.middle")


def test_one_in_quarantine_is_not_confirmed(image):
    def work(root):
        holder = root.find("genesis")
        put_into_quarantine(
            root, holder, methods_of(holder)["middle"], cause="rules", reason="a test"
        )

    image.session.change(work, note="test")
    with pytest.raises(QuarantinedError):
        image.confirm("genesis.middle")


def test_a_sentence_calls_what_is_tentative_and_nobody_builds_on_it(image):
    answer = image.ask("give the middle figure of [3, 1, 2]")
    assert (answer.kind, answer.value) == ("value", 2)
    with image.session.read() as root:
        kinds = {each.kind for each in root.memory["catalog"].search("the middle figure", limit=5)}
    assert "method" not in kinds
