"""The line to the kernel: it comes back by itself, and says how it is meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from batos.errors import (
    BatosError,
    KernelNotRunningError,
    KeyRefusedError,
    ProtocolError,
    WireError,
)
from batos.wire import AsyncKernelClient
from batos.wire.client import EventCallback
from batos.wire.messages.frame import new_id
from batos.wire.messages.request import Request
from batos_client.parlor.model.presence import Presence, PresenceState

__all__ = ["Line"]

A = TypeVar("A")

_FIRST_S, _LONGEST_S = 0.1, 5.0


class Line:
    """A connection to the kernel of a folder, as long as the Parlor is open.

    Args:
        runtime_dir: Folder with the kernel's connection file and keys.
        changed: Called with each change of the presence.

    Attributes:
        presence: How the connection is.
    """

    def __init__(self, runtime_dir: Path, changed: Callable[[Presence], None]) -> None:
        self.presence = Presence()
        self._runtime_dir = runtime_dir
        self._changed = changed
        self._client: AsyncKernelClient | None = None
        self._session = new_id()
        self._times = 0
        self._awake = asyncio.Event()
        self._up = asyncio.Event()

    async def keep(self) -> None:
        """Connect, and connect again whenever the kernel was gone; until it is cancelled."""
        pause = _FIRST_S
        try:
            while True:
                try:
                    client = await AsyncKernelClient.connect(
                        self._runtime_dir, name="parlor", session=self._session
                    )
                except (KernelNotRunningError, KeyRefusedError, ProtocolError) as error:
                    await self._wait(error, pause)
                    pause = min(2 * pause, _LONGEST_S)
                    continue
                pause = _FIRST_S
                self._client = client
                self._up.set()
                self._tell(Presence(PresenceState.READY, times=self._times))
                self._times += 1
                why = await client.lost()
                self._client = None
                self._up.clear()
                self._tell(Presence(PresenceState.AWAY, why.message, why.hint or ""))
        finally:
            self.close()

    async def _wait(self, error: BatosError, pause: float) -> None:
        is_away = isinstance(error, KernelNotRunningError)
        pause *= random.uniform(0.8, 1.2)  # noqa: S311 - so that several do not come at once
        again_at = asyncio.get_running_loop().time() + pause
        state = PresenceState.AWAY if is_away else PresenceState.REFUSED
        self._tell(Presence(state, error.message, error.hint or "", again_at, self._times))
        self._awake.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), pause)

    def _tell(self, presence: Presence) -> None:
        self.presence = presence
        self._changed(presence)

    def hurry(self) -> None:
        """Try again now."""
        self._awake.set()

    async def ready(self) -> None:
        """Wait until the kernel is there."""
        await self._up.wait()

    async def request(
        self,
        asked: Request[A],
        *,
        on_event: EventCallback | None = None,
        request_id: str = "",
        timeout: float | None = None,
    ) -> A:
        """Send a request and return its answer, as :meth:`AsyncKernelClient.request` does.

        Raises:
            WireError: The kernel is not there; nothing was sent.
        """
        return await self._there().request(
            asked, on_event=on_event, request_id=request_id, timeout=timeout
        )

    def cancel(self, request_id: str, mode: Literal["soft", "hard"]) -> None:
        """Ask the kernel to cancel a request; nothing happens where it is not there."""
        if self._client is not None:
            self._client.cancel(request_id, mode=mode)

    def _there(self) -> AsyncKernelClient:
        if self._client is None:
            raise WireError(
                self.presence.text or "The kernel is not there yet.", hint=self.presence.hint
            )
        return self._client

    def close(self) -> None:
        """Close it for good."""
        client, self._client = self._client, None
        if client is not None:
            client.close()
        self.presence = Presence(PresenceState.CLOSED)
