"""The backends without a model keep the contract of one."""

import pytest

from batos.errors import BackendError, PromptTooLongError
from batos.inference.backend import CancelToken, no_progress
from batos.inference.requests import CompletionRequest, DoneChunk, Message
from batos.testing import EchoBackend, ScriptedBackend


def answer(backend, cancel=None, **fields):
    *texts, done = backend.complete(CompletionRequest(**fields), cancel or CancelToken())
    assert isinstance(done, DoneChunk)
    return "".join(each.text for each in texts), done.finish_reason


def test_a_script_is_followed_in_order_and_ends():
    backend = ScriptedBackend(["a  b\n", "", BackendError("no")])
    backend.load(no_progress)
    assert answer(backend, prompt="x") == ("a  b\n", "stop")
    assert answer(backend, prompt="y") == ("", "stop")
    for reason in ("no", "no further answer"):
        with pytest.raises(BackendError, match=reason):
            answer(backend, prompt="z")
    assert [each.prompt for each in backend.requests] == ["x", "y", "z", "z"]
    backend.close()


def test_an_answer_can_depend_on_the_request():
    backend = ScriptedBackend(lambda request: str(request.prompt).upper())
    assert answer(backend, prompt="abc") == ("ABC", "stop")


def test_an_echo_says_the_prompt_or_the_last_message():
    assert answer(EchoBackend(), prompt="a b") == ("a b", "stop")
    talk = (Message("system", "a"), Message("user", "hello you"))
    assert answer(EchoBackend(), messages=talk) == ("hello you", "stop")


def test_stops_limits_and_the_window_are_kept():
    assert answer(EchoBackend(), prompt="a b END c", stop=(" END",)) == ("a b", "stop")
    assert answer(EchoBackend(), prompt="a b c", max_tokens=2) == ("a b ", "length")
    assert answer(EchoBackend(context_window=5), prompt="a b c") == ("a b ", "length")
    with pytest.raises(PromptTooLongError) as caught:
        answer(EchoBackend(context_window=3), prompt="a b c")
    assert caught.value.details == {"prompt_tokens": 3, "context_window": 3}


def test_a_cancel_and_a_deadline_end_the_answer():
    token = CancelToken()
    token.cancel()
    assert answer(EchoBackend(), token, prompt="a b") == ("", "cancelled")
    assert answer(EchoBackend(), prompt="a b", deadline_s=1e-9) == ("", "deadline")
