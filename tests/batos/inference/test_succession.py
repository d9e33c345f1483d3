"""One thinker follows another: nobody is interrupted, and what is left is closed in time."""

import threading

import pytest

from batos.errors import BackendError, CancelledError, ModelFileError
from batos.inference import CancelToken, CompletionRequest, LocalThinker, Residency
from batos.inference.succession import Succession
from batos.testing import EchoBackend


class Watched(EchoBackend):
    """Counts how often it was closed."""

    closed = 0

    def close(self):
        self.closed += 1
        super().close()


class Missing(Watched):
    def load(self, progress):
        raise ModelFileError("The file is not there.", hint="Fetch it.")


@pytest.fixture
def thinker():
    """Makes thinkers of one process."""
    residency = Residency()

    def make(**backends):
        return LocalThinker(backends, {"default": next(iter(backends))}, residency=residency)

    return make


def said(succession):
    with succession.lent() as lent:
        return lent.think("coder", CompletionRequest(prompt="hello")).text


@pytest.fixture
def old():
    return Watched()


@pytest.fixture
def succession(old, thinker):
    first = thinker(old=old)
    first.load()
    return Succession(first)


def test_the_new_one_is_loaded_and_the_old_one_closed(succession, old, thinker):
    assert succession.follow(thinker(new=Watched())) == (["new"], ["old"])
    assert old.closed == 1
    assert said(succession) == "hello"
    assert [each.state for each in succession.now.models()] == ["loaded"]


def test_what_runs_ends_on_the_old_one_which_is_closed_then(succession, old, thinker):
    with succession.lent() as lent:
        succession.follow(thinker(new=Watched()))
        succession.follow(thinker(newer=Watched()))
        assert old.closed == 0
        assert lent.think("coder", CompletionRequest(prompt="still")).text == "still"
    assert old.closed == 1


def test_what_both_have_stays_and_is_known_to_be_loaded(succession, old, thinker):
    assert succession.follow(thinker(old=old, more=Watched())) == (["more"], [])
    assert old.closed == 0
    assert {each.state for each in succession.now.models()} == {"loaded"}


def test_what_one_of_before_still_uses_stays_open(old, thinker):
    first = Succession(thinker(old=old))
    with first.lent():
        first.follow(thinker(old=old, more=Watched()))
        first.follow(thinker(more=Watched()))
        assert old.closed == 0
    assert old.closed == 1


def test_one_that_cannot_be_loaded_leaves_everything_as_it_was(succession, old, thinker):
    good, bad = Watched(), Missing()
    with pytest.raises(BackendError, match="'bad' cannot be loaded: The file is not there") as told:
        succession.follow(thinker(good=good, bad=bad))
    assert told.value.hint == "Fetch it."
    assert (good.closed, bad.closed, old.closed) == (1, 1, 0)
    assert said(succession) == "hello"


def test_one_that_cannot_be_loaded_ends_no_answer_of_one_long_before(old, thinker):
    first = Succession(thinker(old=old))
    with first.lent() as lent:
        first.follow(thinker(new=Watched()))
        with pytest.raises(BackendError):
            first.follow(thinker(old=old, bad=Missing()))
        assert old.closed == 0
        assert lent.think("coder", CompletionRequest(prompt="still")).text == "still"
    assert old.closed == 1


def test_a_cancelled_change_is_none(succession, old, thinker):
    cancel, new = CancelToken(), Watched()
    cancel.cancel()
    with pytest.raises(CancelledError):
        succession.follow(thinker(new=new), cancel)
    assert (new.closed, old.closed) == (1, 0)


def test_one_that_had_failed_before_does_not_stand_in_the_way(old, thinker):
    broken = Missing()
    first = thinker(broken=broken, old=old)
    with pytest.raises(ModelFileError):
        first.load()
    succession = Succession(first)
    succession.follow(thinker(broken=broken, new=Watched()))
    states = {each.name: each.state for each in succession.now.models()}
    assert states == {"broken": "failed", "new": "loaded"}


def test_requests_are_answered_while_a_new_one_loads(succession, thinker):
    loading, may_go_on = threading.Event(), threading.Event()

    class Slow(Watched):
        def load(self, progress):
            loading.set()
            assert may_go_on.wait(30)

    following = threading.Thread(target=succession.follow, args=(thinker(slow=Slow()),))
    following.start()
    assert loading.wait(30)
    assert said(succession) == "hello"
    may_go_on.set()
    following.join()
    assert [each.name for each in succession.now.models()] == ["slow"]


def test_closing_closes_what_runs_too(succession, old, thinker):
    with succession.lent():
        new = Watched()
        succession.follow(thinker(new=new))
        succession.close()
    assert (old.closed >= 1, new.closed) == (True, 1)
