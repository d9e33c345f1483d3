"""What is said of the models of a running system."""

import pytest

from batos.cli.reach.running import Running

MODEL = {
    "name": "embedded",
    "backend": "llamacpp",
    "model": "small",
    "file": "/m/small.gguf",
    "roles": ["default"],
    "state": "loaded",
    "since": "2026-03-01T10:00:00",
    "reason": "",
}


@pytest.mark.parametrize(
    ("running", "line"),
    [
        (
            Running("ready", "", (MODEL,)),
            "llamacpp, small (/m/small.gguf): loaded since 2026-03-01 10:00:00",
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
