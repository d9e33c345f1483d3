"""Ending an answer at a stop text, also where it comes in pieces."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["StopScanner"]


class StopScanner:
    """Passes on a text that comes in pieces, up to the first of some stop texts.

    What might be the beginning of a stop text is held back until that is known.

    Args:
        stops: Texts that end the answer, none of them empty.

    Attributes:
        stopped: Whether a stop text was met.

    Example:
        >>> scanner = StopScanner(["END"])
        >>> scanner.feed("a E"), scanner.feed("N"), scanner.feed("D b"), scanner.rest()
        ('a ', '', '', '')
        >>> scanner.stopped
        True
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self.stopped = False
        self._stops = tuple(stops)
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what may be passed on; nothing after a stop text."""
        if self.stopped:
            return ""
        text = self._held + piece
        ends = [at for at in map(text.find, self._stops) if at >= 0]
        if ends:
            self.stopped = True
            self._held = ""
            return text[: min(ends)]
        kept = max((_overlap(text, stop) for stop in self._stops), default=0)
        self._held = text[len(text) - kept :]
        return text[: len(text) - kept]

    def rest(self) -> str:
        """Return what was held back, once no more pieces come."""
        held, self._held = self._held, ""
        return held


def _overlap(text: str, stop: str) -> int:
    """Return how many characters at the end of a text are the beginning of a stop text."""
    for size in range(min(len(text), len(stop) - 1), 0, -1):
        if text.endswith(stop[:size]):
            return size
    return 0
