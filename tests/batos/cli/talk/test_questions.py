"""``batos questions``, ``batos confirm``, the wire below them, and the question on a terminal.

The questions are put into the image before the system starts, so that each command also shows
that a question survives a restart.
"""

import contextlib

import pytest

from batos.config import load_config
from batos.errors import QuestionPendingError, UnknownNameError, UsageError
from batos.inference import CancelToken, LocalThinker
from batos.learning.cycle.states.completing import complete, install
from batos.learning.cycle.states.waiting import keep_ready, wait
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.question import Choice, Question
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.cycles import keep_record, open_record
from batos.learning.request.drawing import draw_up
from batos.living import LivingImage
from batos.objects import Example
from batos.stewardship.oversight import ImageOversight
from batos.testing import ScriptedBackend
from batos.wire.messages.objects import SendMessage
from batos.wire.messages.talk.questions import AnswerQuestion, ListQuestions

CTRL_C, CTRL_D = "\x03", "\x04"
UPPER = "def {0}(self, numbers):\n    return sorted(numbers)[len(numbers) // 2]\n"
LOWER = "def {0}(self, numbers):\n    return sorted(numbers)[(len(numbers) - 1) // 2]\n"
BETWEEN = (
    "def {0}(self, numbers):\n    numbers = sorted(numbers)\n"
    "    return (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2\n"
)
# Names that nobody takes for a slip of the pen for another.
WAITING = "amber birch cedar dune elm fjord grove heath isle jungle knoll lake".split()
TENTATIVE = "acorn beetle cricket dove".split()


def thought_of(selector, number):
    """Return the working data of a cycle whose candidates differ."""
    brief = MissionBrief(
        selector=selector,
        text=f"the middle figure as {selector}",
        examples=(Example(args=([3, 1, 2],), result=2),),
        questions=True,
    )
    thought = Thought(
        cycle=f"{number:012x}", brief=brief, budget=CycleBudget(24, 120.0), cancel=CancelToken()
    )
    thought.contract = draw_up(brief)
    thought.candidates = [
        Candidate(source.format(selector), "written") for source in (UPPER, LOWER, BETWEEN)
    ]
    thought.question = Question(
        id=f"{number + 0xABC000000000:012x}",
        selector=selector,
        args=([4, 1],),
        choices=(Choice(result=4, votes=2), Choice(result=1, votes=1)),
    )
    return thought


def ask_all(root):
    oversight = ImageOversight("")
    for number, selector in enumerate(WAITING, 1):
        thought = thought_of(selector, number)
        open_record(root, thought)
        outcome = wait(thought)
        keep_ready(root, thought, outcome, oversight)
        keep_record(root, thought, "WAITING", history=(), entries=())
        root.cycles[thought.cycle].outcome = outcome.to_plain()
    for number, selector in enumerate(TENTATIVE, 100):
        thought = thought_of(selector, number)
        from dataclasses import replace

        from batos.guardian.audit.audit import audit

        thought.chosen = replace(
            thought.candidates[0], verdict=audit(thought.candidates[0].source, selector=selector)
        )
        thought.notes["trust"] = {"trust": "tentative", "confidence": 0.74, "evidence": {"ex": 1}}
        open_record(root, thought)
        outcome = install(root, thought, complete(thought), oversight)
        keep_record(root, thought, "COMPLETE", history=(), entries=())
        root.cycles[thought.cycle].outcome = outcome.to_plain()


@pytest.fixture(scope="module")
def shared(h, tmp_path_factory):
    """A system with questions that were asked before it was started."""
    home = h.Home(tmp_path_factory.mktemp("asked"))
    loaded = load_config({}, {"BATOS_HOME": str(home.root), "BATOS_CACHE": home.env["BATOS_CACHE"]})
    home.image_file.parent.mkdir(parents=True, exist_ok=True)
    thinker = LocalThinker({"main": ScriptedBackend(())}, {"default": "main"}, retries=0)
    with LivingImage.open(home.image_file.as_uri(), loaded=loaded, thinker=thinker) as image:
        image.session.change(ask_all, note="test")
    try:
        home.up()
        yield home
    finally:
        home.end()


@pytest.fixture
def client(shared):
    with shared.client() as client:
        yield client


def line_of(batos, selector):
    rows = batos("questions", "--json").json()
    return next((row for row in rows if row["address"] == f"genesis.{selector}"), None)


