"""Benchmarks keep away from what belongs to the user."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.homes import environment


def test_only_settings_of_the_model_and_of_budgets_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BATOS_HOME", "elsewhere")
    monkeypatch.setenv("BATOS_IMAGE__URI", "file:///precious.fs")
    monkeypatch.setenv("BATOS_KERNEL__PORT", "5555")
    monkeypatch.setenv("BATOS_CYCLE__SECONDS", "30")
    monkeypatch.setenv("BATOS_CACHE", "/models")

    env = environment(tmp_path, BATOS_KERNEL__PORT="0")

    assert env["BATOS_HOME"] == str(tmp_path)
    assert "BATOS_IMAGE__URI" not in env
    assert env["BATOS_KERNEL__PORT"] == "0"
    assert env["BATOS_CYCLE__SECONDS"] == "30"
    assert env["BATOS_CACHE"] == "/models"
