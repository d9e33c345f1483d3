"""Any one process may be killed while a cycle runs: everybody is told, and nothing is lost."""

import os
import random
import signal
import time
import zlib

import pytest

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills as POSIX does"),
]


@pytest.fixture(scope="module")
def lasting(h, born, tmp_path_factory):
    """A home of many deaths."""
    home = h.Home(tmp_path_factory.mktemp("lasting"), born=born)
    yield home
    home.end()


@pytest.fixture
def living(lasting):
    """The same; its system is up."""
    lasting.up()
    return lasting


@pytest.fixture(scope="module")
def learned(h, lasting):
    """A method that was learned and acknowledged before anything happens."""
    odd = h.Odd("kept")
    lasting.up()
    lasting.script(odd.right, h.ALLOW)
    assert lasting.batos(*odd.words).code == 0
    return odd


@pytest.fixture
def kept(learned, living):
    """The same, in a system that is up."""
    return learned


@pytest.fixture
def salt(request):
    """What makes the missions of a test others than those of the rest."""
    return f"{zlib.crc32(request.node.name.encode()):x}"


@pytest.fixture
def cycle(living, h, kept, salt):
    """A mission whose model is thinking: the mission, the command that waits, and the gate."""
    odd = h.Odd(f"r{salt}")
    gate = living.gate(odd.name)
    living.script({**odd.right, "gate": gate.path}, h.ALLOW)
    process = living.begin(*odd.words)
    gate.wait()
    yield odd, process, gate
    gate.open()
    if process.poll() is None:
        process.kill()
    process.communicate()


def is_whole(home, h, kept, salt):
    """Check that the system answers, remembers, and learns on."""
    assert home.batos("send", "genesis", kept.name, "ab").json() == "b-kept-a"
    after = h.Odd(f"a{salt}")
    home.script(after.right, h.ALLOW)
    learned = home.batos(*after.words)
    assert learned.out == f"genesis.{after.name}\n", learned


def goes_on(home, h, odd, *, cycles=(1,)):
    """Check that the mission's one cycle comes to its end by itself, and has its effect once."""

    def rows():
        found = home.batos("cycles", "--json").json()
        return [row for row in found if row["selector"] == odd.name]

    h.until(lambda: {row["state"] for row in rows()} == {"COMPLETE"})
    assert len(rows()) in cycles
    assert home.batos("send", "genesis", odd.name, "ab").json() == f"b-{odd.name[5:]}-a"
    assert home.batos("show", f"genesis.{odd.name}", "--json").json()["version"] == 1


@pytest.mark.long
def test_scripted_kill_of_the_image_worker(living, h, kept, cycle, salt):
    odd, process, gate = cycle
    killed = living.kill("image")
    answer = living.finish(process)
    assert answer.code == 6, answer
    assert "Error: The image worker ended while it had this request" in answer.err
    assert "Traceback" not in answer.err
    gate.open()
    goes_on(living, h, odd)
    is_whole(living, h, kept, salt)
    assert living.engine("image")["pid"] != killed


def test_scripted_kill_of_the_image_worker_and_the_same_request_again(living, h, kept, cycle, salt):
    odd, process, gate = cycle
    living.kill("image")
    assert living.finish(process).code == 6
    gate.again()
    again = living.begin(*odd.words)
    gate.wait()
    gate.open()
    answer = living.finish(again)
    assert (answer.code, answer.out) == (0, f"genesis.{odd.name}\n"), answer
    # Where the first cycle ends before it is asked for again, the second finds its method known.
    goes_on(living, h, odd, cycles=(1, 2))


@pytest.mark.long
def test_scripted_down_while_a_cycle_goes_on(living, h, kept, cycle, salt):
    """Nobody waits for it, so that nobody is kept waiting by it; it goes on at the next start."""
    odd, process, gate = cycle
    living.kill("image")
    assert living.finish(process).code == 6
    gate.again()
    gate.wait()
    assert living.batos("down").code == 0
    living.script(odd.right, h.ALLOW)
    living.up()
    goes_on(living, h, odd)


@pytest.mark.long
def test_scripted_kill_of_the_inference_worker(living, h, kept, cycle, salt):
    odd, process, gate = cycle
    killed = living.kill("inference")
    assert living.batos("send", "genesis", kept.name, "ab").json() == "b-kept-a"
    gate.open()
    answer = living.finish(process)
    # A question to a model does no harm twice: the next worker is asked it again.
    assert (answer.code, answer.out) == (0, f"genesis.{odd.name}\n"), answer
    assert living.engine("inference")["pid"] != killed
    is_whole(living, h, kept, salt)


