"""Clients take turns in each lane."""

import pytest

from batos.kernel.base.links import Peer
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.jobs import Job
from batos.kernel.router.lanes import Lanes
from batos.wire.messages.frame import Header

LIMITS = KernelLimits()


@pytest.fixture
def job():
    """Makes the jobs of clients by name."""
    peers = {}

    def make(client, name, lane="interactive"):
        peer = peers.setdefault(client, Peer(None, client.encode(), LIMITS))
        header = Header(kind="req", type="t", id=name, lane=lane)
        return Job(name, peer, header, inc="i", limits=LIMITS)

    return make


def test_whoever_floods_waits_behind_itself(job):
    lanes = Lanes()
    for number in range(5):
        lanes.add(job("flood", f"f{number}"))
    lanes.add(job("a", "a0"))
    lanes.add(job("b", "b0"))
    lanes.add(job("a", "a1"))
    assert [each.key for each in lanes] == ["f0", "a0", "b0", "f1", "a1", "f2", "f3", "f4"]
    taken = [lanes.take(lambda _job: True).key for _ in range(8)]
    assert taken == ["f0", "a0", "b0", "f1", "a1", "f2", "f3", "f4"]
    assert len(lanes) == 0


def test_a_client_that_comes_later_is_next(job):
    lanes = Lanes()
    for number in range(3):
        lanes.add(job("flood", f"f{number}"))
    assert lanes.take(lambda _job: True).key == "f0"
    lanes.add(job("late", "l0"))
    assert lanes.take(lambda _job: True).key == "f1"
    assert lanes.take(lambda _job: True).key == "l0"


def test_what_is_put_back_comes_first(job):
    lanes = Lanes()
    lanes.add(job("a", "a0"))
    lanes.put_back(job("b", "b0"))
    lanes.put_back(job("a", "a-first"))
    taken = [lanes.take(lambda _job: True).key for _ in range(3)]
    assert taken == ["a-first", "b0", "a0"]


def test_what_cannot_be_served_holds_nobody_up(job):
    lanes = Lanes()
    lanes.add(job("a", "unserved"))
    lanes.add(job("a", "served"))
    assert lanes.take(lambda each: each.key == "served").key == "served"
    assert len(lanes) == 1
    assert lanes.take(lambda each: each.key == "served") is None


def test_a_job_whose_client_came_back_otherwise_can_be_taken_out(job):
    lanes = Lanes()
    moved = job("a", "a0")
    lanes.add(moved)
    moved.peer = Peer(None, b"other", LIMITS)
    lanes.remove(moved)
    lanes.remove(moved)
    assert len(lanes) == 0
