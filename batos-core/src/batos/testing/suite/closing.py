"""Loading and closing."""

from __future__ import annotations

import threading

import pytest

from batos.errors import BackendError
from batos.inference.backend import Backend, CancelToken, no_progress
from batos.inference.requests import DoneChunk
from batos.testing.suite.asking import ask
from batos.testing.suite.base import SuiteBase

__all__ = ["ClosingTests"]


class ClosingTests(SuiteBase):
    """A backend is loaded once and closed for good."""

    def test_loading_twice_is_loading_once(self, fresh: Backend) -> None:
        """A second call returns at once, from another thread too.

        If this fails: keep what is loaded under a lock.
        """
        threads = [threading.Thread(target=fresh.load, args=(no_progress,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fresh.load(no_progress)
        assert ask(fresh, prompt=self.counting, max_tokens=4).text

    def test_closing_ends_what_runs(self, fresh: Backend) -> None:
        """A running answer ends as cancelled or with an error, and closing waits for it.

        If this fails: readers have to look whether the backend is being closed.
        """
        fresh.load(no_progress)
        stream = fresh.complete(self.long_request(), CancelToken())
        next(stream)
        fresh.close()
        try:
            last = list(stream)[-1]
        except BackendError:
            pass
        else:
            assert isinstance(last, DoneChunk)
            assert last.finish_reason == "cancelled"
        fresh.close()  # and once more, which changes nothing
        with pytest.raises(BackendError):
            ask(fresh, prompt=self.counting)

    def test_closing_what_was_never_loaded_is_no_fault(self, fresh: Backend) -> None:
        """A backend that nobody used can be closed.

        If this fails: ``close`` assumes that ``load`` has run.
        """
        fresh.close()
