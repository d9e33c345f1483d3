"""Several workers that do the same work."""

import os
import signal
from pathlib import Path

import pytest

from batos.wire.codec import decode_body
from batos.wire.faults import EngineKilledError
from batos.wire.messages.kernel import KernelStatus

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills as POSIX does")


@pytest.fixture
def pair(kernel, h):
    """A kernel with two workers of one kind."""
    return kernel.start(h.MAIN, {**h.MAIN, "name": "main-2"})


@pytest.fixture(scope="module")
def lasting(h, tmp_path_factory):
    """The same for every test that leaves both as they are."""
    process = h.KernelProcess(tmp_path_factory.mktemp("lasting"))
    yield process.start(h.MAIN, {**h.MAIN, "name": "main-2"})
    process.end()


def begin(h, dealer, tmp_path, receiver, gate, id_):
    """Send a request that runs until its gate is open; return the process that has it."""
    body = {"receiver": receiver, "gate": str(tmp_path / gate)}
    dealer.send(h.request("gated", body, id=id_), 1000)
    header, raw = h.read(dealer, ("evt",))
    assert header.re == id_
    return decode_body(raw)["pid"]


def answers(h, dealer, count):
    found = {}
    while len(found) < count:
        header, raw = h.read(dealer)
        found[header.re] = (header.kind, decode_body(raw))
    return found


def pids(pair):
    with pair.client() as client:
        return {e["name"]: e["pid"] for e in client.request(KernelStatus())["engines"]}


def test_different_receivers_are_served_by_different_workers_at_once(lasting, h, tmp_path):
    with lasting.raw() as dealer:
        seen = {}
        for n in range(8):  # as many as both take together
            name = f"object{n}"
            header = h.request("gated", {"receiver": name, "gate": str(tmp_path / "g")}, id=name)
            dealer.send(header, 1000)
        (tmp_path / "g").touch()
        ended = 0
        while ended < 8:
            header, raw = h.read(dealer, ("evt", "rep", "err"))
            if header.kind == "evt":
                seen[header.re] = decode_body(raw)["pid"]
            else:
                assert header.kind == "rep"
                ended += 1
    assert set(seen.values()) == set(pids(lasting).values())


def test_one_receiver_stays_with_one_worker(lasting, h, tmp_path):
    with lasting.raw() as dealer:
        first = begin(h, dealer, tmp_path, "stack", "a", "one")
        # In another spelling, and while the first one runs.
        assert begin(h, dealer, tmp_path, "Stack_obj", "b", "two") == first
        (tmp_path / "a").touch()
        (tmp_path / "b").touch()
        answers(h, dealer, 2)
        (tmp_path / "c").touch()
        assert begin(h, dealer, tmp_path, "stack", "c", "three") == first
        answers(h, dealer, 1)


def test_what_waited_for_a_worker_that_died_goes_to_the_other(pair, h, tmp_path):
    with pair.raw() as dealer:
        workers = set(pids(pair).values())
        first = begin(h, dealer, tmp_path, "stack", "g", "r0")
        for n in range(1, 4):  # its threads are taken, so that the last one has to wait
            assert begin(h, dealer, tmp_path, "stack", "g", f"r{n}") == first
        body = {"receiver": "stack", "gate": str(tmp_path / "g")}
        dealer.send(h.request("gated", body, id="waiting"), 1000)
        dealer.send(h.request("ctl.ping", id="ping"), 1000)
        while h.read(dealer, ("rep", "ack"))[0].re != "ping":
            pass  # from then on the kernel has taken it in
        os.kill(first, signal.SIGKILL)
        lost, other = set(), 0
        while len(lost) < 4 or not other:
            header, raw = h.read(dealer, ("evt", "err"))
            if header.kind == "evt":
                assert header.re == "waiting"
                other = decode_body(raw)["pid"]
            else:
                lost.add(header.re)
        assert lost == {"r0", "r1", "r2", "r3"}
        assert other in workers - {first}
        # The one that died comes back, but who has the receiver in hand keeps it.
        h.until(lambda: first not in pids(pair).values() and 0 not in pids(pair).values())
        with pair.client() as client:
            h.until(lambda: pair.engine(client)["state"] == "ready")
            h.until(lambda: pair.engine(client, "main-2")["state"] == "ready")
        assert begin(h, dealer, tmp_path, "stack", "g", "later") == other
        (tmp_path / "g").touch()
        assert {kind for kind, _ in answers(h, dealer, 2).values()} == {"rep"}


def test_the_death_of_one_leaves_the_other_serving(pair, h, tmp_path):
    with pair.raw() as dealer:
        first = begin(h, dealer, tmp_path, "stack", "g", "one")
        other = next(
            f"object{n}" for n in range(100) if _home(h, pair, tmp_path, f"object{n}") != first
        )
        begin(h, dealer, tmp_path, other, "late", "two")
        os.kill(first, signal.SIGKILL)
        header, _ = h.read(dealer)
        assert (header.kind, header.re) == ("err", "one")
        (tmp_path / "late").touch()
        assert answers(h, dealer, 1)["two"][0] == "rep"


def _home(h, pair, tmp_path, receiver):
    """Return the process that serves a receiver."""
    (tmp_path / "open").touch()
    with pair.client() as client:
        seen = []
        body = {"receiver": receiver, "gate": str(tmp_path / "open")}
        client.call("gated", body, on_event=lambda _kind, said: seen.append(said["pid"]))
        return seen[0]


WALL = {
    "capabilities": ["method"],
    "program": (str(Path(__file__).with_name("wall_worker.py")),),
    "family": "wall",
}


@pytest.mark.parametrize(("family", "deaths"), [("wall", [1, 2]), ("", [1, 1])])
def test_deaths_count_for_the_method_in_the_whole_family(kernel, tmp_path, family, deaths):
    kernel.start(
        *({**WALL, "name": name, "family": family} for name in ("one", "two")),
        # The first one stays away, so that the second one gets the message.
        restart={"first_s": 60.0},
    )
    body = {"does": "die", "name": "genesis.bomb", "oid": 7, "runs": str(tmp_path / "runs")}
    with kernel.client() as client:
        counted = []
        for _ in range(2):
            with pytest.raises(EngineKilledError) as told:
                client.call("method", body, timeout=120)
            counted.append(told.value.details["deaths"])
    assert counted == deaths
