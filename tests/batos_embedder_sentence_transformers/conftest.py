"""An image for the tests of this package."""

import pytest

from batos.guardian.running.run import GuardedRunner
from batos.image import Session


@pytest.fixture
def session(tmp_path):
    opened = Session(str(tmp_path / "image.fs"), GuardedRunner)
    yield opened
    opened.close()
