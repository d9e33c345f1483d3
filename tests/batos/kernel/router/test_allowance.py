"""Who may have something learned now."""

import pytest

from batos.errors import LearningLimitError
from batos.kernel.base.links import Peer
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.allowance import Allowance
from batos.kernel.router.jobs import Job
from batos.wire.messages.frame import Header


def job(client, name):
    limits = KernelLimits()
    header = Header(kind="req", type="object.send", id=name, sess=client)
    return Job(name, Peer(None, b"p", limits), header, inc="i", limits=limits)


def test_a_client_may_begin_so_many_in_a_minute():
    allowance = Allowance(KernelLimits(learned_per_minute=3, learning_at_once=9))
    for number in range(3):
        allowance.begin(job("a", f"j{number}"), now=100.0 + number)
    with pytest.raises(LearningLimitError, match="within a minute") as told:
        allowance.begin(job("a", "j3"), now=110.0)
    assert told.value.details["seconds"] == 50.0
    assert "learned_per_minute" in told.value.hint
    allowance.begin(job("b", "k0"), now=110.0)
    allowance.begin(job("a", "j4"), now=160.5)


def test_one_message_counts_as_often_as_it_makes_something_be_learned():
    allowance = Allowance(KernelLimits(learned_per_minute=2, learning_at_once=1))
    message = job("a", "j0")
    allowance.begin(message, now=1.0)
    allowance.begin(message, now=2.0)
    with pytest.raises(LearningLimitError):
        allowance.begin(message, now=3.0)


def test_so_many_may_be_learned_at_once():
    allowance = Allowance(KernelLimits(learning=3, learning_at_once=2))
    first, second = job("a", "j0"), job("a", "j1")
    allowance.begin(first, now=1.0)
    allowance.begin(second, now=1.0)
    with pytest.raises(LearningLimitError, match="for this client"):
        allowance.begin(job("a", "j2"), now=1.0)
    allowance.begin(job("b", "k0"), now=1.0)
    with pytest.raises(LearningLimitError, match="3 methods are being learned already"):
        allowance.begin(job("c", "l0"), now=1.0)
    allowance.end(first)
    allowance.begin(job("a", "j3"), now=1.0)


def test_clients_that_learn_no_more_are_forgotten():
    allowance = Allowance(KernelLimits(learned_per_minute=1))
    allowance.begin(job("a", "j0"), now=1.0)
    allowance.forget_old(now=70.0)
    assert not allowance._begun
