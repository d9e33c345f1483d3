"""The budget of a heartbeat."""

import pytest

from batos.config import HeartbeatConfig
from batos.errors import CancelledError
from batos.heartbeat.way import Way
from batos.heartbeat.work import Pace, SpentError
from batos.inference import CancelToken


def pace(**given):
    token = CancelToken()
    config = HeartbeatConfig(seconds=50, model_calls=10)
    return Pace(Way(), token, config, **given), token


def test_it_counts_what_was_worked_before_and_not_what_was_waited():
    fresh, _ = pace(worked=40.0, waited=500.0)
    fresh.go_on()
    assert not fresh.stops()
    assert 40 <= fresh.worked < 50
    spent, _ = pace(worked=60.0)
    assert spent.stops()
    with pytest.raises(SpentError):
        spent.go_on()


def test_model_calls_are_asked_for_beforehand():
    left, _ = pace(calls=4)
    assert left.may_ask(6)
    assert not left.may_ask(7)


def test_it_ends_where_somebody_says_so():
    stopped, token = pace()
    token.cancel()
    with pytest.raises(CancelledError):
        stopped.stops()
