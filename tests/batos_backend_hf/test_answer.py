"""An answer between two threads."""

import threading

import pytest

from batos.errors import BackendError
from batos.inference import CancelToken, TextChunk
from batos.inference.limits import Limits
from batos_backend_hf.answer import Answer


@pytest.fixture
def token():
    return CancelToken()


@pytest.fixture
def answer(token):
    return Answer(2, 7, Limits(token, 60, threading.Event()))


def test_samples_come_with_their_ends_and_their_counts(answer):
    answer.add(1, "b", 1, None)
    answer.add(0, "a", 1, "length")
    answer.add(1, "", 2, "stop")
    answer.no_more()
    chunks = list(answer.chunks())
    assert [(n, c.text) for n, c in chunks if isinstance(c, TextChunk)] == [(1, "b"), (0, "a")]
    ends = {n: c for n, c in chunks if not isinstance(c, TextChunk)}
    assert (ends[0].finish_reason, ends[0].completion_tokens) == ("length", 1)
    assert (ends[1].finish_reason, ends[1].completion_tokens) == ("stop", 2)
    assert ends[0].prompt_tokens == 7


def test_who_cancels_gets_the_ends_at_once(answer, token):
    answer.add(0, "a", 3, None)
    chunks = answer.chunks()
    assert next(chunks) == (0, TextChunk("a"))
    assert answer.is_wanted()
    token.cancel()
    assert not answer.is_wanted()
    ends = [chunk for _, chunk in chunks]
    assert [each.finish_reason for each in ends] == ["cancelled", "cancelled"]


def test_who_leaves_wants_no_more(answer):
    answer.leave()
    assert not answer.is_wanted()


def test_an_error_reaches_the_reader(answer):
    answer.fail(BackendError("It failed."))
    with pytest.raises(BackendError, match="It failed"):
        list(answer.chunks())


def test_an_end_without_a_reason_is_an_error(answer):
    answer.no_more()
    with pytest.raises(BackendError, match="without an answer"):
        list(answer.chunks())
