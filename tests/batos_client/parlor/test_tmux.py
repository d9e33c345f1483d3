"""The Parlor as a person sees it: a real terminal, a real kernel, and its death."""

import shlex
import shutil
import subprocess
import time

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
PATIENCE_S = 120


class Pane:
    """A program on a terminal of tmux, in a server of its own."""

    def __init__(self, name, argv, env):
        self._tmux = ("tmux", "-L", name, "-f", "/dev/null")
        command = shlex.join(argv)
        self.do("new-session", "-d", "-x", "80", "-y", "24", f"{command}; stty -a; sleep 600", env)

    def do(self, *words):
        *words, env = words if isinstance(words[-1], dict) else (*words, None)
        done = subprocess.run(
            [*self._tmux, *words], capture_output=True, text=True, check=True, env=env
        )
        return done.stdout

    @property
    def text(self):
        return self.do("capture-pane", "-p")

    def sees(self, text):
        deadline = time.monotonic() + PATIENCE_S
        while text not in self.text:
            assert time.monotonic() < deadline, f"{text!r} is not shown:\n{self.text}"
            time.sleep(0.1)

    def type(self, text):
        self.do("send-keys", "-l", text)

    def press(self, *keys):
        self.do("send-keys", *keys)

    def end(self):
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def pane(shared, tmp_path):
    opened = Pane(f"batos-{tmp_path.name}", shared.argv("parlor"), shared.env)
    yield opened
    opened.end()


def test_a_person_talks_and_leaves(pane):
    pane.sees("genesis learns · chat-")
    pane.type("/show genesis")
    pane.press("Enter")
    pane.sees("> /show genesis")
    pane.type("who are you?")
    pane.press("Enter")
    pane.sees("> who are you?")
    pane.press("F2")
    pane.sees("Objects")
    pane.press("F2")
    pane.press("C-q")
    pane.sees("speed")  # what stty says once the terminal is given back
    assert "-echo " not in pane.text
    assert " icanon" in f" {pane.text}"
