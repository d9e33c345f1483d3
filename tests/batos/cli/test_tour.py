"""The tour, with a script for a model."""

import os
import re
import signal
import uuid

import pytest

BODY = '    return now().strftime("%H:%M:%S")\n'
WATCHER = """
import time
from pathlib import Path

from batos.plugins import hookimpl

GATE = Path({gate!r})


@hookimpl
def batos_cycle_event(event):
    GATE.with_name(GATE.name + ".reached").touch()
    while not GATE.exists():
        time.sleep(0.01)
"""


@pytest.fixture
def watched(h, tmp_path):
    """Begins a tour in a home, in which the model is asked, and waits where the cycle begins."""
    processes = []

    def begin(home):
        gate = home.gate(f"thinking{uuid.uuid4().hex}")
        shelf = tmp_path / "watching"
        h.install(shelf, "watcher", WATCHER.format(gate=gate.path))
        env = {
            # No recipe answers.
            "BATOS_PLUGINS__DISABLED": '["everyday"]',
            "PYTHONPATH": os.pathsep.join((str(shelf), home.env["PYTHONPATH"])),
        }
        process = home.begin("tour", "--no-chat", env=env, preexec_fn=_heed_ctrl_c)
        processes.append(process)
        gate.wait()
        return process, gate

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def test_scripted_tour_learns_restarts_and_calls_again(alone, still, h):
    still.script({"when": "def report_current_system_time(", "answer": BODY}, h.ALLOW)
    answer = alone("tour")
    assert answer.code == 0, answer
    values = answer.out.splitlines()
    assert len(values) == 2
    assert all(re.fullmatch(r'"\d\d:\d\d:\d\d"', value) for value in values)
    assert "Learned genesis.report_current_system_time." in answer.err
    assert answer.err.count("(no model call, ") == 2
    assert answer.err.count("BAT OS is up at ") == 2
    assert answer.err.endswith("BAT OS is down again; start it with: batos up\n")
    assert alone("status").code == 6


@pytest.mark.long
def test_scripted_tour_that_learned_before_calls_again(alone, awake, h):
    awake.script({"when": "def report_current_system_time(", "answer": BODY}, h.ALLOW)
    assert alone("tour", "--no-chat").code == 0
    again = alone("tour", "--json")
    assert again.code == 0
    assert "it was learned before" in again.err
    told = again.json()
    assert told["learned"] == "genesis.report_current_system_time"
    assert [type(value) for value in told["values"]] == [str, str]


@pytest.mark.long
def test_scripted_tour_that_may_not_learn_says_why_and_leaves_nothing_running(alone):
    assert alone("genesis").code == 0
    assert alone("config", "set", "approval.policy", "never").code == 0
    answer = alone("tour")
    assert (answer.code, answer.out) == (1, "")
    assert "report_current_system_time" in answer.err
    assert "Traceback" not in answer.err
    assert alone("status").code == 6


@pytest.mark.long
def test_scripted_tour_beside_a_running_system_does_not_touch_it(alone, still, h):
    still.script({"when": "def report_current_system_time(", "answer": BODY}, h.ALLOW)
    assert alone("up").code == 0
    pid = still.connection().pid

    def image():
        """What there is in the user's own image, apart from its counters."""
        told = alone("status", "--json").json()["image"]
        names = ("objects", "methods", "documents", "cycles", "trail")
        return {name: told[name] for name in names}

    before, logs = image(), sorted(path.name for path in still.logs.iterdir())
    answer = alone("tour", "--no-chat")
    assert answer.code == 0, answer
    values = answer.out.splitlines()
    assert len(values) == 2
    assert all(re.fullmatch(r'"\d\d:\d\d:\d\d"', value) for value in values)
    assert f"BAT OS is up already (pid {pid}), and is left alone" in answer.err
    assert "Learned genesis.report_current_system_time." in answer.err
    assert answer.err.count("(no model call, ") == 2
    assert still.connection().pid == pid
    assert image() == before
    assert sorted(path.name for path in still.logs.iterdir()) == logs
    missing = alone("send", "genesis", "report_current_system_time", "--no-learn")
    missing.sentence(2, "no selector named")


@pytest.mark.long
def test_scripted_tour_beside_a_system_whose_owner_lets_nothing_in(alone, still, h, monkeypatch):
    monkeypatch.setenv("BATOS_APPROVAL__POLICY", "never")
    still.script({"when": "def report_current_system_time(", "answer": BODY}, h.ALLOW)
    assert alone("up").code == 0
    assert alone("tour", "--no-chat").code == 0


def _long(*numbers):
    return [pytest.param(number, marks=pytest.mark.long) for number in numbers]


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(signal.SIGKILL, marks=pytest.mark.long),
    ],
)
def test_scripted_tour_that_is_interrupted_leaves_nothing_running(awake, watched, h, number):
    process, _gate = watched(awake)
    kernel = awake.connection()
    os.kill(process.pid, number)
    answer = awake.finish(process)
    assert answer.code in (130, -number)
    h.until(lambda: not kernel.alive())
    assert awake.batos("status").code == 6
    # The image is as it was born, and opens again.
    assert awake.batos("image", "check").code == 0


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.long)]
)
def test_scripted_tour_that_is_interrupted_while_it_starts_leaves_nothing_running(still, number):
    process = still.begin("tour", "--no-chat", preexec_fn=_heed_ctrl_c)
    assert process.stderr.readline(), "the kernel says what it is doing"
    os.kill(process.pid, number)
    assert still.finish(process).code in (130, -number)
    still.end()  # fails if anything is left
    assert still.batos("status").code == 6


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.long)]
)
def test_scripted_tour_that_is_interrupted_beside_a_running_system_leaves_it(
    shared, watched, number
):
    pid = shared.connection().pid
    process, gate = watched(shared)
    os.kill(process.pid, number)
    gate.open()  # what waits there hears of nothing
    answer = shared.finish(process)
    assert answer.code in (130, -number)
    assert shared.connection().pid == pid
    assert shared.batos("status").code == 0


def _heed_ctrl_c():
    """Where the tests run in the background of a shell, Ctrl-C is ignored; here it counts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
