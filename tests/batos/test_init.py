"""``import batos`` is light; what it opens is not."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import batos

HEAVY = (
    *("ZODB", "persistent", "transaction", "BTrees", "zope", "zodburi", "zmq", "numpy", "torch"),
    *("xllamacpp", "pydantic", "msgspec", "pluggy", "rich", "click", "snowballstemmer"),
)


def _loaded_by(program: str) -> set[str]:
    """Return which heavy packages a program loads, in a fresh interpreter."""
    program += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split()) & set(HEAVY)


@pytest.mark.parametrize("module", ["batos", "batos.errors"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    assert _loaded_by(f"import {module}") == set()


def test_the_configuration_loads_no_database_and_no_wire(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BATOS_HOME", str(tmp_path))
    assert _loaded_by("import batos.config; batos.config.load_config()") <= {"pydantic"}


def test_the_objects_room_knows_no_database() -> None:
    # What persistent itself needs comes with it.
    assert _loaded_by("import batos.objects") <= {"persistent", "zope"}


@pytest.mark.long
def test_the_example_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = str(batos.__doc__).partition("::\n")[2]
    monkeypatch.chdir(tmp_path)
    environ = {**os.environ, "BATOS_HOME": str(tmp_path), "BATOS_CYCLE__MODEL_CALLS": "0"}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(example)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    assert (done.returncode, done.stdout) == (0, "42\n"), done.stderr


def test_it_exports_what_it_says() -> None:
    assert {"open", "LivingImage", "MissionBrief", "Example", "BatosError"} <= set(batos.__all__)
    assert all(hasattr(batos, name) for name in batos.__all__)
    assert batos.__version__ == importlib.metadata.version("batos-core")
