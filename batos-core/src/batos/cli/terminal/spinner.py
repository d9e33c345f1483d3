"""What shows a spinner on a terminal, as long as it is used."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

__all__ = ["Spinning"]


class Spinning:
    """Used in a ``with`` statement, at whose end the spinner stops, where there is one."""

    _status: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
