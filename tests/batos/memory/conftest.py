"""A catalog in a real image."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.memory import KnowledgeCatalog


@pytest.fixture
def open_session(tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """Open the image of this test, closing the session that had it open before."""
    opened: list[Session] = []

    def open_() -> Session:
        while opened:
            opened.pop().close()
        opened.append(Session(str(tmp_path / "live_image.fs"), GuardedRunner))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


@pytest.fixture
def session(open_session: Callable[[], Session]) -> Session:
    """An image with an empty catalog."""
    session = open_session()

    def make(root: Root) -> None:
        root.memory["catalog"] = KnowledgeCatalog()

    session.change(make, note="make a catalog")
    return session
