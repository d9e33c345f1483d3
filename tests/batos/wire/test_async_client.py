"""The client on an event loop, against a real kernel and against its absence."""

import asyncio
import functools

import pytest

from batos.errors import CancelledError, DeadlineError, KernelNotRunningError, WireError
from batos.wire import AsyncKernelClient
from batos.wire.faults import UnknownTypeError
from batos.wire.messages.frame import MAX_BODY
from batos.wire.messages.kernel import ListJobs


def on_a_loop(test):
    """Run a test that is a coroutine."""

    @functools.wraps(test)
    def run(**given):
        asyncio.run(asyncio.wait_for(test(**given), 120))

    return run


class Heard:
    """Events as they come."""

    def __init__(self):
        self.kinds = []
        self._queue = asyncio.Queue()

    def __call__(self, kind, body):
        self.kinds.append(kind)
        self._queue.put_nowait((kind, body))

    async def until(self, wanted):
        while True:
            kind, body = await self._queue.get()
            if kind == wanted:
                return body


def connected(running, **options):
    return AsyncKernelClient.connect(running.run, timeout=60, **options)


@on_a_loop
async def test_no_kernel_says_so_and_how_to_start_one(tmp_path):
    with pytest.raises(KernelNotRunningError, match=r"No kernel is running\.") as caught:
        await AsyncKernelClient.connect(tmp_path)
    assert caught.value.hint == "start it with: batos up"


@on_a_loop
async def test_many_requests_are_answered_at_once(running):
    async with await connected(running, name="parlor") as client:
        assert client.welcome.state == "ready"
        answers = await asyncio.gather(*(client.call("echo", {"n": n}) for n in range(50)))
        assert [each["n"] for each in answers] == list(range(50))


@on_a_loop
async def test_events_come_in_order_before_the_answer(running):
    async with await connected(running) as client:
        numbers = []
        told = await client.call(
            "flood", {"count": 500}, on_event=lambda _kind, body: numbers.append(body.get("number"))
        )
        assert told == {"sent": 500}
        assert numbers == list(range(500))


@on_a_loop
async def test_an_error_is_raised_as_its_own_class(running):
    async with await connected(running) as client:
        with pytest.raises(UnknownTypeError, match="Nobody answers 'nonsense'"):
            await client.call("nonsense")


@on_a_loop
async def test_a_cancelled_request_ends_as_such(running, tmp_path):
    async with await connected(running) as client:
        heard = Heard()
        asked = asyncio.ensure_future(
            client.call(
                "gated", {"gate": str(tmp_path / "never")}, on_event=heard, request_id="mine"
            )
        )
        await heard.until("gated.running")
        client.cancel("mine")
        with pytest.raises(CancelledError):
            await asked


@on_a_loop
async def test_a_cancelled_task_cancels_the_request_as_well(running, tmp_path):
    async with await connected(running) as client:
        heard = Heard()
        asked = asyncio.ensure_future(
            client.call("gated", {"gate": str(tmp_path / "never")}, on_event=heard)
        )
        await heard.until("gated.running")
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        while (await client.request(ListJobs())).jobs:
            await asyncio.sleep(0.02)


@on_a_loop
async def test_a_request_has_its_time(running, tmp_path):
    async with await connected(running) as client:
        with pytest.raises(DeadlineError):
            await client.call("gated", {"gate": str(tmp_path / "never")}, timeout=0.3)


@on_a_loop
async def test_a_kernel_that_dies_is_noticed_by_all_who_wait(running, tmp_path):
    async with await connected(running) as client:
        heard = Heard()
        asked = asyncio.ensure_future(
            client.call("gated", {"gate": str(tmp_path / "never")}, on_event=heard)
        )
        await heard.until("gated.running")
        running.kill()
        with pytest.raises(KernelNotRunningError, match="stopped while"):
            await asked
        assert isinstance(await client.lost(), KernelNotRunningError)
        with pytest.raises(KernelNotRunningError):
            await client.call("echo")


@on_a_loop
async def test_what_is_closed_says_so(running):
    client = await connected(running)
    waiting = asyncio.ensure_future(client.lost())
    await asyncio.sleep(0)
    waiting.cancel()
    assert await client.call("echo", {"n": 1}) == {"n": 1}
    client.close()
    client.close()
    assert isinstance(await client.lost(), WireError)
    with pytest.raises(WireError, match="closed"):
        await client.call("echo")


@on_a_loop
async def test_nothing_is_missed_where_the_link_was_cut(running, tmp_path):
    gate = tmp_path / "gate"
    async with await connected(running) as client:
        heard = Heard()
        asked = asyncio.ensure_future(client.call("gated", {"gate": str(gate)}, on_event=heard))
        await heard.until("gated.running")
        # A frame far beyond the limit makes the transport cut the connection.
        client._send([b"BAT1", b"\x80", b"x" * (3 * MAX_BODY)])
        came_back = client._dealer.take_reconnected

        def noticed():
            is_back = came_back()
            if is_back:
                gate.touch()
            return is_back

        client._dealer.take_reconnected = noticed
        assert (await asked)["open"] is True
        assert heard.kinds == ["gated.running"]
