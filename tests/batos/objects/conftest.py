"""A real image in a file, and methods that passed the guardian."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.guardian.audit.audit import audit
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.objects import Method


@pytest.fixture
def open_session(tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """Open the image of this test, closing the session that had it open before."""
    runner = GuardedRunner(seed=1, passthrough=(TransientError, POSError))
    opened: list[Session] = []

    def open_() -> Session:
        while opened:
            opened.pop().close()
        opened.append(Session(str(tmp_path / "live_image.fs"), lambda: runner))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


@pytest.fixture
def session(open_session: Callable[[], Session]) -> Session:
    return open_session()


@pytest.fixture
def learned() -> Callable[[str], Method]:
    """Make a method of a source, as an installation does."""

    def make(source: str) -> Method:
        verdict = audit(source)
        verdict.raise_if_refused()
        return Method(
            selector=verdict.selector,
            source=source,
            signature=verdict.signature,
            doc=verdict.doc,
            mutator=verdict.mutator,
        )

    return make
