"""What is shown while work goes on."""

import io
import re
import sys

import pytest

from batos.cli.terminal.layout import cells
from batos.cli.terminal.progress import CycleProgress, StartProgress

SOURCE = "def knot(self, text):\n    if text:\n\n        return '[red]' + text\n"
EVENTS = [
    {"kind": "cycle.started", "text": "knot a [text] :bat:"},
    {
        "kind": "cycle.state",
        "state": "SYNTHESIZING",
        "text": "Writes.",
        "elapsed": 0.5,
        "data": {"persona": "brick"},
    },
    {"kind": "cycle.contract", "text": "knot(self, text)"},
    {"kind": "cycle.voice", "text": "ROBIN: Of nothing, nothing.", "data": {"left_out": ""}},
    {"kind": "cycle.code", "data": {"problem": "- line 2: No imports.\n- line 3: No."}},
    {"kind": "cycle.code", "data": {"problem": ""}},
    {
        "kind": "cycle.verdict",
        "text": "accepted: all of it",
        "data": {"accepted": True, "source": SOURCE},
    },
    {"kind": "cycle.verdict", "text": "", "data": {"accepted": False}},
    {"kind": "cycle.judge", "text": "ROBIN says: allow"},
    {
        "kind": "cycle.finished",
        "data": {"model_calls": 1, "seconds": 1.25, "origin": "written"},
    },
    {"kind": "cycle.of_a_later_version", "text": "unknown"},
]
PLAIN = """\
Mission: knot a [text] :bat:
  0.50s SYNTHESIZING BRICK  Writes.
        contract  knot(self, text)
        voice     ROBIN: Of nothing, nothing.
        refused   line 2: No imports.
        verdict   accepted: all of it
          def knot(self, text):
              if text:

                  return '[red]' + text
        verdict
        judge     ROBIN says: allow
        done      1 model call, 1.2 s, the model wrote it
"""


def play(progress):
    with progress:
        progress("job.waiting", {"for": "inference", "state": "starting", "text": "Loading"})
        for event in EVENTS:
            progress("cycle.event", event)


def test_a_pipe_gets_plain_lines(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    play(CycleProgress())
    assert capsys.readouterr() == ("", PLAIN)


def test_quiet_says_nothing(capsys):
    play(CycleProgress(quiet=True))
    assert capsys.readouterr() == ("", "")


def test_what_a_model_wrote_cannot_steer_the_terminal(capsys):
    with CycleProgress() as progress:
        for kind in ("started", "state", "memory", "judge"):
            progress("cycle.event", {"kind": f"cycle.{kind}", "text": "\x1b[2J"})
        verdict = {"accepted": True, "source": "\x1b[2J"}
        progress("cycle.event", {"kind": "cycle.verdict", "text": "\x1b", "data": verdict})
    assert "\x1b" not in capsys.readouterr().err


def test_a_swap_of_models_is_told(capsys):
    swap = {"loaded": "b", "left": ["a"], "seconds": 2.04, "ram": 1, "vram": 0, "at": "now"}
    with CycleProgress() as progress:
        progress("infer.swapped", swap)
        progress("infer.swapped", {**swap, "problem": "It is damaged."})
    told = capsys.readouterr().err
    assert "b was loaded in 2.0 s; a made room" in told
    assert "which is not there after all: It is damaged." in " ".join(told.split())


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_colours_and_a_spinner(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    play(CycleProgress())
    shown = screen.getvalue()
    assert "waiting for the inference worker: Loading" in shown
    assert "synthesizing…" in shown
    assert "\x1b[36mSYNTHESIZING" in shown
    assert "\x1b[?25h" in shown  # the cursor is back


@pytest.mark.parametrize("width", [40, 46, 60, 80])
@pytest.mark.parametrize(
    "text",
    [
        "Turns the mission into a contract, with examples.",
        "数える語の数 が 大きすぎる ので 止めました",
    ],
)
def test_the_purpose_of_a_state_is_cut_between_words(monkeypatch, width, text):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(width))
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with CycleProgress() as progress:
        body = {"kind": "cycle.state", "state": "DECOMPOSING", "text": text, "elapsed": 0.5}
        progress("cycle.event", body)
    shown = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", screen.getvalue())
    line = next(line for line in shown.splitlines() if "DECOMPOSING" in line)
    assert cells(line) <= width
    told = line.partition("BRICK")[2].strip()
    assert told.removesuffix("…") in text
    assert told in ("", text) or (told.endswith("…") and text[len(told) - 1] in " ,")


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        (["image: starting", "image: opening the image"], ["Opening the image…"]),
        (["image: genesis: the conductor"] * 2, ["Awakening: the conductor"]),
        (["image: genesis: a: b", "image: ready", ""], ["Awakening: a: b"]),
    ],
)
def test_a_start_is_told_in_words_for_a_person(told, lines, capsys):
    progress = StartProgress()
    for text in told:
        progress(text)
    assert capsys.readouterr().err.splitlines() == lines
