"""Whoever waits for a model."""

import threading

import pytest

from batos.errors import BackendError, CancelledError, DeadlineError
from batos.inference import CancelToken, Place, no_progress
from batos.inference.residency.asker import Asker
from batos.inference.residency.place import PlaceState
from batos.testing import EchoBackend


@pytest.fixture
def wait():
    """Has an asker wait for the model of a place, in the state that it has by then."""
    changed = threading.Condition()

    def make(asker, state="waiting"):
        place = Place(EchoBackend())
        place.state = PlaceState(state, "")
        with changed:
            asker.wait(changed, place)

    return make


def test_it_waits_as_long_as_it_is_worth(wait):
    wait(Asker(no_progress))
    wait(Asker(no_progress, CancelToken(), 60.0))


@pytest.mark.parametrize(
    ("state", "told"), [("loading", "'echo' was not loaded within 0"), ("waiting", "Other models")]
)
def test_it_tells_what_took_the_time(wait, state, told):
    with pytest.raises(DeadlineError, match=told):
        wait(Asker(no_progress, seconds=0.0), state)


def test_it_ends_when_it_is_cancelled(wait):
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        wait(Asker(no_progress, token))


def test_what_went_wrong_is_raised_where_it_waits(wait):
    asker = Asker(no_progress)
    asker.fault = BackendError("It is damaged.")
    with pytest.raises(BackendError, match="damaged"):
        wait(asker)
    assert asker.fault is None
