"""The real model: what means the same is near, and only the right file is loaded."""

import numpy as np
import pytest

from batos.errors import CancelledError, ModelFileError
from batos.inference import CancelToken
from batos_embedder_minilm import minilm
from batos_embedder_minilm.minilm import MiniLM, model_file


@pytest.fixture(scope="module")
def model():
    return MiniLM()


def embed(model, *texts):
    return np.asarray(model.embed(texts, CancelToken()))


def test_what_means_the_same_is_near(model):
    undo, take_back, cat = embed(model, "undo a change", "take back what was done", "a black cat")
    assert undo @ take_back > 0.5
    assert undo @ cat < 0.2


def test_the_vectors_are_those_that_the_makers_publish(model):
    # Cosines of the examples on the model's card, which int8 moves by some hundredths.
    rows = embed(model, "The new movie is awesome", "The new opera is nice", "A man plays guitar")
    assert rows[0] @ rows[1] == pytest.approx(0.5, abs=0.08)
    assert rows.shape == (3, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_the_order_is_that_of_the_texts(model):
    texts = [f"{'word ' * (40 - number)}{number}" for number in range(40)]
    together = embed(model, *texts)
    for number in (0, 17, 39):
        assert together[number] @ embed(model, texts[number])[0] > 0.99


def test_any_text_has_a_vector(model):
    rows = embed(model, "", " ", "\x00", "😀" * 300, "word " * 5_000)
    assert np.isfinite(rows).all()


def test_it_can_be_cancelled(model):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        model.embed(["a"], cancel)


def test_another_file_is_refused(tmp_path):
    changed = bytearray(model_file().read_bytes())
    changed[1_000_000] ^= 1
    (tmp_path / "model.onnx").write_bytes(changed)
    with pytest.raises(ModelFileError, match="is not the file that it should be") as caught:
        MiniLM(tmp_path / "model.onnx")
    assert "pip install" in caught.value.hint
    with pytest.raises(ModelFileError, match="cannot be read"):
        MiniLM(tmp_path / "nothing.onnx")


def test_the_package_of_the_model_may_be_missing(monkeypatch):
    monkeypatch.setattr(minilm, "_PACKAGE", "no_such_package_anywhere")
    with pytest.raises(ModelFileError, match="is not installed"):
        model_file()


def test_the_vocabulary_is_that_of_bert():
    words = minilm._vocabulary()
    assert len(words) == 30_522
    assert (words["[PAD]"], words["[UNK]"], words["[CLS]"], words["[SEP]"]) == (0, 100, 101, 102)
