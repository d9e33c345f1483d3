"""What the benchmark of the bus counts has gone through a kernel."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bus import Member, reader
from benchmarks.homes import environment
from benchmarks.wire import install_trivial, kernel

from batos.config import load_config


def test_every_gram_that_is_counted_was_read(tmp_path: Path) -> None:
    install_trivial(tmp_path / "home")
    runtime = load_config(environ=environment(tmp_path / "home")).paths.runtime_dir

    with kernel(tmp_path / "home"), reader(runtime), Member(runtime, "sender") as sender:
        assert sender.posted(2) == 400
        assert sender.asked(2) == 100