@pytest.mark.long
def test_scripted_kill_of_every_inference_worker(living, h, kept, cycle, salt):
    odd, process, gate = cycle
    first = living.kill("inference")
    gate.again()
    h.until(lambda: living.engine("inference")["pid"] not in (0, first))
    gate.wait()
    living.kill("inference")
    answer = living.finish(process)
    assert answer.code == 1, answer
    assert "The inference worker ended while it had this request" in answer.err
    assert "Traceback" not in answer.err
    gate.open()
    is_whole(living, h, kept, salt)
    row = next(r for r in living.batos("cycles", "--json").json() if r["selector"] == odd.name)
    assert row["state"] == "FAILED"


def test_scripted_kill_of_the_kernel(living, h, kept, cycle, salt):
    odd, process, gate = cycle
    workers = [living.engine(name)["pid"] for name in ("image", "inference")]
    pid = living.connection().pid
    living.kill("kernel")
    answer = living.finish(process)
    assert answer.code == 6, answer
    assert "stopped while the request was running" in answer.err
    assert "batos up" in answer.err
    assert "Traceback" not in answer.err
    gate.open()
    h.until(lambda: not any(h.process_start(pid) for pid in workers))
    status = living.batos("status")
    assert (status.code, status.out.splitlines()[0]) == (
        6,
        f"kernel     down (the last one, pid {pid}, ended unexpectedly; start it with: batos up)",
    )
    living.up()
    goes_on(living, h, odd)
    is_whole(living, h, kept, salt)


@pytest.mark.long
def test_scripted_sigterm_drains(living, h, kept, cycle, salt):
    odd, process, gate = cycle
    connection = living.connection()
    os.kill(connection.pid, signal.SIGTERM)
    h.until(lambda: living.batos("send", "genesis", kept.name, "ab").code == 6)
    gate.open()
    answer = living.finish(process)
    assert (answer.code, answer.out) == (0, f"genesis.{odd.name}\n"), answer
    h.until(lambda: not connection.alive())
    living.up()
    assert living.batos("send", "genesis", odd.name, "ab").json() == f"b-{odd.name[5:]}-a"


@pytest.mark.long
def test_scripted_down_now_stops_what_runs(living, h, kept, cycle, salt):
    _odd, process, _gate = cycle
    assert living.batos("down", "--now").code == 0
    answer = living.finish(process)
    assert answer.code in (6, 130), answer
    assert "Traceback" not in answer.err
    living.up()
    is_whole(living, h, kept, salt)


@pytest.mark.parametrize(
    "victim",
    ["image", *(pytest.param(each, marks=pytest.mark.long) for each in ("inference", "kernel"))],
)
def test_scripted_kill_while_the_judge_thinks(living, h, kept, salt, victim):
    """The method is written and proven, and not installed yet."""
    odd = h.Odd(f"j{salt}")
    gate = living.gate(odd.name)
    living.script(odd.right, {"when": "Verdict:", "answer": "allow", "gate": gate.path})
    process = living.begin(*odd.words)
    gate.wait()
    workers = [living.engine(name)["pid"] for name in ("image", "inference")]
    living.kill(victim)
    gate.open()
    answer = living.finish(process)
    assert answer.code == (0 if victim == "inference" else 6), answer
    assert "Traceback" not in answer.err
    if victim == "kernel":
        h.until(lambda: not any(h.process_start(pid) for pid in workers))
        living.up()
    goes_on(living, h, odd)
    is_whole(living, h, kept, salt)


