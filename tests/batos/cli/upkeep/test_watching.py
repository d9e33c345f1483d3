"""``batos watchdog``, and what the other commands know of it."""

import json
import os
import signal

from batos.wire.connection import Connection


def events(process, until):
    """Return what a watchdog tells, up to an event of a name."""
    told = []
    for line in process.stdout:
        told.append(json.loads(line))
        if told[-1]["event"] == until:
            return told
    raise AssertionError(told)


def test_scripted_the_system_comes_back_and_is_told_to_be_watched(alone, still, h):
    process = still.begin("watchdog", "--json")
    first = events(process, "up")[-1]["pid"]
    shown = alone("status", "--json").json()
    assert shown["watchdog"]["pid"] == process.pid
    assert f"watching the kernel (pid {first})" in alone("status").out
    os.kill(first, signal.SIGKILL)
    second = events(process, "up")[-1]["pid"]
    assert Connection.read(still.run_dir).pid == second != first
    alone("watchdog").sentence(6, f"A watchdog (pid {process.pid}) is watching here already.")
    assert alone("down").err.endswith("BAT OS is down; the image is closed.\n")
    assert events(process, "ended")
    assert h.Home.finish(still, process).code == 0
    assert alone("status", "--json").json()["watchdog"] is None


def test_a_kernel_that_cannot_be_configured_is_given_up_with_the_reason(alone, still, h):
    process = still.begin("watchdog", env={"BATOS_KERNEL__IMAGE_WORKERS": "2"})
    answer = h.Home.finish(still, process)
    assert answer.code in (2, 78)
    assert "kernel.image_workers is 2" in answer.err
