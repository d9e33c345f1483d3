"""Failed missions are tried again, within bounds; what comes of them waits for a person."""

import threading

import pytest

from batos.errors import CancelledError, UnknownNameError
from batos.inference import CancelToken


def retried(image, b):
    return b.step(image.heartbeat.now(), "retry")


def reopened(home, image, *bodies, m, **settings):
    image.close()
    return home.open(m.Coder(*bodies), **settings)


@pytest.fixture
def failed(image, b):
    return b.failed(image)


def test_what_comes_of_it_waits_for_a_persons_word_whatever_the_policy(home, failed, b, m):
    image = reopened(home, failed, b.RIGHT, m=m, approval__policy="auto")
    line = retried(image, b)
    assert line["counts"] == {"tried": 1, "ready": 1, "failed": 0, "left": 0}
    (waiting,) = image.approvals.waiting()
    assert (waiting["address"], waiting["asked_by"]) == ("genesis.treble", "amy")
    assert f"batos approvals show {waiting['id']}" in line["lines"][0]
    with pytest.raises(UnknownNameError):
        image.check_selector("genesis", "treble")
    assert retried(image, b)["counts"]["tried"] == 0
    image.approvals.approve("genesis.treble")
    assert image.send("genesis", "treble", 5) == 15


def test_it_thinks_other_thoughts_and_gives_up_after_some_tries(home, failed, b, m):
    image = reopened(home, failed, b.WRONG, m=m, cycle__veto=False)
    tried = [retried(image, b)["counts"]["failed"] for _ in range(3)]
    assert tried == [1, 1, 0]
    seeds = [
        request.seed
        for backend in home.backends
        for request in backend.requests
        if not m.is_veto(request)
    ]
    assert len(set(seeds)) == len(seeds)


def test_it_stays_within_the_model_calls_of_its_budget(home, failed, b, m):
    image = reopened(home, failed, b.WRONG, m=m, heartbeat__model_calls=10, cycle__model_calls=11)
    line = retried(image, b)
    assert (line["state"], line["counts"]["left"]) == ("part", 1)
    assert image.heartbeat.report()["model_calls"] == 0
    assert home.backends[-1].requests == []


def test_what_somebody_has_said_no_to_is_not_tried_again(home, m, b, shared_examiners):
    image = home.open(m.Coder(b.RIGHT, verdict="veto: it is harmful"))
    b.failed(image)
    assert retried(image, b)["counts"]["tried"] == 0
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        image.learn(b.TREBLE, cancel=token)
    assert retried(image, b)["counts"]["tried"] == 0


def test_what_was_learned_since_is_not_tried_again(failed, b):
    failed.handwork.define("genesis.treble", "def treble(self, number):\n    return 3 * number\n")
    assert retried(failed, b)["counts"]["tried"] == 0


def test_it_gives_way_in_the_middle_of_a_thought_and_goes_on(home, failed, b, m):
    image = None

    def disturbed(_request):
        if not come.is_set():
            come.set()
            with image.heartbeat.way.taken():
                pass
        return b.RIGHT

    come = threading.Event()
    image = reopened(home, failed, disturbed, m=m)
    line = retried(image, b)
    assert come.is_set()
    assert line["counts"]["ready"] == 1
    assert line["lines"][0].startswith("genesis.treble went on: it waits")
    assert image.interrupted == 0


def test_without_a_model_nothing_is_tried(failed, b, monkeypatch):
    monkeypatch.setattr(failed.thinker, "describe", lambda _role: {})
    line = retried(failed, b)
    assert (line["state"], line["text"]) == ("skipped", "No model answers.")
