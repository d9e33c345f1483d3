"""Messages that cannot be taken: answered where they can be, and counted."""

from __future__ import annotations

from batos.errors import BatosError, ProtocolError
from batos.kernel.base.links import Peer
from batos.kernel.router.refusals import refuse
from batos.wire.codec import unpack
from batos.wire.faults import VersionMismatchError
from batos.wire.messages.frame import Header

__all__ = ["Complaints", "readable_header"]

_STRIKES = 3
"""Messages of another protocol after which a peer is not heard for a while."""
_IGNORE_S = 60.0


class Complaints:
    """Answers messages that cannot be taken.

    Args:
        inc: Incarnation of the kernel.

    Attributes:
        counters: How many there were, by what was wrong.
    """

    def __init__(self, inc: str) -> None:
        self.counters: dict[str, int] = {"malformed": 0, "version": 0, "ignored": 0}
        self._inc = inc

    def ignores(self, peer: Peer, now: float) -> bool:
        """Return whether a peer is not heard, and count what it has sent."""
        if peer.ignored_until <= now:
            return False
        self.counters["ignored"] += 1
        return True

    def answer(
        self,
        peer: Peer,
        frames: list[bytes],
        header: Header | None,
        error: BatosError,
        now: float,
    ) -> None:
        """Answer a message that cannot be taken; what cannot be answered is counted.

        Args:
            peer: Who sent it.
            frames: The message.
            header: Its header, as far as it could be read.
            error: What is wrong with it.
            now: Monotonic time.
        """
        if isinstance(error, VersionMismatchError) and header is None:
            self.counters["version"] += 1
            peer.strikes += 1
            if peer.strikes >= _STRIKES:
                peer.ignored_until = now + _IGNORE_S
        elif header is None:
            self.counters["malformed"] += 1
            if type(error) is ProtocolError:
                if now - peer.complained_at < 1.0:
                    return
                peer.complained_at = now
        refuse(peer, header or readable_header(frames), error, inc=self._inc)


def readable_header(frames: list[bytes]) -> Header | None:
    """Return the header of a message whose other frames are at fault, to answer it by id."""
    if len(frames) < 2:
        return None
    try:
        return unpack(frames[:2])[0]
    except BatosError:
        return None
