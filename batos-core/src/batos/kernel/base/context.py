"""What a worker's handler knows about the request it is running."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from batos.errors import CancelledError, DeadlineError
from batos.inference.backend import CancelToken
from batos.wire.codec import Body, decode_body, encode_body, encode_header
from batos.wire.faults import error_from_body, error_to_body
from batos.wire.messages.frame import MAGIC, MAX_WORKER_BODY, Header, new_id
from batos.wire.messages.kernel import CancelJob
from batos.wire.messages.request import Request, Told, answered, read

if TYPE_CHECKING:
    from batos.wire.client import EventCallback

__all__ = ["Exchange", "Handler", "JobContext", "OwnWork", "typed"]

_LOOK_S = 0.2
"""Seconds between two looks at whether somebody has cancelled a request that is waited for."""

A = TypeVar("A")
Q = TypeVar("Q", bound=Request[Any])


class Exchange:
    """The worker's side of the bus, as a context needs it.

    Args:
        send: Sends frames from any thread.
        step_aside: Called before a handler waits, with the name of its job.
    """

    def __init__(
        self, send: Callable[[list[bytes]], None], step_aside: Callable[[str], None]
    ) -> None:
        self.send = send
        self.step_aside = step_aside
        self._waiting: dict[str, queue.SimpleQueue[tuple[Header, bytes]]] = {}

    def expect(self, request_id: str) -> queue.SimpleQueue[tuple[Header, bytes]]:
        """Return the queue that the answers to an own request will arrive in."""
        answers: queue.SimpleQueue[tuple[Header, bytes]] = queue.SimpleQueue()
        self._waiting[request_id] = answers
        return answers

    def forget(self, request_id: str) -> None:
        """Take no more answers to an own request."""
        self._waiting.pop(request_id, None)

    def arrived(self, header: Header, raw: bytes) -> None:
        """Bring an answer to whoever waits for it."""
        answers = self._waiting.get(header.re)
        if answers is not None:
            answers.put((header, raw))


class JobContext:
    """One request, as its handler sees it. Every method may be called from any thread.

    Attributes:
        type: What is asked.
        job: The kernel's name for it.
        request_id: The id that the client gave it.
        to: The address in its header.
        deadline: Monotonic time when its sender loses interest; None means never.
    """

    def __init__(self, header: Header, exchange: Exchange) -> None:
        self.type = header.type
        self.job = header.id
        self.request_id = header.re
        self.to = header.to
        self.deadline = time.monotonic() + header.ttl_ms / 1000 if header.ttl_ms else None
        self._made: dict[str, CancelToken] = {}
        self._cancelled = False
        self._aside = False
        self._lane = header.lane
        self._exchange = exchange

    @property
    def cancel_token(self) -> CancelToken:
        """Set when the request is to stop; made when somebody first asks for it."""
        token = self._made.get("token")
        if token is None:
            # In one step: two threads that ask at once get the same one.
            token = self._made.setdefault("token", CancelToken())
            if self._cancelled:  # asked in between: whoever comes second sets it
                token.cancel()
        return token

    @property
    def cancelled(self) -> bool:
        """Whether the request is to stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the handler to stop; the worker's runtime calls this."""
        self._cancelled = True
        for token in list(self._made.values()):
            token.cancel()

    def step_aside(self) -> None:
        """Before waiting for a model, a person, the disk or others: give this place to others.

        What waits takes no place among the messages that a worker carries out at once, and the
        thread in which it waits is replaced. It need not be taken back: what goes on later goes
        on beside the others.
        """
        if not self._aside:
            self._aside = True
            self._exchange.step_aside(self.job)

    def event(self, told: Told, *, key: str = "") -> None:
        """Tell the client something.

        Args:
            told: It.
            key: While events wait for a slow client, newer ones with the same key replace
                older ones: for progress, of which only the latest matters.
        """
        self.tell(told.TYPE, told, key=key)

    def tell(self, type: str, body: Body | None = None, *, key: str = "") -> None:  # noqa: A002
        """Tell the client something for which there is no message; see :meth:`event`."""
        header = Header(kind="evt", type=type, re=self.job, key=key)
        self._exchange.send([MAGIC, encode_header(header), encode_body(body)])

    def request(
        self,
        asked: Request[A],
        *,
        on_event: EventCallback | None = None,
        timeout: float | None = None,
        cancel: CancelToken | None = None,
    ) -> A:
        """Ask another worker (or the kernel) something and return its answer.

        The request belongs to this job: it is cancelled with it, or by a token of its own.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: It took longer than ``timeout`` seconds.
            BatosError: What was answered, as its own class.
        """
        body = self.call(asked.TYPE, asked, on_event=on_event, timeout=timeout, cancel=cancel)
        return answered(asked, body)

    def call(
        self,
        type: str,  # noqa: A002 - the header's own word
        body: Body | None = None,
        *,
        on_event: EventCallback | None = None,
        timeout: float | None = None,
        cancel: CancelToken | None = None,
    ) -> dict[str, Any]:
        """Ask something for which there is no message; see :meth:`request`."""
        request_id = new_id()
        answers = self._expect(request_id)
        header = Header(
            kind="req",
            type=type,
            id=request_id,
            parent=self.job,
            lane=self._lane,
            ttl_ms=int(timeout * 1000) if timeout else 0,
            ts=time.time(),
        )
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            self._exchange.send([MAGIC, encode_header(header), encode_body(body)])
            self.step_aside()
            return self._terminal(answers, on_event, deadline, cancel)
        except queue.Empty:
            if cancel is not None and cancel.cancelled:
                self._give_up(request_id, "nobody waits for it")
                raise CancelledError("The work was cancelled.") from None
            self._give_up(request_id, "its time is over")
            raise DeadlineError(f"{type!r} took longer than the time given to it.") from None
        finally:
            self._forget(request_id)

    def _expect(self, request_id: str) -> queue.SimpleQueue[tuple[Header, bytes]]:
        return self._exchange.expect(request_id)

    def _forget(self, request_id: str) -> None:
        self._exchange.forget(request_id)

    def _terminal(
        self,
        answers: queue.SimpleQueue[tuple[Header, bytes]],
        on_event: EventCallback | None,
        deadline: float | None,
        cancel: CancelToken | None,
    ) -> dict[str, Any]:
        while True:
            header, raw = _next(answers, deadline, cancel)
            if header.kind == "rep":
                return decode_body(raw, MAX_WORKER_BODY)
            if header.kind == "err":
                raise error_from_body(decode_body(raw, MAX_WORKER_BODY))
            if header.kind == "evt" and on_event is not None:
                on_event(header.type, decode_body(raw, MAX_WORKER_BODY))

    def _give_up(self, request_id: str, reason: str) -> None:
        asked = CancelJob(request_id, reason=reason)
        header = Header(kind="req", type=asked.TYPE, id=new_id())
        self._exchange.send([MAGIC, encode_header(header), encode_body(asked)])


