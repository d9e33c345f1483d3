"""The makers' repository on a model hub.

The download runs in a process of its own (``python -m``, see :func:`main`): the library warns,
retries and looks names up for as long as it likes there, and is ended when it does not answer.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from batos_backend_llamacpp.catalogue import HubSource
from batos_backend_llamacpp.fetching.scratch import Listener, SourceError, run_program

__all__ = ["fetch_from_hub", "hub_bytes"]

T = TypeVar("T")

_ANSWER_S = 2.0
"""Seconds that the hub has to answer before anything is fetched."""
_SILENT, _REFUSED = 3, 4
_PART = "hub.part"
_ENVIRON = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_VERBOSITY": "critical",
    "PYTHONWARNINGS": "ignore",
}


def hub_bytes(folder: Path) -> int:
    """Return the bytes that are there of an earlier download."""
    part = folder / _PART
    return part.stat().st_size if part.exists() else 0


def fetch_from_hub(source: HubSource, file: str, folder: Path, hear: Listener) -> Path:
    """Fetch a file into a folder, from where it was cut off, and return its path.

    Raises:
        SourceError: The hub does not give it.
    """
    words = (__name__, source.repository, source.revision, file, str(folder / _PART))
    code, said = run_program(words, _ENVIRON, folder, hear)
    if code == _SILENT:
        raise SourceError("does not answer")
    if code != 0:
        raise SourceError((said.strip().splitlines() or ["ended without a word"])[-1])
    return folder / _PART


def main(repository: str, revision: str, file: str, part: str) -> int:
    """Fetch, and say in one line what went wrong."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.file_download import http_get

    url = hf_hub_url(repository, file, revision=revision)
    # No account is needed, and none is shown to whoever keeps the file.
    answer = _within(_ANSWER_S, lambda: get_hf_file_metadata(url, token=False, timeout=_ANSWER_S))
    if isinstance(answer, Exception):
        status = getattr(getattr(answer, "response", None), "status_code", None)
        return _refused(f"answers with status {status}") if status else _SILENT
    # The library's own download begins anew each time (huggingface_hub, pull request 4228).
    with open(part, "ab", buffering=0) as out:
        if answer.size is not None and out.tell() > answer.size:
            out.truncate(0)
        try:
            http_get(answer.location, out, resume_size=out.tell(), expected_size=answer.size)
        except Exception as error:  # the library raises whatever its own libraries raise
            return _refused(f"breaks off ({str(error).strip().partition(chr(10))[0]})")
    return 0


def _refused(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return _REFUSED


def _within(seconds: float, ask: Callable[[], T]) -> T | Exception:
    """Return what is answered, or what goes wrong; a name may be looked up for minutes."""
    found: list[T | Exception] = []

    def work() -> None:
        try:
            found.append(ask())
        except Exception as error:
            found.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    return found[0] if found else TimeoutError()


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # a thread may still be looking up a name
