"""One connection serves many threads, whatever the job does that one of them runs."""

import socket
import threading
from contextlib import ExitStack, closing

import pytest

from batos.kernel.worker.switchboard import Switchboard
from batos.kernel.worker.transport import StreamTransport
from batos.wire.messages.frame import MAGIC

PATIENCE_S = 60.0


class Desk:
    """A board at one end of a real pair of sockets, and the kernel's end of it.

    What the kernel says names what is done: a function of ``jobs`` that runs inline, or nothing.
    """

    def __init__(self, stack, tick_s=1.0):
        mine, theirs = socket.socketpair()
        self.kernel = stack.enter_context(closing(StreamTransport(mine)))
        transport = stack.enter_context(closing(StreamTransport(theirs)))
        self.jobs = {}
        self.heard, self.threads = [], []
        self.ticks = threading.Semaphore(0)
        self.board = Switchboard(
            transport,
            on_message=self._on_message,
            on_tick=self.ticks.release,
            tick_s=tick_s,
        )
        self._came = threading.Condition()
        self._serving = threading.Thread(target=self.board.serve, daemon=True)
        stack.callback(self.end)
        self._serving.start()

    def _on_message(self, frames):
        word = frames[1].decode()
        with self._came:
            self.heard.append(word)
            self.threads.append(threading.get_ident())
            self._came.notify_all()
        if word in self.jobs:
            self.board.inline(self.jobs[word])

    def say(self, *words):
        for word in words:
            self.kernel.send([MAGIC, word.encode(), b""])

    def hears(self, word):
        with self._came:
            return self._came.wait_for(lambda: word in self.heard, PATIENCE_S)

    def ended(self):
        self._serving.join(PATIENCE_S)
        return not self._serving.is_alive()

    def end(self):
        self.board.close()
        assert self.ended()


@pytest.fixture
def desk_of():
    with ExitStack() as stack:
        yield lambda **options: Desk(stack, **options)


@pytest.fixture
def desk(desk_of):
    return desk_of()


def test_messages_come_in_order_and_short_jobs_need_no_other_thread(desk):
    done = []
    desk.jobs = {"job": lambda: done.append(threading.get_ident())}
    desk.say("a", "job", "b", "job", "end")
    assert desk.hears("end")
    assert desk.heard == ["a", "job", "b", "job", "end"]
    assert done == [desk.threads[1], desk.threads[3]]


def test_jobs_that_turn_out_not_to_be_short_hold_nobody_up(desk):
    gate = threading.Event()
    desk.jobs = {name: lambda: gate.wait(PATIENCE_S) for name in ("one", "two", "three")}
    desk.say("one", "two", "three", "last")
    assert desk.hears("last")
    assert len(set(desk.threads)) == 4, "each took the lead over from one that was caught"
    gate.set()
    desk.say("after")
    assert desk.hears("after")


def test_a_job_may_wait_for_what_comes_over_the_same_connection(desk):
    found = []

    def job():
        desk.board.step_aside()
        found.append(desk.hears("answer"))
        desk.say("done")

    desk.jobs = {"job": job}
    desk.say("job", "answer")
    assert desk.hears("answer")
    desk.board.step_aside()  # from a thread that does not lead: nothing to give away
    assert desk.hears("done")
    assert found == [True]


def test_it_ticks_while_nothing_comes_and_while_a_job_is_caught(desk_of):
    desk = desk_of(tick_s=0.01)
    gate = threading.Event()
    desk.jobs = {"job": lambda: gate.wait(PATIENCE_S)}
    assert all(desk.ticks.acquire(timeout=PATIENCE_S) for _ in range(3))
    desk.say("job")
    assert desk.hears("job")
    assert all(desk.ticks.acquire(timeout=PATIENCE_S) for _ in range(10))
    gate.set()


def test_the_end_of_the_kernel_ends_it_and_is_told(desk):
    desk.say("last words")
    desk.kernel.wake()
    desk.kernel.close()
    assert desk.ended()
    assert desk.board.lost
    assert desk.heard == ["last words"]


def test_it_ends_when_it_is_closed_though_another_thread_leads(desk):
    gate = threading.Event()
    desk.jobs = {"job": lambda: gate.wait(PATIENCE_S)}
    desk.say("job", "next")
    assert desk.hears("next")
    desk.board.close()
    desk.board.close()
    gate.set()
    assert desk.ended()
    assert not desk.board.lost, "the kernel is still there"
