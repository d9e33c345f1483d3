"""Fixtures: an empty image, and a look at everything in it."""

import pytest

from batos.guardian.running.run import GuardedRunner
from batos.image import Session


@pytest.fixture
def session(tmp_path):
    runner = GuardedRunner()
    opened = Session((tmp_path / "image.fs").as_uri(), lambda: runner)
    yield opened
    opened.close()


@pytest.fixture
def snapshot(session, tmp_path):
    """A look at everything: the records of genesis and every object's serial."""

    def look():
        with session.read() as root:
            steps = {name: dict(step) for name, step in root.genesis.items()}
            serials = {name: obj._p_serial for name, obj in root.objects.items()}
        return steps, serials, (tmp_path / "image.fs").read_bytes()

    return look