def kills_while_it_is_made(home, h, seed, victims):
    """Kill processes while objects are made; each is there whole, or not at all."""
    rng = random.Random(seed)
    begun, told = [], []
    for number, victim in enumerate(victims):
        tally = h.Tally(f"{seed}_{number}")
        begun.append(tally)
        home.script(*(each.right for each in begun), h.VERDICT)
        process = home.begin(*tally.words)
        time.sleep(rng.uniform(0.3, 2.5))  # a part of it is the start of the command
        workers = [home.engine(name)["pid"] for name in ("image", "inference")]
        home.kill(victim)
        answer = home.finish(process)
        assert "Traceback" not in answer.err, f"seed {seed}: {answer}"
        if answer.code == 0:
            told.append(tally)
        if victim == "kernel":
            h.until(lambda workers=workers: not any(h.process_start(pid) for pid in workers))
            home.up()

    def rows():
        return home.batos("cycles", "--limit", "200", "--json").json()

    h.until(lambda: all(row["state"] in ("COMPLETE", "FAILED") for row in rows()))
    complete = {row["selector"] for row in rows() if row["state"] == "COMPLETE"}
    for tally in begun:
        shown = home.batos("show", tally.name, "--json")
        assert (shown.code == 0) == (tally.name in complete), f"seed {seed}: {tally.name}"
        if shown.code == 0:
            # Its own come first.
            found = [each for each in tally.methods if is_there(home, f"{tally.name}.{each}")]
            assert found == list(tally.methods), f"seed {seed}: {tally.name} is there by half"
            assert home.batos("send", tally.name, "total").json() == 0
    assert {tally.name for tally in told} <= complete, f"seed {seed}"
    checked = home.batos("image", "check")
    assert checked.code == 0, f"seed {seed}: {checked}"


def is_there(home, address):
    """Return whether a method is there, as the first of its name."""
    shown = home.batos("show", address, "--json")
    return shown.code == 0 and shown.json()["version"] == 1


def seed_of_this_run():
    return int(os.environ.get("BATOS_TEST_SEED") or random.randrange(10**6))


def test_scripted_kill_while_an_object_is_made(living, h, kept, salt):
    """The class is written and taken apart; the judge looks at it."""
    tally = h.Tally(salt)
    gate = living.gate(tally.name)
    living.script(tally.right, {**h.VERDICT, "gate": gate.path})
    process = living.begin(*tally.words)
    gate.wait()
    living.kill("image")
    answer = living.finish(process)
    assert answer.code == 6, answer
    assert living.batos("show", tally.name).code != 0
    gate.open()
    h.until(lambda: is_there(living, f"{tally.name}.total"))
    assert [is_there(living, f"{tally.name}.{each}") for each in tally.methods] == [True] * 3
    living.batos("send", tally.name, "up", "2")
    assert living.batos("send", tally.name, "total").json() == 2
    assert living.batos("image", "check").code == 0
    is_whole(living, h, kept, salt)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_scripted_kills_at_any_moment_of_a_making(living, h, kept, salt):
    kills_while_it_is_made(living, h, seed_of_this_run(), ("image", "inference", "kernel") * 10)
    is_whole(living, h, kept, salt)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_scripted_kills_at_any_moment_of_a_cycle(living, h, kept, salt):
    seed = int(os.environ.get("BATOS_TEST_SEED") or random.randrange(10**6))
    rng = random.Random(seed)
    begun, told = [], []
    for number in range(30):
        odd = h.Odd(f"n{number}")
        begun.append(odd)
        living.script(*(each.right for each in begun), h.ALLOW)
        process = living.begin(*odd.words)
        time.sleep(rng.uniform(0.2, 1.6))  # a part of it is the start of the command
        workers = [living.engine(name)["pid"] for name in ("image", "inference")]
        victim = ("image", "inference", "kernel")[number % 3]
        living.kill(victim)
        answer = living.finish(process)
        assert "Traceback" not in answer.err
        if answer.code == 0:
            told.append(odd)
        if victim == "kernel":
            h.until(lambda workers=workers: not any(h.process_start(pid) for pid in workers))
            living.up()

    def unfinished():
        rows = living.batos("cycles", "--limit", "200", "--json").json()
        return [row for row in rows if row["state"] not in ("COMPLETE", "FAILED")]

    h.until(lambda: not unfinished())
    rows = living.batos("cycles", "--limit", "200", "--json").json()
    complete = {row["selector"] for row in rows if row["state"] == "COMPLETE"}
    for odd in begun:
        shown = living.batos("show", f"genesis.{odd.name}", "--json")
        assert (shown.code == 0) == (odd.name in complete), f"seed {seed}: {odd.name}"
        assert shown.code or shown.json()["version"] == 1, f"seed {seed}: {odd.name} came twice"
    assert {odd.name for odd in told} <= complete, f"seed {seed}"
    assert living.batos("image", "check").code == 0
    is_whole(living, h, kept, salt)
