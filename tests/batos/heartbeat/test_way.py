"""Work that nobody waits for stands back while people are at work."""

import threading

import pytest

from batos.errors import CancelledError
from batos.heartbeat.way import Way
from batos.inference import CancelToken


def test_a_free_way_is_not_waited_for():
    way = Way()
    assert way.wait(CancelToken()) == 0
    with way.taken():
        assert way.idle == 0
    assert way.wait(CancelToken()) == 0


def test_a_wait_ends_when_the_last_one_has_gone():
    way, gone, waited = Way(rest=0), threading.Event(), []
    with way.taken():
        with way.taken():
            thread = threading.Thread(target=lambda: waited.append(way.wait(CancelToken())))
            thread.start()
            gone.wait(0.2)
        assert waited == []
    thread.join(60)
    assert waited[0] > 0


def test_a_wait_can_be_cancelled():
    way, token = Way(), CancelToken()
    with way.taken():
        threading.Timer(0.1, token.cancel).start()
        with pytest.raises(CancelledError):
            way.wait(token)


def test_what_is_lent_is_taken_back_as_soon_as_somebody_comes():
    way, parent = Way(), CancelToken()
    with way.lent(parent) as token:
        assert not token.cancelled
        with way.taken():
            assert token.cancelled
            with way.lent() as late:
                assert late.cancelled
    assert not parent.cancelled
    with way.lent(parent) as token:
        parent.cancel()
        assert token.cancelled
