"""The libraries that run models: gigabytes, and so only there where somebody asked for them."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from batos.errors import BackendError
from batos_backend_hf.options import HfOptions

__all__ = ["require_libraries"]

_COMMAND = 'python -m pip install "batos-backend-hf[torch]"'

_SPINS = "1000"
"""Turns a thread spins for the others before it sleeps. By default it spins for milliseconds, so
that other busy processes made two threads on two cores seven times slower."""


def require_libraries(options: HfOptions) -> None:
    """Import what runs models, quiet and without a word to anybody outside.

    Raises:
        BackendError: One of them is not installed.
    """
    wanted = ["torch", "transformers", "accelerate", "llguidance"]
    if options.weights == "nf4":
        wanted.append("bitsandbytes")
    if options.adapter:
        wanted.append("peft")
    if Path(options.model).suffix == ".gguf":
        wanted.append("gguf")
    missing = [each for each in wanted if importlib.util.find_spec(each) is None]
    if missing:
        raise BackendError(
            f"The backend 'hf' needs {', '.join(missing)}, which "
            f"{'is' if len(missing) == 1 else 'are'} not installed.",
            hint=f"Install what runs models: {_COMMAND}",
        )
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # OpenMP reads this once, when its library is loaded; a user's own setting stands.
    os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)
    # One tensor after the other: all at once they lie in the memory before one is quantised.
    os.environ.setdefault("HF_DEACTIVATE_ASYNC_LOAD", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # it warns after a fork
    # Where this one is installed bitsandbytes 0.50 fetches machine code of others from the hub for
    # some processors, and runs it: nobody asked for that, and it can do without.
    sys.modules.setdefault("kernels", None)  # type: ignore[arg-type]
    try:
        from transformers.utils import logging
    except (ImportError, OSError) as error:
        raise BackendError(
            f"The libraries that run models cannot be loaded: {error}.",
            hint=f"Install them again: {_COMMAND} --force-reinstall",
        ) from error
    logging.set_verbosity_error()
    logging.disable_progress_bar()
