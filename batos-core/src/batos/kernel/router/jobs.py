"""Requests that workers answer: running, waiting and remembered."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from batos.kernel.base.outbox import Entry
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.spent import SpentIds
from batos.wire.codec import encode_body, encode_header
from batos.wire.founding import founding_answer
from batos.wire.messages.frame import MAGIC, Header
from batos.wire.messages.kernel import Gap, JobLine

if TYPE_CHECKING:
    from batos.kernel.base.links import Peer

__all__ = ["Job", "JobTable", "Journal", "message_mark"]


class Journal:
    """The last events of one request, for a client that comes back.

    Args:
        limits: How many entries and bytes are kept.
    """

    __slots__ = ("_bytes", "_limits", "entries")

    def __init__(self, limits: KernelLimits) -> None:
        self._limits = limits
        self._bytes = 0
        self.entries: deque[Entry] = deque()

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._bytes

    def add(self, entry: Entry) -> None:
        """Keep an event, and let the oldest go if there are too many."""
        self.entries.append(entry)
        self._bytes += entry.size
        limits = self._limits
        while len(self.entries) > limits.journal_entries or self._bytes > limits.journal_bytes:
            self._bytes -= self.entries.popleft().size

    def after(self, seq: int) -> list[Entry]:
        """Return the kept events with a higher number."""
        return [entry for entry in self.entries if entry.seq > seq]


class Job:
    """One request on its way through a worker.

    Attributes:
        key: The kernel's own short name for it.
        request_id: The id that its sender gave it.
        type: What is asked.
        mark: What is the same for all requests that ask the same.
        peer: Who gets events and the terminal; moves when a client comes back.
        lane: Which queue it waits in.
        shard: What is the same for all messages to one receiver; empty where any worker will do.
        weights: How much each of several workers is the one for that receiver, by name.
        inc: Incarnation of the kernel, for the headers.
        state: queued, running or done.
        body: Undecoded, until it is over: a worker may die before it has begun it.
        tries: How often it was given to a worker that had begun it and died.
        moves: How often it was given to a worker that died, begun or not.
        engine: Name of the worker that has it, or an empty text.
        parent: The job that a worker made it for.
        children: Open jobs that its worker made for it.
        seq: Number of the last event.
        journal: The last events; None until there is one.
        terminal: The message that ended it.
        expires: Monotonic time when it loses its point; 0 means never.
        founding: Frames before the answer if it came in the founding form, else None.
        cancelled: Why it is being cancelled, or an empty text.
        topic: Whose conversation it is a turn of, and which; None for none.
        cycles: The cognitive cycles that it has told of.
        watches: What hears it, requests of others.
        watched: Of such a request: what it hears; itself where that is a conversation.
    """

    __slots__ = (
        "_journal_limits",
        "acked",
        "body",
        "cancelled",
        "children",
        "cycles",
        "engine",
        "expires",
        "founding",
        "inc",
        "journal",
        "key",
        "lane",
        "mark",
        "moves",
        "parent",
        "peer",
        "request_id",
        "seq",
        "sess",
        "shard",
        "started",
        "state",
        "terminal",
        "to",
        "topic",
        "tp",
        "tries",
        "type",
        "watched",
        "watches",
        "weights",
    )

    def __init__(
        self, key: str, peer: Peer, header: Header, *, inc: str, limits: KernelLimits
    ) -> None:
        self.key = key
        self.request_id = header.id
        self.sess = header.sess or peer.identity.hex()
        self.type = header.type
        self.mark = ""
        self.to = header.to
        self.tp = header.tp
        self.lane = header.lane
        self.shard = ""
        self.weights: dict[str, int] = {}
        self.peer = peer
        self.inc = inc
        self.state: Literal["queued", "running", "done"] = "queued"
        self.body: bytes | None = None
        self.engine = ""
        self.parent: Job | None = None
        self.children: set[Job] | None = None
        self.seq = 0
        self.journal: Journal | None = None
        self.terminal: Entry | None = None
        self.expires = 0.0
        self.founding: list[bytes] | None = None
        self.cancelled = ""
        self.topic: tuple[str, str] | None = None
        self.cycles: list[str] = []
        self.watches: list[Job] | None = None
        self.watched: Job | None = None
        self.acked = False
        self.tries = 0
        self.moves = 0
        self.started = time.monotonic()
        self._journal_limits = limits

    def event(self, type_: str, raw: bytes, key: str = "") -> None:
        """Send an event to whoever asked, and to those who hear it, numbered and journaled."""
        for watch in self.watches or ():
            watch.event(type_, raw, key)
        if self.founding is not None:
            return  # that form has no events
        waiting = self.peer.outbox.waiting(self, key) if key and self.peer.outbox else None
        if waiting is not None:
            self.peer.outbox.replace(waiting, self._frames(type_, waiting.seq, raw))
            return
        self.seq += 1
        entry = Entry(self._frames(type_, self.seq, raw), self, self.seq, key)
        if self.journal is None:
            self.journal = Journal(self._journal_limits)
        self.journal.add(entry)
        self.peer.deliver(entry)

    def end(self, kind: str, raw: bytes) -> None:
        """Send the message that ends it: a reply or an error."""
        if self.founding is not None:
            answer = founding_answer(raw) if kind == "rep" else founding_answer(None, raw)
            self.terminal = Entry([*self.founding, answer])
        else:
            header = Header(
                kind="rep" if kind == "rep" else "err",
                type=self.type,
                re=self.request_id,
                inc=self.inc,
            )
            self.terminal = Entry([MAGIC, encode_header(header), raw])
        self.peer.open -= 1
        self.peer.deliver(self.terminal, closes=self)

    def gap(self, first: int, last: int) -> Entry:
        """Return the event that stands for lost ones."""
        told = Gap(first, last, last - first + 1)
        return Entry(self._frames(told.TYPE, last, encode_body(told)))

    def replay(self, last_seq: int) -> None:
        """Send again what a client that came back has missed."""
        entries = self.journal.after(last_seq) if self.journal else []
        first = entries[0].seq if entries else self.seq + 1
        if first > last_seq + 1:
            self.peer.deliver(self.gap(last_seq + 1, first - 1))
        for entry in entries:
            self.peer.deliver(entry)
        if self.terminal is not None:
            self.peer.deliver(self.terminal, closes=self)

    @property
    def size(self) -> int:
        """Bytes that are remembered of it."""
        events = self.journal.size if self.journal else 0
        return events + (self.terminal.size if self.terminal else 0)

    def summary(self) -> JobLine:
        """Return what ``jobs.list`` shows."""
        return {
            "job": self.key,
            "request": self.request_id,
            "type": self.type,
            "state": self.state,
            "lane": self.lane,
            "engine": self.engine,
            "parent": self.parent.key if self.parent else "",
            "client": self.peer.name,
            "events": self.seq,
            "seconds": round(time.monotonic() - self.started, 3),
            "cancelled": self.cancelled,
            "cycles": list(self.cycles),
        }

    def _frames(self, type_: str, seq: int, raw: bytes) -> list[bytes]:
        header = Header(kind="evt", type=type_, re=self.request_id, inc=self.inc, seq=seq)
        return [MAGIC, encode_header(header), raw]


def message_mark(type_: str, raw: bytes) -> str:
    """Return what is the same for two requests that ask the same."""
    return f"{type_} {blake2b(raw, digest_size=16).hexdigest()}"


class JobTable:
    """All jobs by name, and the finished ones for a while.

    Args:
        limits: How many finished jobs are remembered, and how long.

    Attributes:
        spent: The ids of requests that were accepted, also of those that are forgotten.
    """

    def __init__(self, limits: KernelLimits) -> None:
        self._limits = limits
        self._count = 0
        self._open: dict[str, Job] = {}
        self._by_request: dict[str, Job] = {}
        self.spent = SpentIds()
        self._finished: OrderedDict[str, tuple[float, Job]] = OrderedDict()
        self._finished_bytes = 0

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._open.values()))

    def next_key(self) -> str:
        """Return a name for a new job."""
        self._count += 1
        return f"j{self._count:x}"

    def add(self, job: Job) -> None:
        """Take in a new job."""
        self._open[job.key] = job
        self._by_request[job.request_id] = job

    def get(self, key: str) -> Job | None:
        """Return an open job by the kernel's name for it."""
        return self._open.get(key)

    def of_request(self, request_id: str) -> Job | None:
        """Return the job of a request, open or remembered."""
        return self._by_request.get(request_id)

    def find(self, name: str) -> Job | None:
        """Return a job by the kernel's name, its request's id, or a cycle that it has told of."""
        job = self._open.get(name) or self._by_request.get(name)
        if job is None and name in self._finished:
            job = self._finished[name][1]
        if job is None:
            every = (*self._open.values(), *(job for _, job in self._finished.values()))
            job = next((each for each in every if name in each.cycles), None)
        return job

    def retire(self, job: Job, now: float) -> None:
        """Remember a job that is over, and forget the oldest ones."""
        self._open.pop(job.key, None)
        self._finished[job.key] = (now, job)
        self._finished_bytes += job.size
        limits = self._limits
        while len(self._finished) > limits.finished or self._finished_bytes > limits.finished_bytes:
            self._forget_oldest()

    def forget_old(self, now: float) -> None:
        """Forget finished jobs whose time is up."""
        while self._finished:
            when, _job = next(iter(self._finished.values()))
            if now - when < self._limits.finished_s:
                return
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        _key, (_when, job) = self._finished.popitem(last=False)
        self._finished_bytes -= job.size
        self._by_request.pop(job.request_id, None)
