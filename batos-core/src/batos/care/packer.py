"""How a file is packed: as FileStorage does it, but safe against a loss of power, and stoppable."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ZODB.FileStorage.fspack import FileStoragePacker

from batos.care.files.onlooker import Onlooker

__all__ = ["careful_packer"]

_SYNC_EVERY = 8 << 20
"""Bytes; a writer waits no longer than so many take to reach the disk."""
_STOPPED = "The pack was stopped; the image is as it was."
_BREATH = 1_000
"""Records between two looks at whether to stop."""


def careful_packer(onlooker: Onlooker) -> Callable[..., tuple[int, Any] | None]:
    """Return what copies the part of a file that is kept.

    FileStorage puts the copy into the place of the file without having brought it to the disk: a
    loss of power could leave neither. And nothing could stop it.

    Args:
        onlooker: Told which part of the file is done; may have it wait or stop.
    """

    def pack(
        storage: Any, referencesf: Callable[[bytes], Any], stop: Any, gc: bool
    ) -> tuple[int, Any] | None:
        seen = 0

        def references(data: bytes) -> Any:
            nonlocal seen
            seen += 1
            if seen % _BREATH == 0:
                onlooker.go_on(_STOPPED)
            return referencesf(data)

        packer = _CarefulPacker(storage, references, stop, gc)
        packer.onlooker = onlooker
        try:
            end = packer.pack()
            if end is None:
                return None
            try:
                # Little is left to be brought there; nobody can commit meanwhile.
                _sync(f"{storage._file_name}.pack")
            except BaseException:
                storage._commit_lock.release()
                raise
            return end, packer.index
        except BaseException:
            packer.drop()
            raise
        finally:
            packer.close()

    return pack


class _CarefulPacker(FileStoragePacker):
    onlooker: Onlooker
    _synced = 0
    _told = 0.0

    def copyToPacktime(self) -> Any:  # noqa: N802 - FileStorage's own name
        ends = super().copyToPacktime()
        self._sync_copy()
        return ends

    def copyDataRecords(self, pos: int, th: Any) -> Any:  # noqa: N802 - FileStorage's own name
        self._breathe(pos)
        return super().copyDataRecords(pos, th)

    def copyOne(self, ipos: int) -> Any:  # noqa: N802 - FileStorage's own name
        # The lock that keeps others from committing is held here, and let go of while a
        # transaction is copied; so it may be let go of for this as well.
        self._commit_lock.release()
        self.locked = False
        try:
            if self._tfile.tell() - self._synced > _SYNC_EVERY:
                self._sync_copy()
            self._breathe(ipos)
        finally:
            self._commit_lock.acquire()
            self.locked = True
        return super().copyOne(ipos)

    def drop(self) -> None:
        """Remove the copy."""
        if self._tfile is not None:
            self._tfile.close()
            path = f"{self._name}.pack"
            if os.path.exists(path):
                os.remove(path)

    def _breathe(self, pos: int) -> None:
        self.onlooker.go_on(_STOPPED)
        done = pos / self.file_end if self.file_end else 1.0
        if done - self._told > 0.05:
            self._told = done
            self.onlooker.tell(f"packing, {done:.0%}")

    def _sync_copy(self) -> None:
        self._tfile.flush()
        os.fsync(self._tfile.fileno())
        self._synced = self._tfile.tell()


def _sync(path: str) -> None:
    # For writing: Windows brings only what is open so to the disk.
    with open(path, "r+b") as stream:
        os.fsync(stream.fileno())
