"""What is said of the models of a running system."""

import pytest

from batos.cli.reach.running import Running
from batos.wire.messages.inference import ModelMemory, Swapped

MODEL = {
    "name": "embedded",
    "backend": "llamacpp",
    "model": "small",
    "file": "/m/small.gguf",
    "roles": ["default"],
    "state": "loaded",
    "since": "2026-03-01T10:00:00",
    "reason": "",
    "ram": 0,
    "vram": 0,
    "asked": "",
}


@pytest.mark.parametrize(
    ("running", "line"),
    [
        (
            Running("ready", "", (MODEL,)),
            "llamacpp, small (/m/small.gguf): loaded since 2026-03-01 10:00:00, for default",
        ),
        (
            Running(
                "ready",
                "",
                (
                    {
                        **MODEL,
                        "roles": [],
                        "ram": 512_300_000,
                        "vram": 2_000_000_000,
                        "asked": "2026-03-01T10:00:05",
                    },
                ),
            ),
            (
                "llamacpp, small (/m/small.gguf): loaded since 2026-03-01 10:00:00, "
                "takes 512.3 MB and 2.0 GB, last asked 2026-03-01 10:00:05"
            ),
        ),
        (
            Running(
                "ready", "", ({**MODEL, "state": "waiting", "reason": "It has made room for 'b'."},)
            ),
            (
                "llamacpp, small (/m/small.gguf): not loaded since 2026-03-01 10:00:00. "
                "It has made room for 'b'."
            ),
        ),
        (
            Running("ready", "", ({**MODEL, "state": "loading"},)),
            "llamacpp, small (/m/small.gguf): loading…",
        ),
        (
            Running("starting", "Assembling small (40%)", ({**MODEL, "state": "loading"},)),
            "llamacpp, small (/m/small.gguf): loading… (Assembling small (40%))",
        ),
        (
            Running("starting", "starting", ({**MODEL, "state": "waiting", "file": ""},)),
            "llamacpp, small: loading…",
        ),
        (
            Running("degraded", "x", ({**MODEL, "state": "failed", "reason": "It is gone."},)),
            "llamacpp, small (/m/small.gguf): not there: It is gone.",
        ),
        (
            Running("degraded", "x", ({**MODEL, "state": "waiting"},)),
            "llamacpp, small (/m/small.gguf): not loaded; it is when it is first needed",
        ),
        (Running("degraded", "No such provider."), "none: No such provider"),
        (Running("starting", "starting"), "loading…"),
        (Running("restarting", "killed"), "loading…"),
        (Running("unavailable", "it was killed by SIGKILL"), "none: it was killed by SIGKILL"),
        (Running("unavailable", ""), "none: unavailable"),
    ],
)
def test_a_line_says_what_runs_and_since_when_or_why_it_is_not_there(running, line):
    assert running.lines() == [line]


def test_several_models_have_a_line_each():
    assert len(Running("ready", "", (MODEL, {**MODEL, "model": "large"})).lines()) == 2


@pytest.mark.parametrize(
    ("memory", "told"),
    [
        (ModelMemory(), ""),
        (ModelMemory(ram=500_000_000), "500.0 MB of memory"),
        (
            ModelMemory(ram=1, ram_budget=10**9, vram=10**9, vram_budget=2 * 10**9),
            "1 bytes of 1.0 GB of memory, 1.0 GB of 2.0 GB of graphics memory",
        ),
    ],
)
def test_together_they_take_so_much_of_so_much(memory, told):
    assert Running("ready", "", memory=memory).together() == told


def test_the_last_swap_is_told_and_one_that_failed_says_why():
    at = "2026-03-01T10:00:00"
    swap = Swapped(loaded="b", left=("a",), seconds=2.04, ram=1, vram=0, at=at)
    failed = Swapped(
        loaded="c", left=("a", "b"), seconds=1.0, ram=0, vram=0, at=at, problem="It is damaged."
    )

    def told(*swaps):
        return Running("ready", "", memory=ModelMemory(swaps=swaps)).last_swap()

    assert told() == ""
    assert told(failed, swap) == "2026-03-01 10:00:00: b was loaded in 2.0 s; a made room"
    assert told(swap, failed) == (
        "2026-03-01 10:00:00: a and b made room for c, which is not there after all: It is damaged."
    )
