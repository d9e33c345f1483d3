"""The chat on a real (pseudo) terminal."""

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import time

import pytest

from batos.wire.messages.kernel import ListJobs
from batos.wire.messages.talk.watching import WatchConversation

fcntl = pytest.importorskip("fcntl", reason="needs a pseudo terminal")
pty = pytest.importorskip("pty", reason="needs a pseudo terminal")
termios = pytest.importorskip("termios", reason="needs a pseudo terminal")

CTRL_C, CTRL_D = "\x03", "\x04"
PROMPT = "genesis>"


class Screen:
    """A program on a terminal of its own."""

    def __init__(self, home, *words):
        self.home = home
        self.text = ""
        self._seen = 0
        self.master, slave = pty.openpty()

        def own():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is promised needs no help
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))

        self.process = subprocess.Popen(
            home.argv(*words),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**home.env, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
            preexec_fn=own,  # noqa: PLW1509 - no other thread runs here
        )
        os.close(slave)

    def _read(self):
        ready, _, _ = select.select([self.master], [], [], 0.1)
        if not ready:
            return True
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # how Linux says that the other end is closed
            return False
        self.text += piece.decode("utf-8", "replace")
        return bool(piece)

    @property
    def plain(self):
        """What was shown, without colours and the like."""
        return re.sub(r"\x1b(\[[?>]?[\d;]*[a-zA-Z]|[=>78]|\][^\x07]*\x07)|[\r\x00]", "", self.text)

    def expect(self, text, seconds=30):
        """Wait until something new is shown."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.plain.find(text, self._seen)
            if found >= 0:
                self._seen = found + len(text)
                return
            assert time.monotonic() < deadline, f"{text!r} was not shown:\n{self.plain}"
            alive = self._read()
            assert alive or text in self.plain[self._seen :], f"it ended:\n{self.plain}"

    def type(self, text):
        os.write(self.master, text.encode())

    def enter(self, line):
        """Type a line and wait until the editor has taken it in."""
        self.type(line)
        self.expect(line)
        self.type("\r")

    def end(self):
        """Wait for the end; return the exit code."""
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read()
        return self.process.wait(1)

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self.master)


@pytest.fixture
def chat(shared, h):
    """A chat that shows its prompt."""
    odd = h.Odd("typed")
    shared.script(odd.right, h.ALLOW)
    with contextlib.closing(Screen(shared, "chat")) as screen:
        screen.expect("Talk to BAT OS.")
        screen.expect("Model: scripted, script: loaded since 20")
        screen.expect(PROMPT)
        yield screen


def test_scripted_a_conversation(chat, h):
    odd = h.Odd("typed")
    chat.enter(odd.text.replace("that knots", "named knot_typed that knots"))
    chat.expect("Mission: ")
    chat.expect("def knot_typed(self, text):")
    chat.expect("genesis.knot_typed is ready and waits for your word. /approve installs it")
    chat.expect(PROMPT)
    chat.enter("/approvals")
    chat.expect("genesis.knot_typed")
    chat.expect(PROMPT)
    chat.enter("/approve")
    chat.expect("Learned genesis.knot_typed(self, text)")
    chat.expect(PROMPT)
    chat.enter('/send genesis knot_typed "abc"')
    chat.expect('"bc-typed-a"')
    chat.expect(PROMPT)
    chat.enter("/show genesis.knot_typed")
    chat.expect("version 1")
    chat.expect(PROMPT)
    chat.enter("/hlep")
    chat.expect("There is no command '/hlep'.")
    chat.expect("Did you mean '/help'?")
    chat.expect(PROMPT)
    chat.enter("/help")
    chat.expect("Ctrl-D leaves.")
    chat.expect(PROMPT)
    chat.type(CTRL_D)
    assert chat.end() == 0
    assert "Traceback" not in chat.plain


def test_scripted_what_waits_is_refused_or_sent(chat, shared, h):
    shared.script({"when": "def cheer_loudly(", "answer": "    return text + '!'\n"}, h.ALLOW)
    chat.enter('/send genesis cheer_loudly "abc"')
    chat.expect("waits for your word")
    chat.expect(PROMPT)
    chat.enter("/approve genesis.cheer_loudly")
    chat.expect("Learned genesis.cheer_loudly(self, text)")
    chat.expect('"abc!"')
    chat.expect(PROMPT)
    odd = h.Odd("unwanted")
    shared.script(odd.right, h.ALLOW)
    chat.enter(odd.text.replace("that knots", "named knot_unwanted that knots"))
    chat.expect("waits for your word")
    chat.expect(PROMPT)
    chat.enter("/refuse genesis.knot_unwanted it is dull")
    chat.expect("is refused; nothing was installed.")
    chat.expect(PROMPT)
    chat.enter("/approve")
    chat.expect("Nothing waits for your word.")
    chat.expect(PROMPT)
    chat.enter("/exit")
    assert chat.end() == 0
    assert "Traceback" not in chat.plain


def test_scripted_two_chats_on_one_conversation_show_the_same(shared, h):
    shared.script({"when": "who sings?", "answer": "A wren."}, h.ALLOW)
    assert shared.batos("ask", "ROBIN, who sings?", "--conversation", "choir").code == 0
    words = ("chat", "--resume", "choir")
    with (
        contextlib.closing(Screen(shared, *words)) as one,
        contextlib.closing(Screen(shared, *words)) as other,
    ):
        for screen in (one, other):
            screen.expect(PROMPT)

        def watches():
            with shared.client() as client:
                jobs = client.request(ListJobs()).jobs
            return sum(each["type"] == WatchConversation.TYPE for each in jobs)

        h.until(lambda: watches() >= 2)
        one.enter("ROBIN, who sings?")
        for screen in (one, other):
            screen.expect("A wren.")
        other.expect(PROMPT)


def test_scripted_ctrl_c_stops_the_answer_and_not_the_chat(chat, shared, h):
    odd = h.Odd("slow")
    gate = shared.gate(odd.name)
    shared.script({**odd.right, "gate": gate.path}, h.ALLOW)
    chat.enter(odd.text.replace("that knots", "named knot_slow that knots"))
    gate.wait()
    chat.type(CTRL_C)
    chat.expect("Stopped.")
    chat.expect(PROMPT)
    chat.type("half a line" + CTRL_C)
    chat.expect(PROMPT)
    chat.enter("/show genesis.knot_slow")
    chat.expect("There is no selector named 'knot_slow'.")
    chat.expect(PROMPT)
    chat.enter("/exit")
    assert chat.end() == 0
    assert "Traceback" not in chat.plain


def test_scripted_ctrl_c_stops_a_command_and_what_runs_for_it(shared, h):
    odd = h.Odd("stopped")
    gate = shared.gate(odd.name)
    shared.script({**odd.right, "gate": gate.path}, h.ALLOW)
    process = shared.begin(*odd.words, "--json", preexec_fn=h.ignore_ctrl_c)
    gate.wait()
    process.send_signal(signal.SIGINT)
    answer = shared.finish(process)
    assert answer.code == 130, answer
    assert "Traceback" not in answer.err
    error = answer.json()["error"]
    assert (error["code"], error["exit_code"]) == ("cancelled", 130)

    def recorded():
        rows = shared.batos("cycles", "--json").json()
        return next(row for row in rows if row["selector"] == odd.name)["state"] == "FAILED"

    h.until(recorded)
