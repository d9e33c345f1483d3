"""The line to the kernel, with real kernels."""

import asyncio

import pytest

from batos.errors import KernelNotRunningError, WireError
from batos.wire.messages.kernel import ListJobs
from batos_client.parlor.line import Line
from batos_client.parlor.model.presence import PresenceState


class Told:
    """The presences that were told."""

    def __init__(self):
        self.all = []
        self._queue = asyncio.Queue()

    def __call__(self, presence):
        self.all.append(presence)
        self._queue.put_nowait(presence)

    async def until(self, state):
        while (presence := await self._queue.get()).state is not state:
            pass
        return presence


def test_it_waits_for_a_kernel_and_says_what_to_do(p, tmp_path):
    @p.on_a_loop
    async def run():
        told = Told()
        line = Line(tmp_path, told)
        keeping = asyncio.ensure_future(line.keep())
        presence = await told.until(PresenceState.AWAY)
        assert (presence.text, presence.hint) == (
            "No kernel is running.",
            "start it with: batos up",
        )
        with pytest.raises(WireError, match="No kernel is running"):
            await line.request(ListJobs())
        line.hurry()
        await told.until(PresenceState.AWAY)
        keeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await keeping
        assert line.presence.state is PresenceState.CLOSED

    run()


def test_it_comes_back_after_the_kernel_was_gone(p, kernel):
    @p.on_a_loop
    async def run():
        await asyncio.to_thread(kernel.start)
        told = Told()
        line = Line(kernel.run, told)
        keeping = asyncio.ensure_future(line.keep())
        first = await told.until(PresenceState.READY)
        assert (await line.request(ListJobs())).jobs == []
        await asyncio.to_thread(kernel.kill)
        gone = await told.until(PresenceState.AWAY)
        assert "stopped" in gone.text
        with pytest.raises((KernelNotRunningError, WireError)):
            await line.request(ListJobs())
        await asyncio.to_thread(kernel.start)
        line.hurry()
        again = await told.until(PresenceState.READY)
        assert (first.times, again.times) == (0, 1)
        assert (await line.request(ListJobs())).jobs == []
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)

    run()
