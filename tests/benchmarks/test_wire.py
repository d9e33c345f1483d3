"""The echo that the wire is compared with speaks the same codec, over CURVE."""

from __future__ import annotations

from pathlib import Path

from benchmarks.wire import echo, echo_call


def test_echo_gives_bodies_back(tmp_path: Path) -> None:
    body = {"receiver": "genesis", "args": [1, "two", {"three": None}]}

    with echo(tmp_path / "keys") as dealer:
        assert [echo_call(dealer, body) for _ in range(3)] == [body] * 3
