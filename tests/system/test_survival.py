"""Any one process may be killed while a cycle runs: everybody is told, and nothing is lost."""

import os
import signal

import pytest

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills as POSIX does"),
]


@pytest.fixture
def kept(living, h):
    """A method that was learned and acknowledged before anything happens."""
    odd = h.Odd("kept")
    living.script(odd.right, h.ALLOW)
    assert living.batos(*odd.words).code == 0
    return odd


@pytest.fixture
def cycle(living, h, kept):
    """A mission whose model is thinking: the mission, the command that waits, and the gate."""
    odd = h.Odd("running")
    gate = living.gate(odd.name)
    living.script({**odd.right, "gate": gate.path}, h.ALLOW)
    process = living.begin(*odd.words)
    gate.wait()
    yield odd, process, gate
    if process.poll() is None:
        process.kill()
        process.communicate()


def is_whole(home, h, kept):
    """Check that the system answers, remembers, and learns on."""
    assert home.batos("send", "genesis", kept.name, "ab").json() == "b-kept-a"
    after = h.Odd("after")
    home.script(after.right, h.ALLOW)
    learned = home.batos(*after.words)
    assert learned.out == "genesis.knot_after\n", learned


def test_scripted_kill_of_the_image_worker(living, h, kept, cycle):
    odd, process, gate = cycle
    killed = living.kill("image")
    answer = living.finish(process)
    assert answer.code == 6, answer
    assert "Error: The image worker ended while it had this request" in answer.err
    assert "Traceback" not in answer.err
    gate.open()
    is_whole(living, h, kept)
    assert living.engine("image")["pid"] != killed
    living.batos("show", f"genesis.{odd.name}").sentence(2, "no selector")


def test_scripted_kill_of_the_inference_worker(living, h, kept, cycle):
    odd, process, gate = cycle
    killed = living.kill("inference")
    assert living.batos("send", "genesis", kept.name, "ab").json() == "b-kept-a"
    gate.open()
    answer = living.finish(process)
    # A question to a model does no harm twice: the next worker is asked it again.
    assert (answer.code, answer.out) == (0, f"genesis.{odd.name}\n"), answer
    assert living.engine("inference")["pid"] != killed
    is_whole(living, h, kept)


def test_scripted_kill_of_every_inference_worker(living, h, kept, cycle):
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
    is_whole(living, h, kept)
    row = next(r for r in living.batos("cycles", "--json").json() if r["selector"] == odd.name)
    assert row["state"] == "FAILED"


def test_scripted_kill_of_the_kernel(living, h, kept, cycle):
    _odd, process, gate = cycle
    workers = [living.engine(name)["pid"] for name in ("image", "inference")]
    living.kill("kernel")
    answer = living.finish(process)
    assert answer.code == 6, answer
    assert "stopped while the request was running" in answer.err
    assert "batos up" in answer.err
    assert "Traceback" not in answer.err
    gate.open()
    h.until(lambda: not any(h.process_start(pid) for pid in workers))
    living.batos("status").sentence(6, "ended unexpectedly", "batos up")
    living.up()
    is_whole(living, h, kept)


def test_scripted_sigterm_drains(living, h, kept, cycle):
    odd, process, gate = cycle
    connection = living.connection()
    os.kill(connection.pid, signal.SIGTERM)
    h.until(lambda: living.batos("send", "genesis", kept.name, "ab").code == 6)
    gate.open()
    answer = living.finish(process)
    assert (answer.code, answer.out) == (0, f"genesis.{odd.name}\n"), answer
    h.until(lambda: not connection.alive())
    living.up()
    assert living.batos("send", "genesis", odd.name, "ab").json() == "b-running-a"


def test_scripted_down_now_stops_what_runs(living, h, kept, cycle):
    _odd, process, _gate = cycle
    assert living.batos("down", "--now").code == 0
    answer = living.finish(process)
    assert answer.code in (6, 130), answer
    assert "Traceback" not in answer.err
    living.up()
    is_whole(living, h, kept)
