"""Asking a server: answers that arrive on an event loop, read by threads that may give up.

A request that was given up must end at the server too. A thread that waits for a socket cannot do
that; a task on a loop can be cancelled wherever it waits, which closes its connection, and that is
how a server learns that nobody listens any more.
"""

from __future__ import annotations

import asyncio
import ipaddress
import queue
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import suppress
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from batos.errors import BackendError
from batos.inference.limits import Limits

__all__ = ["RemoteLoop", "RemoteStream", "open_line"]

_T = TypeVar("_T")
_LOOK_EVERY_S = 0.05
"""How often a reader looks at its limits while nothing comes."""
_END_S = 5.0
"""How long a task may take to close its connection."""


class RemoteLoop:
    """An event loop in a thread of its own. Every method but the constructor is thread safe.

    Args:
        name: Name of the thread.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T], limits: Limits) -> _T | None:
        """Return what a coroutine gives; ``None`` where the limits ended it first.

        Raises:
            BackendError: The loop is closed.
        """
        if self._loop.is_closed():
            work.close()
            raise BackendError("The backend is closed.")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        while limits.ended_early() is None:
            with suppress(TimeoutError):
                return future.result(_LOOK_EVERY_S)
            if future.done():  # it was the work itself that timed out
                return future.result()
        future.cancel()
        return None

    def call(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called on the loop.

        Raises:
            BackendError: The loop is closed.
        """
        try:
            self._loop.call_soon_threadsafe(function, *args)
        except RuntimeError as error:
            raise BackendError("The backend is closed.") from error

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Cancel what runs, run a last coroutine, and end the thread."""
        if self._loop.is_closed():
            last.close()
            return
        with suppress(Exception):  # a connection that is broken need not be closed well
            asyncio.run_coroutine_threadsafe(self._wind_up(last), self._loop).result(_END_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_END_S)
        if not self._thread.is_alive():
            self._loop.close()

    async def _wind_up(self, last: Coroutine[Any, Any, None]) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await last
        await self._loop.shutdown_asyncgens()


class RemoteStream(Generic[_T]):
    """What an asynchronous iterator gives, for a thread, until its limits are reached.

    Args:
        loop: Runs the iterator.
        source: Makes the iterator, on the loop.
        limits: When to give up.
    """

    def __init__(
        self,
        loop: RemoteLoop,
        source: Callable[[], Coroutine[Any, Any, AsyncIterator[_T]]],
        limits: Limits,
    ) -> None:
        self._limits = limits
        self._queue: queue.SimpleQueue[tuple[_T | None, BaseException | None]] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._loop = loop
        self._task: asyncio.Task[None] | None = None
        loop.call(self._start, source)

    def _start(self, source: Callable[[], Coroutine[Any, Any, AsyncIterator[_T]]]) -> None:
        self._task = asyncio.get_running_loop().create_task(self._pump(source))
        self._task.add_done_callback(lambda _: self._ended.set())

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _pump(self, source: Callable[[], Coroutine[Any, Any, AsyncIterator[_T]]]) -> None:
        try:
            items = await source()
            try:
                async for item in items:
                    self._queue.put((item, None))
            finally:
                # Left to the garbage collector, the connection would stay open until then.
                close = getattr(items, "aclose", None) or getattr(items, "close", None)
                if close is not None:
                    await close()
        except Exception as error:
            self._queue.put((None, error))
        else:
            self._queue.put((None, None))

    def __iter__(self) -> Iterator[_T]:
        """Yield what comes; ends when the source does or the limits are reached.

        Raises:
            Exception: What the source raised.
        """
        try:
            while self._limits.ended_early() is None:
                try:
                    item, error = self._queue.get(timeout=_LOOK_EVERY_S)
                except queue.Empty:
                    continue
                if error is not None:
                    raise error
                if item is None:
                    return
                yield item
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection, and wait until it is closed."""
        if not self._ended.is_set():
            with suppress(BackendError):  # a loop that is closed has ended everything
                self._loop.call(self._cancel)
                self._ended.wait(_END_S)


def open_line(url: str) -> str:
    """Return a warning where prompts and keys would go over a network unencrypted.

    Args:
        url: Address of a server.

    Returns:
        A sentence; empty where the server is this machine or the line is encrypted.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host in ("", "localhost") or host.endswith(".localhost"):
        return ""
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return ""
    return f"Prompts and answers go to {host} unencrypted: anybody on the way can read them."
