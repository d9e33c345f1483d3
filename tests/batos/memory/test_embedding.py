"""What is asked of an embedder: rows of length one, and no others."""

import pytest

from batos.errors import BackendError, CancelledError, PluginError
from batos.inference import CancelToken
from batos.memory import LocalEmbedding, VectorSpace

from .word_bag import WordBag, word_bag


class Wrong(WordBag):
    def __init__(self, answer):
        super().__init__(3)
        self.answer = answer

    def embed(self, texts, cancel):
        return self.answer


def test_vectors_are_rows_of_length_one():
    rows = word_bag().vectors(["a house a house", "garden"], CancelToken())
    assert rows.shape == (2, 64)
    assert (rows**2).sum(axis=1) == pytest.approx([1, 1], abs=1e-6)


def test_no_text_has_no_vector():
    assert word_bag().vectors([], CancelToken()).shape == (0, 64)


@pytest.mark.parametrize(
    "answer",
    [[[1.0, 2.0, 3.0]], [[1.0, 2.0], [1.0, 2.0]], [[1.0, 2.0, float("nan")]] * 2, [["a"], [None]]],
    ids=["too few", "too short", "not finite", "no numbers"],
)
def test_what_is_no_vector_for_each_text_is_refused(answer):
    with pytest.raises(BackendError, match="The embedder 'wrong' gave"):
        LocalEmbedding("wrong", lambda: Wrong(answer)).vectors(["a", "b"], CancelToken())


def test_it_is_made_once_when_it_is_first_needed():
    made = []

    def make():
        made.append(WordBag())
        return made[-1]

    embedding = LocalEmbedding("bag", make)
    assert not made
    assert embedding.space() == VectorSpace(embedder="bag", model="bag", dimension=64)
    embedding.vectors(["a"], CancelToken())
    assert len(made) == 1
    embedding.close()
    assert embedding.space().label == "bag bag 64"
    assert len(made) == 2


def test_one_that_cannot_be_had_is_tried_again():
    answers = [PluginError("It is not installed."), WordBag()]

    def make():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    embedding = LocalEmbedding("bag", make)
    with pytest.raises(PluginError):
        embedding.space()
    assert embedding.space().dimension == 64


@pytest.mark.parametrize("fails", ["made", "asked"])
def test_whatever_a_plugin_raises_is_a_sentence(fails):
    class Torn(WordBag):
        def embed(self, texts, cancel):
            raise RuntimeError("the session is torn")

    def make():
        if fails == "made":
            raise RuntimeError("the session is torn")
        return Torn()

    with pytest.raises(BackendError, match="'torn' failed: RuntimeError: the session is torn"):
        LocalEmbedding("torn", make).vectors(["a"], CancelToken())


def test_nothing_is_embedded_once_it_is_cancelled():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        word_bag().vectors(["a"], cancel)
