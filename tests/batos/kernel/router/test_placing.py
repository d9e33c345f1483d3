"""Which of several workers gets a request."""

from collections import Counter
from types import SimpleNamespace

import msgspec
import pytest

from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.engines import Engine
from batos.kernel.router.jobs import Job
from batos.kernel.router.placing import choose, home_of, shard_of
from batos.wire.messages.frame import Header


@pytest.fixture
def engines():
    return [Engine(f"image-{n}", peer=object(), state="ready", max_parallel=2) for n in range(4)]


def make(shard, key="j1"):
    peer = SimpleNamespace(identity=b"", name="")
    job = Job(key, peer, Header(kind="req", type="object.send"), inc="", limits=KernelLimits())
    job.shard = shard
    return job


@pytest.mark.parametrize(
    ("body", "path", "shard"),
    [
        ({"receiver": "stack"}, "receiver", "stack"),
        ({"receiver": "Stack"}, "receiver", "stack"),
        ({"receiver": " stack_obj "}, "receiver", "stack"),
        ({"receiver": "robin_prototype_obj"}, "receiver", "robin"),
        ({"receiver": 17}, "receiver", "17"),
        ({"receiver": "@17"}, "receiver", "17"),
        ({}, "receiver", "genesis"),
        ({"receiver": None}, "receiver", "genesis"),
        ({"receiver": ""}, "receiver", "genesis"),
        ({"address": "stack.push"}, "address", "stack"),
        ({"brief": {"receiver": "stack", "text": "x"}}, "brief.receiver", "stack"),
        ({"brief": {}}, "brief.receiver", "genesis"),
        # What the worker is going to refuse may go to any of them.
        ({"receiver": True}, "receiver", ""),
        ({"receiver": [1]}, "receiver", ""),
        ({"brief": 3}, "brief.receiver", ""),
    ],
)
def test_the_shard_is_the_object_that_the_body_names(body, path, shard):
    assert shard_of(msgspec.msgpack.encode(body), path) == shard


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"\x91" * 5000, b"\x81\xa8receiver", b"\x93\1\2\3"])
def test_a_body_that_cannot_be_read_has_no_shard(raw):
    assert shard_of(raw, "receiver") == ""


def test_a_receiver_has_one_home_and_many_receivers_have_many(engines):
    homes = {name: home_of(make(name), engines) for name in map("object{}".format, range(400))}
    for name, home in homes.items():
        assert home_of(make(name), reversed(engines)) is home
    counts = Counter(home.name for home in homes.values())
    assert len(counts) == 4
    assert min(counts.values()) > 50


def test_the_end_of_a_worker_moves_its_own_receivers_only(engines):
    names = [f"object{n}" for n in range(100)]
    before = {name: home_of(make(name), engines) for name in names}
    engines[2].peer = None
    after = {name: home_of(make(name), engines) for name in names}
    moved = [name for name in names if before[name] is not after[name]]
    assert moved
    assert all(before[name] is engines[2] for name in moved)
    assert {after[name] for name in moved} == {engines[0], engines[1], engines[3]}
    engines[2].peer = object()
    assert {name: home_of(make(name), engines) for name in names} == before


def test_whoever_has_the_receiver_in_hand_keeps_it(engines):
    home = home_of(make("stack"), engines)
    home.peer = None
    running = make("stack", "j2")
    other = home_of(running, engines)
    other.take(running)
    home.peer = object()
    assert home_of(make("stack"), engines) is other
    other.release(running)
    assert home_of(make("stack"), engines) is home
    assert not other.hands


def test_a_request_waits_for_its_home_though_others_are_free(engines):
    home = home_of(make("stack"), engines)
    for n in range(2):
        home.take(make("stack", f"r{n}"))
    assert choose(make("stack"), engines) is None
    assert choose(make(""), engines) is not home


def test_what_has_no_receiver_goes_to_the_least_busy(engines):
    for n, engine in enumerate(engines[:3]):
        engine.take(make("", f"r{n}"))
    assert choose(make(""), engines) is engines[3]
    assert choose(make(""), []) is None
