"""The bounded fuzz run: ``make fuzz`` in small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")


@pytest.mark.long
def test_run_ends_in_time_and_tells_what_came_of_the_methods() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(FUZZ), "2", "7"],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert "seed 7, 2 seconds" in done.stdout
    assert "refused" in done.stdout or "units" in done.stderr
