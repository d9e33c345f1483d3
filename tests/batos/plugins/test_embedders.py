"""Which embedder is taken, and what is said where there is none."""

from contextlib import nullcontext

import pytest

from batos.config import load_config
from batos.errors import BackendError, PluginError, PromptTooLongError, UnknownNameError
from batos.inference import CancelToken, LocalThinker
from batos.plugins import EmbedderSpec, PluginInfo, PluginSet, PluginState
from batos.plugins.embedders import embedder_specs, lender, local_embedding
from batos.plugins.pluginset import LoadedPlugin
from batos.testing import ScriptedBackend

INFO = PluginInfo(name="t", distribution="t", version="1", state=PluginState.ACTIVE)


class Fixed:
    model, dimension = "fixed", 2

    def embed(self, texts, cancel):
        return [[1.0, float(len(text))] for text in texts]

    def close(self):
        pass


class Vectors(ScriptedBackend):
    """A backend whose model reads twelve characters."""

    def capabilities(self):
        from dataclasses import replace

        return replace(super().capabilities(), embeddings=True)

    def embed(self, texts, cancel):
        if any(len(text) > 12 for text in texts):
            raise PromptTooLongError("It is too long.")
        return [[1.0, float(len(text)), 0.0] for text in texts]


def plugins(*names):
    specs = tuple(
        EmbedderSpec(name=name, summary="fixed", factory=lambda _context: Fixed(), dimension=2)
        for name in names
    )
    return PluginSet([LoadedPlugin(info=INFO, contributions=specs)])


def embedding(found, tmp_path, thinker=None, **memory):
    options = {f"memory.{name}": value for name, value in memory.items()}
    loaded = load_config(options, {"BATOS_HOME": str(tmp_path)})
    return local_embedding(loaded, found, lender(thinker or LocalThinker({}, {})))


def test_the_first_that_is_installed_is_taken(tmp_path):
    assert embedding(plugins("one", "two"), tmp_path).space().embedder == "one"


def test_one_may_be_named(tmp_path):
    assert embedding(plugins("one", "two"), tmp_path, embedder="two").space().embedder == "two"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("auto", "No embedder is installed, so the memory works by words."),
        ("none", "The memory works by words, as memory.embedder says."),
        ("minilm", "The embedder 'minilm' is not installed, so the memory works by words."),
    ],
)
def test_where_there_is_none_it_is_said_in_a_sentence(tmp_path, name, said):
    with pytest.raises(PluginError) as caught:
        embedding(PluginSet(), tmp_path, embedder=name).space()
    assert caught.value.message == said
    assert name == "none" or "pip install batos-embedder-minilm" in (caught.value.hint or "")


def test_a_backend_makes_vectors_of_texts_as_far_as_it_reads(tmp_path):
    thinker = LocalThinker({"own": Vectors([])}, {"default": "own"})
    found = embedding(PluginSet(), tmp_path, thinker, embedder="backend")
    assert found.space().dimension == 3
    rows = found.vectors(["short", "a text that is too long"], CancelToken())
    assert rows[0][1] / rows[0][0] == pytest.approx(5)
    assert 6 <= rows[1][1] / rows[1][0] <= 12


def test_a_backend_that_makes_none_is_refused(tmp_path):
    thinker = LocalThinker({"own": ScriptedBackend([])}, {"default": "own"})
    with pytest.raises(BackendError, match="makes no vectors"):
        embedding(PluginSet(), tmp_path, thinker, embedder="backend").space()
    with pytest.raises(UnknownNameError, match="other"):
        embedding(
            PluginSet(), tmp_path, thinker, embedder="backend", options={"backend": "other"}
        ).space()


def test_a_thinker_of_elsewhere_lends_nothing():
    with pytest.raises(BackendError, match="No backend is in this process"), nullcontext():
        lender(object())("")


def test_the_cores_own_is_among_them():
    assert list(embedder_specs(plugins("one"))) == ["one", "backend"]
