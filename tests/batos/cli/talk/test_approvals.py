"""``batos approvals``, ``--approve``, and the question on a terminal."""

import contextlib
import sys
import zlib

import pytest

from batos.wire.messages.talk.approvals import ListChanges, Refuse

CTRL_C, CTRL_D = "\x03", "\x04"


@pytest.fixture
def odd(h, shared, request):
    """A mission of its own for each test, which the model gets right; in the end nothing waits."""
    mission = h.Odd(f"w{zlib.crc32(request.node.name.encode()):x}")
    shared.script(mission.right, h.ALLOW)
    yield mission
    with shared.client() as client:
        for line in client.request(ListChanges()).changes:
            if line["address"] == f"genesis.{mission.name}":
                client.request(Refuse(line["id"]))


@pytest.fixture
def waiting(batos, odd):
    """The id of a change of ``genesis`` that waits."""
    answer = batos(*odd.words, "--approve", "ask")
    assert answer.code == 7, answer
    answer.sentence(7, f"genesis.{odd.name} is ready and waits for your word", "approvals show")
    lines = batos("approvals", "--json").json()
    return next(line["id"] for line in lines if line["address"] == f"genesis.{odd.name}")


class TestScripts:
    @pytest.mark.long
    def test_scripted_nobody_is_asked(self, batos, odd):
        assert batos(*odd.words).code == 0
        assert odd.name not in str(batos("approvals", "--json").json())

    @pytest.mark.long
    def test_scripted_the_answer_as_json_says_that_it_waits(self, batos, odd):
        answer = batos(*odd.words, "--approve", "ask", "--json")
        assert answer.code == 7
        error = answer.json()["error"]
        assert (error["code"], error["details"]["status"]) == ("approval.pending", "WAITING")

    def test_scripted_never_is_told_before_the_model_is_asked(self, batos, odd):
        batos(*odd.words, "--approve", "never").sentence(1, "Nothing may be learned by genesis")
        assert batos(*odd.words, "--approve", "always").code == 2


class TestList:
    def test_nothing_waits(self, h, still, alone):
        alone("approvals").sentence(3, "batos up")

    def test_scripted_a_line_for_each(self, batos, waiting, odd):
        answer = batos("approvals")
        assert answer.code == 0
        line = next(line for line in answer.out.splitlines() if waiting in line)
        assert f"genesis.{odd.name}" in line
        assert line.endswith("new")
        assert batos("approvals", "list", "--json").json() == batos("approvals", "--json").json()

    def test_scripted_the_status_tells_that_it_waits(self, batos, waiting):
        told = batos("status", "--json").json()["image"]["waiting"]
        assert told == len(batos("approvals", "--json").json())
        assert "for your word: batos approvals" in batos("status").out


class TestLook:
    def test_scripted_show(self, batos, waiting, odd):
        answer = batos("approvals", "show", waiting)
        assert answer.code == 0, answer
        assert f"genesis.{odd.name}(self, text)  waits as {waiting}" in answer.out
        assert f"def {odd.name}(self, text):" in answer.out
        assert f"{odd.name}('ab') == 'b-" in answer.out
        assert "waits because: the request says 'ask'" in answer.out
        assert batos("approvals", "show", waiting[:6], "--json").json()["id"] == waiting
        assert "WAITING" in batos("show", waiting).out

    def test_scripted_diff(self, batos, waiting, odd):
        answer = batos("approvals", "diff", waiting)
        assert answer.out.startswith("--- nothing\n+++ waiting\n")
        assert f"+def {odd.name}(self, text):" in answer.out
        assert batos("approvals", "diff", waiting, "--json").json()["present"] is None

    def test_scripted_run(self, batos, waiting, odd):
        answer = batos("approvals", "run", waiting, "abc")
        assert answer.code == 0, answer
        assert answer.json().startswith("bc-")
        assert "Nothing was kept." in answer.err
        assert batos("approvals", "run", waiting, "x", "--on", "robin", "--json").json()["value"]
        assert batos("approvals", "run", waiting, "-", say="abc").json() == answer.json()
        assert batos("approvals", "run", waiting, "--text", "text={").code == 0
        batos("approvals", "run", waiting, "text={").sentence(2, "begins like JSON")
        batos("approvals", "run", waiting, "-5").sentence(1, "TypeError")
        batos("approvals", "run", waiting, "x", "--on", "nobody").sentence(2, "nobody")
        batos("send", "genesis", odd.name, "abc", "--no-learn").sentence(2, odd.name)

    @pytest.mark.parametrize(
        "words", [("show",), ("diff",), ("run",), ("approve",), ("refuse",), ("edit",)]
    )
    def test_an_unknown_one(self, batos, words):
        batos("approvals", *words, "nothing").sentence(2, "no waiting change named 'nothing'")


