"""Whatever a method or a slot can hold crosses every border, or gets one coded error."""

import json

import pytest

from batos.errors import BudgetExceededError, MethodError
from batos.guardian.audit.audit import audit
from batos.image import Session
from batos.objects import Method, install_method
from batos.wire.faults import LimitExceededError
from batos.wire.messages.kernel import KernelStatus
from batos.wire.messages.objects import SendMessage, ShowObject

pytestmark = pytest.mark.system

_HALF = "json.loads('\"\\\\ud83d\"')"
_METHODS = {
    "fail_on": f"raise ValueError('unknown word ' + {_HALF})",
    "fail_on_key": "raise KeyError(1 << 100000)",
    "half": f"return {_HALF}",
    "half_key": f"return {{{_HALF}: 1}}",
    "keep_half": f"self.half_of = [{_HALF}]\n    self._p_changed = True\n    return 1",
    "big": "return 1 << 100000",
    "keep_big": "self.big_one = -(1 << 100000)\n    self._p_changed = True\n    return 1",
    "too_big": "return 1 << 200000",
    "apart": "return {1: 'a', '1': 'b'}",
    "deep": "d = 'end'\n    for _ in range(64):\n        d = [d]\n    return d",
    "odd": "return [math.inf, -math.inf, {1, 'a'}, (1,), b'x', date(2024, 5, 6)]",
    "long_text": "return 'x' * 900000",
    "keep_long": "self.long_one = ['x' * 900000] * 20\n    self._p_changed = True\n    return 1",
    "say": f"print({_HALF}, 1 << 100000)\n    return 1",
}


@pytest.fixture(scope="module")
def holding(h, born, tmp_path_factory):
    """A system that is up, whose image has a method for each odd value."""
    home = h.Home(tmp_path_factory.mktemp("borders"), born=born)
    try:
        session = Session(str(home.image_file), lambda: None)

        def work(root):
            for name, body in _METHODS.items():
                source = f"def {name}(self):\n    {body}\n"
                verdict = audit(source)
                assert verdict.accepted, verdict
                method = Method(
                    selector=name,
                    source=source,
                    signature=verdict.signature,
                    mutator=verdict.mutator,
                    verdict=verdict.to_plain(),
                )
                install_method(root.find("genesis"), method)

        session.change(work, note="test")
        session.close()
        home.up()
        yield home
    finally:
        home.end()


@pytest.fixture
def send(holding):
    """Sends a message, and fails if a worker came to harm by it."""
    with holding.client() as client:

        def send(selector, *args):
            return client.request(SendMessage(selector, args=args), timeout=120).value

        yield send
        assert all(not e["crashes"] for e in client.request(KernelStatus())["engines"])


@pytest.mark.parametrize(
    ("selector", "text"),
    [("fail_on", "unknown word \\ud83d"), ("fail_on_key", "0x1")],
)
def test_an_error_says_what_its_text_cannot_hold(send, selector, text):
    for _ in range(6):  # more often than a worker has threads
        with pytest.raises(MethodError) as told:
            send(selector)
    assert text in told.value.message or "KeyError" in told.value.message


def test_a_result_comes_back_as_it_was(send):
    assert send("half") == "\ud83d"
    assert send("half_key") == {"\ud83d": 1}
    assert send("big") == 1 << 100_000
    assert send("apart") == {1: "a", "1": "b"}
    assert send("odd") == [float("inf"), float("-inf"), ["a", 1], [1], b"x", "2024-05-06"]
    assert len(send("long_text")) == 900_000
    assert send("say") == 1
    deep = send("deep")
    for _ in range(64):
        (deep,) = deep
    assert deep == "end"


def test_a_number_that_may_not_be_stored_may_not_leave_either(send):
    with pytest.raises(BudgetExceededError, match="a number got too large"):
        send("too_big")


def test_an_argument_may_be_anything_that_may_be_kept(send):
    assert send("half") == "\ud83d"  # a round trip in front, so that the link is up
    with pytest.raises(MethodError, match="argument"):
        send("half", "\ud83d", 1 << 100_000, {1: 2, "1": 3})


@pytest.mark.long
def test_an_object_with_odd_slots_can_be_looked_at(holding, send):
    for selector in ("keep_half", "keep_big"):
        assert send(selector) == 1
    shown = holding.batos("show", "genesis", "--json").json()["slots"]
    assert shown["half_of"] == ["\ud83d"]
    assert shown["big_one"] == hex(-(1 << 100_000))
    for words in (
        ("show", "genesis"),
        ("show", "genesis.half_of"),
        ("show", "genesis.big_one"),
        ("show", "genesis.big_one", "--json"),
        ("send", "genesis", "half"),
        ("send", "genesis", "big"),
        ("send", "genesis", "apart"),
        ("objects",),
        ("skills",),
        ("history",),
        ("at", "0s ago", "show", "genesis"),
    ):
        answer = holding.batos(*words)
        assert answer.code == 0, (words, answer)
    assert json.loads(holding.batos("send", "genesis", "apart").out) == [[1, "a"], ["1", "b"]]


def test_one_slot_of_an_object_that_is_too_long_does_not_hide_the_others(holding, send):
    assert send("keep_long") == 1
    shown = holding.batos("show", "genesis", "--json").json()["slots"]
    assert "list of 20 items" in shown["long_one"]
    with holding.client() as client, pytest.raises(LimitExceededError, match="16777216"):
        client.request(ShowObject("genesis.long_one"))
    holding.batos("show", "genesis.long_one").sentence(2, "16777216", "a part of it")
