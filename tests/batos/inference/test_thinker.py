"""The thinker: roles, retries, samples, the end of patience, the log."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from batos.errors import (
    AdapterError,
    BackendError,
    CancelledError,
    DeadlineError,
    ModelFileError,
    PromptTooLongError,
    UnknownNameError,
)
from batos.inference.backend import CancelToken
from batos.inference.promptlog import PromptLog
from batos.inference.requests import CompletionRequest, DoneChunk, TextChunk
from batos.inference.thinker import LocalThinker
from batos.testing import EchoBackend, ScriptedBackend

ASK = CompletionRequest(prompt="one two three")


def thinker(*answers, **options):
    backend = ScriptedBackend(answers)
    return backend, LocalThinker({"main": backend}, {"default": "main"}, **options)


def done(reason="stop"):
    return DoneChunk(finish_reason=reason, prompt_tokens=1, completion_tokens=1, seconds=0.0)


class BatchingBackend(EchoBackend):
    """An echo that draws samples together and notes how many."""

    def __init__(self):
        super().__init__(parallel=3)
        self.batches = []

    def complete_many(self, request, count, cancel):
        self.batches.append((request.prompt, count))
        for number in reversed(range(count)):
            yield number, TextChunk(f"{request.prompt} {number}")
        for number in range(count):
            yield number, done()

    def details(self):
        return {"quantisation": "Q4"}


def test_a_role_is_answered_by_its_backend_and_others_by_the_default():
    coder, other = ScriptedBackend(["code"]), ScriptedBackend(["words"])
    mind = LocalThinker({"a": coder, "b": other}, {"coder": "a", "default": "b"})
    assert mind.think("coder", ASK).text == "code"
    assert mind.think("heart", ASK).text == "words"


def test_a_completion_says_who_answered_and_what_it_cost():
    _, mind = thinker("a b")
    completion = mind.think("coder", ASK)
    assert (completion.backend, completion.model) == ("scripted", "script")
    assert (completion.prompt_tokens, completion.completion_tokens) == (3, 2)
    assert completion.finish_reason == "stop"


def test_a_request_can_name_another_model():
    a, b = ScriptedBackend(["from a"]), ScriptedBackend(["from b"])
    mind = LocalThinker({"a": a, "b": b}, {"default": "a"})
    assert mind.think("coder", CompletionRequest(prompt="x", model="b")).text == "from b"
    with pytest.raises(UnknownNameError, match="model named 'c'"):
        mind.think("coder", CompletionRequest(prompt="x", model="c"))


def test_a_persona_asks_its_own_backend_whatever_its_role_has():
    a, b = ScriptedBackend(["from a"]), ScriptedBackend(["from b"], model="b")
    mind = LocalThinker({"a": a, "b": b}, {"default": "a"}, personas={"robin": "b"})
    assert mind.think("coder", replace(ASK, persona="robin")).text == "from b"
    assert mind.think("coder", replace(ASK, persona="brick")).text == "from a"
    assert mind.describe("coder", "robin")["model"] == "b"
    assert [each.roles for each in mind.models()] == [("default",), ("robin",)]
    with pytest.raises(UnknownNameError, match="backend named 'nope'"):
        LocalThinker({"a": a}, {"default": "a"}, personas={"robin": "nope"})


def test_an_unmapped_role_and_an_unknown_alias_are_named():
    with pytest.raises(UnknownNameError, match="backend named 'nope'"):
        LocalThinker({"a": EchoBackend()}, {"coder": "nope"})
    with pytest.raises(UnknownNameError, match="inference role named 'codre'") as caught:
        LocalThinker({"a": EchoBackend()}, {"coder": "a"}).think("codre", ASK)
    assert "'coder'" in caught.value.hint


def test_text_is_told_as_it_comes():
    _, mind = thinker("a b c")
    heard = []
    assert mind.think("coder", ASK, on_text=heard.append).text == "".join(heard) == "a b c"
    assert len(heard) == 3


def test_a_failed_request_is_asked_once_more():
    backend, mind = thinker(BackendError("hiccup"), "fine")
    assert mind.think("coder", ASK).text == "fine"
    assert len(backend.requests) == 2


def test_a_second_failure_is_told():
    _, mind = thinker(BackendError("first"), BackendError("second"), "never")
    with pytest.raises(BackendError, match="second"):
        mind.think("coder", ASK)


@pytest.mark.parametrize("kind", [PromptTooLongError, ModelFileError, DeadlineError])
def test_what_cannot_get_better_is_not_asked_again(kind):
    backend, mind = thinker(kind("no"), "never")
    with pytest.raises(kind):
        mind.think("coder", ASK)
    assert len(backend.requests) == 1


def test_a_listener_does_not_hear_the_beginning_twice():
    class Breaks(ScriptedBackend):
        def complete(self, request, cancel):
            self.requests.append(request)
            yield TextChunk("half")
            raise BackendError("gone")

    backend = Breaks([])
    mind = LocalThinker({"a": backend}, {"default": "a"})
    with pytest.raises(BackendError, match="gone"):
        mind.think("coder", ASK, on_text=lambda text: None)
    assert len(backend.requests) == 1


def test_a_backend_that_stops_without_a_word_is_an_error():
    class Mute(ScriptedBackend):
        def complete(self, request, cancel):
            yield TextChunk("half")

    mind = LocalThinker({"a": Mute([])}, {"default": "a"}, retries=0)
    with pytest.raises(BackendError, match="without saying why"):
        mind.think("coder", ASK)


def test_a_cancelled_thought_raises_and_stops_the_backend():
    token = CancelToken()
    _, mind = thinker("a b c d")
    heard = []

    def on_text(text):
        heard.append(text)
        token.cancel()

    with pytest.raises(CancelledError):
        mind.think("coder", ASK, cancel=token, on_text=on_text)
    assert heard == ["a "]


def test_a_listener_that_fails_ends_the_stream():
    closed = threading.Event()

    class Watched(ScriptedBackend):
        def complete(self, request, cancel):
            try:
                yield TextChunk("a")
                yield done()
            finally:
                closed.set()

    def on_text(text):
        raise ValueError("listener")

    mind = LocalThinker({"a": Watched([])}, {"default": "a"})
    with pytest.raises(ValueError, match="listener") as caught:
        mind.think("coder", ASK, on_text=on_text)
    # The traceback still holds the frames: the stream was closed, not collected.
    assert caught.traceback
    assert closed.is_set()


def test_no_text_before_the_deadline_is_an_error_and_some_text_is_not():
    class Slow(ScriptedBackend):
        def complete(self, request, cancel):
            if request.prompt == "some":
                yield TextChunk("partly")
            yield done("deadline")

    mind = LocalThinker({"a": Slow([])}, {"default": "a"})
    with pytest.raises(DeadlineError, match="within 60 s"):
        mind.think("coder", ASK)
    completion = mind.think("coder", CompletionRequest(prompt="some"))
    assert (completion.text, completion.finish_reason) == ("partly", "deadline")


class Heavy(EchoBackend):
    """An echo that is loaded when it may be."""

    def __init__(self):
        super().__init__()
        self.may_load = threading.Event()
        self.deadlines = []

    def load(self, progress):
        assert self.may_load.wait(30)

    def complete(self, request, cancel):
        self.deadlines.append(request.deadline_s)
        return super().complete(request, cancel)


def test_waiting_until_the_model_is_loaded_is_part_of_the_deadline():
    backend = Heavy()
    mind = LocalThinker({"a": backend}, {"default": "a"})
    with pytest.raises(DeadlineError, match=r"'echo' was not loaded within 0\.2 s") as caught:
        mind.think("coder", replace(ASK, deadline_s=0.2))
    assert "ask again" in caught.value.hint
    with pytest.raises(DeadlineError, match="not loaded within"):
        mind.sample("coder", [replace(ASK, deadline_s=0.1)])
    with ThreadPoolExecutor() as pool:
        waiting = [
            pool.submit(mind.think, "coder", ASK),
            pool.submit(mind.sample, "coder", [ASK, replace(ASK, deadline_s=20)]),
        ]
        threading.Event().wait(0.3)
        backend.may_load.set()
        assert waiting[0].result().text == "one two three"
        assert len(waiting[1].result()) == 2
    told = sorted(backend.deadlines)
    assert all(left < given for left, given in zip(told, (19.8, 59.8, 59.8), strict=True))


def test_who_has_given_up_may_ask_again_and_the_model_is_there():
    backend, token = Heavy(), CancelToken()
    mind = LocalThinker({"a": backend}, {"default": "a"})
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(mind.think, "coder", ASK, cancel=token)
        token.cancel()
        with pytest.raises(CancelledError):
            asking.result()
    assert mind.models()[0].state in ("waiting", "loading")
    backend.may_load.set()
    assert mind.think("coder", ASK).text == "one two three"


def test_samples_come_in_order_and_at_the_same_time():
    together = threading.Barrier(3, timeout=30)

    def answer(request):
        together.wait()
        return request.prompt

    backend = ScriptedBackend(answer, parallel=3)
    mind = LocalThinker({"a": backend}, {"default": "a"})
    asked = [CompletionRequest(prompt=f"p{n}") for n in range(3)]
    assert [each.text for each in mind.sample("coder", asked)] == ["p0", "p1", "p2"]
    assert mind.sample("coder", []) == []


def test_requests_that_differ_only_in_seed_are_drawn_together():
    backend = BatchingBackend()
    mind = LocalThinker({"a": backend}, {"default": "a"})
    # What is left of one budget is less for each that is made.
    asked = [CompletionRequest(prompt="x", seed=n, deadline_s=30 - n / 1e6) for n in range(4)]
    asked.append(CompletionRequest(prompt="y", seed=9))
    texts = [each.text for each in mind.sample("coder", asked)]
    assert texts == ["x 0", "x 1", "x 2", "x", "y"]
    assert backend.batches == [("x", 3)]


def test_requests_with_one_prompt_are_asked_one_after_the_other_where_it_is_read_once():
    backend = BatchingBackend()
    mind = LocalThinker({"a": backend}, {"default": "a"})
    heats = (0.0, 0.8, 0.8, 0.4)
    asked = [CompletionRequest(prompt="x", temperature=each, seed=1) for each in heats]
    assert len(mind.sample("coder", asked)) == 4
    assert backend.batches == [("x", 2)]
    assert [each.temperature for each in backend.requests] == [0.0, 0.4]


def test_one_failed_sample_ends_the_others():
    started = threading.Event()
    cancelled = threading.Event()

    class Half(ScriptedBackend):
        def complete(self, request, cancel):
            if request.prompt == "bad":
                started.wait(30)
                raise PromptTooLongError("too long")
            started.set()
            while not cancel.cancelled:
                pass
            cancelled.set()
            yield done("cancelled")

    mind = LocalThinker({"a": Half([], parallel=2)}, {"default": "a"})
    with pytest.raises(PromptTooLongError):
        mind.sample("coder", [CompletionRequest(prompt="bad"), ASK])
    assert cancelled.is_set()


def test_every_answer_is_logged(tmp_path):
    log = PromptLog(tmp_path / "prompts.jsonl")
    mind = LocalThinker({"a": BatchingBackend()}, {"default": "a"}, log=log)
    mind.think("coder", ASK)
    mind.sample("heart", [ASK, ASK])
    assert len(log.path.read_text(encoding="utf-8").splitlines()) == 3


def test_a_backend_is_loaded_once_and_when_it_is_needed():
    told = []
    a, b = ScriptedBackend(["x", "y"], model="a"), ScriptedBackend([], model="b")
    mind = LocalThinker(
        {"a": a, "b": b},
        {"coder": "a", "heart": "b"},
        progress=lambda what, share: told.append(what),
    )
    mind.think("coder", ASK)
    mind.think("coder", ASK)
    assert told == ["Loaded a"]
    mind.load()
    assert told == ["Loaded a", "Loaded b"]
    mind.close()


def test_a_role_is_described_for_provenance():
    mind = LocalThinker({"a": BatchingBackend()}, {"default": "a"})
    assert mind.describe("coder") == {"backend": "echo", "model": "echo", "quantisation": "Q4"}


class FileOnly(EchoBackend):
    """An echo whose model is a file."""

    def __init__(self, fault=None):
        super().__init__()
        self.fault = fault

    def model_file(self):
        return Path("/models/echo.gguf")

    def check_files(self):
        pass

    def load(self, progress):
        if self.fault is not None:
            raise self.fault


def test_models_tell_what_they_are_and_since_when():
    asked = LocalThinker(
        {"main": FileOnly(), "other": EchoBackend()}, {"default": "main", "coder": "main"}
    )
    waiting, other = asked.models()
    assert (waiting.state, waiting.file, waiting.roles) == (
        "waiting",
        "/models/echo.gguf",
        ("default", "coder"),
    )
    assert (other.file, other.roles) == ("", ())
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    asked.think("coder", ASK)
    loaded = asked.models()[0]
    assert (loaded.state, loaded.backend, loaded.model) == ("loaded", "echo", "echo")
    assert dt.datetime.fromisoformat(loaded.since) >= before
    asked.think("coder", ASK)
    assert asked.models()[0] == loaded, "it stays loaded since then"
    assert loaded.to_plain()["roles"] == ["default", "coder"]


def test_a_model_that_loads_or_cannot_be_loaded_says_so():
    seen = []

    class Watched(FileOnly):
        def load(self, progress):
            seen.append(asked.models()[0].state)
            super().load(progress)

    backend = Watched(ModelFileError("There is no file."))
    asked = LocalThinker({"main": backend}, {"default": "main"})
    with pytest.raises(ModelFileError):
        asked.load()
    failed = asked.models()[0]
    assert (seen, failed.state, failed.reason) == (["loading"], "failed", "There is no file.")
    backend.fault = None
    asked.load()
    assert asked.models()[0].state == "loaded"


class Expert(EchoBackend):
    """An echo that answers through adapters."""

    def capabilities(self):
        return replace(super().capabilities(), adapters=True)

    def complete(self, request, cancel):
        self.through = request.adapter
        if request.adapter == "none-such":
            self.asked = getattr(self, "asked", 0) + 1
            raise AdapterError("There is no adapter 'none-such'.")
        return super().complete(request, cancel)


def test_a_completion_says_which_adapter_it_was_answered_through():
    asked = replace(ASK, adapter="mine")
    expert = Expert()
    [answer] = LocalThinker({"main": expert}, {"default": "main"}).sample("coder", [asked])
    assert (answer.adapter, expert.through) == ("mine", "mine")
    assert LocalThinker({"main": expert}, {"default": "main"}).think("coder", ASK).adapter == ""


def test_a_backend_without_adapters_answers_with_the_bare_model_and_warns_once(caplog):
    backend, made = thinker("yes", "yes", "no")
    asked = replace(ASK, adapter="mine")
    assert made.think("coder", asked).adapter == ""
    made.sample("coder", [asked, replace(asked, adapter="other")])
    assert [each.adapter for each in backend.requests] == [None, None, None]
    told = [each.getMessage() for each in caplog.records]
    assert [name for name in ("mine", "other") for each in told if repr(name) in each] == [
        "mine",
        "other",
    ]


def test_an_adapter_that_is_refused_is_not_asked_for_again():
    expert = Expert()
    with pytest.raises(AdapterError, match="none-such"):
        LocalThinker({"main": expert}, {"default": "main"}, retries=3).think(
            "coder", replace(ASK, adapter="none-such")
        )
    assert expert.asked == 1