class TestList:
    def test_scripted_a_line_for_each(self, batos):
        answer = batos("questions")
        assert answer.code == 0
        line = next(line for line in answer.out.splitlines() if "lake" in line)
        assert "lake([4, 1]) gives …?" in line
        assert "waits" in line
        assert "version 1 is tentative" in answer.out

    def test_scripted_as_json(self, batos):
        row = line_of(batos, "lake")
        assert row["waits"] is True
        assert [each["result"] for each in row["question"]["choices"]] == [4, 1]

    def test_nothing_is_listed_where_nothing_runs(self, h, still, alone):
        alone("questions").sentence(3, "batos up")

    def test_scripted_show(self, batos):
        answer = batos("questions", "show", "genesis.lake")
        assert answer.code == 0
        for words in ("lake([4, 1]) gives …?", "1  4  (2 candidates)", "2  1", "asked by"):
            assert words in answer.out
        assert batos("questions", "show", "genesis.lake", "--json").json()["kind"] == "question"

    def test_scripted_what_is_not_asked(self, batos):
        batos("questions", "show", "genesis.zebra").sentence(2, "open question", "questions")


class TestAnswer:
    def test_scripted_a_choice_by_its_number(self, batos):
        answer = batos("questions", "answer", "genesis.amber", "2")
        assert answer.code == 0, answer
        assert answer.out == "genesis.amber\n"
        assert batos("send", "genesis", "amber", "[4, 1]").out == "1\n"
        assert line_of(batos, "amber") is None

    def test_scripted_another_value(self, batos):
        answer = batos("questions", "answer", "genesis.birch", "--value", "2.5", "--json")
        assert answer.code == 0, answer
        assert answer.json()["outcome"]["status"] == "COMPLETE"
        assert batos("send", "genesis", "birch", "[4, 1]").out == "2.5\n"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["3"], "no choice"),
            (["0"], "no choice"),
            (["one"], "no choice"),
            ([], "one of the choices"),
            (["1", "--unknown"], "one of the choices"),
            (["--value", "{"], "begins like JSON"),
            (["--after", "3"], "JSON object"),
        ],
    )
    def test_scripted_what_is_no_answer(self, batos, words, said):
        batos("questions", "answer", "genesis.lake", *words).sentence(2, said)
        assert line_of(batos, "lake") is not None

    def test_scripted_twice(self, batos):
        number = line_of(batos, "cedar")["id"]
        assert batos("questions", "answer", number, "1", "--by", "amy").code == 0
        batos("questions", "answer", number, "1").sentence(2, "was answered by amy already")

    def test_scripted_cancel(self, batos):
        number = line_of(batos, "dune")["id"]
        answer = batos("questions", "cancel", number)
        assert answer.code == 0
        assert "nothing was installed" in answer.err
        assert batos("cycles", "--json").json()
        batos("show", "genesis.dune").sentence(2, "dune")

    def test_scripted_nobody_at_a_terminal_is_told_where_it_waits(self, batos):
        text = "the middle figure as elm"
        words = ["ask", "--name", "elm", text, "--example", "[3, 1, 2] -> 2"]
        number = line_of(batos, "elm")["id"]
        batos(*words).sentence(7, "not decided yet", f"batos questions answer {number}")
        batos("send", "genesis", "elm", "[1]").sentence(7, f"questions answer {number}")


class TestTentative:
    def test_scripted_show_says_so(self, batos):
        answer = batos("show", "genesis.acorn")
        assert "tentative, with a fair confidence (0.74)" in answer.out
        assert "never tested" in answer.out
        assert "numbers: nothing in it" in answer.out
        shown = batos("show", "genesis.acorn", "--json").json()
        assert (shown["trust"], shown["confidence"]) == ("tentative", 0.74)
        assert "(tentative)" in batos("show", "genesis").out

    def test_scripted_skills_and_why_say_so(self, batos):
        assert "tentative 0.74" in batos("skills").out
        rows = batos("skills", "--json").json()
        row = next(each for each in rows if each["address"] == "genesis.acorn")
        assert (row["trust"], row["confidence"]) == ("tentative", 0.74)
        assert "tentative, with a fair confidence (0.74)" in batos("why", "genesis.acorn").out
        assert batos("why", "genesis.acorn", "--json").json()["trust"] == "tentative"

    def test_scripted_confirm_and_undo(self, batos):
        answer = batos("confirm", "genesis.beetle", "--by", "amy")
        assert answer.code == 0
        assert "proven now, by your word (version 2)" in answer.err
        assert line_of(batos, "beetle") is None
        assert "proven already" in batos("confirm", "genesis.beetle").err
        assert "confirmed by amy" in batos("history", "genesis.beetle").out
        assert batos("undo", "genesis.beetle").code == 0
        assert line_of(batos, "beetle")["version"] == 1

    def test_scripted_an_answer_that_it_gives_proves_it(self, batos):
        done = batos("questions", "answer", "genesis.cricket", "1", "--json").json()
        assert (done["outcome"]["trust"], done["outcome"]["version"]) == ("proven", 2)

    def test_scripted_another_answer_learns_a_new_version_and_says_so(self, batos):
        answer = batos("questions", "answer", "genesis.dove", "2")
        assert answer.code == 0, answer
        assert "version 2 now, in the place of version 1" in answer.err
        assert batos("send", "genesis", "dove", "[4, 1]").out == "1\n"

    def test_scripted_what_is_no_method_is_not_confirmed(self, batos):
        batos("confirm", "genesis.nothing").sentence(2, "nothing")


