"""One connection, many threads.

One thread at a time is the *leader*: it receives. It may also run a short job itself, so that
the job needs no hop between threads (a hop costs more than a trivial method). If that job
turns out not to be short, or has to wait for something, a *deputy* thread takes the lead
over: beats and cancels go on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from batos.errors import KernelNotRunningError
from batos.kernel.worker.transport import Transport

__all__ = ["Switchboard"]

_PATIENCE_S = 0.01
_LINGER_S = 1.0


class Switchboard:
    """Shares the receiving side of a transport between threads.

    Args:
        transport: The connection.
        on_message: Called by the leader with the frames of each message.
        on_tick: Called by the leader about every ``tick_s``.
        tick_s: Seconds; may be changed.

    Attributes:
        lost: Whether the kernel ended the connection.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        on_message: Callable[[list[bytes]], None],
        on_tick: Callable[[], None],
        tick_s: float = 1.0,
    ) -> None:
        self.tick_s = tick_s
        self.lost = False
        self._transport = transport
        self._on_message = on_message
        self._on_tick = on_tick
        self._next_tick = 0.0
        self._closed = False
        self._changed = threading.Condition()
        self._leader = 0
        self._inline_since = 0.0
        self._last_inline = 0.0
        self._aside = False
        self._watching = False
        self._idle = 0

    def serve(self) -> None:
        """Lead until :meth:`close`; the calling thread may lose the lead and get it back."""
        self._leader = threading.get_ident()
        self._add_deputy()
        self._take_turns()

    def inline(self, work: Callable[[], None]) -> None:
        """Run a short job in the leader's thread."""
        me = self._leader
        self._inline_since = self._last_inline = time.monotonic()
        if not self._watching:
            with self._changed:
                self._changed.notify_all()
        try:
            work()
        finally:
            with self._changed:  # nobody takes the lead between the question and the answer
                if self._leader == me:
                    self._inline_since = 0.0
                    self._aside = False

    def step_aside(self) -> None:
        """Before waiting inside of :meth:`inline`: let a deputy lead."""
        with self._changed:
            if self._leader == threading.get_ident():
                self._aside = True
                self._changed.notify_all()

    def close(self) -> None:
        """End :meth:`serve`; safe in a signal handler."""
        self._closed = True
        self._transport.wake()

    def _take_turns(self) -> None:
        me = threading.get_ident()
        while not self._closed:
            if self._leader == me:
                self._lead(me)
            else:
                self._stand_by(me)
        with self._changed:  # close() may not: it runs in signal handlers
            self._changed.notify_all()

    def _stand_by(self, me: int) -> None:
        """Wait until the leader is caught in a job that is not short, then lead."""
        with self._changed:
            self._idle += 1
            while not self._closed and not self._lead_is_needed():
                self._watch()
            self._idle -= 1
            if self._closed:
                return
            self._leader = me
            self._inline_since = 0.0
            self._aside = False
            alone = self._idle == 0
        if alone:
            self._add_deputy()

    def _watch(self) -> None:
        """Wait a little while jobs come, and without a limit while none do."""
        if self._watching:
            self._changed.wait(1.0)  # another deputy watches
            return
        busy = time.monotonic() - self._last_inline < _LINGER_S
        self._watching = busy
        # The leader sets the time before it reads the flag, so that one of the two sees it.
        if not busy and self._inline_since:
            return
        self._changed.wait(_PATIENCE_S if busy else 1.0)
        self._watching = False

    def _lead_is_needed(self) -> bool:
        since = self._inline_since
        return self._aside or (since > 0.0 and time.monotonic() - since > _PATIENCE_S)

    def _add_deputy(self) -> None:
        threading.Thread(target=self._take_turns, name="deputy", daemon=True).start()

    def _lead(self, me: int) -> None:
        now = time.monotonic()
        if now >= self._next_tick:
            self._next_tick = now + self.tick_s
            self._on_tick()
        try:
            # A fixed wait, not the exact rest: changing the time-out costs a system call.
            frames = self._transport.receive(self.tick_s)
        except KernelNotRunningError:
            self.lost = True
            self._closed = True
            return
        if frames is not None and self._leader == me:
            self._on_message(frames)