class TestDecide:
    def test_scripted_approve(self, batos, waiting, odd):
        answer = batos("approvals", "approve", waiting, "--note", "read", "--by", "amy")
        assert (answer.code, answer.out) == (0, "")
        assert f"Installed genesis.{odd.name}(self, text)." in answer.err
        assert batos("send", "genesis", odd.name, "abc").code == 0
        provenance = batos("show", f"genesis.{odd.name}", "--json").json()["provenance"]
        assert provenance["approved_by"] == "amy"
        batos("approvals", "approve", waiting).sentence(2, "was approved by amy already")
        batos("approvals", "refuse", waiting).sentence(2, "was approved by amy already")

    def test_scripted_the_record_says_who_asked_and_who_said_yes(self, batos, odd):
        pending = batos(*odd.words, "--approve", "ask", "--by", "bob\tof the  lab")
        assert pending.code == 7, pending
        address = f"genesis.{odd.name}"
        assert "asked by: bob of the lab" in batos("approvals", "show", address).out
        assert batos("approvals", "approve", address, "--by", "amy").code == 0
        found = batos("why", address, "--json").json()
        assert (found["asked_by"], found["approved_by"]) == ("bob of the lab", "amy")

    def test_scripted_the_message_is_told_and_can_be_sent(self, batos, odd, shared, h):
        shared.script({"when": f"def {odd.name}(", "answer": "    return text + '!'\n"}, h.ALLOW)
        words = ("send", "genesis", odd.name, "a b", "--approve", "ask", "--learn")
        answer = batos(*words)
        answer.sentence(7, "waits for your word")
        shown = batos("approvals", "show", f"genesis.{odd.name}").out
        command = f"batos send genesis {odd.name} '\"a b\"'"
        assert command in shown
        answer = batos("approvals", "approve", f"genesis.{odd.name}", "--send")
        assert answer.json() == "a b!"

    def test_scripted_refuse(self, batos, waiting, odd):
        answer = batos("approvals", "refuse", waiting, "--reason", "it is dull")
        assert (answer.code, answer.out) == (0, "")
        assert "is refused; nothing was installed" in answer.err
        assert "refused by user: it is dull" in batos("show", waiting).out
        batos(*odd.words).sentence(1, "refused by user: it is dull")
        assert "1 refused text may" in batos("approvals", "allow", f"genesis.{odd.name}").err
        assert batos(*odd.words).code == 0
        batos("approvals", "allow", f"genesis.{odd.name}").sentence(2, "Nothing was refused")

    def test_scripted_a_second_mission_is_told(self, batos, waiting, odd):
        answer = batos(*odd.words, "--json")
        assert (answer.code, answer.json()["error"]["details"]["cycle"]) == (7, waiting)

    @pytest.mark.long
    def test_scripted_it_survives_a_kernel(self, batos, shared, waiting, odd):
        assert shared.batos("down").code == 0
        shared.up()
        assert batos("approvals", "approve", waiting).code == 0
        assert batos("send", "genesis", odd.name, "abc").code == 0


class TestEdit:
    def test_scripted_from_a_file_and_from_stdin(self, batos, waiting, odd, tmp_path):
        source = batos("approvals", "show", waiting, "--json").json()["source"]
        mine = source.replace("return", "text = text\n    return")
        file = tmp_path / "mine.py"
        file.write_text(mine, "utf-8")
        answer = batos("approvals", "edit", waiting, "--file", str(file), "--by", "amy")
        assert answer.code == 0, answer
        assert "waits with its new text" in answer.err
        shown = batos("approvals", "show", waiting, "--json").json()
        assert (shown["source"], shown["edits"][0]["by"]) == (mine, "amy")
        answer = batos("approvals", "edit", waiting, "--file", "-", "--json", say=source)
        assert answer.json()["source"] == source

    def test_scripted_what_does_not_pass(self, batos, waiting, odd, tmp_path):
        edit = ("approvals", "edit", waiting, "--file", "-")
        head = f"def {odd.name}(self, text):\n"
        batos(*edit, say="def other(self):\n    return 1\n").sentence(2, "defines 'other'")
        batos(*edit, say=f"{head}    return open(text)\n").sentence(1, "refused by the guardian")
        batos(*edit, say=f"{head}    return text\n").sentence(1, "does not pass")
        batos(*edit, say="").sentence(2, "Standard input is empty")
        batos(*edit[:-1], str(tmp_path / "none")).sentence(2, "cannot be read")

    def test_scripted_in_an_editor(self, batos, waiting, odd, tmp_path, monkeypatch):
        editor = tmp_path / "editor.py"
        editor.write_text(
            "import sys\n"
            "text = open(sys.argv[1]).read()\n"
            "open(sys.argv[1], 'w').write(text.replace('return', 'text = text\\n    return'))\n"
            "import os\n"
            "os.utime(sys.argv[1], (2_000_000_000, 2_000_000_000))\n"
        )
        monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
        monkeypatch.delenv("VISUAL", raising=False)
        assert batos("approvals", "edit", waiting).code == 0
        assert "text = text" in batos("approvals", "show", waiting).out
        monkeypatch.setenv("EDITOR", "true")
        assert "Nothing was changed." in batos("approvals", "edit", waiting).err
        monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
        batos("approvals", "edit", waiting).sentence(2, "editor cannot be used")


