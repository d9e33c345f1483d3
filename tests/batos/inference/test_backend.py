"""The cancel token and the shape of a backend."""

import threading

import pytest

from batos.errors import CancelledError
from batos.inference.backend import CancelToken, no_progress


def test_a_token_is_cancelled_once_and_for_all():
    token = CancelToken()
    token.raise_if_cancelled()
    assert not token.cancelled
    token.cancel()
    token.cancel()
    assert token.cancelled
    with pytest.raises(CancelledError):
        token.raise_if_cancelled()


def test_a_parent_cancels_its_children_and_not_the_other_way():
    parent = CancelToken()
    child = CancelToken(parent, CancelToken())
    grandchild = CancelToken(child)
    child.cancel()
    assert grandchild.cancelled
    assert not parent.cancelled
    other = CancelToken(parent)
    parent.cancel()
    assert other.cancelled


def test_cancelling_is_seen_in_another_thread():
    token = CancelToken()
    seen = threading.Event()

    def watch() -> None:
        while not token.cancelled:
            pass
        seen.set()

    thread = threading.Thread(target=watch)
    thread.start()
    token.cancel()
    thread.join(10)
    assert seen.is_set()


def test_no_progress_takes_what_load_tells_and_says_nothing(capfd):
    no_progress("Loading", None)
    no_progress("Loading", 0.5)
    assert capfd.readouterr() == ("", "")
