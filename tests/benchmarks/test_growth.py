"""The growth of an image is measured on records that are those of the runner."""

from __future__ import annotations

from benchmarks.growth import run
from benchmarks.results import Options


def test_a_quick_run_tells_the_bytes_of_a_cycle() -> None:
    result = run(Options(quick=True, say=lambda _text: None))
    figures = {figure.name: figure.value for figure in result.figures}
    assert len(result.rows) == 10
    assert 1_000 < figures["bytes a cycle, written"] < 100_000
    assert figures["the same after packing"] > 0
    assert figures["the file after that, packed"] < result.rows[-1]["bytes"]
