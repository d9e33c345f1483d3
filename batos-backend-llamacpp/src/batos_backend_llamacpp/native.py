"""The native server of llama.cpp in this process, and nothing above it.

What was found out about it (xllamacpp 2026.10) and is relied on:

* A stream's callback that returns ``True`` ends the request and frees its slot at once. The
  callback is called for each token, and with ``return_progress`` for each batch of the prompt, so
  a small batch bounds how long a cancel takes while a long prompt is read.
* It always listens on a loopback port. Nobody needs it, so it gets a random key, no web page,
  and no permission for web pages of others.
* One server makes both answers and vectors: with ``embedding`` set and the last token's state as
  the vector (``LAST``) greedy answers and what is kept of prompts are the same as without. The mean
  of all tokens would need the whole text in one batch.
* With ``verbosity`` 0 it prints nothing to stdout; a grammar that cannot be parsed still shows on
  stderr.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from batos.errors import BackendError, ModelFileError
from batos_backend_llamacpp.adapters.rack import Racked
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_llamacpp.room import check_memory

__all__ = ["NativeServer"]

_BATCH = 32
"""Tokens of prompts that a processor reads between two looks at a cancel: under a second with two
cores and a model of 1.5 billion parameters. With 16 to 256 it reads as fast, within what differs
from one measurement to the next; a graphics processor wants more."""
_GPU_BATCH = 512

_CACHE_MIB = 256
"""Memory for prompts that have left their slots; by default it is 8 GiB."""

_SPINS = "1000"
"""Turns a thread spins for the others before it sleeps. By default it spins for milliseconds, so
that one other busy process made two threads on two cores five to thirty times slower."""

_LOOPBACK = "127.0.0.1"


class NativeServer:
    """A loaded model.

    Attributes:
        racked: The adapters that it has.
        slot_window: Tokens that one slot holds.

    Args:
        path: The model file.
        options: The backend's options.
        racked: The adapters that it has; none is applied unless a request says so.

    Raises:
        BackendError: The native library cannot be loaded or used, or the memory is too short.
        ModelFileError: The native library cannot load the file.
    """

    def __init__(self, path: Path, options: LlamaOptions, racked: Racked | None = None) -> None:
        # OpenMP reads this once, when its library is loaded; a user's own setting stands.
        os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)
        try:
            import xllamacpp
        except ImportError as error:
            raise BackendError(
                f"The native llama.cpp library cannot be loaded: {error}.",
                hint="Install it again with: python -m pip install --force-reinstall xllamacpp",
            ) from error
        has_gpu = _has_gpu(xllamacpp, options)
        if not has_gpu:
            check_memory(path)
        self.racked = racked or Racked({}, {})
        self._key = secrets.token_urlsafe(32)
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = options.n_ctx
        params.n_parallel = options.parallel
        params.n_gpu_layers = options.n_gpu_layers
        params.n_batch = params.n_ubatch = max(_GPU_BATCH if has_gpu else _BATCH, options.parallel)
        # What has left a slot is taken up again whatever adapter it was read through (llama.cpp
        # 26207); what is in a slot is read again where the adapter is another.
        params.cache_ram_mib = 0 if self.racked.files else _CACHE_MIB
        params.lora_adapters = [_info(xllamacpp, each) for each in self.racked.files.values()]
        params.lora_init_without_apply = True
        if options.embeddings:
            params.embedding = True
            params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_LAST
        for cpu in (params.cpuparams, params.cpuparams_batch):
            cpu.n_threads = options.thread_count
            cpu.poll = 0  # threads that wait leave the core to the rest of the system
        # A sliding-window model keeps its whole cache, so that the next prompt with the same
        # beginning need not be read again.
        params.swa_full = True
        params.ctx_shift = False  # never drop the beginning of a prompt
        params.fit_params = False
        params.warmup = False
        params.verbosity = 0
        params.hostnames = [_LOOPBACK]
        params.port = 0
        params.api_keys = [self._key]
        params.cors_origins = ""
        params.ui = False
        params.endpoint_slots = False
        params.endpoint_metrics = True
        try:
            self._server: Any = xllamacpp.Server(params)
        except RuntimeError as error:
            raise ModelFileError(
                f"llama.cpp cannot load the model file {str(path)!r}.",
                hint="The file may be damaged, too large for the memory, or of a kind that this "
                "version does not know.",
            ) from error
        self.slot_window = self._check_address()

    def close(self) -> None:
        """Free the model. Nothing may be asked any more, nor be on its way."""
        self._server = None

    def _check_address(self) -> int:
        """Return the tokens that one slot holds, after a look at where the server listens."""
        address = urlsplit(self._server.listening_address)
        if address.hostname != _LOOPBACK or address.port is None:
            raise BackendError(f"llama.cpp listens on {address.netloc!r}, not on loopback.")
        connection = http.client.HTTPConnection(_LOOPBACK, address.port, timeout=10)
        try:
            connection.request("GET", "/props", headers={"Authorization": f"Bearer {self._key}"})
            props = json.loads(connection.getresponse().read())
            return int(props["default_generation_settings"]["n_ctx"])
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            raise BackendError(f"llama.cpp does not tell its context window: {error!r}.") from error
        finally:
            connection.close()

    def stream(
        self, payload: Mapping[str, Any], on_chunk: Callable[[Mapping[str, Any]], bool]
    ) -> None:
        """Run one request to its end; blocks.

        Args:
            payload: An OpenAI-style request; with ``messages`` it is a chat.
            on_chunk: Called with each chunk; a true answer ends the request.
        """
        handle = (
            self._server.handle_chat_completions
            if "messages" in payload
            else self._server.handle_completions
        )
        handle({**payload, "stream": True, "return_progress": True}, on_chunk)

    def embed(self, text: str) -> Mapping[str, Any]:
        """Return what llama.cpp answers to one text: ``data`` with its vector, or ``error``."""
        answer: Mapping[str, Any] = self._server.handle_embeddings({"input": text})
        return answer

    def metrics(self) -> dict[str, float]:
        """Return the server's counters, such as ``tokens_predicted_total``."""
        counters = {}
        for line in str(self._server.handle_metrics()).splitlines():
            name, _, value = line.rpartition(" ")
            if name.startswith("llamacpp:"):
                counters[name.removeprefix("llamacpp:")] = float(value)
        return counters


def _info(library: Any, file: Path) -> Any:
    """Return what the library is told of an adapter."""
    info = library.CommonAdapterLoraInfo()
    info.path, info.scale = str(file), 0.0
    return info


def _has_gpu(library: Any, options: LlamaOptions) -> bool:
    """Return whether a graphics card takes layers of the model."""
    kinds = {device["type"].name for device in library.get_device_info()}
    return options.n_gpu_layers != 0 and any("GPU" in kind for kind in kinds)
