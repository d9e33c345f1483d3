"""What clones cost is measured on a real image."""

from __future__ import annotations

from benchmarks.clones import run
from benchmarks.results import Options


def test_a_quick_run_weighs_a_clone() -> None:
    result = run(Options(quick=True, say=lambda _text: None))
    figures = {figure.name: figure.value for figure in result.figures}
    # Bytes are no matter of how busy a machine is.
    assert 50 < figures["bytes of a clone beside its slots, packed"] < 300
    assert figures["named clones, bytes beside the slots"] < 700
    assert figures["a clone, in one transaction"] > 0