class TestWire:
    def test_scripted_the_reply_is_the_outcome_and_the_events_are_streamed(self, client):
        heard = []
        row = next(
            each
            for each in client.request(ListQuestions()).questions
            if each["address"] == "genesis.fjord"
        )
        done = client.request(
            AnswerQuestion(row["id"], choice=0, by="amy"),
            on_event=lambda kind, body: heard.append((kind, body.get("kind"))),
        )
        assert done.outcome.status == "COMPLETE"
        assert done.message is None
        assert ("cycle.event", "cycle.resumed") in heard
        assert ("cycle.event", "cycle.finished") in heard

    @pytest.mark.parametrize(
        "body",
        [{}, {"choice": 0, "unknown": True}, {"choice": "a"}, {"example": 3}, {"unknown": 1}],
    )
    def test_scripted_what_is_no_answer(self, client, body):
        with pytest.raises(UsageError):
            client.call("question.answer", {"id": "genesis.lake", **body})

    def test_scripted_what_is_not_there(self, client):
        for kind in ("question.show", "question.cancel"):
            with pytest.raises(UnknownNameError):
                client.call(kind, {"id": "genesis.nothing"})

    def test_scripted_a_message_is_told_the_question(self, client):
        with pytest.raises(QuestionPendingError) as caught:
            client.request(SendMessage("lake", args=[[1]]))
        question = Question.from_plain(caught.value.details["question"])
        assert question.wording() == "lake([4, 1]) gives …?"


class TestTerminal:
    def ask(self, typed, name):
        text = f"the middle figure as {name}"
        screen = typed("ask", "--name", name, text, "--example", "[3, 1, 2] -> 2")
        screen.expect(f"{name}([4, 1]) gives …?")
        screen.expect("1  4")
        screen.expect("2  1")
        screen.expect("Which is right?")
        return screen

    def test_scripted_one_key_chooses(self, typed, batos):
        screen = self.ask(typed, "grove")
        screen.type("7\r")
        screen.expect("Which is right?")
        screen.type("2\r")
        screen.expect("genesis.grove")
        assert screen.end() == 0
        assert batos("send", "genesis", "grove", "[4, 1]").out == "1\n"

    def test_scripted_none_of_these_is_typed(self, typed, batos):
        screen = typed("send", "genesis", "heath", "[4, 1]")
        screen.expect("Which is right?")
        screen.type("n\r")
        screen.expect("What must it give?")
        screen.type("{\r")
        screen.expect("begins like JSON")
        screen.expect("Which is right?")
        screen.type("n\r")
        screen.expect("What must it give?")
        screen.type("2.5\r")
        screen.expect("2.5")
        assert screen.end() == 0

    @pytest.mark.parametrize(
        "key", ["l\r", *(pytest.param(each, marks=pytest.mark.long) for each in (CTRL_C, CTRL_D))]
    )
    def test_scripted_later(self, typed, batos, key):
        screen = self.ask(typed, "isle")
        for _ in range(30):
            screen.type(key)
            with contextlib.suppress(AssertionError):
                screen.expect("batos questions answer", seconds=1)
                break
        assert screen.end() == 7
        assert "Traceback" not in screen.plain
        assert line_of(batos, "isle") is not None

    def test_scripted_a_closed_terminal_leaves_it_waiting(self, typed, batos):
        screen = self.ask(typed, "jungle")
        screen.close()
        assert line_of(batos, "jungle")["waits"]

    def test_scripted_the_chat_asks_as_well(self, typed, batos):
        screen = typed("chat")
        screen.expect("genesis>")
        screen.enter("/questions")
        screen.expect("knoll")
        screen.enter("/send genesis knoll [4,1]")
        screen.expect("Which is right?")
        screen.type("1\r")
        screen.expect("4")
        screen.expect("genesis>")
        screen.enter("/answer genesis.lake unknown")
        screen.expect("genesis>")
        screen.enter("/confirm genesis.acorn")
        screen.expect("is proven now, by your word.")
        screen.type("/exit\r")
        assert screen.end() == 0
