"""Hearing what others have asked: a request that runs, or all turns of a conversation.

Whoever joins a request hears its events from the first one that is kept, then those that come, and
at last its answer. Whoever joins a conversation is told of every request that is a turn of it, as
it begins, and joins the ones that it wants to hear.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import msgspec

from batos.errors import BatosError
from batos.kernel.base.links import Peer
from batos.kernel.router.engines import EngineBoard
from batos.kernel.router.jobs import Job, JobTable
from batos.kernel.router.refusals import read_own
from batos.plugins.cycle_event import CycleEvent
from batos.wire.codec import EMPTY_BODY, decode_header, encode_header
from batos.wire.faults import BusyError, DrainingError, UnknownJobError
from batos.wire.messages.frame import MAGIC, Header
from batos.wire.messages.talk.watching import JobBegun, Joined, WatchConversation, WatchJob

__all__ = ["WATCHES", "Watching", "topic_of"]

WATCHES = frozenset({WatchJob.TYPE, WatchConversation.TYPE})
_CYCLES = 64
"""The latest cycles of a request, which tell of themselves again and again."""
_LONGEST_ID = 64
"""Characters of the id of a cycle; what is longer is none."""
_NOBODY = "user"
"""Who asks where a request does not say."""
Topic = tuple[str, str]
"""Whose conversation, and which."""

_LOST = (MAGIC, encode_header(Header(kind="rep")), EMPTY_BODY)
"""What is told of the end of a request in the founding form, whose answer is no message."""

# Neither holds state between calls.
_fields = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
_encode = msgspec.msgpack.Encoder().encode


def topic_of(raw: bytes, field: str) -> Topic | None:
    """Return which conversation a request is a turn of, or None where it is of none.

    Args:
        raw: Its body, undecoded.
        field: Where in it the conversation is named.
    """
    try:
        found = _fields(raw)
        name: Any = msgspec.msgpack.decode(found[field])
        user: Any = msgspec.msgpack.decode(found["user"]) if "user" in found else ""
    except Exception:  # the worker will tell what is wrong with it
        return None
    if not isinstance(name, str) or not isinstance(user, str) or not name:
        return None
    return user or _NOBODY, name.strip()


class _Cycle(msgspec.Struct):
    cycle: str = ""


_cycle = msgspec.msgpack.Decoder(_Cycle).decode


class Watching:
    """Lets clients join.

    Args:
        board: The workers; they say of which requests conversations are made.
        jobs: The requests.
        make: Makes a request of a client into a job.
        end: Ends a job with a kind of message and a body.
        most: Requests that one client may have open.
    """

    def __init__(
        self,
        board: EngineBoard,
        jobs: JobTable,
        *,
        make: Callable[[Peer, Header], Job],
        end: Callable[[Job, str, bytes], None],
        most: int,
    ) -> None:
        self._board = board
        self._jobs = jobs
        self._make = make
        self._end = end
        self._most = most
        self._joined: dict[Topic, list[Job]] = {}
        self._is_closed = False

    def refusal(self, peer: Peer, header: Header) -> BatosError | None:
        """Return why somebody may not join, or None."""
        if self._is_closed and header.type == WatchConversation.TYPE:
            return DrainingError("The kernel is stopping; no conversation goes on.")
        if peer.open >= self._most:
            return BusyError("Too many requests are open.", details={"limit": self._most})
        return None

    def join(self, peer: Peer, header: Header, raw: bytes) -> None:
        """Let a client hear a request, or the beginnings of all turns of a conversation.

        Raises:
            BatosError: There is no such request, or it may not.
        """
        if refusal := self.refusal(peer, header):
            raise refusal
        if header.type == WatchJob.TYPE:
            asked = read_own(WatchJob, raw)
            job = self._jobs.find(asked.re)
            if job is None or job.watched is not None:
                raise UnknownJobError(
                    f"There is no job {asked.re!r}; it may be long over.",
                    hint="'batos watch' lists what runs.",
                )
            self._hear(job, self._begin(peer, header))
            return
        named = read_own(WatchConversation, raw)
        topic = (named.user or _NOBODY, named.name.strip())
        watch = self._begin(peer, header)
        watch.watched = watch
        self._joined.setdefault(topic, []).append(watch)
        for job in self._jobs:
            if job.topic == topic and job.body is not None:
                self._tell(watch, job, job.body)
        watch.event(Joined.TYPE, EMPTY_BODY)

    def begun(self, job: Job, raw: bytes) -> None:
        """Note a new request, and tell those who have joined its conversation."""
        field = self._board.topics.get(job.type)
        job.topic = topic_of(raw, field) if field is not None else None
        if job.topic is not None:
            for watch in self._joined.get(job.topic, ()):
                self._tell(watch, job, raw)

    def heard(self, job: Job, type_: str, raw: bytes) -> None:
        """Note which cycles a request tells of, so that it is found by them."""
        if type_ == CycleEvent.TYPE:
            with contextlib.suppress(Exception):  # whoever hears it will tell what is wrong
                cycle = _cycle(raw).cycle
                if 0 < len(cycle) <= _LONGEST_ID and cycle not in job.cycles:
                    job.cycles = [*job.cycles, cycle][-_CYCLES:]

    def over(self, job: Job, kind: str, raw: bytes) -> None:
        """End what hears a request that is over, or forget a watch that is."""
        heard = job.watched
        if heard is job:
            self._joined = {
                topic: left
                for topic, joined in self._joined.items()
                if (left := [each for each in joined if each is not job])
            }
        elif heard is not None and heard.watches:
            heard.watches = [each for each in heard.watches if each is not job]
        for watch in list(job.watches or ()):
            self._end(watch, "rep", _answer(job, kind, raw))

    def close(self) -> None:
        """End the watches that have no end of their own: the kernel stops."""
        self._is_closed = True
        for joined in list(self._joined.values()):
            for watch in list(joined):
                self._end(watch, "rep", EMPTY_BODY)

    def _begin(self, peer: Peer, header: Header) -> Job:
        watch = self._make(peer, header)
        watch.state = "running"
        return watch

    def _hear(self, job: Job, watch: Job) -> None:
        """Tell a watch what has been told of a request, and from now on all that is."""
        watch.watched = job
        entries = list(job.journal.entries) if job.journal is not None else []
        if entries and entries[0].seq > 1:
            watch.seq = entries[0].seq - 1
            watch.peer.deliver(watch.gap(1, watch.seq))
        for entry in entries:
            _magic, header, raw = entry.frames
            watch.event(decode_header(header).type, raw)
        if job.terminal is not None:
            _magic, header, raw = job.terminal.frames if job.founding is None else _LOST
            self._end(watch, "rep", _answer(job, decode_header(header).kind, raw))
            return
        if job.watches is None:
            job.watches = []
        job.watches.append(watch)

    @staticmethod
    def _tell(watch: Job, job: Job, raw: bytes) -> None:
        told = {
            "job": job.key,
            "type": job.type,
            "client": job.peer.name,
            "session": job.sess,
            "asked": _raw(raw),
        }
        watch.event(JobBegun.TYPE, _encode(told))


def _answer(job: Job, kind: str, raw: bytes) -> bytes:
    return _encode({"job": job.key, "type": job.type, "kind": kind, "answer": _raw(raw)})


def _raw(raw: bytes) -> msgspec.Raw:
    """Return a body as it stands in another one; an empty map where it is none."""
    try:
        _fields(raw)
    except Exception:  # msgspec also raises RecursionError and UnicodeDecodeError
        return msgspec.Raw(EMPTY_BODY)
    return msgspec.Raw(raw)
