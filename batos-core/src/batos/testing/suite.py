"""The conformance kit of inference backends: what every one of them has to keep.

An author subclasses :class:`BackendSuite` in a test module and gives a fixture ``make_backend``::

    import pytest
    from batos.testing import BackendSuite, EchoBackend

    @pytest.fixture(scope="module")
    def make_backend():
        return lambda: EchoBackend(context_window=256)

    class TestEcho(BackendSuite):
        long_prompt = "word " * 100

What a backend declares in its ``capabilities()`` is tested; what it does not declare has to be
refused. What only its surroundings can show is given by further fixtures, each a function that is
called when it is needed. A fixture that is not there skips its tests with the reason, unless the
suite has the attribute behind it set to true:

=============== ============== ===================================================================
fixture         attribute      what it gives
=============== ============== ===================================================================
``work_done``   ``has_counter``  a number that grows while the backend, or its server, works
``kill_server`` ``has_server``   a loaded backend, and a function that kills its server at once
``wrong_model`` ``has_models``   a backend that is to use a model that does not exist
``wrong_key``   ``has_key``      a backend with a key that its server refuses, and the key
``starved``     ``has_limits``   a backend whose model does not fit into the memory
=============== ============== ===================================================================
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import pytest

from batos.errors import BackendError, BatosError, PromptTooLongError
from batos.inference.backend import (
    Backend,
    BatchBackend,
    CancelToken,
    EmbeddingBackend,
    no_progress,
)
from batos.inference.requests import Chunk, CompletionRequest, DoneChunk, Message, TextChunk

__all__ = ["BackendSuite"]

_FULL = 16
"""Tokens that are left of a window that is to be filled by an answer."""
_WORD = "word "


@dataclass(frozen=True)
class _Heard:
    """An answer with the pieces that it came in."""

    pieces: tuple[str, ...]
    done: DoneChunk

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class BackendSuite:
    """What every backend keeps; see the module for what a subclass gives.

    Attributes:
        counting: A prompt with an obvious continuation of several tokens, at temperature 0.
        long_prompt: A prompt whose answer has at least 60 tokens at temperature 1.
        unicode_prompt: A prompt whose answer has letters of several bytes.
        settles_s: Seconds after which given-up work must have ended.
    """

    has_counter: ClassVar[bool] = False
    has_server: ClassVar[bool] = False
    has_models: ClassVar[bool] = False
    has_key: ClassVar[bool] = False
    has_limits: ClassVar[bool] = False

    counting: ClassVar[str] = "1, 2, 3, 4, 5,"
    long_prompt: ClassVar[str] = "Once upon a time"
    unicode_prompt: ClassVar[str] = "naïve 日本語 🦇 naïve 日本語 🦇 naïve 日本語 🦇 naïve"
    settles_s: ClassVar[float] = 1.0

    @pytest.fixture(scope="class")
    @classmethod
    def backend(cls, make_backend: Callable[[], Backend]) -> Iterator[Backend]:
        """One loaded backend for all tests that leave it as it is."""
        made = make_backend()
        made.load(no_progress)
        yield made
        made.close()

    @pytest.fixture
    def fresh(self, make_backend: Callable[[], Backend]) -> Iterator[Backend]:
        """A backend of a test's own, not loaded yet."""
        made = make_backend()
        yield made
        made.close()

    # The form of an answer.

    def test_it_says_what_it_is(self, backend: Backend) -> None:
        """A backend names its kind and its model, and a window that can hold something.

        If this fails: ``name`` is the name in the configuration, ``model`` what provenance keeps.
        """
        assert backend.name
        assert backend.model
        assert backend.capabilities().context_window > 0
        assert backend.capabilities().parallel >= 1

    def test_an_answer_is_text_and_then_exactly_one_end(self, backend: Backend) -> None:
        """Text chunks that are not empty, then one ``DoneChunk`` with what it cost.

        If this fails: look for a server's last message that carries both text and counts, or
        counts that come in a message of their own after the end.
        """
        heard = _ask(backend, prompt=self.counting, max_tokens=8)
        assert heard.text
        assert heard.done.prompt_tokens > 0
        assert heard.done.completion_tokens > 0
        assert heard.done.seconds >= 0

    def test_text_arrives_while_it_is_made(self, backend: Backend) -> None:
        """With ``streaming`` an answer comes in pieces.

        If this fails: the request does not ask for a stream, or it is collected before it is
        passed on. Declare ``streaming=False`` where there is no such thing.
        """
        heard = _ask(backend, prompt=self.counting, max_tokens=12)
        if not backend.capabilities().streaming:
            pytest.skip("the backend does not declare streaming")
        assert len(heard.pieces) > 1

    def test_a_conversation_is_answered(self, backend: Backend) -> None:
        """Messages go through the model's own template, or are rendered plainly.

        If this fails: marks of the template in the answer mean that it was applied twice or that
        its stop texts are missing.
        """
        said = (Message("system", "Answer in one short sentence."), Message("user", "Hello there"))
        heard = _ask(backend, messages=said, max_tokens=24)
        assert heard.text.strip()
        assert "<|im_" not in heard.text

    def test_letters_of_several_bytes_are_whole(self, backend: Backend) -> None:
        """No piece holds half a letter, wherever tokens and packets were cut.

        If this fails: decode the bytes incrementally, and hold back what is incomplete.
        """
        for most in (1, 2, 3, 24):
            heard = _ask(backend, prompt=self.unicode_prompt, max_tokens=most)
            assert "\ufffd" not in heard.text
            heard.text.encode("utf-8")  # no lone halves of a pair
        assert any(ord(letter) > 127 for letter in heard.text)

    # Why an answer ends.

    def test_a_stop_text_ends_the_answer_where_it_crosses_two_pieces(
        self, backend: Backend
    ) -> None:
        """The answer ends before the stop text, however it was cut into pieces.

        If this fails: what may be the beginning of a stop text has to be held back until that is
        known; ``batos.inference.stops.StopScanner`` does that.
        """
        whole = _ask(backend, prompt=self.counting, max_tokens=24)
        if len(whole.pieces) < 2:
            pytest.skip("the answer came in one piece, which has no border")
        border = sum(len(piece) for piece in whole.pieces[: len(whole.pieces) // 2])
        stop = whole.text[border - 1 : border + 2]
        heard = _ask(backend, prompt=self.counting, max_tokens=24, stop=("never said", stop))
        assert heard.text == whole.text[: whole.text.index(stop)]
        assert heard.done.finish_reason == "stop"

    def test_a_stop_text_that_never_comes_takes_nothing_away(self, backend: Backend) -> None:
        """What was held back for a stop text is passed on when it was none.

        If this fails: the held text is dropped. Only where the answer is cut off may what was held
        back last be missing: llama.cpp's server does not give it then.
        """
        whole = _ask(backend, prompt=self.counting, max_tokens=12)
        middle = whole.text[len(whole.text) // 2]
        stop = f"{middle} never said"
        heard = _ask(backend, prompt=self.counting, max_tokens=12, stop=(stop,))
        assert whole.text.startswith(heard.text)
        assert len(heard.text) > len(whole.text) // 2
        assert len(whole.text) - len(heard.text) < len(stop)

    def test_the_token_limit_is_a_length_and_never_a_stop(self, backend: Backend) -> None:
        """An answer that was cut off says so.

        If this fails: a finish reason is guessed, or a server's word for it is not known.
        """
        heard = _ask(backend, prompt=self.long_prompt, max_tokens=3, temperature=1.0)
        assert heard.done.finish_reason == "length"
        assert heard.done.completion_tokens <= 3

    def test_a_full_window_is_a_length_and_never_a_stop(self, backend: Backend) -> None:
        """An answer that meets the end of the window is cut off there and says so.

        If this fails: the server shifts its window, which drops the beginning of the prompt, or
        calls it a stop.
        """
        window = backend.capabilities().context_window
        prompt = _words(backend, window - _FULL)
        heard = _ask(backend, prompt=prompt, max_tokens=8 * _FULL, deadline_s=240)
        if heard.done.finish_reason == "stop":
            pytest.skip("the model ended its answer before the window was full")
        assert heard.done.finish_reason == "length"
        assert heard.done.prompt_tokens + heard.done.completion_tokens <= window + 1

    # Prompts of many tokens.

    def test_a_prompt_that_does_not_fit_is_refused_with_both_numbers(
        self, backend: Backend
    ) -> None:
        """It is never cut in silence: the error tells how long it is and what there is room for.

        If this fails: a server that answers has cut the prompt. Compare what it counted with
        ``batos.inference.counting``, and tell it not to cut where it can be told.
        """
        window = backend.capabilities().context_window
        for prompt in (_WORD * (2 * window), _words(backend, window + 24)):
            with pytest.raises(PromptTooLongError) as caught:
                _ask(backend, prompt=f"The secret is bat. {prompt}", max_tokens=4, deadline_s=240)
            details = caught.value.details
            assert details["context_window"] == window
            assert details["prompt_tokens"] >= window
            assert str(details["prompt_tokens"]) in caught.value.message
            assert str(window) in caught.value.message

    def test_a_conversation_that_does_not_fit_is_refused(self, backend: Backend) -> None:
        """No turn is dropped in silence either.

        If this fails: servers drop the oldest turns of a conversation, and their own count is of
        what is left.
        """
        window = backend.capabilities().context_window
        said = [
            Message("user" if number % 2 == 0 else "assistant", _WORD * (window // 4))
            for number in range(8)
        ]
        turns = (Message("system", "The secret is bat."), *said, Message("user", "Tell it."))
        with pytest.raises(PromptTooLongError):
            _ask(backend, messages=turns, deadline_s=240)

    def test_a_prompt_that_fits_is_read_whole(self, backend: Backend) -> None:
        """Three quarters of the window are read, and not half of it.

        If this fails: the server uses a part of the window that it was told to have.
        """
        window = backend.capabilities().context_window
        prompt = _words(backend, window * 3 // 4)
        heard = _ask(backend, prompt=prompt, max_tokens=2, deadline_s=240)
        assert heard.done.prompt_tokens >= prompt.count(_WORD.strip())

    # What binds an answer.

    def test_a_seed_gives_the_same_answer_again(self, backend: Backend) -> None:
        """Where ``seeds`` is declared, one seed gives one answer, and others give others.

        If this fails: the seed does not reach the sampler, or it is declared where a server does
        not promise it. What is left to read of a prompt decides the last digits, therefore the
        prompt is read once before.
        """
        if not backend.capabilities().seeds:
            pytest.skip("the backend does not declare seeds")
        warm: dict[str, Any] = {"prompt": "The best thing is", "max_tokens": 8, "temperature": 1.0}
        _, first, second = (_ask(backend, seed=5, **warm).text for _ in range(3))
        assert first == second
        assert len({first, *(_ask(backend, seed=seed, **warm).text for seed in range(4))}) > 1

    def test_a_json_schema_binds_the_answer(self, backend: Backend) -> None:
        """Where ``schema`` is declared it binds prompts and conversations; else it is refused.

        If this fails: a server that does not know the field leaves the answer unbound without a
        word; look at the answer, ``batos.inference.bound.is_unbound`` helps.
        """
        schema = {
            "type": "object",
            "properties": {"kind": {"enum": ["method", "talk"]}},
            "required": ["kind"],
            "additionalProperties": False,
        }
        asked: list[dict[str, Any]] = [
            {"prompt": "As JSON:"},
            {"messages": (Message("user", "Is 'hello' a method or talk? Answer as JSON."),)},
        ]
        for each in asked:
            if not backend.capabilities().schema:
                with pytest.raises(BackendError):
                    _ask(backend, json_schema=schema, max_tokens=60, **each)
                continue
            heard = _ask(backend, json_schema=schema, max_tokens=60, **each)
            assert json.loads(heard.text)["kind"] in ("method", "talk")

    def test_a_grammar_binds_the_answer(self, backend: Backend) -> None:
        """Where ``grammar`` is declared a GBNF grammar binds; else it is refused.

        If this fails: an answer that nothing has bound is worse than an error.
        """
        asked: dict[str, Any] = {"prompt": "7 and 5 is", "grammar": 'root ::= " " [0-9] [0-9]'}
        if not backend.capabilities().grammar:
            with pytest.raises(BackendError):
                _ask(backend, **asked)
            return
        assert _ask(backend, **asked).text.strip().isdigit()

    def test_a_choice_between_texts_binds_the_answer(self, backend: Backend) -> None:
        """A grammar that is a choice binds where ``grammar`` or ``choices`` is declared.

        If this fails: ``batos.inference.choices`` asks for a choice by a JSON schema.
        """
        asked: dict[str, Any] = {
            "prompt": "Is the sky blue on a fine day? Answer:",
            "grammar": 'root ::= " "? ("yes" | "no")',
        }
        capabilities = backend.capabilities()
        if not (capabilities.grammar or capabilities.choices):
            with pytest.raises(BackendError):
                _ask(backend, **asked)
            return
        assert _ask(backend, **asked).text.strip() in ("yes", "no")

    # Several at once.

    def test_samples_of_one_request_are_told_apart(self, backend: Backend) -> None:
        """Each sample has its text and its own end; more than fit are refused.

        If this fails: a server that does not know of several samples gives one and says nothing.
        """
        if not isinstance(backend, BatchBackend):
            pytest.skip("the backend draws one sample at a time")
        count = min(3, backend.capabilities().parallel)
        request = CompletionRequest(
            prompt=self.counting, max_tokens=6, temperature=0.7, seed=3, deadline_s=120
        )
        texts, ends = [""] * count, []
        for number, chunk in backend.complete_many(request, count, CancelToken()):
            if isinstance(chunk, TextChunk):
                assert number not in ends
                texts[number] += chunk.text
            else:
                ends.append(number)
        assert all(texts)
        assert sorted(ends) == list(range(count))
        most = backend.capabilities().parallel
        with pytest.raises(BackendError):
            list(backend.complete_many(request, most + 1, CancelToken()))

    def test_requests_of_several_threads_do_not_mix(self, backend: Backend) -> None:
        """More requests than there are places each get their own answer.

        If this fails: something of a request is kept in the backend instead of with the request.
        """
        heard: dict[int, str] = {}

        def work(tens: int) -> None:
            prompt = ", ".join(f"{tens}{ones}" for ones in range(1, 5)) + ","
            heard[tens] = _ask(backend, prompt=prompt, max_tokens=8, deadline_s=120).text

        count = min(backend.capabilities().parallel + 2, 8)
        threads = [threading.Thread(target=work, args=(tens,)) for tens in range(1, count + 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(heard) == count
        for tens, text in heard.items():
            # A small model may count on or begin again; it never takes another's numbers.
            assert str(tens) in text

    def test_embeddings_are_vectors_in_order(self, backend: Backend) -> None:
        """Where ``embeddings`` is declared texts become vectors; else that is refused.

        If this fails: the order of a server's answers is that of their index, and a text that is
        cut has another vector than the whole.
        """
        if not isinstance(backend, EmbeddingBackend):
            pytest.skip("the backend makes no embeddings")
        texts = ["a bat in the night", "the price of milk"]
        if not backend.capabilities().embeddings:
            with pytest.raises(BackendError):
                backend.embed(texts, CancelToken())
            return
        assert list(backend.embed([], CancelToken())) == []
        both = backend.embed(texts, CancelToken())
        assert len({len(vector) for vector in both}) == 1
        for number, text in enumerate(texts):
            assert any(both[number])
            [alone] = backend.embed([text], CancelToken())
            # Not the same to the last digit: servers read a text beside others in other steps.
            assert _distance(alone, both[number]) < _distance(alone, both[1 - number])

    # Ending early.

    def test_a_deadline_ends_the_answer_with_what_there_is(self, backend: Backend) -> None:
        """What came until then stays, and the end says ``deadline``.

        If this fails: the reader waits for the next piece without looking at the time.
        """
        heard = _ask(backend, prompt=self.long_prompt, max_tokens=60, deadline_s=1e-6)
        assert heard.done.finish_reason == "deadline"
        whole = _ask(backend, prompt=self.long_prompt, max_tokens=60, temperature=1.0)
        if whole.done.seconds > 0.4:
            heard = _ask(
                backend,
                prompt=self.long_prompt,
                max_tokens=240,
                temperature=1.0,
                deadline_s=whole.done.seconds / 2,
            )
            assert heard.done.finish_reason in ("deadline", "stop")
            assert heard.done.seconds < whole.done.seconds + self.settles_s

    def test_what_is_cancelled_before_it_begins_says_nothing(self, backend: Backend) -> None:
        """A request of a cancelled token ends at once.

        If this fails: look at the token before the request is sent.
        """
        token = CancelToken()
        token.cancel()
        heard = _ask(backend, token, prompt=self.counting)
        assert (heard.text, heard.done.finish_reason) == ("", "cancelled")

    def test_a_cancel_in_the_middle_ends_the_answer(self, backend: Backend) -> None:
        """The answer ends within a few pieces and says ``cancelled``.

        If this fails: the token is asked too seldom, or only when a piece comes.
        """
        token = CancelToken()
        pieces, last = 0, None
        for chunk in backend.complete(self._long(), token):
            last = chunk
            pieces += isinstance(chunk, TextChunk)
            if pieces == 2:
                token.cancel()
        assert isinstance(last, DoneChunk)
        assert last.finish_reason == "cancelled"
        assert last.completion_tokens < 60

    def test_a_cancel_stops_the_work_and_not_only_the_output(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """Given-up work ends within a second, by the count of whoever does it.

        If this fails: the connection is not closed, or a thread of the model runs on to its end.
        """
        count = self._hook(request, "work_done", self.has_counter)
        token = CancelToken()
        stream = backend.complete(self._long(), token)
        next(stream)
        token.cancel()
        list(stream)
        _stands_still(count, self.settles_s)

    def test_leaving_the_stream_stops_the_work(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """A reader that goes away ends the work behind it.

        If this fails: end the work in a ``finally`` of the generator.
        """
        count = self._hook(request, "work_done", self.has_counter)
        stream = backend.complete(self._long(), CancelToken())
        next(stream)
        stream.close()  # type: ignore[attr-defined]  # a generator
        _stands_still(count, self.settles_s)

    def test_a_cancel_is_heard_while_a_long_prompt_is_read(
        self, backend: Backend, request: pytest.FixtureRequest
    ) -> None:
        """No text has come yet, and the work ends all the same.

        If this fails: the token is asked only when a piece of text comes.
        """
        count = self._hook(request, "work_done", self.has_counter)
        window = backend.capabilities().context_window
        prompt = "".join(f"line {number}\n" for number in range(window // 8))
        token = CancelToken()
        timer = threading.Timer(0.1, token.cancel)
        timer.start()
        heard = _ask(backend, token, prompt=prompt, max_tokens=60, temperature=1.0)
        timer.join()
        assert heard.done.finish_reason in ("cancelled", "stop", "length")
        _stands_still(count, self.settles_s)

    # Faults.

    def test_a_server_that_goes_in_the_middle_is_an_error(
        self, request: pytest.FixtureRequest
    ) -> None:
        """Half an answer is no answer, and nobody waits for the rest of it.

        If this fails: a stream that ends without its last message has not ended well.
        """
        backend, kill = self._hook(request, "kill_server", self.has_server)()
        try:
            stream = backend.complete(self._long(), CancelToken())
            next(stream)
            with pytest.raises(BackendError):
                _after(kill, stream)
            with pytest.raises(BackendError):
                _ask(backend, prompt=self.counting, deadline_s=30)
        finally:
            backend.close()

    def test_a_model_that_does_not_exist_is_named(self, request: pytest.FixtureRequest) -> None:
        """The error tells which model is not there.

        If this fails: ask for it in ``load``, so that a person hears of it at once.
        """
        backend = self._hook(request, "wrong_model", self.has_models)()
        try:
            with pytest.raises(BatosError) as caught:
                _loaded_and_asked(backend)
            assert backend.model in f"{caught.value.message} {caught.value.hint}"
        finally:
            backend.close()

    def test_a_key_that_is_refused_is_an_error_that_does_not_tell_it(
        self, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
    ) -> None:
        """No key stands in an error or in a log, not even where a server repeats it.

        If this fails: take the key out of what servers say before it is passed on.
        """
        backend, key = self._hook(request, "wrong_key", self.has_key)()
        with caplog.at_level("DEBUG"):
            try:
                with pytest.raises(BackendError) as caught:
                    _loaded_and_asked(backend)
            finally:
                backend.close()
        error = caught.value
        assert error.hint
        assert key not in f"{error.message} {error.hint} {error.details} {backend!r}"
        assert key not in caplog.text

    def test_a_model_that_does_not_fit_the_memory_is_an_error(
        self, request: pytest.FixtureRequest
    ) -> None:
        """The process lives on, and the error has a hint.

        If this fails: libraries end the process where memory is short; ask before, or let another
        process load.
        """
        backend = self._hook(request, "starved", self.has_limits)()
        try:
            with pytest.raises(BackendError) as caught:
                _loaded_and_asked(backend)
            assert caught.value.hint
        finally:
            backend.close()

    # Loading and closing.

    def test_loading_twice_is_loading_once(self, fresh: Backend) -> None:
        """A second call returns at once, from another thread too.

        If this fails: keep what is loaded under a lock.
        """
        threads = [threading.Thread(target=fresh.load, args=(no_progress,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fresh.load(no_progress)
        assert _ask(fresh, prompt=self.counting, max_tokens=4).text

    def test_closing_ends_what_runs(self, fresh: Backend) -> None:
        """A running answer ends as cancelled or with an error, and closing waits for it.

        If this fails: readers have to look whether the backend is being closed.
        """
        fresh.load(no_progress)
        stream = fresh.complete(self._long(), CancelToken())
        next(stream)
        fresh.close()
        try:
            last = list(stream)[-1]
        except BackendError:
            pass
        else:
            assert isinstance(last, DoneChunk)
            assert last.finish_reason == "cancelled"
        fresh.close()  # and once more, which changes nothing
        with pytest.raises(BackendError):
            _ask(fresh, prompt=self.counting)

    def test_closing_what_was_never_loaded_is_no_fault(self, fresh: Backend) -> None:
        """A backend that nobody used can be closed.

        If this fails: ``close`` assumes that ``load`` has run.
        """
        fresh.close()

    def test_no_standard_test_was_dropped(self) -> None:
        """A subclass may mark a standard test as failing, and may not replace or remove one.

        If this fails: mark the test with ``pytest.mark.xfail(reason=...)`` and call the standard
        one in it, so that whoever reads the results sees what the backend does not keep.
        """
        for name, standard in vars(BackendSuite).items():
            if not name.startswith("test_"):
                continue
            own = getattr(type(self), name, None)
            marks = [each.name for each in getattr(own, "pytestmark", ())]
            assert own is standard or "xfail" in marks, f"{name} was dropped"

    def _long(self) -> CompletionRequest:
        return CompletionRequest(
            prompt=self.long_prompt, max_tokens=240, temperature=1.0, deadline_s=120
        )

    def _hook(self, request: pytest.FixtureRequest, name: str, declared: bool) -> Any:
        """Return what a fixture of the author's gives; skip where there is none."""
        try:
            return request.getfixturevalue(name)
        except pytest.FixtureLookupError:
            _missing(name, declared)


def _missing(name: str, declared: bool) -> NoReturn:
    if declared:
        pytest.fail(f"The suite declares what the fixture {name!r} shows, and does not give it.")
    pytest.skip(f"there is no fixture {name!r}, and nothing declares that it could be given")


def _ask(backend: Backend, cancel: CancelToken | None = None, **fields: Any) -> _Heard:
    """Ask, and look at the form of what comes."""
    fields.setdefault("deadline_s", 120.0)
    chunks = list(backend.complete(CompletionRequest(**fields), cancel or CancelToken()))
    *pieces, done = chunks
    assert isinstance(done, DoneChunk), "the last chunk is the end"
    texts = [each.text for each in pieces if isinstance(each, TextChunk)]
    assert len(texts) == len(pieces), "there is exactly one end"
    assert all(texts), "no piece is empty"
    return _Heard(tuple(texts), done)


def _words(backend: Backend, tokens: int) -> str:
    """Return a prompt with about as many tokens, by what the backend counts."""
    few, many = (
        _ask(backend, prompt=_WORD * count, max_tokens=1).done.prompt_tokens for count in (16, 32)
    )
    each = max((many - few) / 16, 1.0)
    return _WORD * int((tokens - (few - 16 * each)) / each)


def _loaded_and_asked(backend: Backend) -> None:
    backend.load(no_progress)
    _ask(backend, prompt="Hello", max_tokens=2, deadline_s=60)


def _after(act: Callable[[], None], stream: Iterator[Chunk]) -> None:
    act()
    list(stream)


def _stands_still(count: Callable[[], float], settles_s: float) -> None:
    """Look that a count does not move once the time to settle is over.

    The step that is under way then may still end: on a busy machine it takes longer than that.
    """
    time.sleep(settles_s)
    before = count()
    time.sleep(settles_s / 2)
    ended = count()
    assert ended <= before + 1, "the work went on"
    time.sleep(settles_s / 2)
    assert count() <= max(ended, before + 1), "the work went on"


def _distance(one: Any, other: Any) -> float:
    """Return the distance of two vectors, each brought to length 1."""

    def unit(vector: Any) -> list[float]:
        length = sum(float(each) ** 2 for each in vector) ** 0.5
        return [float(each) / length for each in vector]

    pairs = zip(unit(one), unit(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)
