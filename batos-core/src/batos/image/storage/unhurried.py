"""A FileStorage that lets others read while a transaction waits for the disk.

The original holds its locks over ``fsync``: whoever begins a transaction asks for the number of the
last one, and so waits for the disk with everybody who writes, whatever they write. Here the disk
is waited for before the transaction is shown to anybody, and without those locks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from os import fsync
from typing import Any

from ZODB.FileStorage import FileStorage
from ZODB.POSException import StorageTransactionError
from ZODB.utils import as_bytes

__all__ = ["UnhurriedFileStorage"]

_LOG = logging.getLogger(__name__)
_STATUS = 16
"""Offset of the status of a transaction; it is written last."""


class UnhurriedFileStorage(FileStorage):
    """A FileStorage whose readers do not wait for the disk of writers."""

    def tpc_finish(self, transaction: Any, f: Callable[[bytes], Any] | None = None) -> bytes:
        """Make a transaction durable, then show it; return its id.

        Raises:
            StorageTransactionError: It is not the one that is being committed.
            OSError: The disk did not take it.
        """
        with self._lock:
            if transaction is not self._transaction:
                raise StorageTransactionError("tpc_finish called with wrong transaction")
        try:
            self._make_durable()
        except BaseException:
            _LOG.critical("A transaction could not be finished", exc_info=True)
            is_known = self._forget_rest()  # while nobody else can commit
            with self._files.write_lock(), self._lock:
                self._forget()
            if not is_known:
                self.close()  # what is behind the last transaction is not known
            raise
        with self._files.write_lock(), self._lock:
            try:
                tid: bytes = self._tid
                # In one step: whoever hears of the change finds it in the index.
                if f is not None:
                    f(tid)
                self._finish_finish(tid)
                self._clear_temp()
            finally:
                self._forget()
        return tid

    def _make_durable(self) -> None:
        with self._lock:
            self._file.seek(self._pos + _STATUS)
            self._file.write(as_bytes(self._tstatus))
            self._file.flush()
        # Nobody else commits meanwhile, and what is behind the last transaction nobody reads.
        fsync(self._file.fileno())

    def _forget_rest(self) -> bool:
        """Take back what was written behind the last transaction; return whether it is gone."""
        return False

    def _finish_finish(self, tid: bytes) -> None:
        """Show a transaction that is on the disk."""
        self._pos = self._nextpos
        self._index.update(self._tindex)
        self._ltid = tid
        self._blob_tpc_finish()

    def _forget(self) -> None:
        self._ude = None
        self._transaction = None
        self._commit_lock.release()
