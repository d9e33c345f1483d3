"""Starting, stopping, looking."""

import os
import re
import signal
import socket

import pytest

from batos.errors import ExitCode
from batos.kernel.process.service import KernelExit
from batos.wire.keys import make_private_folder
from batos.wire.lock import KernelLock


@pytest.mark.long
def test_scripted_start_twice_stop_twice(alone, still):
    first = alone("up", "--wait")
    assert first.code == 0
    assert "BAT OS is up at tcp://127.0.0.1:" in first.err
    second = alone("up")
    assert (second.code, second.out) == (0, "")
    assert second.err.startswith("BAT OS is already up (pid ")
    assert alone("down").err == "BAT OS is down; the image is closed.\n"
    again = alone("down")
    assert (again.code, again.err) == (0, "No kernel is running. There is nothing to stop.\n")


def test_up_tells_where_it_is_and_what_differs_as_json(batos, shared, monkeypatch):
    connection = shared.connection()
    monkeypatch.setenv("BATOS_CYCLE__SECONDS", "7")
    answer = batos("up", "--json").json()
    differs = {each["setting"]: each for each in answer.pop("differs")}
    assert differs["cycle.seconds"] == {
        "setting": "cycle.seconds",
        "running": 120.0,
        "here": 7.0,
        "origin": "environment",
    }
    assert answer == {"state": "up", "endpoint": connection.endpoint, "pid": connection.pid}


def test_serve_beside_a_running_kernel_has_a_code_of_its_own(batos, shared):
    pid = shared.connection().pid
    answer = batos("serve")
    assert (answer.code, answer.out) == (KernelExit.TEMPORARY, "")
    assert f"A kernel (pid {pid}) is already running here." in answer.err
    told = batos("serve", "--json")
    error = told.json()["error"]
    assert (error["code"], error["exit_code"]) == ("kernel.running", told.code)
    assert "75" in batos("serve", "--help").out


def test_a_kernel_that_says_nothing_is_told_by_its_lock(alone, still, monkeypatch):
    monkeypatch.setattr("batos.wire.connection._RESTORED_S", 0.0)
    make_private_folder(still.run_dir)
    lock = KernelLock(still.run_dir)
    lock.acquire()
    try:
        answer = alone("status", "--json")
    finally:
        lock.release()
    assert answer.code == ExitCode.KERNEL
    kernel = answer.json()["kernel"]
    assert (kernel["state"], kernel["pid"]) == ("unreachable", os.getpid())
    assert "batos down" in kernel["text"]


STEPS = """
import time
from pathlib import Path

from batos.plugins import GenesisStep, hookimpl

GATE = {gate!r}


def wait(root):
    Path(GATE + ".reached").touch()
    while not Path(GATE).exists():
        time.sleep(0.01)


@hookimpl
def batos_genesis_steps():
    return [
        GenesisStep(name="first", run=lambda root: None),
        GenesisStep(name="second", run=wait, after=("first",)),
    ]
"""


@pytest.mark.long
def test_scripted_a_start_tells_what_it_waits_for(still, h):
    birth, load = still.gate("birth"), still.gate("load")
    h.install(still.shelf, "slow", STEPS.format(gate=birth.path))
    still.script({"load": load.path}, h.ALLOW)
    process = still.begin("up", "--wait")
    told = [("Learning to speak…\n", load), ("Awakening: a step of a plugin\n", birth)]
    for line in process.stderr:
        if told and line == told[-1][0]:
            # The start goes on only once it was told.
            told.pop()[1].open()
    answer = still.finish(process)
    assert (answer.code, answer.out, told) == (0, "", [])


def test_scripted_status(batos, shared):
    shown = batos("status").out.splitlines()
    first = [line.split()[0] for line in shown]
    assert first[:3] == ["kernel", "image", "inference"]
    assert {"stored", "born", "holds", "memory", "cycles"} < set(first)
    memory = next(line for line in shown if line.startswith("memory "))
    assert re.search(r"\b\d{2} golden pairs, .*\b\d{3} recipes", memory)
    told = batos("status", "--json").json()
    assert told["endpoint"] == shared.connection().endpoint
    assert {engine["name"] for engine in told["kernel"]["engines"]} == {"image", "inference"}
    assert told["image"]["image"] == shared.image_file.as_uri()
    (model,) = told["inference"]["models"]
    assert (model["name"], model["backend"], model["state"]) == ("scripted", "scripted", "loaded")
    assert any(line.startswith("model      scripted, script: loaded since 20") for line in shown)


@pytest.mark.long
def test_scripted_beside_a_running_system_the_other_settings_are_named(alone, still, monkeypatch):
    assert alone("up").code == 0
    assert "other settings" not in alone("up").err
    monkeypatch.setenv("BATOS_KERNEL__THREADS", "7")
    with still.config_file.open("a") as config:
        config.write("\n[cycle]\nseconds = 5.0\n")
    again = alone("up")
    assert (again.code, again.out) == (0, "")
    assert again.err.splitlines()[1:] == [
        "It runs with other settings than these:",
        f"  cycle.seconds: 120.0, here 5.0 ({still.config_file})",
        "  kernel.threads: 4, here 7 (environment)",
        "To have these: batos down, then batos up.",
    ]
    sick = alone("doctor")
    assert "it runs with other settings: kernel.threads: 4, here 7 (environment)" in sick.out
    assert alone("down").code == 0
    assert alone("up").code == 0
    assert "other settings" not in alone("up").err


@pytest.mark.long
def test_scripted_a_worker_that_is_killed_leaves_a_word_in_the_place_of_its_model(still):
    still.up()
    with still.client() as client:
        pid = still.engine("inference")["pid"]
    os.kill(pid, signal.SIGKILL)
    answer = still.batos("status")
    assert answer.code == 0
    assert "\nmodel      " in answer.out
    del client


def test_a_port_in_use_names_the_port(alone, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("BATOS_KERNEL__PORT", port)
        alone("up").sentence(6, port, "in use")


@pytest.mark.long
def test_a_damaged_image_is_left_as_it_is(alone, still):
    still.image_file.parent.mkdir(parents=True)
    still.image_file.write_bytes(b"garbage" * 100)
    answer = alone("up")
    assert answer.code == 3
    assert "is not an image, or its first bytes are damaged.\n" in answer.err
    assert "Traceback" not in answer.err
    assert still.image_file.read_bytes() == b"garbage" * 100
    told = alone("status")
    assert (told.code, told.out.splitlines()[0]) == (6, "kernel     down")
    assert "is not an image" in told.out


@pytest.mark.long
def test_a_model_that_is_not_there_is_told(alone, still):
    with still.config_file.open("a") as config:
        config.write('\n[backends.embedded]\nprovider = "llamacpp"\nmodel = "/nowhere/x.gguf"\n')
    still.config_file.write_text(
        still.config_file.read_text().replace('backend = "scripted"', 'backend = "embedded"')
    )
    answer = alone("up", "--wait")
    assert answer.code == 4
    assert "Error: The language model is not available: " in answer.err
    assert "/nowhere/x.gguf" in answer.err
    asked = alone("ask", "-q", "write a method that knots a text; e.g. 'ab' gives 'b-7-a'")
    assert asked.code in (1, 4)
    assert "/nowhere/x.gguf" in asked.err
    assert "Traceback" not in asked.err
    assert alone("objects").code == 0
    assert "/nowhere/x.gguf" in alone("status").out
    sick = alone("doctor")
    assert sick.code == 1
    assert "/nowhere/x.gguf" in sick.out
    alone("down")
    assert "/nowhere/x.gguf" in alone("doctor").out
