"""A loaded model at work, for one request at a time."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from batos.errors import CancelledError, DeadlineError
from batos.inference import CompletionRequest, Footprint
from batos.inference.limits import Limits
from batos_backend_hf.adapters import Adapters
from batos_backend_hf.answer import Answer
from batos_backend_hf.binding import Binder
from batos_backend_hf.chat import has_template, prompt_ids
from batos_backend_hf.generating import EndedEarlyError, Watch, generate
from batos_backend_hf.loading import load_model
from batos_backend_hf.memory import is_out_of_memory, no_memory
from batos_backend_hf.options import HfOptions
from batos_backend_hf.prefixes import Prefixes
from batos_backend_hf.vectors import text_vector
from batos_backend_hf.weights import footprint_on

__all__ = ["Engine"]


class Engine:
    """A loaded model. Whoever computes with it has it alone; :meth:`ids` may be asked any time.

    Args:
        folder: The model's folder.
        options: How to load it.
        names: What it is called, to tell adapters of other models by.

    Raises:
        ModelFileError: The folder holds no model that the library can load.
        AdapterError: The adapter of the options does not fit it.
        BackendError: There is no room for it, or no such device.
    """

    def __init__(self, folder: Path, options: HfOptions, names: Sequence[str] = ()) -> None:
        self._loaded = load_model(folder, options)
        self._adapters = Adapters(self._loaded.model, options, names)
        self._watch = Watch(self._loaded.model)
        self._prefixes = Prefixes(self._loaded.model.config)
        self._binder: Binder | None = None
        self._tokenizing = threading.Lock()
        self.window = self._loaded.window
        self.facts: Mapping[str, str] = self._loaded.facts
        self.has_template = has_template(self._loaded.tokenizer)

    @property
    def layers(self) -> int:
        """Layers that were computed so far."""
        return self._watch.layers

    @property
    def footprint(self) -> Footprint:
        """What its weights take."""
        model = self._loaded.model
        return footprint_on(str(model.device), int(model.get_memory_footprint()))

    def ids(self, request: CompletionRequest) -> list[int]:
        """Return the tokens of what a request asks."""
        with self._tokenizing:
            return prompt_ids(self._loaded.tokenizer, request)

    def answer(
        self, request: CompletionRequest, ids: Sequence[int], count: int, answer: Answer
    ) -> None:
        """Compute samples of a request into its answer, until they end or nobody waits for them.

        Raises:
            AdapterError: Its adapter is not there, is damaged, or was made for another model.
            BackendError: The memory is too short, or the grammar cannot be read.
        """
        is_bound = request.grammar is not None or request.json_schema is not None
        try:
            bound = self._bound().bind(request, count) if is_bound else None
            adapter = self._adapters.use(request.adapter)
            with self._watch.asking(answer.is_wanted):
                generate(
                    self._loaded,
                    ids,
                    request,
                    count,
                    answer,
                    bound=bound,
                    prefixes=self._prefixes,
                    adapter=adapter,
                )
        except EndedEarlyError:
            pass  # the reader knows why, or is gone
        except Exception as error:
            if is_out_of_memory(error):
                raise no_memory() from error
            raise

    def vector(self, ids: Sequence[int], limits: Limits) -> list[float]:
        """Return the vector of a text.

        Raises:
            CancelledError: It was cancelled.
            DeadlineError: It took too long.
            BackendError: The memory is too short.
        """
        try:
            self._adapters.use(None)
            with self._watch.asking(lambda: limits.ended_early() is None):
                return text_vector(self._loaded, ids)
        except EndedEarlyError:
            if limits.ended_early() == "deadline":
                raise DeadlineError("The vectors were not made in time.") from None
            raise CancelledError("The vectors were cancelled.") from None
        except Exception as error:
            if is_out_of_memory(error):
                raise no_memory() from error
            raise

    def _bound(self) -> Binder:
        if self._binder is None:  # a second of work, which few need
            size = self._loaded.model.config.get_text_config().vocab_size
            self._binder = Binder(self._loaded.tokenizer, size, self._loaded.ends)
        return self._binder
