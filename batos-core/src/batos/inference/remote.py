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
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from batos.errors import BackendError, CancelledError, DeadlineError
from batos.inference.backend import CancelToken, Progress
from batos.inference.counting import check_whole, fewest_tokens
from batos.inference.limits import Limits

__all__ = ["RemoteBackend", "RemoteLink", "RemoteLoop", "RemoteStream", "open_line"]


class RemoteLink(Protocol):
    """The connections to one server, used on the loop alone."""

    async def close(self) -> None:
        """Close every connection."""
        ...

    async def embed(self, texts: list[str]) -> tuple[list[list[float]], int]:
        """Return a vector for each text, and the tokens that the server has read."""
        ...


_T = TypeVar("_T")
_L = TypeVar("_L", bound=RemoteLink)
_S = TypeVar("_S")
_LOOK_EVERY_S = 0.05
"""How often a reader looks at its limits while nothing comes."""
_END_S = 5.0
"""How long a task may take to close its connection."""
_EMBED_S = 120.0


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


class RemoteBackend(ABC, Generic[_L, _S]):
    """What is the same in every backend that asks a server. Thread safe.

    Args:
        served: What is taken for true of the server until it was asked.

    Attributes:
        name: Name of the backend.
        server: The server, as a sentence begins with it.
        window_hint: What to do where a prompt does not fit.
    """

    name: str
    server: ClassVar[str]
    window_hint: ClassVar[str]

    def __init__(self, served: _S) -> None:
        self._served = served
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._loop: RemoteLoop | None = None
        self._link: _L | None = None

    @property
    @abstractmethod
    def _window(self) -> int:
        """Tokens of the context window."""

    @property
    @abstractmethod
    def _embedding_model(self) -> str:
        """Name of the model that makes vectors; empty where there is none."""

    @abstractmethod
    def _connect(self, progress: Progress) -> None:
        """Ask the server for what is needed; :meth:`_ask` does it."""

    @abstractmethod
    def _told(self, error: BaseException, link: _L | None, asked: int = 0) -> BaseException:
        """Return an error of ours for one of the client library.

        Args:
            error: What was raised.
            link: Where; None when it could not even be made.
            asked: Tokens of the request, at least.
        """

    def load(self, progress: Progress) -> None:
        """Ask the server for the model, once.

        Raises:
            ModelFileError: It has no such model.
            ConfigError: An option cannot be used.
            BackendError: The server cannot be reached, refuses or has no room for the model, or
                the backend is closed.
        """
        with self._lock:
            if self._closing.is_set():
                raise BackendError(f"Backend {self.name!r} is closed.")
            if self._link is None:
                self._connect(progress)

    def _ask(
        self,
        make: Callable[[], _L],
        ask: Callable[[_L], Coroutine[Any, Any, _S]],
        seconds: float,
        late: str,
    ) -> _S:
        """Open the connection and keep what the server says of itself.

        Args:
            make: Makes the link.
            ask: Asks over it.
            seconds: How long the server may take.
            late: What is told of a server that takes longer.

        Raises:
            BackendError: It was too late, or the error of :meth:`_told`.
        """
        loop, link = RemoteLoop(f"{self.name}-loop"), None
        try:
            link = make()
            served = loop.run(ask(link), Limits(CancelToken(), seconds, self._closing))
        except BaseException as error:
            loop.close(link.close() if link is not None else _nothing())
            raise self._told(error, link) from error
        if served is None:
            loop.close(link.close())
            raise BackendError(late)
        self._served, self._loop, self._link = served, loop, link
        return served

    def close(self) -> None:
        """Stop running requests and close every connection."""
        self._closing.set()
        with self._lock:
            if self._loop is not None and self._link is not None:
                self._loop.close(self._link.close())

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> list[list[float]]:
        """Return one vector for each text.

        Raises:
            PromptTooLongError: A text does not fit, or the server has cut it.
            CancelledError: It was cancelled.
            BackendError: No model for vectors is configured, or the server cannot make them.
        """
        if not self._embedding_model:
            raise BackendError(
                "No model for vectors is configured.", hint="Set the option 'embedding_model'."
            )
        loop, link = self._loaded()
        if not texts:
            return []
        limits = Limits(cancel, _EMBED_S, self._closing)
        asked = sum(map(fewest_tokens, texts))
        try:
            made = loop.run(link.embed(list(texts)), limits)
        except Exception as error:
            raise self._told(error, link, asked) from error
        if made is None:
            if limits.ended_early() == "deadline":
                raise DeadlineError(f"{self.server} made no vectors within {_EMBED_S:g} s.")
            raise CancelledError("The vectors were cancelled.")
        vectors, counted = made
        if 0 < counted < asked:
            check_whole(asked, counted, self._window, self.window_hint)
        if len(vectors) != len(texts):
            raise BackendError(f"{self.server} made {len(vectors)} vectors of {len(texts)} texts.")
        return vectors

    def _loaded(self) -> tuple[RemoteLoop, _L]:
        if self._loop is None or self._link is None or self._closing.is_set():
            raise BackendError(f"Backend {self.name!r} is not loaded.")
        return self._loop, self._link


async def _nothing() -> None:
    """Do nothing, where nothing is to be closed."""


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
