"""Learning takes nothing from those who only send messages."""

import threading

import pytest

from batos.errors import LearningLimitError
from batos.guardian.audit.audit import audit
from batos.image import Session
from batos.objects import Method, install_method
from batos.wire.messages.kernel import KernelStatus
from batos.wire.messages.objects import SendMessage

pytestmark = pytest.mark.system

_ZORK = """def zork(self):
    return self.send('zork_' + str(random.random())[2:])
"""
_FINE = "def add(self, a):\n    return a + 1\n"


@pytest.fixture(scope="module")
def ready(h, born, tmp_path_factory):
    """A system whose image has a method that has others learned, and one that has not."""
    home = h.Home(tmp_path_factory.mktemp("ready"), born=born)
    home.env["BATOS_KERNEL__LEARNED_PER_MINUTE"] = "3"
    session = Session(str(home.image_file), lambda: None)

    def work(root):
        for source in (_ZORK, _FINE):
            verdict = audit(source)
            method = Method(
                selector=verdict.selector,
                source=source,
                signature=verdict.signature,
                verdict=verdict.to_plain(),
            )
            install_method(root.find("genesis"), method)

    session.change(work, note="test")
    session.close()
    try:
        home.up()
        yield home
    finally:
        home.end()


def send(client, selector, *args):
    return client.request(SendMessage(selector, args=args), timeout=120).value


def test_scripted_missions_that_wait_for_a_model_starve_nobody(ready, h):
    odds = [h.Odd(f"load{number}") for number in range(6)]  # more than are carried out at once
    gate = ready.gate("load")
    ready.script(h.ALLOW, *(odd.rule("", gate=gate.path) | odd.right for odd in odds))
    asked = [ready.begin(*odd.words) for odd in odds]
    try:
        with ready.client() as client:
            h.until(lambda: _aside(client) == len(odds))
            assert [send(client, "add", n) for n in range(50)] == list(range(1, 51))
    finally:
        gate.open()
        ended = [ready.finish(process) for process in asked]
    assert [answer.code for answer in ended] == [0] * len(odds), ended


def _aside(client):
    engines = client.request(KernelStatus())["engines"]
    return next(engine["aside"] for engine in engines if engine["name"] == "image")


def test_scripted_a_message_that_makes_up_names_has_a_budget(ready, h):
    ready.script(h.ALLOW)
    failures = []

    def zork(client):
        try:
            send(client, "zork")
        except Exception as error:
            failures.append(error)

    with ready.client() as client, ready.client() as other:
        for _ in range(5):
            zork(client)
        limited = [error for error in failures if isinstance(error, LearningLimitError)]
        assert len(limited) == 2, failures
        assert send(client, "add", 1) == 2
        # Another client has a budget of its own.
        thread = threading.Thread(target=zork, args=(other,))
        thread.start()
        thread.join(60)
        assert not isinstance(failures[-1], LearningLimitError)