class OwnWork(JobContext):
    """Work that a worker does by itself, without a request that it would belong to.

    What it asks belongs to no job of the kernel, so that it is this side that cancels it. Waiting
    requests of people come first: it asks in the lane for batches.

    Args:
        exchange: The worker's side of the bus.
    """

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(Header(kind="req", type="own", lane="batch"), exchange)
        self._open: dict[str, queue.SimpleQueue[tuple[Header, bytes]]] = {}

    def step_aside(self) -> None:
        """Do nothing: it takes nobody's place."""

    def cancel(self) -> None:
        """Ask for the work to stop, and let nobody wait for an answer any more."""
        super().cancel()
        for request_id, answers in list(self._open.items()):
            self._give_up(request_id, "its worker is ending")
            self._wake(answers)

    def _expect(self, request_id: str) -> queue.SimpleQueue[tuple[Header, bytes]]:
        answers = super()._expect(request_id)
        self._open[request_id] = answers
        if self.cancelled:  # it comes too late for cancel() to see it
            self._wake(answers)
        return answers

    def _forget(self, request_id: str) -> None:
        self._open.pop(request_id, None)
        super()._forget(request_id)

    @staticmethod
    def _wake(answers: queue.SimpleQueue[tuple[Header, bytes]]) -> None:
        body = error_to_body(CancelledError("The worker is ending."))
        answers.put((Header(kind="err"), encode_body(body)))


def _next(
    answers: queue.SimpleQueue[tuple[Header, bytes]],
    deadline: float | None,
    cancel: CancelToken | None,
) -> tuple[Header, bytes]:
    """Return what comes next.

    Raises:
        queue.Empty: The time is over, or it was cancelled.
    """
    while True:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        look = left if cancel is None else min(_LOOK_S, _LOOK_S if left is None else left)
        try:
            return answers.get(timeout=look)
        except queue.Empty:
            if cancel is None or cancel.cancelled or look == left:
                raise


Handler = Callable[[str, dict[str, Any], JobContext], Body | None]
"""Runs one request: type, body and context in, the body of the reply out.

An expected error (BatosError) becomes the client's error; anything else an ``internal`` error
whose traceback is in the worker's log.
"""


def typed(kind: type[Q], answer: Callable[[Q, JobContext], Body]) -> tuple[str, Handler]:
    """Return a type of message and a handler that reads its body before it is answered."""

    def handler(_type: str, body: dict[str, Any], job: JobContext) -> Body:
        return answer(read(kind, body), job)

    return kind.TYPE, handler
