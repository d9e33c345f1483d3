"""Answers that come on an event loop, and readers that give up."""

import asyncio
import threading

import pytest

from batos.errors import BackendError
from batos.inference.backend import CancelToken
from batos.inference.limits import Limits
from batos.inference.remote import RemoteLoop, RemoteStream, open_line


@pytest.fixture
def loop():
    made = RemoteLoop("test-loop")
    yield made
    made.close(asyncio.sleep(0))


def limits(cancel=None, seconds=60.0, closing=None):
    return Limits(cancel or CancelToken(), seconds, closing or threading.Event())


class Source:
    """Gives numbers, then waits for ever; tells when it was closed."""

    def __init__(self, count, error=None):
        self.count, self.error = count, error
        self.closed = threading.Event()

    async def __call__(self):
        return self._items()

    async def _items(self):
        try:
            for number in range(self.count):
                yield number + 1
            if self.error is not None:
                raise self.error
            if self.count:
                await asyncio.sleep(3600)
        finally:
            self.closed.set()


def test_what_comes_is_passed_on_and_the_end_ends_it(loop):
    assert list(RemoteStream(loop, Source(0), limits())) == []


def test_an_error_reaches_the_reader(loop):
    stream = iter(RemoteStream(loop, Source(2, ValueError("no")), limits()))
    assert [next(stream), next(stream)] == [1, 2]
    with pytest.raises(ValueError, match="no"):
        next(stream)


def test_a_cancel_closes_the_source(loop):
    source, token = Source(3), CancelToken()
    heard = []
    for number in RemoteStream(loop, source, limits(token)):
        heard.append(number)
        if number == 3:
            token.cancel()
    assert heard == [1, 2, 3]
    assert source.closed.is_set()


def test_a_deadline_and_a_closing_backend_end_it_too(loop):
    given = limits(seconds=0.05)
    assert list(RemoteStream(loop, Source(1), given)) == [1]
    assert given.ended_early() == "deadline"
    closing = threading.Event()
    closing.set()
    assert list(RemoteStream(loop, Source(1), limits(closing=closing))) == []


def test_leaving_the_stream_closes_the_source(loop):
    source = Source(2)
    stream = iter(RemoteStream(loop, source, limits()))
    next(stream)
    stream.close()
    assert source.closed.is_set()


def test_a_single_answer_is_waited_for_as_long_as_there_is_time(loop):
    async def give(value, seconds=0.0):
        await asyncio.sleep(seconds)
        return value

    async def time_out():
        raise TimeoutError("of its own")

    assert loop.run(give(7), limits()) == 7
    assert loop.run(give(7, 3600), limits(seconds=0.05)) is None
    with pytest.raises(TimeoutError, match="of its own"):
        loop.run(time_out(), limits())


def test_closing_ends_what_runs_and_runs_the_last():
    loop, source, ran = RemoteLoop("test-loop"), Source(1), []

    async def last():
        ran.append(True)

    stream = iter(RemoteStream(loop, source, limits()))
    next(stream)
    loop.close(last())
    assert ran == [True]
    assert source.closed.is_set()
    loop.close(last())  # once more changes nothing
    assert ran == [True]
    with pytest.raises(BackendError, match="closed"):
        loop.run(last(), limits())
    with pytest.raises(BackendError, match="closed"):
        RemoteStream(loop, source, limits())


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://127.0.0.1:11434", False),
        ("http://[::1]:11434", False),
        ("http://localhost/v1", False),
        ("https://models.example.com/v1", False),
        ("http://models.example.com/v1", True),
        ("http://192.168.1.7:8000", True),
    ],
)
def test_an_open_line_to_another_machine_is_told(url, warned):
    assert bool(open_line(url)) is warned
