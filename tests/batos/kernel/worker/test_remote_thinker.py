"""Answers and vectors from the worker that holds the models, as those of this process."""

import numpy as np
import pytest

from batos.errors import BackendError
from batos.inference import CancelToken, CompletionRequest
from batos.kernel.worker.remote_thinker import RemoteEmbedding, RemoteThinker
from batos.wire.faults import EngineLostError
from batos.wire.messages.inference import Embed, EmbedderFacts, ShowEmbedder, Vectors


class Job:
    """Answers as the inference worker does."""

    def __init__(self):
        self.asked = []

    def request(self, asked, *, timeout):
        self.asked.append(asked)
        if isinstance(asked, ShowEmbedder):
            return EmbedderFacts("minilm", "m", 3)
        assert isinstance(asked, Embed)
        rows = np.arange(3 * len(asked.texts), dtype="<f4")
        return Vectors(rows.tobytes(), 3)


def test_rows_come_as_they_were_sent():
    thinker, job = RemoteThinker(), Job()
    embedding = RemoteEmbedding(thinker)
    with thinker.on_behalf_of(job):
        assert embedding.space().label == "minilm m 3"
        rows = embedding.vectors(["a", "b"], CancelToken())
    assert rows.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert job.asked[-1].texts == ("a", "b")


class LostJob:
    """Its inference worker has died."""

    def request(self, asked, **_how):
        raise EngineLostError("The inference worker ended.", hint="It is started again.")


def test_a_worker_that_has_died_is_a_model_that_cannot_answer():
    thinker = RemoteThinker()
    with (
        thinker.on_behalf_of(LostJob()),
        pytest.raises(BackendError, match="The inference worker ended") as told,
    ):
        thinker.think("steward", CompletionRequest(prompt="x"))
    assert told.value.hint == "It is started again."