class TestPolicy:
    def test_it_is_told_and_set(self, batos):
        answer = batos("approvals", "policy", "genesis")
        assert answer.out.startswith("genesis: ask, auto when no person is attached (")
        assert "never" in batos("approvals", "policy", "babs", "never").out
        assert batos("approvals", "policy", "babs", "--json").json()["own"] == "never"
        batos("ask", "--to", "babs", "write a method that adds 1; 2 gives 3").sentence(
            1, "Nothing may be learned by babs"
        )
        assert batos("approvals", "policy", "babs", "inherit", "--json").json()["own"] is None
        batos("approvals", "policy", "nobody").sentence(2, "nobody")
        assert batos("approvals", "policy", "babs", "sometimes").code == 2


def press(screen, key, shown):
    """Press a key until something is shown: what comes just before the reading begins is lost."""
    for _ in range(30):
        screen.type(key)
        with contextlib.suppress(AssertionError):
            screen.expect(shown, seconds=1)
            return
    raise AssertionError(screen.plain)


class TestTerminal:
    def ask(self, typed, odd):
        screen = typed(*odd.words)
        screen.expect(f"def {odd.name}(self, text):")
        screen.expect(f"{odd.name}('ab') == ")
        screen.expect("Install it?")
        return screen

    def test_scripted_yes(self, typed, odd, batos):
        screen = self.ask(typed, odd)
        screen.type("d\r")
        screen.expect("+++ waiting")
        screen.expect("Install it?")
        screen.type("r\r")
        screen.expect("Arguments")
        screen.type("abc\r")
        screen.expect('"bc-')
        screen.expect("Nothing was kept.")
        screen.expect("Install it?")
        screen.type("what\r")
        screen.expect("Install it?")
        screen.type("y\r")
        screen.expect(f"genesis.{odd.name}")
        assert screen.end() == 0
        assert batos("send", "genesis", odd.name, "abc").code == 0

    def test_scripted_no(self, typed, odd, batos):
        screen = self.ask(typed, odd)
        screen.type("n\r")
        screen.expect("Why?")
        screen.type("dull\r")
        screen.expect("refused by user: dull")
        assert screen.end() == 1
        batos("send", "genesis", odd.name, "abc", "--no-learn").sentence(2, odd.name)

    @pytest.mark.parametrize(
        "key", [CTRL_C, *(pytest.param(each, marks=pytest.mark.long) for each in ("l\r", CTRL_D))]
    )
    def test_scripted_later(self, typed, odd, batos, key):
        screen = self.ask(typed, odd)
        press(screen, key, "waits for your word")
        assert screen.end() == 7
        assert "Traceback" not in screen.plain
        assert batos("approvals", "refuse", f"genesis.{odd.name}").code == 0

    def test_scripted_a_message_is_sent_after_a_yes(self, typed, odd, shared, h):
        shared.script({"when": f"def {odd.name}(", "answer": "    return text + '!'\n"}, h.ALLOW)
        screen = typed("send", "genesis", odd.name, "abc", "--learn")
        screen.expect("Install it?")
        screen.type("y\r")
        screen.expect('"abc!"')
        assert screen.end() == 0

    def test_scripted_auto_asks_nobody(self, typed, odd):
        screen = typed(*odd.words, "--approve", "auto")
        screen.expect(f"genesis.{odd.name}")
        assert screen.end() == 0
        assert "Install it?" not in screen.plain

    def test_scripted_decided_elsewhere_meanwhile(self, typed, odd, batos):
        screen = self.ask(typed, odd)
        assert batos("approvals", "approve", f"genesis.{odd.name}", "--by", "amy").code == 0
        screen.type("y\r")
        screen.expect("was approved by amy already")
        assert screen.end() == 2
