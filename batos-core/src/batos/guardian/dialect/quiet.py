"""Silence of Python's own compiler, which remarks on sources that are none of its business."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet_compiler"]

_WARNINGS_LOCK = threading.Lock()


@contextmanager
def quiet_compiler() -> Iterator[None]:
    """Hide what Python's compiler remarks on a source, such as an invalid escape in a text.

    The warning filters are one list for the whole process; without the lock two threads could
    restore them in the wrong order and hide warnings for ever.
    """
    with _WARNINGS_LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
