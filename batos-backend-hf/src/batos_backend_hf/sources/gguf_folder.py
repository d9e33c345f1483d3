"""Reading a GGUF file into a model folder: minutes, and so once for each file."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import torch
from filelock import FileLock
from huggingface_hub.constants import HF_HOME
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

from batos.errors import ModelFileError
from batos.inference import Progress

__all__ = ["folder_of", "from_gguf"]


def from_gguf(file: Path, cache_dir: str, progress: Progress) -> Path:
    """Return a folder with the model of a GGUF file, its weights in bf16.

    Args:
        file: The file.
        cache_dir: Under which such folders are kept; empty takes the cache of the hub.
        progress: Told what goes on.

    Raises:
        ModelFileError: The library cannot read the file.
    """
    folder = folder_of(file, cache_dir)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            progress(f"Reading {file.name}, once: it takes minutes", None)
            part = folder.with_name(f"{folder.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            _read(file, part)
            part.rename(folder)
    return folder


def folder_of(file: Path, cache_dir: str) -> Path:
    """Return the folder that a GGUF file is read into, or was; see :func:`from_gguf`."""
    into = Path(cache_dir).expanduser() / "models" / "hf" if cache_dir else Path(HF_HOME) / "batos"
    return into / f"{file.stem}-{_mark(file)}"


def _mark(file: Path) -> str:
    """Return what tells a file from another one of its name."""
    there = file.resolve().stat()
    return hashlib.sha256(f"{there.st_size} {there.st_mtime_ns}".encode()).hexdigest()[:12]


def _read(file: Path, folder: Path) -> None:
    where, name = str(file.parent), file.name
    try:
        model = AutoModelForCausalLM.from_pretrained(
            where,
            gguf_file=name,
            quantization_config=GgufConfig(dequantize=True),
            dtype=torch.bfloat16,
            local_files_only=True,
            trust_remote_code=False,
        )
        tokenizer = AutoTokenizer.from_pretrained(
            where, gguf_file=name, local_files_only=True, trust_remote_code=False
        )
    except Exception as error:  # whatever the library meets in a file that it cannot read
        raise ModelFileError(
            f"The model file {str(file)!r} cannot be read: {error}.",
            hint="The backend 'llamacpp' reads more kinds of GGUF files.",
        ) from error
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
