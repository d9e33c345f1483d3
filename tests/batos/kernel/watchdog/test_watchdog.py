"""Kernels that die, hang, cannot start or are stopped, and who watches over them."""

import os
import signal
import sys

import pytest

from batos.kernel.process import launch
from batos.kernel.process.service import KernelExit
from batos.kernel.watchdog.record import Watch
from batos.wire.client import KernelClient
from batos.wire.messages.kernel import Ping


def test_a_kernel_that_was_killed_answers_again(dog):
    watched = dog().start()
    first = watched.up()
    os.kill(first.pid, signal.SIGKILL)
    assert watched.until("died")["cause"] == "killed by SIGKILL"
    assert watched.up().pid != first.pid
    with KernelClient.connect(watched.kernel.run, timeout=120) as client:
        assert client.request(Ping()).state == "ready"
    watch = Watch.read(watched.kernel.run)
    assert (watch.pid, watch.restarts) == (watched.pid, 1)


def test_one_that_lives_and_does_not_answer_is_ended_and_started_again(dog):
    watched = dog(patience_s=2.0).start()
    first = watched.up()
    os.kill(first.pid, signal.SIGSTOP)
    assert "has not answered" in watched.until("hung")["cause"]
    assert watched.up().pid != first.pid
    assert not first.alive()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_both(dog, name):
    watched = dog().start()
    kernel = watched.up()
    os.kill(watched.pid, getattr(signal, name))
    assert watched.code() == 0
    assert not kernel.alive()
    assert Watch.read(watched.kernel.run) is None
    assert watched.events[-2]["reason"] == name


def test_one_that_is_stopped_is_not_started_again(dog):
    watched = dog().start()
    watched.up()
    launch.stop(watched.kernel.run)
    assert (watched.code(), watched.events[-1]["event"]) == (0, "ended")


def test_it_is_given_up_with_the_reason_when_it_never_starts(dog):
    program = "import sys; print('no, thank you'); sys.exit(70)"
    watched = dog(breaker=3).start([sys.executable, "-c", program])
    assert watched.code() == KernelExit.INTERNAL
    assert [each["event"] for each in watched.events].count("starting") == 3
    assert "it ended 3 times" in watched.events[-1]["reason"]
    assert "no, thank you" in watched.events[-1]["reason"]


@pytest.mark.parametrize("code", [KernelExit.CONFIG, KernelExit.PERMISSION, 82])
def test_it_is_given_up_at_once_where_another_start_cannot_help(dog, code):
    watched = dog().start([sys.executable, "-c", f"import sys; sys.exit({int(code)})"])
    assert watched.code() == code
    assert [each["event"] for each in watched.events] == ["starting", "failed", "given_up"]


def test_a_kernel_that_runs_already_is_watched_from_then_on(dog, h):
    watched = dog()
    watched.kernel.start({"name": "main", "capabilities": ["echo"]})
    watched.start()
    assert watched.until("found")["pid"] == watched.kernel.connection.pid
    watched.kernel.kill()
    watched.until("died")
    watched.up()


def test_a_second_one_is_refused(dog):
    watched = dog().start()
    watched.up()
    second = dog().start()
    assert second.code() == 1  # the error, as the program of this test leaves it
    assert Watch.read(watched.kernel.run).pid == watched.pid


def test_one_that_is_told_to_end_between_two_kernels_starts_none(dog):
    program = "import sys; sys.exit(70)"
    watched = dog(breaker=1000).start([sys.executable, "-c", program])
    watched.until("failed")
    Watch.dismiss(watched.kernel.run)
    assert watched.code() == 0
    assert launch.running(watched.kernel.run) is None
